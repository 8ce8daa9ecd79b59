using System.Runtime.CompilerServices;

namespace Tandem.Web.Lists;

/// <summary>Everything that was found as a table, read in batches, so that no list is held whole.</summary>
public static class ListCells
{
    private const int Batch = 500;

    /// <param name="found">In an order that does not change between batches.</param>
    /// <param name="rows">Makes rows of one batch.</param>
    /// <param name="cells">The cells of one row.</param>
    public static async IAsyncEnumerable<IReadOnlyList<string?>> OfAsync<T, TRow>(
        IQueryable<T> found,
        Func<IQueryable<T>, CancellationToken, Task<IReadOnlyList<TRow>>> rows,
        Func<TRow, IReadOnlyList<string?>> cells,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        for (var at = 0; ; at += Batch)
        {
            var batch = await rows(found.Skip(at).Take(Batch), cancellation);
            foreach (var row in batch)
            {
                yield return cells(row);
            }
            if (batch.Count < Batch)
            {
                yield break;
            }
        }
    }
}
