using System.Globalization;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Times as people say them: a day and an hour in a time zone. Nobody has to guess what 01:30 means on the night the clocks change.</summary>
public static class LocalTime
{
    /// <summary>The moment, UTC.</summary>
    /// <param name="zone">IANA name.</param>
    /// <param name="field">Said with a refusal.</param>
    /// <exception cref="Refusal">The time does not exist that day, or comes twice.</exception>
    public static DateTime Read(DateOnly day, TimeOnly time, string zone, string field)
    {
        var (where, local) = (Zone(zone), day.ToDateTime(time));
        if (where.IsInvalidTime(local))
        {
            throw new Refusal(
                $"There is no {time.ToString("HH:mm", CultureInfo.InvariantCulture)} on {Day(day)}: the clocks go forward then. Choose a time before or after that hour",
                field
            );
        }
        if (where.IsAmbiguousTime(local))
        {
            throw new Refusal(
                $"{time.ToString("HH:mm", CultureInfo.InvariantCulture)} comes twice on {Day(day)}: the clocks go back then. Choose a time before or after that hour",
                field
            );
        }
        return TimeZoneInfo.ConvertTimeToUtc(local, where);
    }

    /// <summary>The day and time on the clocks of the zone.</summary>
    public static DateTime Of(DateTime utc, string zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone(zone));

    /// <summary>“12:00 on 3 December 2026, London time (GMT)”.</summary>
    public static string Words(DateTime utc, string zone) => Web.Words.Instant(utc, Zone(zone));

    /// <summary>The same to the second.</summary>
    public static string Moment(DateTime utc, string zone) =>
        Web.Words.Instant(utc, Zone(zone), seconds: true);

    private static TimeZoneInfo Zone(string zone) => TimeZoneInfo.FindSystemTimeZoneById(zone);

    private static string Day(DateOnly day) => Web.Words.Day(day);
}
