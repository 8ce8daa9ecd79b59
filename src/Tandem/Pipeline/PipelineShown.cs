using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>From which act on an item its past is told to whom: page, feed and e-mail alike.</summary>
internal static class PipelineShown
{
    private static readonly string[] Showing =
    [
        PipelineActs.Published,
        PipelineActs.Shared,
        PipelineActs.Approved,
    ];

    /// <summary>
    /// The place in the timeline of the act by which each item was first shown to the actor: as a partner, or as one of everybody. Members of its
    /// organisation are told of all, 0; of an item that nothing says was shown to the actor nothing is told.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Id<PipelineItem>, long>> FromAsync(
        Db db,
        Actor actor,
        IReadOnlyCollection<(Id<PipelineItem> Id, Id<Organisation> Organisation)> items,
        CancellationToken cancellation
    )
    {
        var others = items
            .Where(i => !actor.Has(i.Organisation.Value, Role.Member))
            .Select(i => i.Id.ToString())
            .ToList();
        var acts = (
            others.Count == 0
                ? []
                : await db.Set<Event>()
                    .AsNoTracking()
                    .Where(e =>
                        e.SubjectKind == nameof(PipelineItem)
                        && EF.Parameter(others).Contains(e.SubjectId)
                        && Showing.Contains(e.Verb)
                    )
                    .OrderBy(e => e.Seq)
                    .ToListAsync(cancellation)
        ).ToLookup(e => e.SubjectId);
        return items.ToDictionary(
            i => i.Id,
            i =>
                actor.Has(i.Organisation.Value, Role.Member)
                    ? 0
                    : acts[i.Id.ToString()]
                        .Where(a =>
                            PipelineTelling.SharedWith(a)
                            >= (
                                actor.Partners.Contains(i.Organisation.Value)
                                    ? ItemVisibility.Partnership
                                    : ItemVisibility.Public
                            )
                        )
                        .Select(a => a.Seq)
                        .FirstOrDefault(long.MaxValue)
        );
    }
}
