using System.IO.Compression;
using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>
/// What the classifier knows: for each term how rare it is and for which codes it speaks. Weights are kept in 8 bits
/// a term’s strongest codes only; the rest of a row differs too little from its middle to matter.
/// </summary>
internal sealed class CpvWeights
{
    /// <summary>How much the parts of a notice count, in the order of <see cref="CpvTermPart"/>.</summary>
    public static readonly float[] PartScale = [1f, 0.5f, 0.7f, 0.3f];

    /// <summary>How much the meaning of a title’s words counts, and of a description’s.</summary>
    public static readonly float[] MeaningScale = [1.6f, 0.8f];

    /// <summary>The content file.</summary>
    public const string File = "cpv/classifier.bin.gz";

    /// <summary>How much a word’s meaning counts among those of its text: nothing for words of every eighth notice and commoner ones.</summary>
    public static float MeaningOf(float rarity) => Math.Max(rarity - 2.2f, 0);

    private const uint Mark = 0x32565043; // “CPV2”
    private readonly uint[] _hashes;
    private readonly CpvTermIndex _index;

    public CpvWeights(
        Cpv[] classes,
        float[] start,
        uint[] hashes,
        float[] rarity,
        int[] rows,
        ushort[] columns,
        float[] values,
        CpvWordMeanings words,
        float[] meaning
    )
    {
        Classes = classes;
        Start = start;
        _hashes = hashes;
        Rarity = rarity;
        Rows = rows;
        Columns = columns;
        Values = values;
        Words = words;
        Meaning = meaning;
        RarityOfUnknown = rarity.DefaultIfEmpty().Max();
        _index = new CpvTermIndex(hashes);
    }

    /// <summary>The codes that can be suggested: groups, and divisions as buyers write who look no further.</summary>
    public Cpv[] Classes { get; }

    /// <summary>Each code’s score before any word is read.</summary>
    public float[] Start { get; }

    /// <summary>Inverse document frequency of each term.</summary>
    public float[] Rarity { get; }

    /// <summary>Where each term’s columns begin; one more than there are terms.</summary>
    public int[] Rows { get; }

    /// <summary>Places in <see cref="Classes"/>.</summary>
    public ushort[] Columns { get; }

    /// <summary>The weight at the same place of <see cref="Columns"/>.</summary>
    public float[] Values { get; }

    /// <summary>Vectors of general words.</summary>
    public CpvWordMeanings Words { get; }

    /// <summary>For each number of a title’s vector, then of a description’s: a weight for every code.</summary>
    public float[] Meaning { get; }

    /// <summary>The rarity of a word no notice of the learning held: that of the rarest one that did.</summary>
    public float RarityOfUnknown { get; }

    /// <summary>The place of a term, or -1.</summary>
    public int Find(uint hash) => _index.Find(hash);

    public void Write(Stream stream)
    {
        using var gzip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var to = new BinaryWriter(gzip);
        to.Write(Mark);
        to.Write(Classes.Length);
        to.Write(_hashes.Length);
        to.Write(Columns.Length);
        Array.ForEach(Classes, c => to.Write(c.Number));
        Array.ForEach(Start, to.Write);
        Array.ForEach(_hashes, to.Write);
        Array.ForEach(Rarity, r => to.Write((Half)r));
        for (var i = 0; i < _hashes.Length; i++)
        {
            to.Write((byte)(Rows[i + 1] - Rows[i]));
        }
        for (var i = 0; i < _hashes.Length; i++)
        {
            to.Write((Half)Strongest(i));
        }
        Array.ForEach(Columns, to.Write);
        for (var i = 0; i < _hashes.Length; i++)
        {
            var step = (float)(Half)Strongest(i) / 127;
            for (var j = Rows[i]; j < Rows[i + 1]; j++)
            {
                to.Write((sbyte)Math.Clamp(MathF.Round(Values[j] / step), -127, 127));
            }
        }
        Words.Write(to);
        Array.ForEach(Meaning, m => to.Write((Half)m));
    }

    /// <summary>The weights a content folder ships.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static CpvWeights In(Content content)
    {
        using var stream = content.Open(File);
        return Read(stream);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static CpvWeights Read(Stream stream)
    {
        using var from = new BinaryReader(new GZipStream(stream, CompressionMode.Decompress));
        if (from.ReadUInt32() != Mark)
        {
            throw new InvalidDataException("the file holds no weights of the CPV classifier");
        }
        var (classes, terms, values) = (from.ReadInt32(), from.ReadInt32(), from.ReadInt32());
        T[] Many<T>(int count, Func<T> read)
        {
            var many = new T[count];
            for (var i = 0; i < count; i++)
            {
                many[i] = read();
            }
            return many;
        }
        var codes = Many(classes, () => Cpv.TryFrom(from.ReadInt32(), out var c) ? c : default);
        var start = Many(classes, from.ReadSingle);
        var hashes = Many(terms, from.ReadUInt32);
        var rarity = Many(terms, () => (float)from.ReadHalf());
        var rows = new int[terms + 1];
        for (var i = 0; i < terms; i++)
        {
            rows[i + 1] = rows[i] + from.ReadByte();
        }
        var strongest = Many(terms, () => (float)from.ReadHalf());
        var columns = Many(values, from.ReadUInt16);
        var weights = new float[values];
        for (var i = 0; i < terms; i++)
        {
            for (var j = rows[i]; j < rows[i + 1]; j++)
            {
                weights[j] = from.ReadSByte() * strongest[i] / 127;
            }
        }
        var words = CpvWordMeanings.Read(from);
        var meaning = Many(
            MeaningScale.Length * CpvWordMeanings.Dimensions * classes,
            () => (float)from.ReadHalf()
        );
        return new CpvWeights(codes, start, hashes, rarity, rows, columns, weights, words, meaning);
    }

    private float Strongest(int term)
    {
        var most = 1e-3f;
        for (var j = Rows[term]; j < Rows[term + 1]; j++)
        {
            most = Math.Max(most, Math.Abs(Values[j]));
        }
        return most;
    }
}
