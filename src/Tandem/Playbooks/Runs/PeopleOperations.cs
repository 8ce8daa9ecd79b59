using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What an authority's place in a run becomes.</summary>
public enum PlaceChange
{
    /// <summary>The lead lets it in after the beginning.</summary>
    Join,
    Leave,

    /// <summary>It takes over the lead.</summary>
    Lead,

    /// <summary>It leaves decisions at gates to the lead's approvers.</summary>
    LeaveDecisions,

    /// <summary>It decides at gates for itself again.</summary>
    TakeDecisions,
}

/// <summary>Changes who takes part in a run: the lead lets authorities in and hands over; each leaves by itself.</summary>
public sealed class ChangePlace(Db db, RunBook book, RunTelling telling)
{
    /// <exception cref="Refusal">The actor may not, or the rules of the run do not allow it.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        Id<Organisation> organisation,
        PlaceChange change,
        string? reason,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                var named = await db.OrganisationAsync(organisation, cancellation);
                var now = db.Now();
                if (change is PlaceChange.Join or PlaceChange.Lead)
                {
                    RunPermissions.MayLead(actor, run).Permit();
                }
                else if (change != PlaceChange.Leave || !RunPermissions.MayLead(actor, run).Allowed)
                {
                    RunPermissions.MaySpeakFor(actor, organisation).Permit();
                }
                switch (change)
                {
                    case PlaceChange.Join:
                        run.Join(organisation, actor, now);
                        await telling.OfficersAsync(
                            run,
                            organisation,
                            $"joined:{run.Revision}",
                            $"You take part in a run now: {run.Title}",
                            [
                                $"It is in the stage {run.LastVisit.StageTitle}. What earlier stages asked of each authority is not asked of you.",
                            ],
                            run.Path,
                            actor,
                            cancellation
                        );
                        break;
                    case PlaceChange.Leave:
                        run.Leave(organisation, reason, now);
                        break;
                    case PlaceChange.Lead:
                        run.HandOver(organisation);
                        break;
                    default:
                        run.LeaveToLead(organisation, change == PlaceChange.LeaveDecisions, now);
                        break;
                }
                db.Record(
                    actor,
                    change switch
                    {
                        PlaceChange.Join => "authority-joined",
                        PlaceChange.Leave => "authority-left",
                        PlaceChange.Lead => "run-handed-over",
                        PlaceChange.LeaveDecisions => "decisions-left-to-lead",
                        _ => "decisions-taken-back",
                    },
                    nameof(Run),
                    run.Id,
                    new { Organisation = named.Name },
                    reason?.Trim()
                );
                return true;
            },
            cancellation
        );
}

/// <summary>Names who holds a role for an authority: an approver above all.</summary>
public sealed class NameHolder(Db db, RunBook book, RunTelling telling)
{
    /// <exception cref="Refusal">The actor may not, or that person does not belong to the authority.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        ApproverSeat seat,
        Id<Person>? person,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                RunPermissions.MaySpeakFor(actor, seat.Organisation).Permit();
                var chosen = person ?? throw new Refusal("Choose a person", "Person");
                var name =
                    await db.Set<Membership>()
                        .Where(m => m.PersonId == chosen && m.OrganisationId == seat.Organisation)
                        .Join(db.Set<Person>(), m => m.PersonId, p => p.Id, (m, p) => p.Name)
                        .SingleOrDefaultAsync(cancellation)
                    ?? throw new Refusal("Choose somebody who belongs to the authority", "Person");
                var holder = run.Name(seat, chosen, name, db.Now());
                var role = run.Plan.Playbook.RoleTitle(seat.Role);
                db.Record(
                    actor,
                    "role-named",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        Role = role,
                        Person = name,
                        Organisation = seat.Organisation,
                    }
                );
                if (chosen.Value != actor.PersonId)
                {
                    await telling.PersonAsync(
                        run,
                        chosen,
                        $"role:{holder.Number}",
                        $"You are {role} in {run.Title}",
                        run.Plan.Approvers.Contains(seat.Role)
                            ? ["You decide at its gates. You are asked when one is ready."]
                            : ["You find what is to do on the run’s page."],
                        run.Path,
                        owed: false,
                        cancellation
                    );
                }
                return true;
            },
            cancellation
        );
}

/// <summary>What becomes of runs when somebody leaves an authority: roles fall vacant, steps wait for a new owner, and the authority's officers are told.</summary>
internal sealed class KeepRuns(Db db, RunTelling telling) : IBelongingChanges
{
    /// <inheritdoc/>
    public async Task LeftAsync(
        Organisation organisation,
        Id<Person> person,
        Actor by,
        CancellationToken cancellation
    )
    {
        var runs = await RunBook
            .Whole(
                db.Set<Run>()
                    .Where(r => r.State == RunState.Active || r.State == RunState.OnHold)
                    .Where(r =>
                        r.Holders.Any(h =>
                            h.PersonId == person
                            && h.OrganisationId == organisation.Id
                            && h.EndedAt == null
                        )
                        || r.Steps.Any(s =>
                            s.OwnerId == person
                            && s.OwnerOrganisationId == organisation.Id
                            && s.DoneAt == null
                            && s.SkippedAt == null
                        )
                    )
            )
            .ToListAsync(cancellation);
        foreach (var run in runs)
        {
            var (roles, steps) = run.LoseFrom(organisation.Id, person, db.Now());
            db.Record(
                by,
                "holder-left",
                nameof(Run),
                run.Id,
                new
                {
                    Organisation = organisation.Name,
                    Roles = roles.Select(r => r.Role),
                    Steps = steps.Select(s => s.Number),
                }
            );
            await telling.OfficersAsync(
                run,
                organisation.Id,
                $"left:{run.Revision}",
                $"Somebody who left had a part in {run.Title}",
                [
                    roles.Count > 0
                        ? "Nobody decides for you at its gates now. Name somebody."
                        : "Steps wait for a new owner.",
                ],
                $"{run.Path}/people",
                by,
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task PartneredAsync(Organisation organisation, CancellationToken cancellation) =>
        Task.CompletedTask;
}
