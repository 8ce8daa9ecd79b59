using System.Numerics.Tensors;

namespace Tandem.Classification;

/// <summary>
/// General meanings of English words as vectors of length one, in 8 bits a number: through them a word that no notice of the
/// learning held still speaks for the codes of words like it.
/// </summary>
internal sealed class CpvWordMeanings
{
    /// <summary>Numbers in a vector.</summary>
    public const int Dimensions = WordVectors.Dimensions;

    /// <summary>The words whose middle is taken from all vectors: what common words share says nothing.</summary>
    private const int CommonWords = 30_000;

    private readonly uint[] _hashes;
    private readonly sbyte[] _numbers;
    private readonly float[] _vectors;
    private readonly CpvTermIndex _index;

    private CpvWordMeanings(uint[] hashes, sbyte[] numbers)
    {
        (_hashes, _numbers, _index) = (hashes, numbers, new CpvTermIndex(hashes));
        _vectors = [.. numbers.Select(n => (float)n)];
        for (var row = 0; row < hashes.Length; row++)
        {
            Normalise(_vectors.AsSpan(row * Dimensions, Dimensions));
        }
    }

    /// <summary>A table without words.</summary>
    public static CpvWordMeanings None { get; } = new([], []);

    /// <summary>The table of general vectors, the most frequent word first; of words with one stem the first counts.</summary>
    public static CpvWordMeanings Of(IReadOnlyList<(string Word, float[] Vector)> general)
    {
        var middle = new float[Dimensions];
        var common = Math.Min(CommonWords, general.Count);
        foreach (var (_, vector) in general.Take(common))
        {
            TensorPrimitives.Add(middle, vector, middle);
        }
        TensorPrimitives.Divide(middle, Math.Max(common, 1), middle);
        var stems = general
            .Select(g => (Hash: CpvTerms.StemOf(g.Word), g.Vector))
            .Where(g => g.Hash != 0)
            .DistinctBy(g => g.Hash)
            .ToList();
        var numbers = new sbyte[stems.Count * Dimensions];
        var away = new float[Dimensions];
        for (var row = 0; row < stems.Count; row++)
        {
            TensorPrimitives.Subtract(stems[row].Vector, middle, away);
            var step = Math.Max(TensorPrimitives.MaxMagnitude<float>(away), 1e-6f) / 127;
            for (var i = 0; i < Dimensions; i++)
            {
                numbers[(row * Dimensions) + i] = (sbyte)MathF.Round(Math.Abs(away[i]) / step);
                if (away[i] < 0)
                {
                    numbers[(row * Dimensions) + i] *= -1;
                }
            }
        }
        return new CpvWordMeanings([.. stems.Select(s => s.Hash)], numbers);
    }

    /// <summary>The row of a word’s stem, or -1.</summary>
    public int Find(uint hash) => _index.Find(hash);

    /// <summary>The vector of a row, of length one.</summary>
    public ReadOnlySpan<float> VectorOf(int row) => _vectors.AsSpan(row * Dimensions, Dimensions);

    public void Write(BinaryWriter to)
    {
        to.Write(_hashes.Length);
        Array.ForEach(_hashes, to.Write);
        Array.ForEach(_numbers, to.Write);
    }

    public static CpvWordMeanings Read(BinaryReader from)
    {
        var hashes = new uint[from.ReadInt32()];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = from.ReadUInt32();
        }
        var numbers = new sbyte[hashes.Length * Dimensions];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = from.ReadSByte();
        }
        return new CpvWordMeanings(hashes, numbers);
    }

    private static void Normalise(Span<float> vector)
    {
        var length = TensorPrimitives.Norm<float>(vector);
        if (length > 0)
        {
            TensorPrimitives.Divide(vector, length, vector);
        }
    }
}
