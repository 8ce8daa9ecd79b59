using System.Globalization;
using Tandem.Kernel;

namespace Tandem.Web;

/// <summary>Dates, money and counts as people read them. Always British English, whatever the machine is set to.</summary>
public static class Words
{
    /// <summary>The one culture of the pages. Built by hand, so that it is the same on a machine without language data.</summary>
    public static readonly CultureInfo Culture = British();

    private static readonly string[] Small =
    [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
    ];

    /// <summary>"21 November 2026".</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", Culture);

    /// <summary>"21 Nov 2026", where space is short.</summary>
    public static string ShortDay(DateOnly day) => day.ToString("d MMM yyyy", Culture);

    /// <summary>"November 2026".</summary>
    public static string Month(DateOnly day) => day.ToString("MMMM yyyy", Culture);

    /// <summary>"15:05 on 21 November 2026, London time (UTC)": an instant on the clocks of the installation, always with its zone.</summary>
    public static string Instant(DateTime utc) => Instant(utc, LocalDay.Zone);

    /// <summary>The same on the clocks of a zone.</summary>
    public static string Instant(DateTime utc, TimeZoneInfo zone, bool seconds = false)
    {
        var local = In(utc, zone);
        return $"{local.ToString(seconds ? "HH:mm:ss" : "HH:mm", Culture)} on {Day(DateOnly.FromDateTime(local))}, {Clock(utc, zone)}";
    }

    /// <summary>"London time (UTC+1)": what the clocks of a zone show at that moment.</summary>
    public static string Clock(DateTime utc, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        var shown =
            offset == TimeSpan.Zero
                ? "UTC"
                : $"UTC{(offset < TimeSpan.Zero ? "−" : "+")}{Math.Abs(offset.TotalHours).ToString("0.##", Culture)}";
        return $"{zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ')} time ({shown})";
    }

    private static DateTime In(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);

    /// <summary>An instant of published data: the day alone where it says no time, which files write as midnight.</summary>
    public static string Published(DateTime utc) =>
        utc.TimeOfDay == TimeSpan.Zero ? Day(DateOnly.FromDateTime(utc)) : Instant(utc);

    /// <summary>"1 January to 31 March 2026", saying a shared month or year once.</summary>
    public static string Span(DateOnly from, DateOnly to)
    {
        if (from == to)
        {
            return Day(from);
        }
        var format =
            from.Year != to.Year ? "d MMMM yyyy"
            : from.Month != to.Month ? "d MMMM"
            : "%d";
        return $"{from.ToString(format, Culture)} to {Day(to)}";
    }

    /// <summary>How far apart two days are: "the same day", "9 days", "3 months", "2 years".</summary>
    public static string Between(DateOnly a, DateOnly b)
    {
        var days = Math.Abs(b.DayNumber - a.DayNumber);
        return days switch
        {
            0 => "the same day",
            < 14 => Count(days, "day"),
            < 56 => Count((int)Math.Round(days / 7.0), "week"),
            < 700 => Count((int)Math.Round(days / 30.44), "month"),
            _ => Count((int)Math.Round(days / 365.25), "year"),
        };
    }

    /// <summary>"3 months apart", "on the same day".</summary>
    public static string Apart(DateOnly a, DateOnly b) =>
        a == b ? "on the same day" : Between(a, b) + " apart";

    /// <summary>Money in running text: "£950", "£45,000", "£1.2 million", "£3 billion"; other currencies by their code.</summary>
    public static string Money(decimal amount, string currency = "GBP")
    {
        var size = Math.Abs(amount);
        return size switch
        {
            >= 999_500_000m => Signed(
                amount,
                currency,
                Rounded(size / 1_000_000_000m) + " billion"
            ),
            >= 999_500m => Signed(amount, currency, Rounded(size / 1_000_000m) + " million"),
            _ => Signed(
                amount,
                currency,
                Math.Round(size, MidpointRounding.AwayFromZero).ToString("N0", Culture)
            ),
        };
    }

    /// <summary>Money in tables: to the penny where there are pennies, "£45,000" or "£45,000.50".</summary>
    public static string ExactMoney(decimal amount, string currency = "GBP") =>
        Signed(
            amount,
            currency,
            Math.Abs(amount).ToString(amount == Math.Truncate(amount) ? "N0" : "N2", Culture)
        );

    /// <summary>"1 contract", "1,204 contracts", "2 authorities", or the plural that is given.</summary>
    public static string Count(long count, string noun, string? plural = null) =>
        $"{Number(count)} {(count == 1 ? noun : plural ?? Plural(noun))}";

    /// <summary>Small counts as words in running text: "two councils", "12 councils".</summary>
    public static string CountInWords(int count, string noun, string? plural = null) =>
        $"{(count is >= 0 and < 10 ? Small[count] : Number(count))} {(count == 1 ? noun : plural ?? Plural(noun))}";

    /// <summary>"1,204".</summary>
    public static string Number(long number) => number.ToString("N0", Culture);

    /// <summary>"37%"; never 0% or 100% for a share that is not.</summary>
    public static string Percent(double share)
    {
        var rounded = (int)Math.Round(share * 100, MidpointRounding.AwayFromZero);
        return (share > 0 && rounded == 0) ? "under 1%"
            : (share < 1 && rounded == 100) ? "99%"
            : $"{rounded}%";
    }

    /// <summary>"Blackpool", "Blackpool and Wyre", "Blackpool, Wyre and Fylde".</summary>
    public static string List(IReadOnlyList<string> items, string joiner = "and") =>
        items.Count switch
        {
            0 => "",
            1 => items[0],
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} {joiner} {items[^1]}",
        };

    /// <summary>"1.2 MB": bytes for people.</summary>
    public static string Size(long bytes) =>
        bytes switch
        {
            < 1000 => Count(bytes, "byte"),
            < 1_000_000 => $"{Math.Round(bytes / 1e3)} KB",
            < 1_000_000_000 => (bytes / 1e6).ToString("0.#", Culture) + " MB",
            _ => (bytes / 1e9).ToString("0.#", Culture) + " GB",
        };

    private static string Plural(string noun) =>
        noun switch
        {
            [.., 'y'] when noun.Length > 1 && !"aeiou".Contains(noun[^2]) => noun[..^1] + "ies",
            [.., 's' or 'x'] or [.., 'c' or 's', 'h'] => noun + "es",
            _ => noun + "s",
        };

    private static string Rounded(decimal value) =>
        Math.Round(value, Math.Abs(value) < 100 ? 1 : 0, MidpointRounding.AwayFromZero)
            .ToString("#,0.#", Culture);

    private static string Signed(decimal amount, string currency, string size)
    {
        var sign = currency switch
        {
            "GBP" => "£",
            "EUR" => "€",
            _ => currency + " ",
        };
        return (amount < 0 ? "−" : "") + sign + size;
    }

    private static CultureInfo British()
    {
        var british = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        british.DateTimeFormat.FirstDayOfWeek = DayOfWeek.Monday;
        return CultureInfo.ReadOnly(british);
    }
}
