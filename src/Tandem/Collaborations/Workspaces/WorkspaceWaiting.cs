using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What waits for an officer in collaborations: answers, whether one is in, who wants to join, versions to agree, tasks.</summary>
internal sealed class WorkspaceWaiting(Db db) : IWaiting
{
    private const int Most = 100;

    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var own = actor
            .Roles.Where(r => r.Value >= Role.Officer)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        if (own.Count == 0)
        {
            return [];
        }
        var items = await AnswersAsync(own, cancellation);
        var inside = await db.Set<Collaboration>()
            .AsNoTracking()
            .Include(c => c.Members)
            .InsideOf(actor)
            .Where(c => c.ClosedAt == null)
            .OrderBy(c => c.Number)
            .Take(Most)
            .ToListAsync(cancellation);
        items.AddRange(inside.SelectMany(c => Standings(c, own)));
        items.AddRange(await VersionsAsync(inside, own, cancellation));
        items.AddRange(await TasksAsync(inside, own, cancellation));
        return [.. items.OrderBy(i => i.Due ?? DateOnly.MaxValue).Take(Most)];
    }

    private async Task<List<WaitingItem>> AnswersAsync(
        List<Id<Organisation>> own,
        CancellationToken cancellation
    )
    {
        var asked = await db.Set<Interest>()
            .AsNoTracking()
            .Where(i => i.TakenBackAt == null)
            .SelectMany(
                i => i.Asked,
                (i, a) =>
                    new
                    {
                        i.Number,
                        i.Title,
                        Asked = a,
                    }
            )
            .Where(x => own.Contains(x.Asked.OrganisationId) && x.Asked.AnsweredAt == null)
            .OrderBy(x => x.Asked.DueOn)
            .Take(Most)
            .ToListAsync(cancellation);
        var today = db.Today();
        return
        [
            .. asked.Select(x => new WaitingItem(
                "Answers you owe",
                x.Title,
                $"/interests/INT-{x.Number}",
                today > x.Asked.DueOn
                    ? "You did not answer in time. You still can."
                    : "Say whether you would do this together",
                x.Asked.DueOn
            )),
        ];
    }

    private static IEnumerable<WaitingItem> Standings(
        Collaboration collaboration,
        List<Id<Organisation>> own
    )
    {
        if (
            collaboration.Members.FirstOrDefault(m =>
                m.Standing == Standing.Observing && own.Contains(m.OrganisationId)
            ) is
            { } observing
        )
        {
            yield return new(
                "Collaborations",
                collaboration.Title,
                $"{collaboration.Path}/members",
                "Say whether you are in",
                observing.DecideBy
            );
        }
        if (
            own.Contains(collaboration.LeadId)
            && collaboration.Members.Any(m => m.Standing == Standing.Asking)
        )
        {
            yield return new(
                "Collaborations",
                collaboration.Title,
                $"{collaboration.Path}/members",
                "Decide who may join",
                null
            );
        }
    }

    private async Task<IEnumerable<WaitingItem>> VersionsAsync(
        List<Collaboration> inside,
        List<Id<Organisation>> own,
        CancellationToken cancellation
    )
    {
        var ids = inside.Select(c => c.Id).ToList();
        var open = await db.Set<RequirementVersion>()
            .AsNoTracking()
            .Include(v => v.Agreements)
            .Where(v =>
                ids.Contains(v.CollaborationId) && v.AgreedAt == null && v.TakenBackAt == null
            )
            .ToListAsync(cancellation);
        return open.Join(inside, v => v.CollaborationId, c => c.Id, (v, c) => (Version: v, Of: c))
            .Where(x =>
                x.Of.Members.Any(m =>
                    m.Standing == Standing.In
                    && own.Contains(m.OrganisationId)
                    && x.Version.Agreements.All(a => a.OrganisationId != m.OrganisationId)
                )
            )
            .Select(x => new WaitingItem(
                "Collaborations",
                x.Of.Title,
                $"{x.Of.Path}/requirements/versions/{x.Version.Number}",
                $"Say whether you agree to version {x.Version.Number} of the requirements",
                null
            ));
    }

    private async Task<IEnumerable<WaitingItem>> TasksAsync(
        List<Collaboration> inside,
        List<Id<Organisation>> own,
        CancellationToken cancellation
    )
    {
        var ids = inside.Select(c => c.Id).ToList();
        var tasks = await db.Set<CollaborationTask>()
            .AsNoTracking()
            .Where(t =>
                ids.Contains(t.CollaborationId)
                && own.Contains(t.OrganisationId)
                && t.DoneAt == null
            )
            .OrderBy(t => t.Number)
            .Take(Most)
            .ToListAsync(cancellation);
        return tasks.Join(
            inside,
            t => t.CollaborationId,
            c => c.Id,
            (t, c) =>
                new WaitingItem(
                    "Tasks in collaborations",
                    c.Title,
                    $"{c.Path}/tasks",
                    t.Text,
                    t.Due
                )
        );
    }
}
