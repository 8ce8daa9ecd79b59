using System.Text;

namespace Tandem.Formats.Ocds;

/// <summary>Gives the same string again for short texts that come again and again: codes, statuses, names of buyers.</summary>
internal sealed class TextCache
{
    private readonly string?[] texts = new string?[4096];

    public string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 64)
        {
            return Encoding.UTF8.GetString(text);
        }
        ref var held = ref texts[ReleaseTree.HashOf(text) >> 20];
        if (held is null || held.Length != text.Length || !Ascii.Equals(text, held))
        {
            held = Encoding.UTF8.GetString(text);
        }
        return held;
    }
}
