namespace Tandem.Commitments;

/// <summary>How promises stand on a day: the one rule behind lists, figures and what waits.</summary>
internal static class CommitmentStanding
{
    /// <summary>Those still to be kept.</summary>
    public static IQueryable<Commitment> ToBeKept(this IQueryable<Commitment> promises) =>
        promises.Where(c =>
            c.TakenDownAt == null
            && (c.State == CommitmentState.Open || c.State == CommitmentState.Changed)
        );

    /// <summary>Those of a status of <see cref="CommitmentFilter.Statuses"/>; all where none is asked for.</summary>
    public static IQueryable<Commitment> Standing(
        this IQueryable<Commitment> promises,
        string? status,
        DateOnly today
    )
    {
        var soon = today.AddDays(CommitmentFilter.SoonDays);
        var kept = promises.Where(c => c.TakenDownAt == null && c.State == CommitmentState.Kept);
        return status switch
        {
            "open" => promises.ToBeKept().Where(c => c.State == CommitmentState.Open),
            "changed" => promises.ToBeKept().Where(c => c.State == CommitmentState.Changed),
            "overdue" => promises.ToBeKept().Where(c => c.Due < today),
            "soon" => promises.ToBeKept().Where(c => c.Due >= today && c.Due <= soon),
            "ahead" => promises.ToBeKept().Where(c => c.Due >= today && c.FirstDue >= today),
            "moved" => promises.ToBeKept().Where(c => c.Due >= today && c.FirstDue < today),
            "kept" => kept,
            "in-time" => kept.Where(c => c.SettledOn <= c.FirstDue),
            "later" => kept.Where(c => c.SettledOn > c.FirstDue),
            "not-kept" => promises.Where(c =>
                c.TakenDownAt == null && c.State == CommitmentState.NotKept
            ),
            _ => promises,
        };
    }
}
