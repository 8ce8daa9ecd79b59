using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>What has to change though it is published?</summary>
public sealed class AmendModel(Db db, Actor actor, AmendCall amend) : CallPageModel(db, actor)
{
    [
        BindProperty,
        Display(
            Name = "What changes, and why?",
            Description = "In plain words, for people who have drafted something already"
        )
    ]
    public string? Text { get; set; }

    [BindProperty]
    public List<StageForm> Stages { get; set; } = [];

    [BindProperty, Display(Name = "Last day for questions")]
    public DateOnly? QuestionsOn { get; set; }

    [BindProperty]
    public string? QuestionsAt { get; set; }

    [BindProperty]
    public SumsForm Sums { get; set; } = new();

    [BindProperty, Display(Name = "Summary")]
    public string? Summary { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Parts { get; set; } = [];

    public bool MayAmend =>
        MayPublish
        && Call.State == CallState.Published
        && Call.Stages.Any(s => s.Clock.StateAt(Now) != StageState.Closed);

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (!ModelState.IsValid)
        {
            return Page();
        }
        var addendum = await amend.RunAsync(
            Reference,
            new()
            {
                Text = Text,
                Summary = Summary,
                Sums = SumsForm.IsAskedOf(Call)
                    ? Sums.Read() with
                    {
                        Currency = Call.Currency,
                    }
                    : null,
                Brief = Parts.ToDictionary(p => p.Key, p => p.Value ?? ""),
                ClosesAt = Deadlines(),
                QuestionsUntil = StageForm.At(
                    QuestionsOn,
                    QuestionsAt,
                    Call.TimeZone,
                    nameof(QuestionsAt)
                ),
            },
            HttpContext.RequestAborted
        );
        return Done($"Addendum {addendum.Number} is published, and told.", "");
    }

    /// <inheritdoc/>
    protected override Task ReadAsync(CancellationToken cancellation)
    {
        Sums.Call = Call;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task FillAsync(CancellationToken cancellation)
    {
        Stages = [.. Call.InOrder.Select(s => StageForm.Of(s, Call.TimeZone))];
        var until = Call.QuestionsUntil is { } utc
            ? LocalTime.Of(utc, Call.TimeZone)
            : (DateTime?)null;
        QuestionsOn = until is { } on ? DateOnly.FromDateTime(on) : null;
        QuestionsAt = StageForm.Clock(until) ?? "17:00";
        Sums = SumsForm.Of(Call);
        Summary = Call.Summary;
        Parts = Call.BriefParts.ToDictionary(p => p.Key, p => (string?)p.Value);
        return Task.CompletedTask;
    }

    // A deadline is shown to the minute; what was not touched is as it was to the second.
    private Dictionary<string, DateTime> Deadlines()
    {
        var deadlines = new Dictionary<string, DateTime>();
        for (var i = 0; i < Stages.Count; i++)
        {
            var stage = Call.Stage(Stages[i].Code);
            if (
                stage?.ClosesAt is { } before
                && StageForm.At(
                    Stages[i].ClosesOn,
                    Stages[i].ClosesAt,
                    Call.TimeZone,
                    $"Stages[{i}].ClosesAt"
                )
                    is { } typed
                && (StageForm.Of(stage, Call.TimeZone) is var shown)
                && (shown.ClosesOn, shown.ClosesAt) != (Stages[i].ClosesOn, Stages[i].ClosesAt)
                && typed != before
            )
            {
                deadlines[stage.Code] = typed;
            }
        }
        return deadlines;
    }
}
