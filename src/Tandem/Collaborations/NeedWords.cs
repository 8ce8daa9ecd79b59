using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>
/// What is known of words: how much each says about what is bought, what it means (a vector) and under which CPV codes it
/// stands. Learnt from notices, from the names of the CPV codes and from general word vectors; see <see cref="NeedWordLearner"/>.
/// </summary>
public sealed class NeedWords
{
    /// <summary>Numbers in the vector of a word.</summary>
    public const int Dimensions = 100;

    // A name nobody has seen yet is more likely a place or a project than a thing: it weighs less than most known words.
    internal const float UnknownWeight = 1.15f;

    private const float Unused = 9f;
    private const int GroupDigits = 3;
    private const string Mark = "tandem need words 1";
    private readonly FrozenDictionary<string, int> _rows;
    private readonly FrozenDictionary<string, int> _places;
    private readonly ConcurrentDictionary<string, ProfileWord[]> _names = new();
    private readonly ReadWords _read;
    private readonly FrozenDictionary<int, float> _rarityByCode;
    private readonly float[] _vectors;

    internal NeedWords(IReadOnlyList<NeedWord> words, IReadOnlyDictionary<string, float> rarity)
    {
        Words = words;
        Rarity = rarity.ToFrozenDictionary();
        _rarityByCode = rarity.ToFrozenDictionary(
            r => int.Parse(r.Key, CultureInfo.InvariantCulture) * 10 + r.Key.Length,
            r => r.Value
        );
        Prefixes = [.. Rarity.Keys.Where(p => p.Length <= 5).Order(StringComparer.Ordinal)];
        _places = Enumerable.Range(0, Prefixes.Length).ToFrozenDictionary(i => Prefixes[i]);
        _rows = Enumerable.Range(0, words.Count).ToFrozenDictionary(i => words[i].Text);
        _read = new ReadWords(this);
        IsGroup = Array.ConvertAll(Prefixes, p => p.Length == GroupDigits);
        _vectors = new float[words.Count * Dimensions];
        for (var row = 0; row < words.Count; row++)
        {
            var vector = _vectors.AsSpan(row * Dimensions, Dimensions);
            for (var i = 0; i < words[row].Vector.Length; i++)
            {
                vector[i] = words[row].Vector[i];
            }
            var norm = TensorPrimitives.Norm<float>(vector);
            if (norm > 0)
            {
                TensorPrimitives.Divide(vector, norm, vector);
            }
        }
    }

    /// <summary>The table that ships with the program.</summary>
    public static NeedWords Shipped => Loaded.Value;

    private static Lazy<NeedWords> Loaded { get; } =
        new(() =>
        {
            using var file = Content.Shipped.Open("matching/words.bin.gz");
            return Read(file);
        });

    internal IReadOnlyList<NeedWord> Words { get; }

    /// <summary>How rare the codes under a CPV prefix of two to eight digits are: −ln of their share of all purchases.</summary>
    internal FrozenDictionary<string, float> Rarity { get; }

    /// <summary>The CPV prefixes of two to five digits, in order; words and needs speak of them by their place here.</summary>
    internal string[] Prefixes { get; }

    /// <summary>Whether the prefix at a place of <see cref="Prefixes"/> is a CPV group, that is, of three digits.</summary>
    internal bool[] IsGroup { get; }

    /// <summary>The words of a text, each with what is known of it.</summary>
    internal ReadWords Texts => _read;

    /// <summary>How rare the codes are that begin with these digits; codes nobody has used are taken for very rare.</summary>
    /// <param name="prefix">The first digits as a number.</param>
    /// <param name="digits">How many, 2 to 8.</param>
    internal float RarityOf(int prefix, int digits) =>
        _rarityByCode.GetValueOrDefault(prefix * 10 + digits, Unused);

    /// <summary>The place of a CPV prefix of two to five digits among <see cref="Prefixes"/>, or −1.</summary>
    internal int PlaceOf(string prefix) => _places.GetValueOrDefault(prefix, -1);

    /// <summary>The words of the name of a CPV code, each once.</summary>
    internal ProfileWord[] OfName(string name) =>
        _names.GetOrAdd(
            name,
            n => [.. NeedText.Words(n).Distinct().Select(w => NeedProfile.Look(w, this))]
        );

    /// <summary>The row of a word, or −1.</summary>
    internal int Find(string word) => _rows.GetValueOrDefault(word, -1);

    /// <summary>The meaning of a word as a vector of length one; all zeros where nothing is known.</summary>
    internal ReadOnlySpan<float> VectorOf(int row) => _vectors.AsSpan(row * Dimensions, Dimensions);

    /// <summary>Reads a table written by <see cref="Write"/>.</summary>
    /// <exception cref="InvalidDataException">The stream holds no such table.</exception>
    public static NeedWords Read(Stream stream)
    {
        using var inflated = new GZipStream(stream, CompressionMode.Decompress);
        using var buffered = new BufferedStream(inflated, 1 << 16);
        using var reader = new BinaryReader(buffered, Encoding.UTF8);
        if (reader.ReadString() != Mark)
        {
            throw new InvalidDataException("This is no table of need words.");
        }
        var rarity = new Dictionary<string, float>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            rarity.Add(reader.ReadString(), reader.ReadSingle());
        }
        var words = new NeedWord[reader.ReadInt32()];
        for (var row = 0; row < words.Length; row++)
        {
            words[row] = NeedWord.Read(reader);
        }
        return new NeedWords(words, rarity);
    }

    internal void Write(Stream stream)
    {
        using var deflated = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(deflated, Encoding.UTF8);
        writer.Write(Mark);
        writer.Write(Rarity.Count);
        foreach (var (prefix, value) in Rarity.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            writer.Write(prefix);
            writer.Write(value);
        }
        writer.Write(Words.Count);
        foreach (var word in Words)
        {
            word.Write(writer);
        }
    }
}
