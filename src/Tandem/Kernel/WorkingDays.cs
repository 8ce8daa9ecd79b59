using System.Collections.Concurrent;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tandem.Kernel;

/// <summary>One calendar of bank holidays: a file of <c>content/holidays</c>, known by the file's name.</summary>
/// <param name="Name">The country, as shown.</param>
/// <param name="From">First year the file knows.</param>
/// <param name="To">Last year the file knows.</param>
/// <param name="Days">Holidays that fall on a weekday, with their names.</param>
public sealed record HolidayCalendar(
    string Name,
    int From,
    int To,
    IReadOnlyDictionary<DateOnly, string> Days
)
{
    /// <summary>Whether people work on that day: Monday to Friday and no holiday.</summary>
    /// <exception cref="Refusal">The year is outside those the calendar knows.</exception>
    public bool IsWorkingDay(DateOnly day) =>
        day.Year < From || day.Year > To
            ? throw new Refusal(
                $"The bank holidays of {day.Year} are not known for {Name}: the calendar runs from {From} to {To}."
            )
            : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
                && !Days.ContainsKey(day);

    /// <summary>The working day that comes this many working days after <paramref name="day"/>, which is itself not counted; before it where the number is negative. Zero gives the day itself.</summary>
    public DateOnly Add(DateOnly day, int workingDays)
    {
        var step = Math.Sign(workingDays);
        for (var left = Math.Abs(workingDays); left > 0; )
        {
            day = day.AddDays(step);
            left -= IsWorkingDay(day) ? 1 : 0;
        }
        return day;
    }

    /// <summary>Working days after <paramref name="from"/> up to and with <paramref name="to"/>; negative where <paramref name="to"/> is the earlier.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            return -Between(to, from);
        }
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            count += IsWorkingDay(day) ? 1 : 0;
        }
        return count;
    }
}

/// <summary>
/// The one place where working days are counted. Holidays are data: one more calendar, or one more year, is a file of <c>content/holidays</c>;
/// one that <c>unites</c> others has the holidays of each.
/// </summary>
public sealed class WorkingDays(Content content)
{
    /// <summary>The calendar used where nothing says another.</summary>
    public const string Usual = "england-and-wales";

    private readonly ConcurrentDictionary<string, HolidayCalendar> read = new();

    /// <summary>The calendar of that name, as the file is called.</summary>
    /// <exception cref="Refusal">There is no such calendar, or its file cannot be read.</exception>
    public HolidayCalendar this[string calendar] => read.GetOrAdd(calendar, Read);

    /// <summary>Whether there is a calendar of that name.</summary>
    public bool Has(string calendar) =>
        calendar.All(c => char.IsAsciiLetterLower(c) || c == '-')
        && File.Exists(content.PathOf($"holidays/{calendar}.yaml"));

    private HolidayCalendar Read(string calendar)
    {
        if (!Has(calendar))
        {
            throw new Refusal($"There is no calendar of bank holidays called ‘{calendar}’.");
        }
        var yaml = new YamlStream();
        try
        {
            using var reader = new StringReader(content.Text($"holidays/{calendar}.yaml"));
            yaml.Load(reader);
            var root = (YamlMappingNode)yaml.Documents[0].RootNode;
            if (root.Children.TryGetValue("unites", out var named))
            {
                return Unite(
                    Text(root["name"]),
                    [.. ((YamlSequenceNode)named).Select(n => Read(Text(n)))]
                );
            }
            var days = (YamlMappingNode)root["days"];
            return new(
                Text(root["name"]),
                int.Parse(Text(root["from"]), CultureInfo.InvariantCulture),
                int.Parse(Text(root["to"]), CultureInfo.InvariantCulture),
                days.Children.ToDictionary(
                    day =>
                        DateOnly.ParseExact(
                            Text(day.Key),
                            "yyyy-MM-dd",
                            CultureInfo.InvariantCulture
                        ),
                    day => Text(day.Value)
                )
            );
        }
        catch (Exception fault)
            when (fault
                    is YamlException
                        or InvalidCastException
                        or KeyNotFoundException
                        or FormatException
                        or ArgumentException
            )
        {
            throw new Refusal($"The bank holidays of ‘{calendar}’ cannot be read: {fault.Message}");
        }
    }

    // A holiday of one of them is a holiday of all.
    private static HolidayCalendar Unite(string name, IReadOnlyList<HolidayCalendar> calendars) =>
        new(
            name,
            calendars.Max(c => c.From),
            calendars.Min(c => c.To),
            calendars
                .SelectMany(c => c.Days)
                .GroupBy(d => d.Key)
                .ToDictionary(d => d.Key, d => d.First().Value)
        );

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
