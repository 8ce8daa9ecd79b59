using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations.FollowingThrough;

/// <summary>Finds what became of a selected entry.</summary>
public sealed class FindFollowThrough(Db db, Actor actor, FindStage find)
{
    /// <exception cref="Refusal">There is none that the actor may know of.</exception>
    public async Task<(Call Call, FollowThrough Follow)> RunAsync(
        string reference,
        int number,
        CancellationToken cancellation = default
    )
    {
        var call = await find.CallAsync(reference, cancellation);
        var wanted = $"{call.Reference}-E{number}";
        var follow = await db.Set<FollowThrough>()
            .Include(f => f.Milestones.OrderBy(m => m.Due))
            .Include(f => f.Checks.OrderBy(c => c.Months))
            .AsSplitQuery()
            .SingleOrDefaultAsync(f => f.CallId == call.Id && f.Reference == wanted, cancellation);
        return follow is null
            ? throw new Refusal("There is no such record.", kind: RefusalKind.NotFound)
            : (call, follow);
    }

    /// <summary>Whether the actor may look after it: its owner, and owners of the call.</summary>
    public Verdict MayKeep(Call call, FollowThrough follow) =>
        follow.OwnerId.Value == actor.PersonId || JudgingPermissions.MayTell(actor, call).Allowed
            ? Verdict.Yes
            : Verdict.No("Only its owner and the owners of the call may do this.");

    /// <summary>Whether the actor may say that a milestone was reached: whoever sees to it, too.</summary>
    public Verdict MayReach(Call call, FollowThrough follow, Id<FollowMilestone> milestone) =>
        actor.PersonId is { } me
        && follow.Milestones.Any(m => m.Id == milestone && m.OwnerId?.Value == me)
            ? Verdict.Yes
            : MayKeep(call, follow);
}

/// <summary>Takes a selected entry further, as a pilot, project, grant or contract.</summary>
public sealed class BeginFollowThrough(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    ReadVersions versions,
    FollowOwners owners,
    Messages messages
)
{
    /// <param name="owner">Who sees to it; the actor where nobody is named.</param>
    /// <exception cref="Refusal">The actor may not, the entry was not selected or not told, or it is taken further already.</exception>
    public async Task<FollowThrough> RunAsync(
        string reference,
        string stageCode,
        int number,
        FollowDraft draft,
        Id<Person>? owner = null,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayTell(actor, stage.Call).Permit();
        var entry = stage.Entry(number);
        var decision = await decisions.MustAsync(stage, cancellation);
        var line = decision.Chosen.FirstOrDefault(l => l.EntryId == entry.Id);
        if (line is null || !decision.IsTold)
        {
            throw new Refusal("Only what was selected, and told so, is taken further.");
        }
        if (await db.Set<FollowThrough>().AnyAsync(f => f.EntryId == entry.Id, cancellation))
        {
            throw new Refusal("It is taken further already.", kind: RefusalKind.Changed);
        }
        var person = await owners.MustAsync(
            stage.Call,
            owner ?? new Id<Person>(actor.PersonId!.Value),
            "Owner",
            cancellation
        );
        // What was decided says how much, but a prize is no budget for what follows; where a tender is taken as it is, its own price does.
        var amount =
            (line.Prize is null ? line.Amount : null)
            ?? (
                entry.Version is { } version
                    ? (await versions.OfAsync(stage.Call, stage.Stage, [entry], cancellation))[
                        version
                    ].Ask
                    : null
            );
        var follow = FollowThrough.Begin(stage.Call, line, entry, draft, amount, person, db.Now());
        db.Add(follow);
        db.Record(
            actor,
            "follow-through-begun",
            nameof(FollowThrough),
            follow.Id,
            new
            {
                entry = entry.Reference,
                becomes = follow.Becomes,
                owner = follow.OwnerId,
            }
        );
        await FollowTelling.OwnerAsync(messages, actor, follow, cancellation);
        await db.SaveChangesAsync(cancellation);
        return follow;
    }
}

