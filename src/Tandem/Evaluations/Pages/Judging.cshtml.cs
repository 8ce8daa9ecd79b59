using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations.Pages;

/// <summary>Which stage is being judged, and how far has it come?</summary>
public sealed class JudgingModel(Db db, Actor actor, FindStage find, FindDecision decisions)
    : PageModel
{
    public Call Call { get; private set; } = null!;
    public IReadOnlyList<(JudgedStage Stage, string Decision)> Stages { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        var stopped = HttpContext.RequestAborted;
        Call = await find.CallAsync(reference, stopped);
        JudgingPermissions.MaySee(actor, Call).Permit();
        if (Call.Stages.Count == 1)
        {
            return LocalRedirect($"/calls/{Call.Reference}/judging/{Call.Stages[0].Code}");
        }
        var today = LocalDay.Of(db.Now());
        var all = new List<(JudgedStage, string)>();
        foreach (var stage in await find.AllOfAsync(Call, stopped))
        {
            var decision = await decisions.NowAsync(stage, stopped);
            all.Add(
                (stage, decision is null ? "None yet" : DecisionWordsFor.State(decision, today))
            );
        }
        Stages = all;
        return Page();
    }
}
