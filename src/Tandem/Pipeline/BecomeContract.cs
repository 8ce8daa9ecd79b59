using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Says which contract an item has led to: the item is done, its page stays, and the contract goes on under its open contracting identifier.</summary>
public sealed class BecomeContract(Db db, Actor actor)
{
    /// <summary>The contracts an item can have become: of its own organisation, not the one it replaces, and none that another item became.</summary>
    public static IQueryable<Contract> Candidates(
        Db db,
        Actor actor,
        PipelineItem item,
        Organisation organisation
    ) =>
        PutContracts
            .Of(db, actor, organisation)
            .Where(c =>
                c.Id != item.ReplacesContractId
                && !db.Set<PipelineItem>().Any(i => i.BecameContractId == c.Id)
            );

    /// <param name="contract">Reference of the contract, such as C-1042.</param>
    /// <exception cref="Refusal">The actor may not, there is no such contract of the organisation, or another item has become it.</exception>
    public async Task<PipelineItem> RunAsync(
        string reference,
        string? contract,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayChange(actor, item).Permit();
        var organisation = await db.OrganisationOfAsync(item, cancellation);
        var number = NumberOf(contract);
        var found =
            await PutContracts
                .Of(db, actor, organisation)
                .SingleOrDefaultAsync(c => c.Number == number, cancellation)
            ?? throw new Refusal(
                $"Choose a contract of {organisation.Name}, or enter its reference, such as C-1042",
                "Contract"
            );
        if (
            await db.Set<PipelineItem>().AnyAsync(i => i.BecameContractId == found.Id, cancellation)
        )
        {
            throw new Refusal(
                $"Another pipeline item has led to {found.Reference} already",
                "Contract"
            );
        }
        item.Become(found, db.Now());
        db.RecordOn(actor, PipelineActs.Done, item, new { into = PipelineItem.AContract });
        await db.SavePipelineAsync([item], cancellation);
        return item;
    }

    private static long? NumberOf(string? reference) =>
        reference?.Trim() is { Length: > 2 } given
        && given.StartsWith("C-", StringComparison.OrdinalIgnoreCase)
        && long.TryParse(
            given.AsSpan(2),
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
