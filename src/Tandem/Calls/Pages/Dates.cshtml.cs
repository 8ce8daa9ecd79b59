using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>When does each stage open and close?</summary>
public sealed class DatesModel(Db db, Actor actor, WriteCall write) : CallPageModel(db, actor)
{
    [BindProperty]
    public List<StageForm> Stages { get; set; } = [];

    [BindProperty, Display(Name = "Last day for questions")]
    public DateOnly? QuestionsOn { get; set; }

    [BindProperty]
    public string? QuestionsAt { get; set; }

    [BindProperty, Display(Name = "Decision meant to come by")]
    public DateOnly? DecisionBy { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        var refusals = new Refusals();
        var stages = Stages
            .Select((s, i) => s.Read(Call.TimeZone, $"Stages[{i}]", refusals))
            .ToList();
        var until = refusals.Of(() =>
            StageForm.At(QuestionsOn, QuestionsAt, Call.TimeZone, nameof(QuestionsAt))
        );
        Call.CheckOrder(stages, refusals);
        refusals.Throw();
        if (!ModelState.IsValid)
        {
            return Page();
        }
        await write.DatesAsync(
            Reference,
            new(stages, until, DecisionBy),
            HttpContext.RequestAborted
        );
        return Done("The dates are saved.");
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
        DecisionBy = Call.DecisionBy;
        return Task.CompletedTask;
    }
}
