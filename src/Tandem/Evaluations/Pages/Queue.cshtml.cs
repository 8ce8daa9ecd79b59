using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tandem.Evaluations.Pages;

/// <summary>What is left for me to judge?</summary>
public sealed class QueueModel(JudgingQueue queue) : PageModel
{
    public IReadOnlyList<QueueRow> Rows { get; private set; } = [];

    public async Task OnGetAsync() => Rows = await queue.RunAsync(HttpContext.RequestAborted);
}
