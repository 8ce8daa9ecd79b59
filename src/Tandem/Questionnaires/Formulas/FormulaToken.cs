using System.Globalization;

namespace Tandem.Questionnaires.Formulas;

/// <summary>The sorts of words a formula is made of.</summary>
internal enum TokenKind
{
    Name,
    Number,
    Text,
    Day,
    Sign,
    End,
}

/// <summary>One word of a formula, and at which character it begins.</summary>
internal readonly record struct FormulaToken(TokenKind Kind, string Text, int At)
{
    public bool Is(string sign) => Kind is TokenKind.Sign or TokenKind.Name && Text == sign;

    private static readonly string[] Signs =
    [
        "<=",
        ">=",
        "!=",
        "==",
        "<",
        ">",
        "=",
        "+",
        "-",
        "*",
        "/",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
    ];

    /// <summary>Takes a formula apart.</summary>
    /// <exception cref="FormulaProblem">There is a sign no formula has, or words in quotation marks do not end.</exception>
    public static List<FormulaToken> Split(string text)
    {
        var tokens = new List<FormulaToken>();
        for (var at = 0; at < text.Length; )
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var token = Next(text, at, out var end);
            tokens.Add(token);
            at = end;
        }
        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static FormulaToken Next(string text, int at, out int end)
    {
        if (char.IsAsciiLetter(text[at]))
        {
            end = EndOfName(text, at);
            return new(TokenKind.Name, text[at..end], at);
        }
        if (char.IsAsciiDigit(text[at]))
        {
            if (at + 10 <= text.Length && IsDay(text.AsSpan(at, 10)))
            {
                end = at + 10;
                return new(TokenKind.Day, text[at..end], at);
            }
            end = EndOfNumber(text, at);
            return new(TokenKind.Number, text[at..end], at);
        }
        if (text[at] is '"' or '\'')
        {
            var close = text.IndexOf(text[at], at + 1);
            end =
                close < 0
                    ? throw new FormulaProblem("Words in quotation marks do not end")
                    : close + 1;
            return new(TokenKind.Text, text[(at + 1)..close], at);
        }
        var start = at;
        var sign =
            Array.Find(Signs, s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0)
            ?? throw new FormulaProblem($"‘{text[at]}’ has no meaning in a formula");
        end = at + sign.Length;
        return new(TokenKind.Sign, sign == "==" ? "=" : sign, at);
    }

    // A hyphen within a name belongs to it; a minus stands between blanks.
    private static int EndOfName(string text, int at)
    {
        while (
            at < text.Length
            && (
                char.IsAsciiLetterOrDigit(text[at])
                || text[at] == '_'
                || (
                    text[at] == '-'
                    && at + 1 < text.Length
                    && char.IsAsciiLetterOrDigit(text[at + 1])
                )
            )
        )
        {
            at++;
        }
        return at;
    }

    private static int EndOfNumber(string text, int at)
    {
        while (
            at < text.Length
            && (
                char.IsAsciiDigit(text[at])
                || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
            )
        )
        {
            at++;
        }
        return at;
    }

    private static bool IsDay(ReadOnlySpan<char> text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        );
}
