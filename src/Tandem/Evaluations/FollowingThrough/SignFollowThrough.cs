using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Pipeline;

namespace Tandem.Evaluations.FollowingThrough;

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
            var contract = await RegisterAsync(call, follow, ends, now, cancellation);
            await LinkAsync(call, contract, now, cancellation);
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

    private async Task<Contract> RegisterAsync(
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
            Description =
                follow.AmountMinor is null && call.ValueMinor is not null
                    ? $"{call.Summary} The value is an estimate: the {call.Kind.Words.Entry} states no price.".TrimStart()
                    : call.Summary,
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
        return contract;
    }

    // The call was made of this item: it has led to the first contract that is signed, and says so.
    private async Task LinkAsync(
        Call call,
        Contract contract,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var item = call.PipelineItemId is { } id
            ? await db.Set<PipelineItem>().SingleOrDefaultAsync(i => i.Id == id, cancellation)
            : null;
        if (item is not { State: PipelineState.Current })
        {
            return;
        }
        // What became of the item is saved after the contract is there to be pointed to.
        await db.SaveChangesAsync(cancellation);
        item.Become(contract, now);
        db.RecordOn(actor, PipelineActs.Done, item, new { into = PipelineItem.AContract });
        await db.SavePipelineAsync([item], cancellation);
    }
}
