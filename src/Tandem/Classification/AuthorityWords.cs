using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Classification;

/// <summary>The words that say what kind of council a name means.</summary>
[Flags]
internal enum CouncilWords
{
    None = 0,
    Council = 1,
    County = 2,
    City = 4,
    Borough = 8,
    District = 16,
    Metropolitan = 32,
    Unitary = 64,
    London = 128,

    /// <summary>"CC", which is city council or county council.</summary>
    CityOrCounty = 256,
}

/// <summary>
/// A name taken apart: the words of the place (the stem) and the words that state the kind of council.
/// </summary>
internal sealed record AuthorityWords(string Key, string Stem, CouncilWords Kind, string[] Tokens)
{
    private static readonly HashSet<string> Silent =
    [
        "of",
        "the",
        "and",
        "royal",
        "mayoral",
        "y",
        "a",
    ];

    private static readonly Dictionary<string, CouncilWords> KindWords = new()
    {
        ["council"] = CouncilWords.Council,
        ["cyngor"] = CouncilWords.Council,
        ["comhairle"] = CouncilWords.Council,
        ["county"] = CouncilWords.County,
        ["sir"] = CouncilWords.None,
        ["sirol"] = CouncilWords.None,
        ["city"] = CouncilWords.City,
        ["dinas"] = CouncilWords.City,
        ["borough"] = CouncilWords.Borough,
        ["boro"] = CouncilWords.Borough,
        ["bwrdeistref"] = CouncilWords.Borough,
        ["district"] = CouncilWords.District,
        ["metropolitan"] = CouncilWords.Metropolitan,
        ["met"] = CouncilWords.Metropolitan,
        ["mbc"] = CouncilWords.Metropolitan | CouncilWords.Borough | CouncilWords.Council,
        ["mdc"] = CouncilWords.Metropolitan | CouncilWords.District | CouncilWords.Council,
        ["bc"] = CouncilWords.Borough | CouncilWords.Council,
        ["rbc"] = CouncilWords.Borough | CouncilWords.Council,
        ["dc"] = CouncilWords.District | CouncilWords.Council,
        ["cbc"] = CouncilWords.County | CouncilWords.Borough | CouncilWords.Council,
        ["cc"] = CouncilWords.CityOrCounty | CouncilWords.Council,
        ["ua"] = CouncilWords.Unitary,
        ["unitary"] = CouncilWords.Unitary,
        ["lb"] = CouncilWords.London | CouncilWords.Borough,
        ["lbc"] = CouncilWords.London | CouncilWords.Borough | CouncilWords.Council,
        ["rb"] = CouncilWords.Borough,
    };

    private static readonly Regex Dotted = new(@"\b(?:\p{L}\.){2,}", RegexOptions.Compiled);
    private static readonly Regex Breaks = new(
        @"[,;:()/|–—\[\]]|\s-+\s|-\s|\s-|\.\s|\.$",
        RegexOptions.Compiled
    );

    /// <summary>The parts of a name between commas, brackets, dashes and full stops, each as lower-case words without accents.</summary>
    public static List<string[]> Segments(string name)
    {
        var text = WebUtility.HtmlDecode(WebUtility.HtmlDecode(name));
        // Bytes of one encoding read as another leave these behind; they carry no letter.
        text = text.Replace("ï¿½", " ").Replace("ï¾", " ").Replace("â€™", "").Replace("Â", "");
        text = text.Replace("t/a", ";", StringComparison.OrdinalIgnoreCase);
        text = Dotted.Replace(text, m => m.Value.Replace(".", "") + " ");
        text = Regex.Replace(text, @"\b([Ss][Tt])\.", "$1 ");
        return [.. Breaks.Split(text).Select(Words).Where(words => words.Length > 0)];
    }

    /// <summary>Takes words apart into stem and kind.</summary>
    public static AuthorityWords Of(IEnumerable<string> words)
    {
        var tokens = words.ToArray();
        var kind = CouncilWords.None;
        var stem = new List<string>();
        var key = new List<string>();
        for (var i = 0; i < tokens.Length; i++)
        {
            var word =
                tokens[i] == "ca" && i == tokens.Length - 1 ? "combined authority" : tokens[i];
            if (!Silent.Contains(word))
            {
                key.Add(word);
            }
            // "London" is part of the kind only beside "borough"; otherwise it is the place.
            var londonBorough =
                word == "london"
                && i + 1 < tokens.Length
                && tokens[i + 1] is "borough" or "boro" or "boroughs";
            if (londonBorough)
            {
                kind |= CouncilWords.London;
            }
            else if (KindWords.TryGetValue(word, out var said))
            {
                kind |= said;
            }
            else if (word == "authority" && i > 0 && tokens[i - 1] == "unitary")
            {
                continue;
            }
            else if (!Silent.Contains(word))
            {
                stem.Add(word);
            }
        }
        return new(string.Join(' ', key), string.Join(' ', stem), kind, tokens);
    }

    public static AuthorityWords Of(string name) => Of(Segments(name).SelectMany(s => s));

    private static string[] Words(string text)
    {
        var plain = new StringBuilder(text.Length + 8);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(c);
            if (c == '&')
            {
                plain.Append(" and ");
            }
            else if (char.IsLetterOrDigit(c))
            {
                plain.Append(char.ToLowerInvariant(c));
            }
            else if (
                c is not ('\'' or '’' or '‘' or '`')
                && category != UnicodeCategory.NonSpacingMark
            )
            {
                plain.Append(' ');
            }
        }
        var words = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = words[i] switch
            {
                "saint" => "st",
                // A word one letter off is still that word; "councils", "councillor" and "counsel" are not.
                var w
                    when w.Length is >= 6 and <= 8
                        && w is not ("councils" or "counsel")
                        && EditDistance.Within(w, "council", 1) => "council",
                var w
                    when w != "boroughs" && w.Length >= 6 && EditDistance.Within(w, "borough", 1) =>
                    "borough",
                var w when w.Length >= 11 && EditDistance.Within(w, "metropolitan", 1) =>
                    "metropolitan",
                var w => w,
            };
        }
        return words;
    }
}
