using Tandem.Web;

namespace Tandem.Market;

/// <summary>What is said of notices in plain words.</summary>
public static class NoticeWords
{
    /// <summary>“Planned”, “Open call”, “Awarded”, “Contract signed”: how far the purchase has come.</summary>
    public static string Stage(Stage stage) =>
        stage switch
        {
            Market.Stage.Planning => "Planned",
            Market.Stage.Tender => "Tender",
            Market.Stage.Award => "Awarded",
            _ => "Contract",
        };

    /// <summary>Colour of its tag.</summary>
    public static string Colour(Stage stage) =>
        stage switch
        {
            Market.Stage.Planning => "grey",
            Market.Stage.Tender => "blue",
            Market.Stage.Award => "yellow",
            _ => "green",
        };

    /// <summary>Where the purchase stands, as one sentence.</summary>
    public static string Standing(NoticeRow notice, DateTime now)
    {
        var day = notice.DeadlineAt is { } at ? Words.Day(DateOnly.FromDateTime(at)) : null;
        return notice.Stage switch
        {
            Market.Stage.Planning => day is null
                ? "The buyer plans this purchase; no call has been published yet."
                : $"The buyer plans this purchase; {day} is the next date given.",
            Market.Stage.Tender
                when notice.Status is "cancelled" or "withdrawn" or "unsuccessful" =>
                $"The call was {notice.Status}.",
            Market.Stage.Tender when day is null =>
                "Suppliers were asked for offers; no deadline is given.",
            Market.Stage.Tender when notice.DeadlineAt > now =>
                $"Suppliers can make offers until {Words.Published(notice.DeadlineAt.Value)}.",
            Market.Stage.Tender => $"Offers closed on {day}; no award has been published here.",
            Market.Stage.Award => notice.Suppliers.Count > 0
                ? $"Awarded to {Names(notice)}."
                : "Awarded; the supplier is not named.",
            _ => notice.Suppliers.Count > 0
                ? $"There is a contract with {Names(notice)}."
                : "There is a contract.",
        };
    }

    /// <summary>The beginning of a text, cut between words.</summary>
    public static string Short(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }
        var cut = text.LastIndexOf(' ', most);
        return string.Concat(text.AsSpan(0, cut > most / 2 ? cut : most), "…");
    }

    private static string Names(NoticeRow notice) =>
        notice.Suppliers.Count <= 3
            ? Words.List([.. notice.Suppliers.Select(s => s.Name)])
            : $"{notice.Suppliers[0].Name} and {Words.Count(notice.Suppliers.Count - 1, "other supplier")}";
}
