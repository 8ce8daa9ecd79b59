using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web.Components;

namespace Tandem.Calls;

/// <summary>The calls that were made of an item of a pipeline.</summary>
internal sealed class CallsOfItem(Db db) : IItemKin
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<PageLink>> OfAsync(
        PipelineItem item,
        Actor actor,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await db.Set<Call>()
                    .AsNoTracking()
                    .VisibleTo(actor)
                    .Where(c => c.PipelineItemId == item.Id)
                    .OrderBy(c => c.Id)
                    .ToListAsync(cancellation)
            ).Select(c => new PageLink($"{c.Kind.Title}: {c.Title}", $"/calls/{c.Reference}")),
        ];
}
