namespace Tandem.Kernel;

/// <summary>
/// Which day it is where the organisations of this installation are. Instants are stored in UTC; a day somebody has until, or did something on, is a day of their own clock:
/// half past eleven at night in UTC is the next day in a British summer.
/// </summary>
public static class LocalDay
{
    /// <summary>The time zone where none is set.</summary>
    public const string Usual = "Europe/London";

    /// <summary>The time zone of the installation (<c>TANDEM_TIME_ZONE</c>, an IANA name), decided as the program starts.</summary>
    public static TimeZoneInfo Zone { get; internal set; } =
        TimeZoneInfo.TryFindSystemTimeZoneById(Usual, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The day of an instant (UTC).</summary>
    public static DateOnly Of(DateTime utc) => Of(utc, Zone);

    /// <summary>The day it is now.</summary>
    public static DateOnly Today(this TimeProvider clock) => Of(clock.GetUtcNow().UtcDateTime);

    /// <summary>The day it is now.</summary>
    public static DateOnly Today(this Db db) => Of(db.Now());

    /// <summary>The zone of this name.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    internal static TimeZoneInfo Find(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new Refusal(
                $"TANDEM_TIME_ZONE is ‘{name}’, which is not a time zone like Europe/London or Europe/Stockholm."
            );

    internal static DateOnly Of(DateTime utc, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(
            TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone)
        );
}
