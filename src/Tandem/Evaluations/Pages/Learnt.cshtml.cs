using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Calls;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations.Pages;

/// <summary>What did we learn from what was entered, and what comes next?</summary>
public sealed class LearntModel(Db db, PublishLearnt publish) : PageModel, IRedisplay
{
    [
        BindProperty,
        Display(
            Name = "What we learnt, and what comes next",
            Description = "What there is, what it takes and costs, where replies differ; what you plan because of it, and when. No names, and nothing that was marked confidential. Markdown can be used."
        )
    ]
    public string? Learnt { get; set; }

    public Call Call { get; private set; } = null!;
    public IReadOnlyList<LateEntry> Late { get; private set; } = [];
    public string Count { get; private set; } = "";
    public bool CanEnd { get; private set; }

    /// <summary>Why it cannot end with what was learnt.</summary>
    public string Closed =>
        Call.State != CallState.Published ? "It is over"
        : Call.IsJudged ? "It ends with its decision"
        : "It is still open";

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await publish.RunAsync(Reference, Learnt, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Published. All who replied have been told.";
        return LocalRedirect($"/calls/{Call.Reference}#learnt");
    }

    public async Task RedisplayAsync()
    {
        var (call, stages) = await publish.FindAsync(Reference, HttpContext.RequestAborted);
        Call = call;
        CanEnd = call.CanEnd(db.Now());
        Late = [.. stages.SelectMany(s => s.Late)];
        Count = Words.Count(
            stages.SelectMany(s => s.Entries).Select(e => e.Id).Distinct().Count(),
            call.Kind.Words.Entry,
            call.Kind.Words.Entries
        );
    }

    private string Reference => (string)RouteData.Values["reference"]!;
}
