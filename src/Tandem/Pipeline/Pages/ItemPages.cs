using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Contracts.Lists;
using Tandem.Kernel;

namespace Tandem.Pipeline.Pages;

/// <summary>An item as its pages show its facts.</summary>
/// <param name="Replaced">The contract it replaces, where the reader may see it.</param>
public sealed record ItemFacts(
    PipelineItem Item,
    Organisation Organisation,
    string? OwnerName,
    IReadOnlyList<CpvPart> Cpv,
    (string Reference, string Title)? Replaced,
    bool IsMember
);

/// <summary>Reads what the pages of an item show.</summary>
public sealed class ItemPages(Db db, Actor actor, FilterWords words)
{
    public async Task<ItemFacts> FactsAsync(PipelineItem item, CancellationToken cancellation)
    {
        var replaced = item.ReplacesContractId;
        var contract = replaced is null
            ? null
            : await db.Set<Contract>()
                .VisibleTo(actor)
                .Where(c => c.Id == replaced)
                .Select(c => new { c.Number, c.Title })
                .SingleOrDefaultAsync(cancellation);
        return new(
            item,
            await db.OrganisationOfAsync(item, cancellation),
            await db.Set<Person>()
                .Where(p => p.Id == item.OwnerId)
                .Select(p => p.Name)
                .SingleOrDefaultAsync(cancellation),
            RecordParts.Cpv(item.CpvCodes, words.Cpv),
            contract is null ? null : ($"C-{contract.Number}", contract.Title),
            actor.Has(item.OrganisationId.Value, Role.Member)
        );
    }
}
