using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>A supplier as one record names it.</summary>
/// <param name="Name">As published.</param>
/// <param name="Identifiers">Numbers with or without their scheme: “GB-COH-01234567”, “01234567”, “GB123456789”.</param>
public sealed record NamedSupplier(
    string Name,
    IReadOnlyList<string> Identifiers,
    string? PostalCode = null,
    string? Locality = null,
    bool? IsSme = null,
    bool? IsVcse = null
);

/// <summary>
/// Finds or adds suppliers, many at a time: by company number, by VAT number, and else by name at one buyer, so that none are made one on a name
/// alone. For one import, which has the turn to itself.
/// </summary>
public sealed class SupplierBook
{
    private const int Remembered = 30_000;

    // Numbers that a publishing system gives anew to each mention of an organisation: they tell nothing.
    private static readonly string[] NotRegisters = ["GB-FTS", "GB-CFS", "GB-SRS", "GB-SID"];

    private readonly Dictionary<string, Id<Supplier>> known = new(StringComparer.Ordinal);

    /// <summary>What makes it this supplier, and the numbers that were understood.</summary>
    /// <param name="buyer">The buyer it is named by: its authority's code or its spelling.</param>
    public static (string Key, string? CompanyNumber, string? VatNumber) Identify(
        NamedSupplier facts,
        string buyer
    )
    {
        string? company = null;
        string? vat = null;
        string? foreign = null;
        foreach (var identifier in facts.Identifiers)
        {
            if (IsRegister(identifier, out var scheme))
            {
                foreign ??= scheme;
            }
            else if (identifier.Contains("VAT", StringComparison.OrdinalIgnoreCase))
            {
                vat ??= VatKey(identifier);
            }
            else if (
                !NotRegisters.Any(r => identifier.StartsWith(r, StringComparison.OrdinalIgnoreCase))
            )
            {
                company ??= CompanyNumber.Parse(identifier) is { } number
                    ? $"{number.Scheme}:{number.Value}"
                    : null;
            }
        }
        return (
            company ?? vat ?? foreign ?? $"name:{buyer}:{SupplierName.Normalise(facts.Name)}",
            company?[(company.IndexOf(':', StringComparison.Ordinal) + 1)..],
            vat?[(vat.IndexOf(':', StringComparison.Ordinal) + 1)..]
        );
    }

    /// <summary>The suppliers, in the order given. Needs an open transaction, as new ones are added.</summary>
    public async Task<Id<Supplier>[]> FindOrAddAsync(
        Db db,
        IReadOnlyList<(NamedSupplier Facts, string Buyer)> asked,
        CancellationToken cancellation = default
    )
    {
        if (known.Count > Remembered)
        {
            known.Clear();
        }
        var identified = asked.Select(a => Identify(a.Facts, a.Buyer)).ToList();
        var missing = identified
            .Select(i => i.Key)
            .Where(k => !known.ContainsKey(k))
            .Distinct()
            .ToList();
        if (missing.Count > 0)
        {
            foreach (
                var found in await db.Set<Supplier>()
                    .Where(s => EF.Parameter(missing).Contains(s.Key))
                    .Select(s => new { s.Key, s.Id })
                    .ToListAsync(cancellation)
            )
            {
                known[found.Key] = found.Id;
            }
        }
        var now = db.Now();
        var added = new List<Supplier>();
        for (var i = 0; i < asked.Count; i++)
        {
            var (key, company, vat) = identified[i];
            if (!known.ContainsKey(key))
            {
                added.Add(New(asked[i].Facts, key, company, vat, now));
                known[key] = added[^1].Id;
            }
        }
        await Bulk.UpsertAsync(db, added, cancellation);
        return [.. identified.Select(i => known[i.Key])];
    }

    private static Supplier New(
        NamedSupplier facts,
        string key,
        string? company,
        string? vat,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Supplier>.New(now),
            Key = key,
            Name = facts.Name,
            CompanyNumber = company,
            VatNumber = vat,
            PostalCode = facts.PostalCode,
            Locality = facts.Locality,
            IsSme = facts.IsSme,
            IsVcse = facts.IsVcse,
            CreatedAt = now,
        };

    private static string? VatKey(string identifier)
    {
        var at = identifier.LastIndexOf('-');
        return VatNumber.Parse(at < 0 ? identifier : identifier[(at + 1)..]) is { } number
            ? $"{number.Country}-VAT:{number.Value}"
            : null;
    }

    /// <summary>Whether it is of a foreign register by the codes of org-id.guide (“PY-RUC-80012345-6”), kept as it is.</summary>
    private static bool IsRegister(string identifier, out string? key)
    {
        key = null;
        var parts = identifier.Split('-', 3);
        if (
            parts
                is not [
                    { Length: 2 } country,
                    { Length: >= 2 and <= 8 } list,
                    { Length: > 2 } number,
                ]
            || !country.All(char.IsAsciiLetterUpper)
            || !list.All(char.IsAsciiLetterUpper)
            || list == "VAT"
            || (country == "GB" && list != "PPON")
        )
        {
            return false;
        }
        key = $"{country}-{list}:{number.Trim()}";
        return true;
    }
}
