using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Pipeline;

/// <summary>What later rooms know an item to have come from, or to have led to: ideas, calls.</summary>
public interface IItemKin
{
    /// <summary>Pages that this reader may open, each named by what it is.</summary>
    Task<IReadOnlyList<PageLink>> OfAsync(
        PipelineItem item,
        Actor actor,
        CancellationToken cancellation
    );
}
