using System.Globalization;

namespace Tandem.Evaluations;

/// <summary>Standings, places and outcomes in words.</summary>
public static class RankWords
{
    public static string Of(RankStanding standing) =>
        standing switch
        {
            RankStanding.Ranked => "Ranked",
            RankStanding.Passed => "Passed",
            RankStanding.BelowMinimum => "Below a minimum",
            RankStanding.RedLine => "Crosses a red line",
            RankStanding.ScreenedOut => "Screened out",
            _ => "Not fully scored",
        };

    public static string ColourOf(RankStanding standing) =>
        standing switch
        {
            RankStanding.Ranked or RankStanding.Passed => "green",
            RankStanding.Unscored => "grey",
            _ => "red",
        };

    public static string Of(EntryOutcome outcome) =>
        outcome switch
        {
            EntryOutcome.Winner => "Winner",
            EntryOutcome.Selected => "Selected",
            EntryOutcome.Qualified => "Qualified",
            EntryOutcome.Progressed => "Goes on",
            _ => "Not selected",
        };

    public static string ColourOf(EntryOutcome outcome) =>
        outcome == EntryOutcome.NotSelected ? "grey" : "green";

    /// <summary>A total as it is shown: at most two decimals.</summary>
    public static string Points(decimal? points) =>
        points?.ToString("0.##", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>What an entry gained: its total or, where pairs are compared, how often it was preferred. A strength fitted to comparisons says nothing to who entered.</summary>
    public static string Gained(RankedEntry entry) =>
        entry.Pairs is { } pairs ? Preferred(pairs.Won, pairs.Compared) : Points(entry.Total);

    /// <summary>How often an entry was preferred: 9 of 14.</summary>
    public static string Preferred(int won, int compared) =>
        string.Create(CultureInfo.InvariantCulture, $"{won} of {compared}");

    /// <summary>1st, 2nd, 3rd.</summary>
    public static string Place(int place) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{place}{(place / 10 % 10 == 1 ? "th" : (place % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" })}"
        );
}
