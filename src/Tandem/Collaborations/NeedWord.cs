namespace Tandem.Collaborations;

/// <summary>One word of the table.</summary>
/// <param name="Text">The word in lower case and in the singular.</param>
/// <param name="Weight">How much it says about what is bought; 0 for places and empty words.</param>
/// <param name="OfCode">Whether it stands in the name of a CPV code.</param>
/// <param name="Vector">Its meaning, to a scale of its own; empty where unknown.</param>
/// <param name="Categories">The CPV prefixes it stands under (by their place in the list), and how strongly.</param>
internal sealed record NeedWord(
    string Text,
    float Weight,
    bool OfCode,
    sbyte[] Vector,
    (ushort Prefix, float Value)[] Categories
)
{
    private const float WeightStep = 1 / 100f;

    /// <summary>Smaller than this and a vector or a category is not worth its bytes.</summary>
    private const float ValueStep = 1 / 4000f;

    public static NeedWord Read(BinaryReader reader)
    {
        var text = reader.ReadString();
        var weight = reader.ReadByte() * WeightStep;
        var ofCode = reader.ReadBoolean();
        var vector = new sbyte[reader.ReadByte()];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = reader.ReadSByte();
        }
        var categories = new (ushort, float)[reader.ReadByte()];
        for (var i = 0; i < categories.Length; i++)
        {
            categories[i] = (reader.ReadUInt16(), reader.ReadUInt16() * ValueStep);
        }
        return new NeedWord(text, weight, ofCode, vector, categories);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Text);
        writer.Write((byte)Math.Clamp(MathF.Round(Weight / WeightStep), 0, 255));
        writer.Write(OfCode);
        writer.Write((byte)Vector.Length);
        foreach (var number in Vector)
        {
            writer.Write(number);
        }
        writer.Write((byte)Categories.Length);
        foreach (var (prefix, value) in Categories)
        {
            writer.Write(prefix);
            writer.Write((ushort)Math.Clamp(MathF.Round(value / ValueStep), 0, ushort.MaxValue));
        }
    }
}
