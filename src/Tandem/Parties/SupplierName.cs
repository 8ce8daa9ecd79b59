using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Parties;

/// <summary>
/// A supplier's name made comparable. The original is always kept: what is stored and shown is what the source said.
/// </summary>
/// <param name="Original">As written.</param>
/// <param name="Text">Lower case, legal form last and shortened, without markers, brackets and trading names.</param>
/// <param name="Words">The words of the name without its legal form; initials written apart are joined.</param>
/// <param name="Others">Words of trading and former names, each name apart; then those of what stands in brackets.</param>
/// <param name="TradingNames">How many of <paramref name="Others"/> are trading or former names.</param>
/// <param name="LegalForm">ltd, plc, llp, cic …, or empty.</param>
public sealed partial record SupplierName(
    string Original,
    string Text,
    IReadOnlyList<string> Words,
    IReadOnlyList<IReadOnlyList<string>> Others,
    int TradingNames,
    string LegalForm
)
{
    private static readonly HashSet<string> Silent = ["the", "and", "of", "co", "company", "n"];

    private static readonly Dictionary<string, string> LegalForms = new()
    {
        ["ltd"] = "ltd",
        ["limited"] = "ltd",
        ["lt"] = "ltd",
        ["limite"] = "ltd",
        ["limit"] = "ltd",
        ["lmited"] = "ltd",
        ["plc"] = "plc",
        ["llp"] = "llp",
        ["cic"] = "cic",
        ["cio"] = "cio",
        ["inc"] = "inc",
        ["gmbh"] = "gmbh",
        ["ab"] = "ab",
        ["aktiebolag"] = "ab",
        ["oy"] = "oy",
        ["bv"] = "bv",
        ["lp"] = "lp",
        ["dac"] = "dac",
        ["cyf"] = "ltd",
        ["cyfyngedig"] = "ltd",
    };

    /// <summary>The comparable text of a name; of a comparable text, itself.</summary>
    public static string Normalise(string name) => Parse(name).Text;

    public static SupplierName Parse(string name)
    {
        var first = Once(name);
        var (words, form) = (first.Names[0], first.Form);
        var text = Written(words, form);
        // Dropping one word can bring another step within reach ("A Ltd B"): go on until nothing changes.
        for (
            var again = Once(text);
            Written(again.Names[0], again.Form) != text;
            again = Once(text)
        )
        {
            (words, form) = (again.Names[0], again.Form);
            text = Written(words, form);
        }
        return new(name, text, words, [.. first.Names.Skip(1)], first.Trading, form);
    }

    private static string Written(List<string> words, string form) =>
        string.Join(' ', form.Length > 0 ? words.Append(form) : words);

    private static (List<List<string>> Names, int Trading, string Form) Once(string name)
    {
        var text = WebUtility.HtmlDecode(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
        text = Marker().Replace(text, " ").Replace('_', ' ');
        text = Dotted().Replace(text.ToLowerInvariant(), m => m.Value.Replace(".", ""));
        text = LongForms(text);
        var (form, ofBrackets) = ("", "");
        var names = Apart()
            .Split(Brackets().Replace(text, " "))
            .Select(p => Plain(p, ref form))
            .Where(p => p.Count > 0)
            .ToList();
        var trading = Math.Max(names.Count - 1, 0);
        names.AddRange(
            Brackets()
                .Matches(text)
                .SelectMany(m => Apart().Split(m.Groups[1].Value))
                .Select(p => Plain(p, ref ofBrackets))
                .Where(p => p.Count > 0)
        );
        if (names.Count == 0)
        {
            // Nothing but what is usually left out: then that is the name.
            names.Add(form.Length > 0 ? [] : Tokens(text));
        }
        return (names, trading, form);
    }

    private static List<string> Plain(string part, ref string form)
    {
        var joined = new List<string>();
        var initials = new StringBuilder();
        foreach (var word in Tokens(part).Where(w => !Silent.Contains(w)).Append(""))
        {
            if (word.Length == 1 && char.IsLetter(word[0]))
            {
                initials.Append(word);
                continue;
            }
            if (initials.Length > 0)
            {
                joined.Add(initials.ToString());
                initials.Clear();
            }
            if (word.Length > 0)
            {
                joined.Add(word);
            }
        }
        var words = new List<string>();
        foreach (var (i, word) in joined.Index())
        {
            // A cut "lt" or a Swedish "AB" is a legal form at the end only; "AB Fencing" is a name.
            var strict =
                word is not ("lt" or "ab" or "limit" or "lp" or "oy" or "bv")
                || (i == joined.Count - 1 && i > 0);
            if (strict && LegalForms.TryGetValue(word, out var known))
            {
                form = form.Length > 0 ? form : known;
            }
            else
            {
                words.Add(word);
            }
        }
        return words;
    }

    private static List<string> Tokens(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
            {
                plain.Append(c);
            }
            else if (
                c is not ('\'' or '’' or '`')
                && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
            )
            {
                plain.Append(' ');
            }
        }
        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string LongForms(string text) =>
        text.Replace("community interest company", "cic")
            .Replace("public limited company", "plc")
            .Replace("limited liability partnership", "llp");

    // What a finance system adds for its own people: "**USE 14967**", "*DO NOT USE*", "***FEES ONLY***".
    [GeneratedRegex(
        @"\*+[^*]*\*+|\*+.*$|-\s*(?:do )?not\b.*$|\buse \d{4,}\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Marker();

    [GeneratedRegex(@"\b(?:\p{L}\.){2,}\p{L}?\b\.?")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"[(\[]([^()\[\]]*)(?:[)\]]|$)")]
    private static partial Regex Brackets();

    [GeneratedRegex(
        @"\bc/o\b|\bcare of\b|\bt\s?/\s?a\b|\btrading as\b|\btrad(?:ing)? as\b|\bformerly\b|\bformally\b|\bpreviously\b|/|\bta\b(?=\s\S)"
    )]
    private static partial Regex Apart();
}
