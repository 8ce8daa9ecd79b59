using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web.Components;

namespace Tandem.Entries;

/// <summary>The public ideas that an item of a pipeline takes up.</summary>
internal sealed class IdeasOfItem(Db db) : IItemKin
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<PageLink>> OfAsync(
        PipelineItem item,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var calls = db.Set<Call>().VisibleTo(actor).Select(c => c.Id);
        return
        [
            .. (
                await db.Set<Entry>()
                    .AsNoTracking()
                    .Where(e =>
                        e.PipelineItemId == item.Id
                        && e.PublishedAt != null
                        && e.HiddenAt == null
                        && calls.Contains(e.CallId)
                    )
                    .OrderBy(e => e.Id)
                    .ToListAsync(cancellation)
            ).Select(e => new PageLink($"An idea: {e.Name} ({e.Reference})", e.Path)),
        ];
    }
}
