using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Playbooks.Preparing;

namespace Tandem.Playbooks;

/// <summary>What waits for officers and stewards: flags to answer, standing checklists to go through, newer versions of what they adapt or keep.</summary>
internal sealed class PlaybookWaiting(Db db, TimeProvider clock) : IWaiting
{
    private const int Most = 100;
    private const int Ahead = 30;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (!actor.IsSignedIn)
        {
            return [];
        }
        var kept = actor
            .Roles.Where(r => r.Value >= Role.Officer)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        return
        [
            .. (await ChecklistsAsync(kept, cancellation))
                .Concat(await FlagsAsync(actor, kept, cancellation))
                .Concat(await UpstreamAsync(kept, cancellation))
                .Take(Most),
        ];
    }

    private async Task<IEnumerable<WaitingItem>> ChecklistsAsync(
        List<Id<Organisation>> kept,
        CancellationToken cancellation
    )
    {
        var soon = clock.Today().AddDays(Ahead);
        var due = await db.Set<Preparation>()
            .Where(p => p.EndedAt == null && p.ReviewBy <= soon && kept.Contains(p.OrganisationId))
            .Join(
                db.Set<Organisation>(),
                p => p.OrganisationId,
                o => o.Id,
                (p, o) =>
                    new
                    {
                        p.Id,
                        p.ReviewBy,
                        o.Slug,
                        p.VersionId,
                        p.StageCode,
                    }
            )
            .Join(
                db.Set<PlaybookVersion>(),
                p => p.VersionId,
                v => v.Id,
                (p, v) => new { p, v.Title }
            )
            .OrderBy(d => d.p.ReviewBy)
            .Take(Most)
            .ToListAsync(cancellation);
        return due.Select(d => new WaitingItem(
            "Standing checklists to go through",
            d.Title,
            $"/organisations/{d.p.Slug}/preparation/{d.p.Id}",
            "Go through every point, then say that you have",
            d.p.ReviewBy
        ));
    }

    private async Task<IEnumerable<WaitingItem>> FlagsAsync(
        Actor actor,
        List<Id<Organisation>> kept,
        CancellationToken cancellation
    )
    {
        var steward = actor.IsSteward;
        var flags = await db.Set<PageFlag>()
            .Where(f => f.State == FlagState.Waiting)
            .Join(db.Set<PlaybookPage>(), f => f.PageId, p => p.Id, (f, p) => new { f, p })
            .Join(
                db.Set<KeptPlaybook>()
                    .Where(k =>
                        k.OrganisationId == null ? steward : kept.Contains(k.OrganisationId.Value)
                    ),
                f => f.p.PlaybookId,
                k => k.Id,
                (f, k) =>
                    new
                    {
                        f.f.At,
                        f.p.Title,
                        k.Key,
                    }
            )
            .OrderBy(f => f.At)
            .Take(Most)
            .ToListAsync(cancellation);
        return flags.Select(f => new WaitingItem(
            "Readers say that a page is outdated",
            f.Title,
            $"/playbooks/{f.Key}/flags",
            "Answer them",
            null
        ));
    }

    private async Task<IEnumerable<WaitingItem>> UpstreamAsync(
        List<Id<Organisation>> kept,
        CancellationToken cancellation
    )
    {
        var newer = await db.Set<KeptPlaybook>()
            .Where(k => k.OrganisationId != null && kept.Contains(k.OrganisationId.Value))
            .Join(
                db.Set<PlaybookVersion>().Where(v => v.State == VersionState.Published),
                k => k.Id,
                v => v.PlaybookId,
                (k, v) =>
                    new
                    {
                        k.Id,
                        k.Key,
                        k.UpstreamId,
                        v.Title,
                        v.UpstreamVersionId,
                    }
            )
            .Join(
                db.Set<PlaybookVersion>().Where(v => v.State == VersionState.Published),
                k => k.UpstreamId,
                v => v.PlaybookId,
                (k, v) => new { k, Newest = v }
            )
            .Where(f => f.k.UpstreamVersionId != f.Newest.Id)
            // A draft that has taken it into account waits for its publication only.
            .Where(f =>
                !db.Set<PlaybookVersion>()
                    .Any(d =>
                        d.PlaybookId == f.k.Id
                        && d.State == VersionState.Draft
                        && d.UpstreamVersionId == f.Newest.Id
                    )
            )
            .OrderBy(f => f.Newest.Id)
            .Take(Most)
            .ToListAsync(cancellation);
        return newer.Select(f => new WaitingItem(
            "What you adapted has a newer version",
            f.k.Title,
            $"/playbooks/{f.k.Key}/upstream",
            $"See what has changed in version {f.Newest.Version}",
            null
        ));
    }
}
