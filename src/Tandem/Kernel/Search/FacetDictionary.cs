using System.Collections.Concurrent;

namespace Tandem.Kernel.Search;

/// <summary>Gives each key of a facet a small number. Only grows; one writer, many readers.</summary>
internal sealed class FacetDictionary
{
    private readonly ConcurrentDictionary<string, int> codes = new(StringComparer.Ordinal);
    private volatile FacetValue[] values = [];
    private int count;

    /// <summary>How many there are; every code in a published segment is below this.</summary>
    public int Count => Volatile.Read(ref count);

    public int CodeOf(FacetValue value)
    {
        if (codes.TryGetValue(value.Key, out var code))
        {
            if (value.Label is not null && values[code].Label != value.Label)
            {
                values[code] = value;
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
        return code;
    }

    public int? Find(string key) => codes.TryGetValue(key, out var code) ? code : null;

    public FacetValue this[int code] => values[code];
}
