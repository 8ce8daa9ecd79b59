namespace Tandem.Formats.Tabular;

/// <summary>What came of reading one cell.</summary>
public enum Outcome
{
    /// <summary>The cell was understood; a message, if any, is a remark on what was read.</summary>
    Read,

    /// <summary>The cell is blank or a placeholder: nothing is known. A message, if any, says which placeholder.</summary>
    Unknown,

    /// <summary>The cell says something that cannot be understood or cannot be true; the message says why.</summary>
    Wrong,
}

/// <summary>A cell as understood: a value, the admission that none is known, or the reason it was refused.</summary>
public readonly record struct Reading<T>(Outcome Outcome, T? Value, string? Message)
    where T : struct
{
    /// <summary>Whether the cell was refused.</summary>
    public bool IsWrong => Outcome == Outcome.Wrong;

    internal static Reading<T> Of(T value, string? note = null) => new(Outcome.Read, value, note);

    internal static Reading<T> Blank(string? note = null) => new(Outcome.Unknown, null, note);

    internal static Reading<T> Refused(string why) => new(Outcome.Wrong, null, why);
}

/// <summary>How exactly a date was written.</summary>
public enum DatePrecision
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A month and year, as in "Apr-25".</summary>
    Month,

    /// <summary>A year alone.</summary>
    Year,
}

/// <summary>A date as written, with the time and offset if they were there.</summary>
/// <param name="First">The day, or the first day of the month or year written.</param>
/// <param name="Precision">Whether a day, a month or a year was written.</param>
/// <param name="Time">The time of day, if written.</param>
/// <param name="Offset">The offset from UTC, if written.</param>
public readonly record struct WrittenDate(
    DateOnly First,
    DatePrecision Precision,
    TimeOnly? Time,
    TimeSpan? Offset
)
{
    /// <summary>The day, or the last day of the month or year written: what an end date means.</summary>
    public DateOnly Last =>
        Precision switch
        {
            DatePrecision.Month => First.AddMonths(1).AddDays(-1),
            DatePrecision.Year => new DateOnly(First.Year, 12, 31),
            _ => First,
        };

    /// <summary>The instant, where a time was written; without an offset the time is taken as UTC.</summary>
    public DateTimeOffset? Instant =>
        Time is { } time
            ? new DateTimeOffset(First.ToDateTime(time), Offset ?? TimeSpan.Zero)
            : null;
}

/// <summary>An amount of money.</summary>
/// <param name="MinorUnits">In the currency's minor unit (pence, öre).</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="PerYear">Whether the text says that it is for each year.</param>
public readonly record struct Amount(long MinorUnits, string Currency, bool PerYear = false);

/// <summary>A length of time in calendar months and days.</summary>
public readonly record struct Span(int Months, int Days)
{
    /// <summary>The day this long after another; the calendar's last day where it would run past it.</summary>
    public DateOnly After(DateOnly start)
    {
        var months =
            (DateOnly.MaxValue.Year - start.Year) * 12 + DateOnly.MaxValue.Month - start.Month;
        if (Months > months)
        {
            return DateOnly.MaxValue;
        }
        var day = start.AddMonths(Months);
        return DateOnly.MaxValue.DayNumber - day.DayNumber < Days
            ? DateOnly.MaxValue
            : day.AddDays(Days);
    }
}

/// <summary>A contract's term: how long it runs and by how much it may be extended, as in "3+1+1 years".</summary>
public readonly record struct Term(Span Initial, IReadOnlyList<Span> Extensions);
