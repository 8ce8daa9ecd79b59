using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>What is known of an organisation when a batch of rows is taken in.</summary>
/// <param name="People">Its members by e-mail address and by name, in small letters.</param>
/// <param name="Contracts">Contracts of its register that the rows name, and when each ends.</param>
/// <param name="Items">The items that the rows are about, by reference in capitals.</param>
internal sealed record PipelineKnown(
    Id<Organisation> Organisation,
    PipelineRules Rules,
    ILookup<string, Id<Person>> People,
    Dictionary<string, (Id<Contract> Id, DateOnly? Ends)> Contracts,
    Dictionary<string, PipelineItem> Items
)
{
    /// <summary>Reads it from the database.</summary>
    public static async Task<PipelineKnown> OfAsync(
        Db db,
        ImportRun run,
        IReadOnlyList<PipelineDraft> drafts,
        CancellationToken cancellation
    )
    {
        var organisation = run.OrganisationId!.Value;
        var people = await db.Set<Membership>()
            .Where(m => m.OrganisationId == organisation)
            .Join(
                db.Set<Person>(),
                m => m.PersonId,
                p => p.Id,
                (_, p) =>
                    new
                    {
                        p.Id,
                        p.Email,
                        p.Name,
                    }
            )
            .ToListAsync(cancellation);
        var keys = drafts.Select(d => KeyOf(organisation, d.Reference)).ToList();
        var numbers = drafts
            .Select(d => PipelineItem.NumberOf(d.Reference))
            .OfType<long>()
            .ToList();
        var items = await db.Set<PipelineItem>()
            .Where(i =>
                i.OrganisationId == organisation
                && (
                    (i.SourceKey != null && keys.Contains(i.SourceKey))
                    || numbers.Contains(i.Number)
                )
            )
            .ToListAsync(cancellation);
        var byReference = items
            .Where(i => numbers.Contains(i.Number))
            .ToDictionary(i => i.Reference);
        var byKey = items.Where(i => i.SourceKey is not null).ToLookup(i => i.SourceKey!);
        return new(
            organisation,
            await PipelineRules.OfAsync(db, organisation, cancellation),
            people
                .SelectMany(p =>
                    new[] { (p.Email, p.Id), (Email: p.Name.ToLowerInvariant(), p.Id) }
                )
                .ToLookup(p => p.Email, p => p.Id),
            await ContractsAsync(db, organisation, drafts, cancellation),
            drafts
                .Select(d =>
                    (
                        Key: d.Reference.ToUpperInvariant(),
                        Item: byReference.GetValueOrDefault(d.Reference.ToUpperInvariant())
                            ?? byKey[KeyOf(organisation, d.Reference)].FirstOrDefault()
                    )
                )
                .Where(d => d.Item is not null)
                .ToDictionary(d => d.Key, d => d.Item!)
        );
    }

    /// <summary>Contracts of the organisation's own register that the rows name, by our reference and by its own.</summary>
    private static async Task<Dictionary<string, (Id<Contract> Id, DateOnly? Ends)>> ContractsAsync(
        Db db,
        Id<Organisation> organisation,
        IReadOnlyList<PipelineDraft> drafts,
        CancellationToken cancellation
    )
    {
        var named = drafts.Select(d => d.Replaces).OfType<string>().Distinct().ToList();
        if (named.Count == 0)
        {
            return [];
        }
        var own = (Id<Organisation>?)organisation;
        var numbers = named
            .Where(n => n.StartsWith("C-", StringComparison.OrdinalIgnoreCase))
            .Select(n => long.TryParse(n.AsSpan(2), out var number) ? number : 0)
            .ToList();
        var contracts = await db.Set<Contract>()
            .AsNoTracking()
            .Where(c =>
                c.OrganisationId == own
                && (
                    numbers.Contains(c.Number)
                    || (c.BuyerReference != null && named.Contains(c.BuyerReference))
                )
            )
            .ToListAsync(cancellation);
        var found = new Dictionary<string, (Id<Contract>, DateOnly?)>();
        foreach (var contract in contracts)
        {
            var known = (contract.Id, contract.EndSeenFrom(db.Today()));
            if (contract.BuyerReference is { } reference)
            {
                found[reference.ToUpperInvariant()] = known;
            }
            found[contract.Reference] = known;
        }
        return found;
    }

    /// <summary>The key of an item that came from a table of the organisation.</summary>
    public static string KeyOf(Id<Organisation> organisation, string reference) =>
        $"import:{organisation}:{reference.ToLowerInvariant()}";
}
