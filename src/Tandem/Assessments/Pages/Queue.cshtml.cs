using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tandem.Assessments.Pages;

/// <summary>What waits to be assessed, until when, and how long does it take us?</summary>
public sealed class QueueModel(WorkQueue queue) : PageModel
{
    public IReadOnlyList<QueueRow> Rows { get; private set; } = [];
    public IReadOnlyList<StepTime> Times { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Rows = await queue.RunAsync(HttpContext.RequestAborted);
        Times = await queue.TimesAsync(HttpContext.RequestAborted);
    }
}
