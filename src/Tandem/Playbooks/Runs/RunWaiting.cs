using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What waits for somebody in runs: steps given to them, their authority's steps that nobody has, gates ready for their decision, roles nobody holds.</summary>
internal sealed class RunWaiting(Db db, RunBook book) : IWaiting
{
    private const int Most = 100;

    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (actor.PersonId is not { } person)
        {
            return [];
        }
        var me = new Id<Person>(person);
        var items = await StepsAsync(actor, me, cancellation);
        items.AddRange(await GatesAsync(actor, me, cancellation));
        return [.. items.OrderBy(i => i.Due ?? DateOnly.MaxValue).Take(Most)];
    }

    private async Task<List<WaitingItem>> StepsAsync(
        Actor actor,
        Id<Person> me,
        CancellationToken cancellation
    )
    {
        var officer = actor
            .Roles.Where(r => r.Value >= Role.Officer)
            .Select(r => (Id<Organisation>?)new Id<Organisation>(r.Key))
            .ToList();
        var soon = db.Today().AddDays(14);
        var found = await db.Set<RunStep>()
            .AsNoTracking()
            .Where(s => s.DoneAt == null && s.SkippedAt == null && s.LeftOutSince == null)
            .Join(
                db.Set<Run>().InsideOf(db, actor).Where(r => r.State == RunState.Active),
                s => s.RunId,
                r => r.Id,
                (s, r) => new { Step = s, Run = r }
            )
            .Where(x =>
                x.Step.OwnerId == me
                || (
                    x.Step.OwnerId == null
                    && !x.Step.Optional
                    && x.Step.Due <= soon
                    && x.Step.StageCode == x.Run.StageCode
                    && officer.Contains(x.Step.OrganisationId ?? x.Run.LeadId)
                )
            )
            .Select(x => new
            {
                x.Run.Year,
                RunNumber = x.Run.Number,
                x.Run.Title,
                x.Step.Number,
                Step = x.Step.Title,
                x.Step.Due,
                Mine = x.Step.OwnerId == me,
            })
            .OrderBy(x => x.Due == null)
            .ThenBy(x => x.Due)
            .Take(Most)
            .ToListAsync(cancellation);
        return
        [
            .. found.Select(x => new WaitingItem(
                x.Mine ? "Your steps in runs" : "Steps in runs that nobody has yet",
                x.Step,
                $"/runs/RUN-{x.Year}-{x.RunNumber:000}/steps/{x.Number}",
                $"In {x.Title}",
                x.Due,
                x.Mine ? WaitsFor.You : WaitsFor.Nobody
            )),
        ];
    }

    private async Task<List<WaitingItem>> GatesAsync(
        Actor actor,
        Id<Person> me,
        CancellationToken cancellation
    )
    {
        var waiting = await db.Set<Run>()
            .AsNoTracking()
            .InsideOf(db, actor)
            .Where(r => r.GateWaits && r.Holders.Any(h => h.PersonId == me && h.EndedAt == null))
            .OrderBy(r => r.StageSince)
            .Select(r => new { r.Year, r.Number })
            .Take(Most)
            .ToListAsync(cancellation);
        var items = new List<WaitingItem>();
        foreach (var each in waiting)
        {
            var run = await book.FindAsync(
                actor,
                $"RUN-{each.Year}-{each.Number:000}",
                cancellation
            );
            var visit = run.CurrentVisit!;
            var gate = run.Plan.Stage(visit.StageCode)!.Gate!;
            if (
                run.AwaitedAt(gate)
                    .Any(seat =>
                        run.HolderOf(seat) is { } holder
                        && RunPermissions.MayDecide(actor, holder).Allowed
                        && run.DecisionOf(visit, seat) is null
                    )
            )
            {
                items.Add(
                    new(
                        "Gates to decide",
                        run.Title,
                        $"{run.Path}/gates/{visit.StageCode}",
                        gate.Title,
                        null
                    )
                );
            }
        }
        return items;
    }
}
