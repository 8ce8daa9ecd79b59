namespace Tandem.Evaluations;

/// <summary>An entry as the ranking knows it.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="Reference">What people quote; names what is left over in an order that nothing decides.</param>
/// <param name="ReceivedAt">When its last version was received (UTC).</param>
/// <param name="ScreenedOut">Whether screening left it out.</param>
/// <param name="RedLinesFailed">Titles of red lines it does not pass.</param>
/// <param name="Waits">Whether somebody has still to say if it passes, where that is all that is asked.</param>
public sealed record RankedFact(
    Guid Id,
    string Reference,
    DateTime ReceivedAt,
    bool ScreenedOut = false,
    IReadOnlyList<string>? RedLinesFailed = null,
    bool Waits = false
);

/// <summary>One assessor's score of one criterion of one entry, as it was submitted.</summary>
public sealed record ScoreFact(Guid Entry, Guid Assessor, string Criterion, int Score);

/// <summary>A score that was agreed or moderated, with reasons elsewhere: it stands in place of what the individual ones would give.</summary>
public sealed record AgreedFact(Guid Entry, string Criterion, int Score);

/// <summary>Why an entry has, or has not, a place.</summary>
public enum RankStanding
{
    /// <summary>It has a place.</summary>
    Ranked,

    /// <summary>In, where there is no order: it passed what is passed or failed.</summary>
    Passed,

    /// <summary>Scored, but below a minimum that was declared.</summary>
    BelowMinimum,

    /// <summary>Not everything is scored yet.</summary>
    Unscored,

    /// <summary>It does not pass a red line.</summary>
    RedLine,

    /// <summary>Screening left it out.</summary>
    ScreenedOut,
}

/// <summary>An entry in its order.</summary>
/// <param name="Place">From 1; shared where no tie rule decides; null without a place.</param>
/// <param name="Total">In the unit of the method, to two decimals: what is shown is what is compared.</param>
/// <param name="Share">The total in hundredths of the whole.</param>
/// <param name="Criteria">The score of each criterion, unrounded; those not scored are missing.</param>
/// <param name="Missing">Codes of criteria that have no score yet.</param>
/// <param name="Below">What it stays below, in words.</param>
/// <param name="DecidedBy">The tie rule that put it before or behind another with the same total, in words.</param>
public sealed record RankedEntry(
    RankedFact Fact,
    RankStanding Standing,
    int? Place,
    decimal? Total,
    decimal? Share,
    IReadOnlyDictionary<string, decimal> Criteria,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Below,
    string? DecidedBy
)
{
    /// <summary>How it fared, where pairs are compared and it was.</summary>
    public PairStrength? Pairs { get; init; }
}
