namespace Tandem.Collaborations;

/// <summary>What to look for.</summary>
public sealed record MatchOptions
{
    /// <summary>The day matching is done for: what lies before it is past.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>How far ahead to look.</summary>
    public int HorizonMonths { get; init; } = 36;

    /// <summary>By how much each window may be stretched at both ends, where authorities are ready to wait or to hurry.</summary>
    public int SlackMonths { get; init; }

    /// <summary>The least strength of an opportunity, 0 to 100.</summary>
    public double MinimumStrength { get; init; }

    /// <summary>
    /// The least likeness of two needs, in log-odds. The default is where, among judged pairs, about nine of ten above it were the
    /// same need.
    /// </summary>
    public double MinimumLikeness { get; init; } = 0.9;

    /// <summary>The most purchases in one opportunity: more can hardly be brought to one table.</summary>
    public int MostMembers { get; init; } = 12;

    internal DateOnly Until => AsOf.AddMonths(HorizonMonths);

    /// <summary>The part of a window that counts; null where it lies outside what is looked for.</summary>
    internal PurchaseWindow? InPlay(PurchaseWindow window) =>
        new PurchaseWindow(
            window.Earliest.AddMonths(-SlackMonths),
            window.Expected,
            window.Latest.AddMonths(SlackMonths)
        ).Within(AsOf, Until);
}
