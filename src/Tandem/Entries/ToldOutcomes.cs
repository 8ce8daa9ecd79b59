using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>What was decided of an entry in one stage, as its members were told.</summary>
/// <param name="Letter">Where the letter is read, from the root; null where none was sent.</param>
public sealed record ToldOutcome(
    Id<Entry> Entry,
    string StageCode,
    DateTime ToldAt,
    string Words,
    string Colour,
    string? Letter
);

/// <summary>What a later room has decided of entries. Only what their members were told: nothing is known here before the letters are out.</summary>
public interface IToldOutcomes
{
    /// <summary>Outcomes of these entries.</summary>
    Task<IReadOnlyList<ToldOutcome>> OfAsync(
        IReadOnlyCollection<Id<Entry>> entries,
        CancellationToken cancellation
    );
}

/// <summary>All that was told, the earliest first.</summary>
internal static class ToldOutcomes
{
    public static async Task<IReadOnlyList<ToldOutcome>> OfAsync(
        this IEnumerable<IToldOutcomes> rooms,
        IReadOnlyCollection<Id<Entry>> entries,
        CancellationToken cancellation
    )
    {
        var told = new List<ToldOutcome>();
        foreach (var room in entries.Count == 0 ? [] : rooms)
        {
            told.AddRange(await room.OfAsync(entries, cancellation));
        }
        return [.. told.OrderBy(o => o.ToldAt)];
    }
}
