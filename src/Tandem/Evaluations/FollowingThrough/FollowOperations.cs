using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;

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
}

/// <summary>Takes a selected entry further, as a pilot, project, grant or contract.</summary>
public sealed class BeginFollowThrough(Db db, Actor actor, FindStage find, FindDecision decisions)
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
        var person =
            await db.Set<Person>()
                .SingleOrDefaultAsync(
                    p => p.Id == (owner ?? new Id<Person>(actor.PersonId!.Value)),
                    cancellation
                )
            ?? throw new Refusal("There is no such person.", "Owner");
        var follow = FollowThrough.Begin(stage.Call, line, entry, draft, person, db.Now());
        db.Add(follow);
        db.Record(
            actor,
            "follow-through-begun",
            nameof(FollowThrough),
            follow.Id,
            new { entry = entry.Reference, becomes = follow.Becomes }
        );
        await db.SaveChangesAsync(cancellation);
        return follow;
    }
}

/// <summary>Looks after a pilot, project, grant or contract: milestones, checks, its result.</summary>
public sealed class KeepFollowThrough(Db db, Actor actor, FindFollowThrough find)
{
    /// <inheritdoc cref="FollowThrough.Plan"/>
    public Task PlanAsync(
        string reference,
        int number,
        string? title,
        DateOnly? due,
        long? amountMinor,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            number,
            "milestone-planned",
            f => db.Add(f.Plan(title, due, amountMinor, db.Now())),
            cancellation
        );

    /// <inheritdoc cref="FollowThrough.Reach"/>
    public Task ReachAsync(
        string reference,
        int number,
        Id<FollowMilestone> milestone,
        DateOnly? day,
        string? words,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            number,
            "milestone-reached",
            f => f.Reach(milestone, day, words, db.Now()),
            cancellation
        );

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
        var (call, follow) = await find.RunAsync(reference, number, cancellation);
        find.MayKeep(call, follow).Permit();
        act(follow);
        db.Record(
            actor,
            verb,
            nameof(FollowThrough),
            follow.Id,
            new { entry = follow.Reference, result = follow.Result }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Says when it was signed; what is a contract goes into the organisation's register, so that it is matched, followed and published with the others.</summary>
public sealed class SignFollowThrough(
    Db db,
    Actor actor,
    FindStage stages,
    FindFollowThrough find,
    KnownAuthorities authorities
)
{
    /// <param name="ends">Last day of a contract, where known.</param>
    /// <exception cref="Refusal">The actor may not, or it may not be signed on that day (standstill).</exception>
    public async Task RunAsync(
        string reference,
        int number,
        DateOnly? signedOn,
        DateOnly? ends,
        CancellationToken cancellation = default
    )
    {
        var (call, follow) = await find.RunAsync(reference, number, cancellation);
        JudgingPermissions.MayTell(actor, call).Permit();
        var decision = await db.Set<CallDecision>()
            .Where(d =>
                d.CallId == call.Id
                && d.ReturnedAt == null
                && d.Lines.Any(l => l.EntryId == follow.EntryId)
            )
            .OrderByDescending(d => d.RecommendedAt)
            .FirstAsync(cancellation);
        var now = db.Now();
        follow.Sign(decision, signedOn, LocalDay.Of(now));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (follow.Becomes == Calls.Kinds.Outcome.Contract)
        {
            await RegisterAsync(call, follow, ends, now, cancellation);
        }
        db.Record(
            actor,
            "follow-through-signed",
            nameof(FollowThrough),
            follow.Id,
            new
            {
                entry = follow.Reference,
                on = follow.SignedOn,
                contract = follow.ContractId,
            }
        );
        // The award that was pending is one now, and is published as such.
        await db.SaveCallAsync(call, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task RegisterAsync(
        Call call,
        FollowThrough follow,
        DateOnly? ends,
        DateTime now,
        CancellationToken cancellation
    )
    {
        if (ends < follow.StartsOn)
        {
            throw new Refusal("The last day is before the first", "Ends");
        }
        var organisation = await db.Set<Organisation>()
            .SingleAsync(o => o.Id == call.OrganisationId, cancellation);
        var stage = (await stages.AllOfAsync(call, cancellation))[^1];
        var entry = stage.Entries.FirstOrDefault(e => e.Id == follow.EntryId);
        var number = entry?.Organisation is { } firm
            ? await db.Set<Organisation>()
                .IgnoreQueryFilters()
                .Where(o => o.Id == firm)
                .Select(o => o.RegisteredNumber)
                .SingleOrDefaultAsync(cancellation)
            : null;
        var buyer = (
            await new BuyerBook(authorities.Current).FindOrAddAsync(
                db,
                [organisation.Name],
                cancellation
            )
        )[organisation.Name];
        var contract = new Contract
        {
            Id = Id<Contract>.New(now),
            Number = await Sequence.TakeAsync(db, nameof(Contract), 1, cancellation),
            SourceKey = $"register:{organisation.Id}:{follow.Reference.ToUpperInvariant()}",
            BuyerReference = follow.Reference,
            OrganisationId = organisation.Id,
            BuyerId = buyer.Id,
            AuthorityCode = organisation.AuthorityCode,
            Title = follow.Title,
            Description = call.Summary,
            CpvCodes = call.CpvCodes,
            CpvOrigin = call.CpvCodes.Length > 0 ? CodeOrigin.Buyer : CodeOrigin.None,
            Region = call.Region,
            AwardDate = follow.SignedOn,
            StartDate = follow.StartsOn,
            EndDate = ends,
            ValueMinor = follow.AmountMinor ?? call.ValueMinor,
            Currency = follow.Currency,
            Procedure = call.Kind.Title,
            Visibility =
                call.Audience == Calls.Kinds.CallAudience.Public
                    ? Visibility.Public
                    : Visibility.Organisation,
            CreatedAt = now,
            ChangedAt = now,
            ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation),
        };
        db.Add(contract);
        var supplier = (
            await new SupplierBook().FindOrAddAsync(
                db,
                [
                    (
                        new NamedSupplier(follow.With, number is null ? [] : [number]),
                        organisation.AuthorityCode ?? organisation.Name
                    ),
                ],
                cancellation
            )
        )[0];
        db.Add(
            new ContractSupplier
            {
                ContractId = contract.Id,
                SupplierId = supplier,
                NameAsPublished = follow.With,
            }
        );
        follow.Become(contract.Id);
    }
}
