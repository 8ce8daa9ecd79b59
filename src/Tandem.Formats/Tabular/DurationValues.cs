using System.Text.RegularExpressions;

namespace Tandem.Formats.Tabular;

/// <summary>The unit a heading gives for lengths of time, as in "Term (months)".</summary>
public enum DurationUnit
{
    /// <summary>Calendar days.</summary>
    Days,

    /// <summary>Weeks of seven days.</summary>
    Weeks,

    /// <summary>Calendar months.</summary>
    Months,

    /// <summary>Years of twelve months.</summary>
    Years,
}

public static partial class Values
{
    static readonly string[] NumberWords =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ];

    // Without a limit of time, as for amounts: nothing in it repeats without end.
    [GeneratedRegex(
        @"(?<plus>\+|plus|and|with|option|extend|extension|further|additional|\bupp till\b|förlängning)|(?:(?<times>\d{1,2}) ?[x×] ?)?(?<n>\d{1,4}(?:[.,]5)?)(?: ?-? ?(?<unit>years?|yrs?|y\b|months?|mths?|mons?\b|m\b|weeks?|wks?|w\b|days?|d\b|år|månad(?:er)?|mån|veck(?:a|or)|dag(?:ar)?))?",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex DurationPart();

    /// <summary>
    /// A contract's term: "3 years", "36 months", "1 year 6 months", "3+1+1 years" or "2 years plus 2 x 12 months": what follows a
    /// plus, "option" or "extend" is an extension. A bare "3+1+1" is years by custom; a bare number needs <paramref name="unit"/>.
    /// </summary>
    public static Reading<Term> Duration(string? text, DurationUnit? unit = null)
    {
        var tidy = Tidy(text);
        if (tidy.Length == 0)
        {
            return Reading<Term>.Blank();
        }
        if (IsPlaceholder(tidy))
        {
            return Reading<Term>.Blank($"{Quote(tidy)} is not a length of time");
        }
        var spans = Spans(tidy, unit);
        if (spans is not { Count: > 0 })
        {
            return Reading<Term>.Refused(
                $"{Quote(tidy)} is not a length of time we can read, such as 36 months"
            );
        }
        return Reading<Term>.Of(new Term(spans[0], spans.Skip(1).ToArray()));
    }

    /// <summary>The extensions a contract allows: "1+1 years", "2 x 12 months", "24 months". The term's initial part is always zero.</summary>
    public static Reading<Term> Extensions(string? text, DurationUnit? unit = null)
    {
        var reading = Duration(text, unit);
        return reading.Value is { } term
            ? reading with
            {
                Value = new Term(default, [term.Initial, .. term.Extensions]),
            }
            : reading;
    }

    static List<Span>? Spans(string tidy, DurationUnit? unit)
    {
        if (tidy.Length > 200)
        {
            return null;
        }
        var text = tidy.ToLowerInvariant();
        for (var i = 0; i < NumberWords.Length; i++)
        {
            text = Regex.Replace(text, $@"\b{NumberWords[i]}\b", $"{i}");
        }
        return Assemble([.. DurationPart().Matches(text).Cast<Match>()], unit);
    }

    static List<Span>? Assemble(List<Match> parts, DurationUnit? unit)
    {
        var numbers = parts.Where(p => p.Groups["n"].Success).ToList();
        var stated = numbers.LastOrDefault(p => p.Groups["unit"].Success) is { } last
            ? UnitOf(last.Groups["unit"].Value)
            : unit;
        if (
            stated is null
            && numbers.Count > 1
            && parts.Exists(p => p.Value == "+")
            && numbers.TrueForAll(p => p.Groups["n"].Value.Length == 1)
        )
        {
            stated = DurationUnit.Years;
        }
        if (stated is not { } common)
        {
            return null;
        }
        var spans = new List<Span>();
        var separate = true;
        foreach (var part in parts)
        {
            if (part.Groups["plus"].Success)
            {
                separate |= part.Value != "and" || spans.Count > 1;
                continue;
            }
            var own = part.Groups["unit"].Success ? UnitOf(part.Groups["unit"].Value) : common;
            var span = InUnit(
                decimal.Parse(
                    part.Groups["n"].Value.Replace(',', '.'),
                    System.Globalization.CultureInfo.InvariantCulture
                ),
                own
            );
            var times = part.Groups["times"].Success
                ? Math.Clamp(Number(part.Groups["times"].Value), 1, 20)
                : 1;
            if (separate || times > 1)
            {
                spans.AddRange(Enumerable.Repeat(span, times));
            }
            else
            {
                spans[^1] = new Span(spans[^1].Months + span.Months, spans[^1].Days + span.Days);
            }
            separate = false;
        }
        return spans;
    }

    static DurationUnit UnitOf(string word) =>
        word[0] switch
        {
            'y' or 'å' => DurationUnit.Years,
            'w' or 'v' => DurationUnit.Weeks,
            'd' => DurationUnit.Days,
            _ => DurationUnit.Months,
        };

    static Span InUnit(decimal number, DurationUnit unit) =>
        unit switch
        {
            DurationUnit.Years => new((int)(number * 12), 0),
            DurationUnit.Months => new((int)number, number % 1 == 0 ? 0 : 15),
            DurationUnit.Weeks => new(0, (int)(number * 7)),
            _ => new(0, (int)number),
        };
}
