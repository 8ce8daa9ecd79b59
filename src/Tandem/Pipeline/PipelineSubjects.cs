using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Pipeline items, for what works on any record.</summary>
internal sealed class PipelineSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(PipelineItem);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = ids.Select(id =>
                Id<PipelineItem>.TryParse(id, null, out var item) ? item : default
            )
            .ToList();
        var found = await db.Set<PipelineItem>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(i => wanted.Contains(i.Id))
            .Join(
                db.Set<Organisation>(),
                i => i.OrganisationId,
                o => o.Id,
                (i, o) =>
                    new
                    {
                        i.Id,
                        i.Number,
                        i.Title,
                        i.CpvCodes,
                        i.OrganisationId,
                        o.AuthorityCode,
                    }
            )
            .ToListAsync(cancellation);
        var told = await PipelineShown.FromAsync(
            db,
            actor,
            [.. found.Select(f => (f.Id, f.OrganisationId))],
            cancellation
        );
        return found.ToDictionary(
            f => f.Id.ToString(),
            f => new Subject(
                Kind,
                f.Id.ToString(),
                $"PI-{f.Number}",
                f.Title,
                $"/pipeline/PI-{f.Number}",
                f.OrganisationId,
                f.AuthorityCode,
                f.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                null
            )
            {
                ToldFrom = told[f.Id],
            }
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) => PipelineTelling.ToFollowers(act) ?? DiscussionNews.Tell(act);
}
