using System.Numerics;

namespace Tandem.Classification;

/// <summary>Finds the row of a term by its hash: open addressing, never more than half full.</summary>
internal sealed class CpvTermIndex
{
    private readonly uint[] _hashes;
    private readonly int[] _slots;

    /// <summary>Indexes hashes that differ from one another; a hash’s row is its place.</summary>
    public CpvTermIndex(uint[] hashes)
    {
        _hashes = hashes;
        _slots = new int[BitOperations.RoundUpToPowerOf2(((uint)hashes.Length * 2) + 2)];
        Array.Fill(_slots, -1);
        for (var i = 0; i < hashes.Length; i++)
        {
            var slot = (int)(hashes[i] & (_slots.Length - 1));
            while (_slots[slot] >= 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }
            _slots[slot] = i;
        }
    }

    /// <summary>The row of a term, or -1.</summary>
    public int Find(uint hash)
    {
        for (
            var slot = (int)(hash & (_slots.Length - 1));
            ;
            slot = (slot + 1) & (_slots.Length - 1)
        )
        {
            var at = _slots[slot];
            if (at < 0 || _hashes[at] == hash)
            {
                return at;
            }
        }
    }
}
