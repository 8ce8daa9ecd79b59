using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Formats.Ocds;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>
/// Awards of decided calls as open contracting data: pending until the contract may be signed and was (OCDS award status), active from then on, unsuccessful
/// where nobody was chosen. Only what everybody was told.
/// </summary>
internal sealed class CallAwards(Db db) : ICallAwards
{
    public async Task<IReadOnlyDictionary<Id<Call>, IReadOnlyList<AwardFacts>>> OfAsync(
        IReadOnlyCollection<Id<Call>> calls,
        CancellationToken cancellation
    )
    {
        var decisions = await db.Set<CallDecision>()
            .AsNoTracking()
            .Include(d => d.Lines)
            .Where(d => EF.Parameter(calls).Contains(d.CallId) && d.ToldAt != null)
            .ToListAsync(cancellation);
        var currencies = await db.Set<Call>()
            .Where(c => EF.Parameter(calls).Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, c => c.Currency, cancellation);
        var chosen = decisions.SelectMany(d => d.Chosen).Select(l => l.EntryId).ToList();
        var entries = await db.Set<Entry>()
            .AsNoTracking()
            .Where(e => EF.Parameter(chosen).Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, cancellation);
        var firms = entries
            .Values.Select(e => e.OrganisationId)
            .OfType<Id<Organisation>>()
            .ToList();
        var numbers = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => EF.Parameter(firms).Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => o.RegisteredNumber, cancellation);
        var signed = await db.Set<FollowThrough>()
            .Where(f => EF.Parameter(chosen).Contains(f.EntryId) && f.SignedOn != null)
            .ToDictionaryAsync(f => f.EntryId, f => f.AmountMinor, cancellation);
        return decisions
            .GroupBy(d => d.CallId)
            .ToDictionary(
                g => g.Key,
                g =>
                    (IReadOnlyList<AwardFacts>)
                        [
                            .. g.SelectMany(d =>
                                Awards(d, currencies[g.Key], entries, numbers, signed)
                            ),
                        ]
            );
    }

    // Who goes on to a further stage is awarded nothing yet.
    private static IEnumerable<AwardFacts> Awards(
        CallDecision decision,
        string currency,
        Dictionary<Id<Entry>, Entry> entries,
        Dictionary<Id<Organisation>, string?> numbers,
        Dictionary<Id<Entry>, long?> signed
    )
    {
        foreach (var line in decision.Awarded)
        {
            var entry = entries[line.EntryId];
            yield return new(
                line.Reference,
                entry.Title ?? line.Reference,
                line.Reason,
                signed.ContainsKey(entry.Id) || decision.StandstillDays is null
                    ? "active"
                    : "pending",
                decision.ToldAt,
                [Supplier(entry, numbers)],
                line.Amount ?? signed.GetValueOrDefault(entry.Id),
                currency
            );
        }
        if (decision.NoneReason is { } reason && !decision.Chosen.Any())
        {
            yield return new(
                $"{decision.Id}",
                "No award",
                reason,
                "unsuccessful",
                decision.ToldAt,
                []
            );
        }
    }

    private static PartyFacts Supplier(Entry entry, Dictionary<Id<Organisation>, string?> numbers)
    {
        var name = entry.IsAnonymous ? "Name not public" : entry.EntrantName;
        return
            entry.OrganisationId is { } id
            && numbers.GetValueOrDefault(id)?.Split(':') is [var scheme, var number]
            ? new($"{scheme}-{number}", name, scheme, number)
            : new($"{entry.Reference}-entrant", name);
    }
}
