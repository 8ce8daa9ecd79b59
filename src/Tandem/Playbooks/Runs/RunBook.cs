using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>Reads runs with the version they follow, and does acts in them.</summary>
public sealed class RunBook(Db db, RunPlans plans, Calendars calendars, WorkingDays days)
{
    private const int Tries = 4;

    /// <summary>A run with all its facts, for somebody who may see it.</summary>
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public async Task<Run> FindAsync(
        Actor actor,
        string reference,
        CancellationToken cancellation = default
    )
    {
        var id = await IdAsync(db.Set<Run>().VisibleTo(db, actor), reference, cancellation);
        var run =
            await Whole(db.Set<Run>().AsNoTracking())
                .SingleOrDefaultAsync(r => r.Id == id, cancellation)
            ?? throw None();
        return run.Following(await plans.OfAsync(run.VersionId, run.Playbook, cancellation));
    }

    /// <summary>The same for somebody who is inside; to others what is inside does not exist.</summary>
    /// <exception cref="Refusal">There is none that the actor is inside of.</exception>
    public async Task<Run> InsideAsync(
        Actor actor,
        string reference,
        CancellationToken cancellation = default
    )
    {
        var run = await FindAsync(actor, reference, cancellation);
        return RunPermissions.MayReadInside(actor, run).Allowed ? run : throw None();
    }

    /// <summary>
    /// Does an act in a run and saves it. Where somebody else did something in the same run at the same moment, the act is tried again on the
    /// run as it then is, so that the rules themselves answer: two people who finish two steps both succeed, and of two who finish the same
    /// step the second is told who was first.
    /// </summary>
    /// <exception cref="Refusal">There is no such run inside of which the actor is, or a rule does not allow it.</exception>
    public async Task<T> ActAsync<T>(
        Actor actor,
        string reference,
        Func<Run, Task<T>> act,
        CancellationToken cancellation = default
    )
    {
        for (var tried = 1; ; tried++)
        {
            var id = await IdAsync(db.Set<Run>().InsideOf(db, actor), reference, cancellation);
            var run =
                await Whole(db.Set<Run>()).SingleOrDefaultAsync(r => r.Id == id, cancellation)
                ?? throw None();
            run.Following(await plans.OfAsync(run.VersionId, run.Playbook, cancellation));
            try
            {
                var made = await act(run);
                await SettleAsync(run, cancellation);
                await db.SaveChangesAsync(cancellation);
                return made;
            }
            catch (Exception fault)
                when (tried < Tries
                    && fault is Refusal { Kind: RefusalKind.Changed } or DbUpdateException
                )
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <inheritdoc cref="ActAsync{T}"/>
    public Task ActAsync(
        Actor actor,
        string reference,
        Action<Run> act,
        CancellationToken cancellation = default
    ) =>
        ActAsync(
            actor,
            reference,
            run =>
            {
                act(run);
                return Task.FromResult(true);
            },
            cancellation
        );

    /// <summary>Reckons due days and what lists ask for, by the calendars of its authorities.</summary>
    internal async Task SettleAsync(Run run, CancellationToken cancellation) =>
        run.Settle(await CalendarsAsync(run, cancellation));

    /// <summary>What the run may expect of the days to come, by the calendars of its authorities.</summary>
    public async Task<RunOutlook> OutlookAsync(Run run, CancellationToken cancellation = default) =>
        run.Expect(await CalendarsAsync(run, cancellation), db.Today());

    private async Task<Func<Id<Organisation>, string?, HolidayCalendar?>> CalendarsAsync(
        Run run,
        CancellationToken cancellation
    )
    {
        var names = await db.OrganisationsAsync(
            run.Authorities.Select(a => a.OrganisationId).Append(run.LeadId),
            cancellation
        );
        return (id, named) =>
            named is null ? calendars.For(names[id])
            : days.Has(named) ? days[named]
            : null;
    }

    internal static IQueryable<Run> Whole(IQueryable<Run> runs) =>
        runs.Include(r => r.Authorities.OrderBy(a => a.JoinedAt).ThenBy(a => a.OrganisationId))
            .Include(r => r.Visits.OrderBy(v => v.Number))
            .Include(r => r.Steps.OrderBy(s => s.Number))
            .Include(r => r.Holders.OrderBy(h => h.Number))
            .Include(r => r.Decisions.OrderBy(d => d.Number))
            .Include(r => r.Ticks)
            .Include(r => r.Evidence.OrderBy(e => e.Number))
            .AsSplitQuery();

    // Who may see it is asked once, and not again by each of the queries that read its parts.
    private static async Task<Id<Run>> IdAsync(
        IQueryable<Run> runs,
        string reference,
        CancellationToken cancellation
    )
    {
        var (year, number) = Run.NumberOf(reference) ?? (0, 0);
        return await runs.Where(r => r.Year == year && r.Number == number)
                .Select(r => (Id<Run>?)r.Id)
                .SingleOrDefaultAsync(cancellation)
            ?? throw None();
    }

    private static Refusal None() => new("There is no such run.", kind: RefusalKind.NotFound);
}
