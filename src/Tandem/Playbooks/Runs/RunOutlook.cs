using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What a run may expect of the days to come, if nothing slips.</summary>
/// <param name="Steps">By number of the step: the day on which one is expected to be due whose period counts from what has not happened yet.</param>
/// <param name="Stages">By code: the day on which a stage to come is expected to begin.</param>
/// <param name="End">The day on which the last stage is expected to end; null where no periods lead to it.</param>
public sealed record RunOutlook(
    IReadOnlyDictionary<int, DateOnly> Steps,
    IReadOnlyDictionary<string, DateOnly> Stages,
    DateOnly? End
)
{
    public static readonly RunOutlook None = new(
        new Dictionary<int, DateOnly>(),
        new Dictionary<string, DateOnly>(),
        null
    );
}

/// <summary>What the periods of the playbook lead to, counted on from what is expected where <see cref="Settle"/> counts from what has happened.</summary>
public sealed partial class Run
{
    /// <summary>
    /// The days that the periods lead to. What is late is expected today; a stage is expected to end with the last of its steps that may not be left out. A stage of which no step
    /// has a day tells nothing of those that come after.
    /// </summary>
    /// <param name="calendars">As for <see cref="Settle"/>.</param>
    public RunOutlook Expect(
        Func<Id<Organisation>, string?, HolidayCalendar?> calendars,
        DateOnly today
    )
    {
        if (CurrentVisit is null)
        {
            return RunOutlook.None;
        }
        var (days, asked) = (new Dictionary<int, DateOnly?>(), new HashSet<int>());
        var begins = new Dictionary<string, DateOnly>
        {
            [StageCode] = LocalDay.Of(CurrentVisit.EnteredAt),
        };
        DateOnly? end = null;
        foreach (var stage in Plan.Stages.Skip(Plan.IndexOf(StageCode)))
        {
            if (stage.Code != StageCode)
            {
                if (end is not { } begun)
                {
                    break;
                }
                begins[stage.Code] = begun;
            }
            end = steps
                .Where(s => s.StageCode == stage.Code && s.LeftOutSince is null)
                .Where(s => !s.Optional || !s.IsOpen)
                .Max(s => Day(s));
            end = end < today ? today : end;
        }
        return new(
            steps
                .Where(s => s.IsOpen && s.Due is null && s.LeftOutSince is null)
                .Select(s => (s.Number, Day: Day(s)))
                .Where(s => s.Day is not null)
                .ToDictionary(s => s.Number, s => s.Day!.Value),
            begins.Where(b => b.Key != StageCode).ToDictionary(),
            begins.ContainsKey(Plan.Stages[^1].Code) ? end : null
        );

        DateOnly? Day(RunStep step)
        {
            if (!step.IsOpen)
            {
                return step.DoneAt is { } done ? LocalDay.Of(done) : null;
            }
            // A step that waits for itself is expected on no day.
            if (asked.Add(step.Number))
            {
                var planned = step.IsAdded ? null : Plan.Step(step.Code);
                var due = step.Due ?? Counted(planned?.Due, step, mustPass: false);
                var earliest = step.Earliest ?? Counted(planned?.Earliest, step, mustPass: true);
                var day = due is null || earliest > due ? earliest : due;
                days[step.Number] = day < today ? today : day;
            }
            return days.GetValueOrDefault(step.Number);
        }

        DateOnly? Counted(Period? period, RunStep step, bool mustPass)
        {
            if (period is null)
            {
                return null;
            }
            var from =
                period.After is { } after ? Own(after, step.OrganisationId).Max(s => Day(s))
                : begins.TryGetValue(step.StageCode, out var begun) ? begun
                : null;
            return from is { } day ? After(day, period, step, calendars, mustPass) : null;
        }
    }

    /// <summary>The steps of that code that another waits for: the authority's own where each does it; of one for all, those of all.</summary>
    private List<RunStep> Own(string code, Id<Organisation>? organisation) =>
        steps.FindAll(s =>
            s.Code == code
            && (
                organisation is null || s.OrganisationId is null || s.OrganisationId == organisation
            )
        );
}
