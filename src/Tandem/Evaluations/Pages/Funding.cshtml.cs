using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>Is it funded although it stands below the line, or not although it stands above, and why?</summary>
public sealed class FundingModel(
    Actor actor,
    FindStage find,
    StageBudget budgets,
    OverrideFunding overriding
) : EntryPage(actor, find), IRedisplay
{
    [BindProperty, Display(Name = "What happens with it?")]
    public bool? Funded { get; set; }

    [
        BindProperty,
        Display(
            Name = "Amount (optional)",
            Description = "Leave it empty to give what is asked for."
        )
    ]
    public string? Amount { get; set; }

    [
        BindProperty,
        Display(Name = "Reason", Description = "It stands in the record of the decision.")
    ]
    public string? Reason { get; set; }

    public static IReadOnlyList<Choice> Answers { get; } =
    [new("true", "It is funded"), new("false", "It is not funded")];

    public BudgetOverride? Before { get; private set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await overriding.RunAsync(
            Reference,
            StageCode,
            Number,
            new(
                Entry.Id.Value,
                Funded ?? throw new Refusal("Say whether it is funded", "Funded"),
                AmountTyped.Minor(Amount, "Amount")
            ),
            Reason,
            Stopped
        );
        TempData[PageKeys.Done] = "Recorded.";
        return LocalRedirect($"{Judged.Path}/ranking");
    }

    public async Task<IActionResult> OnPostBackAsync()
    {
        await RedisplayAsync();
        await overriding.TakeBackAsync(Reference, StageCode, Number, Stopped);
        TempData[PageKeys.Done] = "Taken back.";
        return LocalRedirect($"{Judged.Path}/ranking");
    }

    public async Task RedisplayAsync()
    {
        await LoadEntryAsync();
        JudgingPermissions.MayLead(Reader, Call).Permit();
        if (Judged.BudgetMinor is null)
        {
            throw new Refusal("This stage shares out no budget.", kind: RefusalKind.NotFound);
        }
        Before = (await budgets.OverridesAsync(Judged, Stopped)).LastOrDefault(o =>
            o.EntryId == Entry.Id
        );
    }
}
