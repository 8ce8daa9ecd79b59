using Microsoft.AspNetCore.Authorization;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Charts;

namespace Tandem.Pipeline.Pages;

/// <summary>When does what come? Takes the same filters and orders as the list.</summary>
[AllowAnonymous]
public sealed class TimelineModel(PipelineList list, TimeProvider clock) : PipelinePage(list)
{
    public DateOnly Today { get; } = clock.Today();

    /// <summary>What has a date to draw.</summary>
    public IReadOnlyList<TimelineRow> Bars { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await ShowAsync();
        Bars = [.. Rows.Select(Bar).OfType<TimelineRow>()];
    }

    /// <summary>A day where space is short; nothing where it is not known.</summary>
    public static string Day(DateOnly? day) => day is { } known ? Words.ShortDay(known) : "";

    private static TimelineRow? Bar(PipelineRow row)
    {
        var days = new[]
        {
            row.PlannedPublish,
            row.SubmissionStart,
            row.SubmissionEnd,
            row.ContractStart,
        }
            .OfType<DateOnly>()
            .ToList();
        if (days.Count == 0 && row.ReplacesEnd is null)
        {
            return null;
        }
        var marks = new List<TimelineMark>();
        if (row.SubmissionEnd is { } closes)
        {
            marks.Add(new(closes, "Submissions close"));
        }
        if (row.ReplacesEnd is { } ends)
        {
            marks.Add(new(ends, "Present contract ends"));
        }
        return new(
            row.Title,
            days.Count > 0 ? days.Min() : row.ReplacesEnd,
            days.Count > 0 ? days.Max() : row.ReplacesEnd,
            Href: row.Path,
            Marks: marks
        );
    }
}
