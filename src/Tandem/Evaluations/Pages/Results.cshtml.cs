using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations.Pages;

/// <summary>Who was chosen, why, and how did it go?</summary>
[AllowAnonymous]
public sealed class ResultsModel(FindStage find, PublicResults results) : PageModel
{
    public Call Call { get; private set; } = null!;
    public IReadOnlyList<StageResult> Results { get; private set; } = [];

    public async Task OnGetAsync(string reference)
    {
        Call = await find.CallAsync(reference, HttpContext.RequestAborted);
        Results = await results.OfAsync(Call, HttpContext.RequestAborted);
        if (Results.Count == 0 && Call.Learnt is null)
        {
            throw new Refusal("There are no results yet.", kind: RefusalKind.NotFound);
        }
    }
}
