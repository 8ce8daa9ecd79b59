using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Formats.Tabular;

public static partial class Values
{
    const string TimePart =
        @"(?:[T ,]+(?:at )?(?<h>\d{1,2})[:.](?<min>\d{2})(?:[:.](?<s>\d{2})(?:[.,]\d{1,9})?)? ?(?<ap>[ap]\.?m\.?)?)?";
    const string ZonePart = @"(?: ?(?<z>Z|UTC|GMT|[+-]\d{2}:?\d{2}))?";

    [GeneratedRegex(
        @"^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})" + TimePart + ZonePart + "$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex YearFirst();

    [GeneratedRegex(
        @"^(?<d>\d{1,2}) ?[-/.] ?(?<m>\d{1,2}) ?[-/.] ?(?<y>\d{4}|\d{2})"
            + TimePart
            + ZonePart
            + "$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex DayFirst();

    [GeneratedRegex(
        @"^(?:\p{L}{3,9},? )?(?:den )?(?<d>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-/.,]*(?<n>\p{L}{3,9})\.?[ \-/.,]*(?<y>\d{4}|\d{2})"
            + TimePart
            + ZonePart
            + "$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex DayNamed();

    [GeneratedRegex(
        @"^(?<n>\p{L}{3,9})\.? (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4})"
            + TimePart
            + ZonePart
            + "$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex MonthNamedFirst();

    [GeneratedRegex(@"^(?<n>\p{L}{3,9})\.?[ \-/.,']*(?<y>\d{4}|\d{2})$", RegexOptions.IgnoreCase)]
    private static partial Regex MonthOnly();

    [GeneratedRegex(@"^(?:(?<y>\d{4})[-/.](?<m>\d{1,2})|(?<m>\d{1,2})[-/.](?<y>\d{4}))$")]
    private static partial Regex MonthNumbered();

    [GeneratedRegex(@"^\d{5}(?:[.]\d+)?$")]
    private static partial Regex Serial();

    static readonly string[] MonthStarts =
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    ];

    /// <summary>
    /// A date as people write it, day first: "1/4/25", "2025-04-01T09:00:00Z", "1 April 2025", "Apr-25" (a month), a spreadsheet's
    /// day number. A day that does not exist is refused by name; "TBC", 01/01/1900 and 31/12/9999 are unknown. Two-digit years up
    /// to 79 are this century's.
    /// </summary>
    public static Reading<WrittenDate> Date(string? text)
    {
        var tidy = Tidy(text);
        if (tidy.Length == 0)
        {
            return Reading<WrittenDate>.Blank();
        }
        if (IsPlaceholder(tidy))
        {
            return Reading<WrittenDate>.Blank($"{Quote(tidy)} is not a date");
        }
        if (tidy.Length > 60)
        {
            return NotADate(tidy);
        }
        foreach (var form in new[] { YearFirst(), DayFirst(), DayNamed(), MonthNamedFirst() })
        {
            if (form.Match(tidy) is { Success: true } match)
            {
                return Day(match, tidy);
            }
        }
        if (MonthNumbered().Match(tidy) is { Success: true } numbered)
        {
            return Month(
                Number(numbered.Groups["y"].Value),
                Number(numbered.Groups["m"].Value),
                tidy
            );
        }
        if (MonthOnly().Match(tidy) is { Success: true } named)
        {
            return NamedMonth(named.Groups["n"].Value) is { } month
                ? Month(Year(named.Groups["y"].Value), month, tidy)
                : NotADate(tidy);
        }
        return Unpunctuated(tidy);
    }

    static Reading<WrittenDate> Unpunctuated(string tidy)
    {
        if (Serial().IsMatch(tidy))
        {
            var day = DateTime.FromOADate(double.Parse(tidy, CultureInfo.InvariantCulture));
            TimeOnly? time = tidy.Contains('.') ? TimeOnly.FromDateTime(day) : null;
            return Plausible(
                new(DateOnly.FromDateTime(day), DatePrecision.Day, time, null),
                tidy,
                "read as a spreadsheet's day number"
            );
        }
        if (
            tidy.Length == 8
            && DateOnly.TryParseExact(
                tidy,
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var compact
            )
        )
        {
            return Plausible(new(compact, DatePrecision.Day, null, null), tidy, null);
        }
        if (
            tidy.Length == 4
            && tidy.All(char.IsAsciiDigit)
            && Number(tidy) is >= 1900 and <= 2200 and var year
        )
        {
            return Plausible(
                new(new DateOnly(year, 1, 1), DatePrecision.Year, null, null),
                tidy,
                "only a year is given"
            );
        }
        return NotADate(tidy);
    }

    static Reading<WrittenDate> Day(Match match, string tidy)
    {
        int month;
        if (match.Groups["n"].Success)
        {
            if (NamedMonth(match.Groups["n"].Value) is not { } named)
            {
                return NotADate(tidy);
            }
            month = named;
        }
        else
        {
            month = Number(match.Groups["m"].Value);
        }
        var (year, day) = (Year(match.Groups["y"].Value), Number(match.Groups["d"].Value));
        if (month is < 1 or > 12)
        {
            return Reading<WrittenDate>.Refused(
                $"{Quote(tidy)} is not a date that exists: there is no month {month} (dates are read day first)"
            );
        }
        if (year is < 1 or > 9999 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return Reading<WrittenDate>.Refused($"{Quote(tidy)} is not a date that exists");
        }
        if (!TryTime(match, out var time))
        {
            return Reading<WrittenDate>.Refused($"{Quote(tidy)} has a time that does not exist");
        }
        return Plausible(
            new(
                new DateOnly(year, month, day),
                DatePrecision.Day,
                time,
                Offset(match.Groups["z"].Value)
            ),
            tidy,
            null
        );
    }

    static Reading<WrittenDate> Month(int year, int month, string tidy) =>
        month is < 1 or > 12 || year < 1
            ? Reading<WrittenDate>.Refused($"{Quote(tidy)} is not a month that exists")
            : Plausible(
                new(new DateOnly(year, month, 1), DatePrecision.Month, null, null),
                tidy,
                "only a month is given"
            );

    /// <summary>Dates that software writes for "none" are unknown; dates no contract has are refused.</summary>
    static Reading<WrittenDate> Plausible(WrittenDate date, string tidy, string? note) =>
        date.First switch
        {
            { Year: 1900, Month: 1, Day: 1 }
            or { Year: 1899, Month: 12 }
            or { Year: 1, Month: 1, Day: 1 }
            or { Year: 1970, Month: 1, Day: 1 } => Reading<WrittenDate>.Blank(
                $"{Quote(tidy)} stands for no date"
            ),
            { Year: >= 2099 } => Reading<WrittenDate>.Blank($"{Quote(tidy)} stands for no end"),
            { Year: < 1900 } => Reading<WrittenDate>.Refused(
                $"{Quote(tidy)} is in the year {date.First.Year}: check the year"
            ),
            _ => Reading<WrittenDate>.Of(date, note),
        };

    static Reading<WrittenDate> NotADate(string tidy) =>
        Reading<WrittenDate>.Refused(
            $"{Quote(tidy)} is not a date we can read, such as 31/03/2025"
        );

    static bool TryTime(Match match, out TimeOnly? time)
    {
        time = null;
        if (!match.Groups["h"].Success)
        {
            return true;
        }
        var (hour, minute) = (Number(match.Groups["h"].Value), Number(match.Groups["min"].Value));
        var second = match.Groups["s"].Success ? Number(match.Groups["s"].Value) : 0;
        if (match.Groups["ap"].Success)
        {
            hour = hour % 12 + (match.Groups["ap"].Value[0] is 'p' or 'P' ? 12 : 0);
        }
        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second > 0))
        {
            return false;
        }
        time = new TimeOnly(hour % 24, minute, second);
        return true;
    }

    static TimeSpan? Offset(string zone)
    {
        if (zone.Length < 5)
        {
            return zone.Length == 0 ? null : TimeSpan.Zero;
        }
        var digits = zone[1..].Replace(":", "", StringComparison.Ordinal);
        var minutes = Math.Min(Number(digits[..2]) * 60 + Number(digits[2..]), 14 * 60);
        return TimeSpan.FromMinutes(zone[0] == '-' ? -minutes : minutes);
    }

    static int Year(string digits) =>
        digits.Length == 4 ? Number(digits) : Number(digits) + (Number(digits) < 80 ? 2000 : 1900);

    /// <summary>English and Swedish month names, whole or shortened.</summary>
    static int? NamedMonth(string name)
    {
        var lower = name.ToLowerInvariant();
        var start = lower[..3] switch
        {
            "maj" => "may",
            "okt" => "oct",
            var s => s,
        };
        var month = Array.IndexOf(MonthStarts, start);
        return
            month >= 0
            && MonthNames[month].Any(full => full.StartsWith(lower, StringComparison.Ordinal))
            ? month + 1
            : null;
    }

    static readonly string[][] MonthNames =
    [
        ["january", "januari"],
        ["february", "februari"],
        ["march", "mars"],
        ["april"],
        ["may", "maj"],
        ["june", "juni"],
        ["july", "juli"],
        ["august", "augusti"],
        ["september", "sept"],
        ["october", "oktober"],
        ["november"],
        ["december"],
    ];
}
