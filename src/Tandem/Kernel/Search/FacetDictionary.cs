using System.Collections.Concurrent;

namespace Tandem.Kernel.Search;

/// <summary>Gives each key of a facet a small number. Only grows; one writer, many readers.</summary>
internal sealed class FacetDictionary
{
    private readonly ConcurrentDictionary<string, int> codes = new(StringComparer.Ordinal);
    private volatile FacetValue[] values = [];
    private volatile Order byLabel = new(0, []);
    private int count;

    // Rises whenever a value comes in or is called otherwise.
    private int version;

    /// <summary>How many there are; every code in a published segment is below this.</summary>
    public int Count => Volatile.Read(ref count);

    public int CodeOf(FacetValue value)
    {
        if (codes.TryGetValue(value.Key, out var code))
        {
            if (value.Label is not null && values[code].Label != value.Label)
            {
                values[code] = value;
                Interlocked.Increment(ref version);
            }
            return code;
        }
        code = count;
        if (code == values.Length)
        {
            var grown = new FacetValue[Math.Max(16, code * 2)];
            values.CopyTo(grown, 0);
            values = grown;
        }
        values[code] = value;
        Volatile.Write(ref count, code + 1);
        codes[value.Key] = code;
        Interlocked.Increment(ref version);
        return code;
    }

    public int? Find(string key) => codes.TryGetValue(key, out var code) ? code : null;

    public FacetValue this[int code] => values[code];

    /// <summary>All codes by what a person reads, then by key; sorted again only when a value has come in since.</summary>
    public int[] ByLabel()
    {
        var now = Volatile.Read(ref version);
        if (byLabel.Version != now)
        {
            var sorted = Enumerable.Range(0, Count).ToArray();
            var held = values;
            Array.Sort(sorted, (a, b) => Compare(held[a], held[b]));
            byLabel = new(now, sorted);
        }
        return byLabel.Codes;
    }

    private static int Compare(FacetValue one, FacetValue other)
    {
        var byLabel = string.Compare(
            one.Label ?? one.Key,
            other.Label ?? other.Key,
            StringComparison.OrdinalIgnoreCase
        );
        return byLabel != 0 ? byLabel : string.CompareOrdinal(one.Key, other.Key);
    }

    private sealed record Order(int Version, int[] Codes);
}
