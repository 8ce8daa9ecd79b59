namespace Tandem.Evaluations;

/// <summary>What stands open about an entry that came late.</summary>
public enum LateStanding
{
    /// <summary>Whether it is admitted is not decided.</summary>
    Undecided,

    /// <summary>It was admitted, and two openers have still to open it.</summary>
    Sealed,

    /// <summary>It was admitted after a decision had been recommended, which says nothing of it.</summary>
    LeftOut,
}

/// <summary>An entry that came late and has not come to the panel yet: nothing of its stage is decided before that.</summary>
/// <param name="Reference">CALL-2026-014-E7.</param>
/// <param name="Version">Number of the version that came late.</param>
public sealed record LateEntry(string Reference, int Number, int Version, LateStanding Standing)
{
    /// <summary>What stands open, and who goes on from there.</summary>
    public string Words =>
        Standing switch
        {
            LateStanding.Undecided =>
                $"{Reference} came late: an owner has to decide first whether it is admitted.",
            LateStanding.Sealed =>
                $"{Reference} came late and was admitted: two openers have to open it first.",
            _ =>
                $"{Reference} came late and was admitted, and this decision says nothing of it: return the recommendation, so that it is judged too.",
        };
}
