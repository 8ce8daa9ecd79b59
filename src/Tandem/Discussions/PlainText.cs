using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Discussions;

/// <summary>What people type: paragraphs, lines and addresses, and nothing else. There is no markup in it, so none can be smuggled in.</summary>
public static partial class PlainText
{
    /// <summary>The words as they are kept: lines end alike, and characters that are not seen or turn the direction of what follows are gone.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var c in (text ?? "").Replace("\r\n", "\n").Replace('\r', '\n'))
        {
            // U+202A to U+202E and U+2066 to U+2069 make text read otherwise than it is (Unicode TR 36, section 2.11).
            var hidden =
                (char.IsControl(c) && c is not ('\n' or '\t'))
                || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
                || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.OtherNotAssigned;
            if (!hidden)
            {
                clean.Append(c);
            }
        }
        return clean.ToString().Trim();
    }

    /// <summary>Words somebody must give.</summary>
    /// <param name="what">What is asked for, to follow "Enter": "why it is removed".</param>
    /// <exception cref="Refusal">There are none, or too many.</exception>
    public static string Take(string? text, int longest, string what, string field)
    {
        var clean = Clean(text);
        return clean.Length == 0 ? throw new Refusal($"Enter {what}", field)
            : clean.Length > longest
                ? throw new Refusal(
                    $"Use {longest:N0} characters or fewer: these are {clean.Length:N0}",
                    field
                )
            : clean;
    }

    /// <summary>As it is shown: paragraphs at blank lines, addresses as links that pass on no weight and no referrer.</summary>
    public static IHtmlContent Html(string text)
    {
        var shown = new HtmlContentBuilder();
        foreach (var paragraph in BlankLines().Split(text).Where(p => p.Length > 0))
        {
            var part = new Element("p").Class("govuk-body");
            var lines = paragraph.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (i > 0)
                {
                    part.Add(new Element("br"));
                }
                AddLine(part, lines[i]);
            }
            shown.AppendHtml(part);
        }
        return shown;
    }

    private static void AddLine(Element part, string line)
    {
        var at = 0;
        foreach (Match found in Addresses().Matches(line))
        {
            var address = found.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '\'', '’');
            // A name before the host would let an address look like another's.
            if (
                !Uri.TryCreate(address, UriKind.Absolute, out var uri)
                || uri.UserInfo.Length > 0
                || uri.Host.Length == 0
            )
            {
                continue;
            }
            part.Add(line[at..found.Index])
                .Add(
                    new Element("a")
                        .Class("govuk-link")
                        .With("href", uri.AbsoluteUri)
                        .With("rel", "nofollow noreferrer ugc")
                        .Add(address)
                );
            at = found.Index + address.Length;
        }
        part.Add(line[at..]);
    }

    [GeneratedRegex(@"\n[ \t]*(?:\n[ \t]*)+")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"\bhttps?://[^\s<>""]+", RegexOptions.IgnoreCase)]
    private static partial Regex Addresses();
}
