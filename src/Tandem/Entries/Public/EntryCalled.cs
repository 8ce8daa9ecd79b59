using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>Tells those who follow an idea that a call has come of the item of a pipeline that took it up.</summary>
internal sealed class EntryCalled(Db db) : ICallPublished
{
    public const string Verb = "entry-call-published";

    /// <inheritdoc/>
    public async Task RunAsync(Call call, Actor actor, CancellationToken cancellation)
    {
        if (call.PipelineItemId is not { } item)
        {
            return;
        }
        var ideas = await db.Set<Entry>()
            .Where(e => e.PipelineItemId == item && e.PublishedAt != null && e.HiddenAt == null)
            .OrderBy(e => e.Id)
            .Select(e => e.Id)
            .ToListAsync(cancellation);
        foreach (var idea in ideas)
        {
            db.Record(actor, Verb, nameof(Entry), idea, new { call = call.NameForAll });
        }
    }
}
