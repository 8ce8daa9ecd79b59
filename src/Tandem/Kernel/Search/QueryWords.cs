namespace Tandem.Kernel.Search;

/// <summary>One thing asked of the words of a document: that terms follow one another in it.</summary>
/// <param name="Terms">One for a word, more for a phrase or a word written with a hyphen.</param>
/// <param name="Typed">As it was typed.</param>
/// <param name="Begins">The word was typed with a star: any word that begins so will do.</param>
/// <param name="Without">A document that has it is left out.</param>
/// <param name="IsPlain">A word alone, neither quoted nor starred nor negated.</param>
/// <param name="IsStop">A plain word too common to say anything.</param>
internal sealed record Clause(
    IReadOnlyList<string> Terms,
    string Typed,
    bool Begins,
    bool Without,
    bool IsPlain,
    bool IsStop
);

/// <summary>Reads what was typed into the box.</summary>
public static class QueryWords
{
    /// <summary>Characters read of what was typed: the cost of one question is bounded.</summary>
    public const int LongestText = 300;

    internal const int MostClauses = 24;

    /// <summary>The clauses, in order. Beside other words, stop words ask for nothing and are left out.</summary>
    internal static List<Clause> Read(string text)
    {
        var clauses = new List<Clause>();
        var rest = text.AsSpan(0, Math.Min(text.Length, LongestText));
        while (clauses.Count < MostClauses)
        {
            rest = rest.TrimStart();
            if (rest.IsEmpty)
            {
                break;
            }
            var without = rest.Length > 1 && rest[0] is '-' or '−';
            if (without)
            {
                rest = rest[1..];
            }
            var quoted = rest.Length > 0 && rest[0] is '"' or '“' or '”';
            var piece = quoted ? Until(rest[1..], '"', '“', '”') : Until(rest, ' ', '\t', '"');
            rest = rest[Math.Min(rest.Length, piece.Length + (quoted ? 2 : 0))..];
            if (ClauseOf(piece, quoted, without) is { } clause)
            {
                clauses.Add(clause);
            }
        }
        return clauses.Exists(c => !c.IsStop && !c.Without)
            ? clauses.FindAll(c => !c.IsStop)
            : clauses;
    }

    /// <summary>The same words and phrases in lower case, for lists that look for letters and keep no index.</summary>
    public static IReadOnlyList<(string Letters, bool Without)> Letters(string? text) =>
        [
            .. Read(text ?? "")
                .Select(c => (c.Typed.Trim().TrimEnd('*').ToLowerInvariant(), c.Without)),
        ];

    private static Clause? ClauseOf(ReadOnlySpan<char> piece, bool quoted, bool without)
    {
        var begins = !quoted && piece.EndsWith("*");
        if (!begins)
        {
            var terms = WordForms.Terms(piece);
            var plain = !quoted && !without && terms.Count == 1;
            return terms.Count == 0
                ? null
                : new(
                    terms,
                    piece.ToString(),
                    false,
                    without,
                    plain,
                    plain && WordForms.IsStopWord(terms[0])
                );
        }
        // What a word begins with is not stemmed: it is no whole word.
        Span<char> word = stackalloc char[WordForms.LongestWord];
        var at = 0;
        return WordForms.Next(piece, ref at, word) is >= 2 and var length
            ? new([word[..length].ToString()], piece.ToString(), true, without, false, false)
            : null;
    }

    private static ReadOnlySpan<char> Until(ReadOnlySpan<char> text, params ReadOnlySpan<char> ends)
    {
        var end = text.IndexOfAny(ends);
        return end < 0 ? text : text[..end];
    }
}
