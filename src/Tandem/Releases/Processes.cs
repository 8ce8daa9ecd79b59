using Microsoft.EntityFrameworkCore;
using Tandem.Contracts;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Releases;

/// <summary>
/// The contracting processes of what is here: an item alone, a contract alone, or an item and the contract it has led to, which are one process
/// under the item's open contracting identifier.
/// </summary>
internal sealed class Processes(
    Db db,
    Settings settings,
    ItemFacts ofItems,
    RegisterFacts ofContracts
)
{
    /// <summary>What is to be published now that these items have changed.</summary>
    public async Task<IReadOnlyList<ChangedRecord>> OfItemsAsync(
        IReadOnlyCollection<PipelineItem> items,
        CancellationToken cancellation
    )
    {
        var planned = await PlannedAsync(items, cancellation);
        var became = items.Select(i => i.BecameContractId).OfType<Id<Contract>>().ToList();
        var contracts =
            became.Count == 0
                ? []
                : await db.Set<Contract>()
                    .AsNoTracking()
                    .Where(c => EF.Parameter(became).Contains(c.Id))
                    .ToDictionaryAsync(c => c.Id, cancellation);
        var made = await ofContracts.OfAsync(Public(contracts.Values), cancellation);
        var records = new List<ChangedRecord>();
        foreach (var item in items)
        {
            var contract = item.BecameContractId is { } id ? contracts[id] : null;
            records.AddRange(
                Of(
                    item.ChangeSeq,
                    item.ChangedAt,
                    item,
                    planned.GetValueOrDefault(item.Id),
                    contract,
                    contract is null ? null : made.GetValueOrDefault(contract.Id)
                )
            );
        }
        return await MovedAsync(records, cancellation);
    }

    /// <summary>What is to be published now that these contracts have changed, or what was promised about them.</summary>
    /// <param name="changes">Each with its place in the order that the source follows, and when.</param>
    public async Task<IReadOnlyList<ChangedRecord>> OfContractsAsync(
        IReadOnlyCollection<(long Place, DateTime At, Contract Contract)> changes,
        CancellationToken cancellation
    )
    {
        var contracts = changes.Select(c => c.Contract).DistinctBy(c => c.Id).ToList();
        var ids = contracts.ConvertAll(c => (Id<Contract>?)c.Id);
        var items = await db.Set<PipelineItem>()
            .AsNoTracking()
            .Where(i => EF.Parameter(ids).Contains(i.BecameContractId))
            .ToDictionaryAsync(i => i.BecameContractId!.Value, cancellation);
        var planned = await PlannedAsync(items.Values, cancellation);
        var made = await ofContracts.OfAsync(Public(contracts), cancellation);
        var records = new List<ChangedRecord>();
        foreach (var (place, at, contract) in changes)
        {
            var item = items.GetValueOrDefault(contract.Id);
            records.AddRange(
                Of(
                    place,
                    at,
                    item,
                    item is null ? null : planned.GetValueOrDefault(item.Id),
                    contract,
                    made.GetValueOrDefault(contract.Id)
                )
            );
        }
        return await MovedAsync(records, cancellation);
    }

    private IEnumerable<ChangedRecord> Of(
        long place,
        DateTime at,
        PipelineItem? item,
        ReleaseFacts? planned,
        Contract? contract,
        ReleaseFacts? made
    )
    {
        if (item is null || made is null)
        {
            yield return new(
                place,
                at,
                made is null ? null : contract?.Id,
                made is null ? item?.Id : null,
                made ?? planned
            );
            yield break;
        }
        yield return new(
            place,
            at,
            contract!.Id,
            planned is null ? null : item.Id,
            made with
            {
                Ocid = item.Ocid,
                Planning = planned?.Planning,
            }
        );
        // Where it was published before under an identifier of its own, that says where it has gone to.
        yield return new(
            place,
            at,
            contract.Id,
            null,
            new()
            {
                Ocid = RegisterFacts.OcidOf(settings, contract),
                Buyer = made.Buyer,
                Title = made.Title,
                ContinuedUnder = item.Ocid,
            }
        );
    }

    // Only what was published under another identifier has moved.
    private async Task<IReadOnlyList<ChangedRecord>> MovedAsync(
        List<ChangedRecord> records,
        CancellationToken cancellation
    )
    {
        var moved = records
            .Where(r => r.Facts?.ContinuedUnder is not null)
            .Select(r => r.Facts!.Ocid)
            .ToList();
        if (moved.Count == 0)
        {
            return records;
        }
        var published = (
            await db.Set<OwnRelease>()
                .Where(r => EF.Parameter(moved).Contains(r.Ocid))
                .Select(r => r.Ocid)
                .Distinct()
                .ToListAsync(cancellation)
        ).ToHashSet();
        return records.FindAll(r =>
            r.Facts?.ContinuedUnder is null || published.Contains(r.Facts.Ocid)
        );
    }

    private Task<IReadOnlyDictionary<Id<PipelineItem>, ReleaseFacts>> PlannedAsync(
        IEnumerable<PipelineItem> items,
        CancellationToken cancellation
    ) =>
        ofItems.OfAsync([.. items.Where(i => i.Visibility == ItemVisibility.Public)], cancellation);

    private static List<Contract> Public(IEnumerable<Contract> contracts) =>
        [.. contracts.Where(c => c.Visibility == Visibility.Public)];
}
