using System.Text;
using System.Xml;

namespace Tandem.Formats.Documents;

/// <summary>Text as XML may hold it: characters that XML 1.0 forbids are left out, whoever wrote them.</summary>
static class XmlWords
{
    public static string Clean(string text)
    {
        var fine = true;
        for (var i = 0; i < text.Length && fine; i++)
        {
            fine = XmlConvert.IsXmlChar(text[i]);
        }
        if (fine)
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                clean.Append(text[i]);
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text[i]).Append(text[++i]);
            }
        }
        return clean.ToString();
    }

    /// <summary>The lines of a text, cleaned; always at least one.</summary>
    public static string[] Lines(string? text) =>
        Clean(text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');
}
