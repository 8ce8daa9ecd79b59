using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>
/// A version that changes whenever any feed could: it costs two reads of one row each, however large the feed, so that a program that asks every second is answered without
/// making the feed.
/// </summary>
public sealed class FeedVersion(Db db, IEnumerable<FollowedList> lists, TimeProvider clock)
{
    /// <summary>The version now, on this node: what has been indexed, which acts have happened and been told, and which day it is.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellation = default)
    {
        var acts = await db.Set<Event>().MaxAsync(e => (long?)e.Seq, cancellation) ?? 0;
        var told = await db.Set<KeptStory>().MaxAsync(s => (long?)s.Seq, cancellation) ?? 0;
        var rows = string.Join('.', lists.Select(l => l.Reached));
        return $"{acts}-{told}-{rows}-{clock.GetUtcNow():yyyyMMdd}";
    }
}
