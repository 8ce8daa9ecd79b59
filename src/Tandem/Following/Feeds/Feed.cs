namespace Tandem.Following.Feeds;

/// <summary>A feed, whatever it is written as.</summary>
/// <param name="Title">What it tells of.</param>
/// <param name="Self">Its own full address.</param>
/// <param name="Page">Full address of the page it goes with.</param>
/// <param name="Host">Host of the site, within identities.</param>
/// <param name="Entries">What happened, newest first.</param>
internal sealed record Feed(
    string Title,
    string Self,
    string Page,
    string Host,
    IReadOnlyList<FeedEntry> Entries
)
{
    /// <summary>When the last thing happened; where nothing has, the beginning of time as computers count it.</summary>
    public DateTime Updated => Entries.Count == 0 ? DateTime.UnixEpoch : Entries.Max(e => e.At);

    /// <summary>Identity of an entry that stays (RFC 4151).</summary>
    public string IdOf(FeedEntry entry) => $"tag:{Host},2026:{entry.Key}";
}

/// <summary>One entry.</summary>
internal sealed record FeedEntry(
    string Key,
    string Title,
    string Sentence,
    string Address,
    DateTime At,
    IReadOnlyList<string> Categories
);
