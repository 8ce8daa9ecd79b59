using System.Numerics;

namespace Tandem.Kernel.Search;

/// <summary>Sets of documents of one segment: one bit for each.</summary>
internal static class Bits
{
    public static ulong[] None(int count) => new ulong[(count + 63) / 64];

    public static ulong[] All(int count)
    {
        var bits = None(count);
        Array.Fill(bits, ulong.MaxValue);
        if (count % 64 != 0)
        {
            bits[^1] = (1UL << (count % 64)) - 1;
        }
        return bits;
    }

    public static void Set(ulong[] bits, int at) => bits[at >> 6] |= 1UL << at;

    public static void Clear(ulong[] bits, int at) => bits[at >> 6] &= ~(1UL << at);

    public static bool Has(ulong[] bits, int at) => (bits[at >> 6] & (1UL << at)) != 0;

    public static void And(ulong[] bits, ulong[] other)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] &= other[i];
        }
    }

    public static void AndNot(ulong[] bits, ulong[] other)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] &= ~other[i];
        }
    }

    public static int Count(ulong[] bits)
    {
        var count = 0;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }
        return count;
    }

    /// <summary>How many are in both.</summary>
    public static int CountBoth(ulong[] bits, ulong[] other)
    {
        var count = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            count += BitOperations.PopCount(bits[i] & other[i]);
        }
        return count;
    }

    /// <summary>The members in order, by <c>foreach</c>, without allocating.</summary>
    public static Members In(ulong[] bits) => new(bits);

    internal ref struct Members(ulong[] bits)
    {
        private int word = -1;
        private ulong rest;

        public int Current { get; private set; }

        public readonly Members GetEnumerator() => this;

        public bool MoveNext()
        {
            while (rest == 0)
            {
                if (++word == bits.Length)
                {
                    return false;
                }
                rest = bits[word];
            }
            Current = (word << 6) + BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
            return true;
        }
    }
}