/// <summary>Looks after a pilot, project, grant or contract: milestones, checks, its result.</summary>
public sealed class KeepFollowThrough(
    Db db,
    Actor actor,
    FindFollowThrough find,
    FollowOwners owners,
    Messages messages
)
{
    /// <inheritdoc cref="FollowThrough.Plan"/>
    public async Task PlanAsync(
        string reference,
        int number,
        string? title,
        DateOnly? due,
        long? amountMinor,
        CancellationToken cancellation = default,
        Id<Person>? owner = null
    )
    {
        var (call, follow) = await FindAsync(reference, number, cancellation);
        var person = owner is { } named
            ? await owners.MustAsync(call, named, "MilestoneOwner", cancellation)
            : null;
        var milestone = follow.Plan(title, due, amountMinor, db.Now(), person);
        db.Add(milestone);
        await FollowTelling.OwnerAsync(messages, actor, follow, milestone, cancellation);
        await SaveAsync(follow, "milestone-planned", cancellation);
    }

    /// <summary>Gives it to somebody else to look after; they are told.</summary>
    /// <exception cref="Refusal">The actor may not, all is over, or the person cannot look after it.</exception>
    public async Task HandOverAsync(
        string reference,
        int number,
        Id<Person>? owner,
        CancellationToken cancellation = default
    )
    {
        var (call, follow) = await FindAsync(reference, number, cancellation);
        var person = await owners.MustAsync(call, owner ?? default, "Owner", cancellation);
        if (!follow.HandTo(person))
        {
            return;
        }
        await FollowTelling.OwnerAsync(messages, actor, follow, cancellation);
        await SaveAsync(follow, "follow-through-handed-over", cancellation);
    }

    /// <summary>A milestone was reached: said by whoever sees to it, or looks after the whole.</summary>
    /// <exception cref="Refusal">The actor may not, there is no such milestone, or it was reached already.</exception>
    public async Task ReachAsync(
        string reference,
        int number,
        Id<FollowMilestone> milestone,
        DateOnly? day,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var (call, follow) = await find.RunAsync(reference, number, cancellation);
        find.MayReach(call, follow, milestone).Permit();
        follow.Reach(milestone, day, words, db.Now());
        await SaveAsync(follow, "milestone-reached", cancellation);
    }

    /// <inheritdoc cref="FollowThrough.Answer"/>
    public Task AnswerAsync(
        string reference,
        int number,
        int months,
        string? finding,
        string? link,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            number,
            "check-answered",
            f => f.Answer(months, finding, link, actor, db.Now()),
            cancellation
        );

    /// <inheritdoc cref="FollowThrough.Conclude"/>
    public Task ConcludeAsync(
        string reference,
        int number,
        FollowResult? result,
        string? evidence,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            number,
            "follow-through-concluded",
            f => f.Conclude(result, evidence, db.Now()),
            cancellation
        );

    private async Task RunAsync(
        string reference,
        int number,
        string verb,
        Action<FollowThrough> act,
        CancellationToken cancellation
    )
    {
        var (_, follow) = await FindAsync(reference, number, cancellation);
        act(follow);
        await SaveAsync(follow, verb, cancellation);
    }

    private async Task<(Call Call, FollowThrough Follow)> FindAsync(
        string reference,
        int number,
        CancellationToken cancellation
    )
    {
        var (call, follow) = await find.RunAsync(reference, number, cancellation);
        find.MayKeep(call, follow).Permit();
        return (call, follow);
    }

    private async Task SaveAsync(FollowThrough follow, string verb, CancellationToken cancellation)
    {
        db.Record(
            actor,
            verb,
            nameof(FollowThrough),
            follow.Id,
            new
            {
                entry = follow.Reference,
                result = follow.Result,
                owner = follow.OwnerId,
            }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
