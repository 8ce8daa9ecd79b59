namespace Tandem.Pipeline;

/// <summary>What kind of thing is coming.</summary>
public enum PipelineKind
{
    /// <summary>A need, with nothing decided about how it is met.</summary>
    Need,

    /// <summary>A piece of work that may lead to a purchase.</summary>
    Project,

    /// <summary>A purchase that is planned.</summary>
    PlannedProcurement,

    /// <summary>The purchase that follows a contract which ends.</summary>
    Relet,
}

/// <summary>How sure it is that this will come.</summary>
public enum Confidence
{
    /// <summary>Nothing is decided.</summary>
    Idea,

    /// <summary>It is meant to happen.</summary>
    Planned,

    /// <summary>Money and people are there.</summary>
    Committed,
}

/// <summary>How far an organisation is willing to work with others on this, the least first.</summary>
public enum Willingness
{
    /// <summary>Not at present.</summary>
    NotNow,

    /// <summary>Share what was learnt.</summary>
    ShareLearning,

    /// <summary>Engage the market together.</summary>
    ShareEngagement,

    /// <summary>Agree one specification, buy apart.</summary>
    AlignSpec,

    /// <summary>Buy together.</summary>
    JointProcurement,

    /// <summary>Buy together, and do the work for the others.</summary>
    LeadForOthers,
}

/// <summary>The procedure that is likely (Procurement Act 2023, sections 19 to 21, 41, 45 and 84).</summary>
public enum ProcedureGuess
{
    NotDecided,
    Open,
    CompetitiveFlexible,
    Framework,
    DynamicMarket,
    DirectAward,
    BelowThreshold,
}

/// <summary>Who may see a pipeline item.</summary>
public enum ItemVisibility
{
    /// <summary>Its owner alone; the organisation's administrators while it has no owner.</summary>
    Private,

    /// <summary>Members of the organisation.</summary>
    Organisation,

    /// <summary>Members of every organisation that shares a partnership with it.</summary>
    Partnership,

    /// <summary>Everybody.</summary>
    Public,
}

/// <summary>Where an item is in its own life.</summary>
public enum PipelineState
{
    /// <summary>Being written; nobody but its owner knows of it.</summary>
    Draft,

    /// <summary>On the pipeline.</summary>
    Current,

    /// <summary>It will not happen.</summary>
    Withdrawn,

    /// <summary>Another item takes its place.</summary>
    Superseded,

    /// <summary>It has led to a call, a run or a contract.</summary>
    Done,
}

/// <summary>The usual phases of a service; an organisation may use words of its own besides.</summary>
public static class ServicePhases
{
    /// <summary>In order.</summary>
    public static readonly IReadOnlyList<string> Usual =
    [
        "Concept",
        "Discovery",
        "Alpha",
        "Beta",
        "Live",
    ];

    /// <summary>In addresses: in none of them.</summary>
    public const string OtherKey = "other-phase";

    /// <summary>What is in none of them, in words.</summary>
    public const string Other = "No phase, or one of its own";

    /// <summary>A usual phase in its usual spelling, or the words as they are.</summary>
    public static string? Of(string? words) =>
        string.IsNullOrWhiteSpace(words)
            ? null
            : Usual.FirstOrDefault(p => p.Equals(words.Trim(), StringComparison.OrdinalIgnoreCase))
                ?? words.Trim();
}

/// <summary>A band of value, for what cannot be estimated better.</summary>
/// <param name="Key">In addresses and files.</param>
/// <param name="From">Least amount in it, in major units of the item's currency.</param>
/// <param name="Below">The amount it ends before; null where it is open.</param>
public sealed record ValueBand(string Key, decimal From, decimal? Below);

/// <summary>
/// The bands. Two edges have a meaning of their own in the Procurement Act 2023: £30,000, from which councils publish a below-threshold tender
/// notice (section 87 with SI 2024/692), and £2 million, above which a contract belongs in the yearly pipeline notice (section 93).
/// </summary>
public static class ValueBands
{
    /// <summary>From the smallest.</summary>
    public static readonly IReadOnlyList<ValueBand> All =
    [
        new("to-30k", 0, 30_000),
        new("30k-100k", 30_000, 100_000),
        new("100k-250k", 100_000, 250_000),
        new("250k-1m", 250_000, 1_000_000),
        new("1m-2m", 1_000_000, 2_000_000),
        new("2m-5m", 2_000_000, 5_000_000),
        new("5m-20m", 5_000_000, 20_000_000),
        new("20m-on", 20_000_000, null),
    ];

    /// <summary>The band an amount (minor units) lies in.</summary>
    public static ValueBand Of(long minor) =>
        All.First(b => b.Below is not { } below || minor < below * 100);

    /// <summary>The band of this key, or null.</summary>
    public static ValueBand? Find(string? key) => All.FirstOrDefault(b => b.Key == key);
}
