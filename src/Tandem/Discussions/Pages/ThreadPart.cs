namespace Tandem.Discussions.Pages;

/// <summary>What the part of a page that shows a discussion needs.</summary>
/// <param name="IsAside">It stands on the record's page, below the record itself: only the latest posts are shown.</param>
public sealed record ThreadPart(SeenDiscussion Seen, bool IsAside)
{
    private const int Shown = 10;

    /// <summary>The posts to show.</summary>
    public IEnumerable<SeenPost> Posts => IsAside ? Seen.Posts.TakeLast(Shown) : Seen.Posts;

    /// <summary>How many earlier posts are left out.</summary>
    public int Earlier => IsAside ? Math.Max(0, Seen.Posts.Count - Shown) : 0;
}

/// <summary>One post as a part of a page.</summary>
public sealed record PostPart(SeenPost Post, string Path, bool IsNote);
