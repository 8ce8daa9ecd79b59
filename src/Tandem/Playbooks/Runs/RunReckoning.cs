using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What is told from the facts after every act: due days, and what lists ask for.</summary>
public sealed partial class Run
{
    /// <summary>Reckons again what is told from the facts.</summary>
    /// <param name="calendars">The bank holidays an authority works by; or those of the calendar a period names, null where there is none of that name.</param>
    public void Settle(Func<Id<Organisation>, string?, HolidayCalendar?> calendars)
    {
        foreach (var step in steps)
        {
            var planned = step.LeftOutSince is null && !step.IsAdded ? Plan.Step(step.Code) : null;
            step.Reckon(
                DayOf(planned?.Due, step, calendars),
                DayOf(planned?.Earliest, step, calendars, mustPass: true)
            );
        }
        State = StateByFacts;
        (StageCode, StageTitle, StageSince) = (
            LastVisit.StageCode,
            Plan.Stage(LastVisit.StageCode)?.Title ?? LastVisit.StageTitle,
            LastVisit.EnteredAt
        );
        var counted = steps.Where(s => s.LeftOutSince is null).ToList();
        StepsAll = counted.Count(s => !s.Optional || !s.IsOpen);
        StepsDone = counted.Count(s => !s.IsOpen);
        NextDue =
            State == RunState.Active
                ? counted.Where(s => s.Holds && s.Due is not null).Min(s => s.Due)
                : null;
        GateWaits =
            State == RunState.Active
            && Plan.Stage(LastVisit.StageCode) is { Gate: not null } stage
            && Missing(stage).Count == 0;
    }

    /// <summary>
    /// The day a period ends: counted by the calendar it names, or that of the authority whose step it is, or of the lead, from when the stage began or the other
    /// step was done; null where that has not happened. One that must pass first begins on a working day: a notice of a Saturday counts from Monday on.
    /// </summary>
    private DateOnly? DayOf(
        Period? period,
        RunStep step,
        Func<Id<Organisation>, string?, HolidayCalendar?> calendars,
        bool mustPass = false
    )
    {
        if (period is null)
        {
            return null;
        }
        var from = period.After is { } after
            ? DoneDay(after, step.OrganisationId)
            : visits.FindLast(v => v.StageCode == step.StageCode)?.EnteredAt;
        return from is { } begun
            ? After(LocalDay.Of(begun), period, step, calendars, mustPass)
            : null;
    }

    private DateOnly? After(
        DateOnly day,
        Period period,
        RunStep step,
        Func<Id<Organisation>, string?, HolidayCalendar?> calendars,
        bool mustPass
    )
    {
        if (period.Unit != PeriodUnit.WorkingDays)
        {
            return period.Unit == PeriodUnit.Days
                ? day.AddDays(period.Count)
                : day.AddMonths(period.Count);
        }
        // Without the calendar, or beyond the years whose bank holidays are known, there is no honest day to give.
        if (
            calendars(step.OrganisationId ?? LeadId, period.Calendar) is not { } calendar
            || day.Year < calendar.From
            || day.AddDays(period.Count * 2 + 14).Year > calendar.To
        )
        {
            return null;
        }
        return calendar.Add(
            mustPass && !calendar.IsWorkingDay(day) ? calendar.Add(day, 1) : day,
            period.Count
        );
    }

    /// <summary>When the step of that code was done: the authority's own where each does it; of one for all, the last of those that did.</summary>
    private DateTime? DoneDay(string code, Id<Organisation>? organisation)
    {
        var own = Own(code, organisation);
        return own.Count > 0 && own.TrueForAll(s => !s.IsOpen) ? own.Max(s => s.DoneAt) : null;
    }
}
