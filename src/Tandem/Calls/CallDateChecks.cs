using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Whether the dates of a call keep the rules of its kind.</summary>
public static class CallDateChecks
{
    /// <summary>What does not hold, each in a sentence.</summary>
    /// <param name="now">UTC; a stage without an opening is taken to open then.</param>
    public static IReadOnlyList<string> Problems(Call call, WorkingDays calendars, DateTime now) =>
        [.. Find(call, calendars, now)];

    private static IEnumerable<string> Find(Call call, WorkingDays calendars, DateTime now)
    {
        CallStage? before = null;
        foreach (var stage in call.InOrder)
        {
            foreach (var problem in OfStage(call, stage, before, calendars, now))
            {
                yield return problem;
            }
            before = stage;
        }
        if (
            call.QuestionsUntil is { } until
            && call.InOrder.LastOrDefault()?.ClosesAt is { } last
            && until > last
        )
        {
            yield return "Questions can be asked until after the last deadline. Choose an earlier day for the last question.";
        }
    }

    private static IEnumerable<string> OfStage(
        Call call,
        CallStage stage,
        CallStage? before,
        WorkingDays calendars,
        DateTime now
    )
    {
        if (call.Kind.IsStanding)
        {
            yield break;
        }
        if (stage.ClosesAt is not { } closes)
        {
            yield return $"Say when {stage.Title} closes.";
            yield break;
        }
        if (before is not null && stage.OpensAt is null)
        {
            yield return $"Say when {stage.Title} opens.";
            yield break;
        }
        var opens = stage.OpensAt ?? now;
        if (before?.ClosesAt > opens)
        {
            yield return $"{stage.Title} opens before {before.Title} closes.";
        }
        if (closes <= now)
        {
            yield return $"The deadline of {stage.Title} has passed.";
        }
        else if (closes <= opens)
        {
            yield return $"{stage.Title} must close after it opens.";
        }
        else if (Short(call, stage, opens, closes, calendars) is { } words)
        {
            yield return words;
        }
    }

    // Days are counted as people see them: from the day it opens, or is published if that is later, not counted itself, to the day it closes.
    private static string? Short(
        Call call,
        CallStage stage,
        DateTime opens,
        DateTime closes,
        WorkingDays calendars
    )
    {
        var rule = call.Kind.Stage(stage.Code);
        if (rule.LeastDays is not { } least)
        {
            return null;
        }
        var from = DateOnly.FromDateTime(LocalTime.Of(opens, call.TimeZone));
        var to = DateOnly.FromDateTime(LocalTime.Of(closes, call.TimeZone));
        var days = rule.LeastDaysCalendar is { } calendar
            ? calendars[calendar].Between(from, to)
            : to.DayNumber - from.DayNumber;
        return days >= least
            ? null
            : $"{stage.Title} is open for {Web.Words.Count(days, rule.LeastDaysCalendar is null ? "day" : "working day")}. This kind needs at least {least}.";
    }
}
