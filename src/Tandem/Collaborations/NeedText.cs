using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;

namespace Tandem.Collaborations;

/// <summary>Cuts titles and descriptions into words, in the form the word table knows them.</summary>
internal static partial class NeedText
{
    /// <summary>Words that carry no meaning of their own.</summary>
    public static FrozenSet<string> Empty { get; } =
        Set(
            """
            a an and any all also are as at be been between by can do does did down each eg etc for from had has have having he her his
            ie in into is it its may no nor not nr of off on only or other our out over own per re same she shall should such than that
            the their then there these they this those through to under up via was we were what when where which who whom will with
            within without would you your about here how must new
            """
        );

    /// <summary>Words of the act of buying, which say nothing of what is bought.</summary>
    public static FrozenSet<string> Procedural { get; } =
        Set(
            """
            academy agreement authority award awarded awarding behalf borough call calloff city college competition contract contractor
            corp corporation council county district dps dynamic engagement expression framework further gb hub invitation itq itt
            interest kingdom limited lot lps ltd market mini nhs notice ojeu opportunity phase pin plc pqq procure procurement
            provide provided providing provision purchasing purpose quotation quote ref reference require required requirement rfi rfq
            school soft system tender tendering test tppl transparency trust uk unitary united university various veat wide year
            """
        );

    /// <summary>The words of a text in order: lower case, plurals made singular, abbreviations spelt out, one-letter words left out.</summary>
    public static List<string> Words(string? text, int most = int.MaxValue)
    {
        var words = new List<string>();
        foreach (var written in Written(Plain(text)))
        {
            if (words.Count >= most)
            {
                break;
            }
            words.AddRange(Known(written.ToString()));
        }
        return words;
    }

    /// <summary>The words that one written word stands for: mostly one.</summary>
    public static string[] Known(string written)
    {
        var word = written is "IT" ? "ict" : written.ToLowerInvariant();
        return Abbreviations.Shipped.Find(word) is { } spelt
            ? Array.ConvertAll(spelt, Singular)
            : [Singular(word)];
    }

    /// <summary>Text without the marks of web pages and of possession.</summary>
    public static string Plain(string? text) =>
        WebUtility
            .HtmlDecode(text ?? "")
            .Replace('’', '\'')
            .Replace("'s", "", StringComparison.Ordinal)
            .Replace("I.T", "IT", StringComparison.Ordinal);

    /// <summary>The runs of two or more letters of a plain text.</summary>
    public static WrittenWords Written(string plain) => new(plain);

    /// <summary>A title without the “Country-Town:” that journals put before it.</summary>
    public static string WithoutPlace(string title) => CountryAndTown().Replace(title, "");

    private static string Singular(string word) =>
        word.Length <= 3 || word[^1] != 's' ? word
        : word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 ? word[..^3] + "y"
        : EndsInEs(word) ? word[..^2]
        : word[^2] is 's' or 'u' or 'i' ? word
        : word[..^1];

    private static bool EndsInEs(string word) =>
        word.EndsWith("sses", StringComparison.Ordinal)
        || word.EndsWith("ches", StringComparison.Ordinal)
        || word.EndsWith("shes", StringComparison.Ordinal)
        || word.EndsWith("xes", StringComparison.Ordinal)
        || word.EndsWith("buses", StringComparison.Ordinal);

    private static FrozenSet<string> Set(string words) =>
        words
            .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(
        @"^(?:GB|UK|United Kingdom|Great Britain|Ireland|Sweden|Norway|Denmark|Finland|Germany|Belgium|Luxembourg|Netherlands|France)\s?[-–—]\s?[^:]{2,40}:\s*"
    )]
    private static partial Regex CountryAndTown();
}

/// <summary>Goes through the words of a text as they are written, without making a string of each.</summary>
internal ref struct WrittenWords(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly WrittenWords GetEnumerator() => this;

    public bool MoveNext()
    {
        while (true)
        {
            var from = 0;
            while (from < _rest.Length && !char.IsAsciiLetter(_rest[from]))
            {
                from++;
            }
            var to = from;
            while (to < _rest.Length && char.IsAsciiLetter(_rest[to]))
            {
                to++;
            }
            Current = _rest[from..to];
            _rest = _rest[to..];
            if (Current.Length != 1)
            {
                return Current.Length > 0;
            }
        }
    }
}
