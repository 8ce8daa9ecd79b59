using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>How long a step may take, counted from the day it began.</summary>
public static class Clocks
{
    /// <summary>The last day of a step that begins on a day; null where it has no clock. Working days are those of the calendar, and the first day is not counted.</summary>
    /// <param name="nation">Name of the calendar, where a clock runs otherwise in one nation.</param>
    public static DateOnly? DueAfter(
        ClockRule? clock,
        DateOnly begins,
        HolidayCalendar calendar,
        string? nation = null
    ) =>
        clock switch
        {
            { WorkingDays: { } days } => calendar.Add(
                begins,
                clock.ByCalendar.TryGetValue(nation ?? "", out var own) ? own : days
            ),
            { Months: { } months } => begins.AddMonths(months),
            _ => null,
        };

    /// <summary>Time left, in words: "2 working days left", "due today", "1 working day late".</summary>
    public static string Left(DateOnly due, DateOnly today, HolidayCalendar calendar)
    {
        if (due == today)
        {
            return "due today";
        }
        var days = Math.Abs(calendar.Between(today, due));
        var count = days == 1 ? "1 working day" : $"{days} working days";
        return due > today ? $"{count} left" : $"{count} late";
    }
}
