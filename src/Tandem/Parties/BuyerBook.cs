using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>
/// Finds or adds buyers by their published spelling, many at a time, and leads each new spelling to the known authority it stands for. For one
/// import, which has the turn to itself: what it has met is remembered until its end.
/// </summary>
public sealed class BuyerBook(Authorities authorities)
{
    private readonly Dictionary<string, Buyer> known = new(StringComparer.Ordinal);

    /// <summary>The buyers of these spellings. Needs an open transaction, as new ones are added.</summary>
    public async Task<IReadOnlyDictionary<string, Buyer>> FindOrAddAsync(
        Db db,
        IEnumerable<string> names,
        CancellationToken cancellation = default
    )
    {
        var missing = names.Where(n => !known.ContainsKey(n)).Distinct().ToList();
        if (missing.Count == 0)
        {
            return known;
        }
        foreach (
            var buyer in await db.Set<Buyer>()
                .AsNoTracking()
                .Where(b => EF.Parameter(missing).Contains(b.Name))
                .ToListAsync(cancellation)
        )
        {
            known[buyer.Name] = buyer;
        }
        var now = db.Now();
        var added = missing.Where(n => !known.ContainsKey(n)).Select(n => New(n, now)).ToList();
        await Bulk.UpsertAsync(db, added, cancellation);
        added.ForEach(b => known[b.Name] = b);
        return known;
    }

    /// <summary>A spelling without spaces around and runs of them inside, cut where it is absurdly long; null where nothing is left.</summary>
    public static string? Clean(string? name)
    {
        if (name is null)
        {
            return null;
        }
        var text = string.Join(
            ' ',
            name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        return text.Length == 0 ? null
            : text.Length > 500 ? text[..500]
            : text;
    }

    private Buyer New(string name, DateTime now)
    {
        var match = authorities.Resolve(name);
        return new Buyer
        {
            Id = Id<Buyer>.New(now),
            Name = name,
            AuthorityCode = match?.Authority.Code,
            ResolvedHow = match?.Reason,
            CreatedAt = now,
        };
    }
}
