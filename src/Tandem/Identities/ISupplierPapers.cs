using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Identities;

/// <summary>Something a supplier can show: a certificate, declarations.</summary>
/// <param name="Text">What it is: "Cyber Essentials".</param>
/// <param name="Standing">How it stands: "valid until 3 March 2027".</param>
/// <param name="Good">Whether it can be relied on today.</param>
public sealed record SupplierPaper(string Text, string Standing, string Path, bool Good);

/// <summary>What a later room knows that suppliers can show and this reader may read.</summary>
public interface ISupplierPapers
{
    /// <summary>Papers by the registered number of their holder.</summary>
    /// <param name="numbers">Like <c>GB-COH:01234567</c>.</param>
    Task<IReadOnlyList<(string Number, SupplierPaper Paper)>> OfAsync(
        IReadOnlyCollection<string> numbers,
        CancellationToken cancellation
    );
}

/// <summary>Papers of suppliers, from every room that has any: of a supplier and of all records joined in it.</summary>
public sealed class SupplierPapers(Db db, IEnumerable<ISupplierPapers> rooms)
{
    /// <param name="suppliers">Suppliers that stand for themselves.</param>
    /// <returns>Papers by id of the supplier.</returns>
    public async Task<ILookup<Guid, SupplierPaper>> OfAsync(
        IEnumerable<Guid> suppliers,
        CancellationToken cancellation
    )
    {
        var ids = suppliers.Select(s => new Id<Supplier>(s)).ToList();
        var keys = await db.Set<Supplier>()
            .Where(s =>
                EF.Parameter(ids).Contains(s.Id)
                || (s.MergedIntoId != null && EF.Parameter(ids).Contains(s.MergedIntoId.Value))
            )
            .Select(s => new { s.Key, Head = s.MergedIntoId ?? s.Id })
            .ToListAsync(cancellation);
        var numbers = keys.Select(k => k.Key)
            .Where(k => !k.StartsWith("name:", StringComparison.Ordinal))
            .ToList();
        var found = new List<(string Number, SupplierPaper Paper)>();
        foreach (var room in numbers.Count == 0 ? [] : rooms)
        {
            found.AddRange(await room.OfAsync(numbers, cancellation));
        }
        return keys.SelectMany(k =>
                found.Where(f => f.Number == k.Key).Select(f => (k.Head, f.Paper))
            )
            .Distinct()
            .ToLookup(f => f.Head.Value, f => f.Paper);
    }
}
