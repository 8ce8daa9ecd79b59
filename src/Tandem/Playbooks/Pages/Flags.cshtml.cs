using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Editing;
using Tandem.Web;

namespace Tandem.Playbooks.Pages;

/// <summary>What do readers find outdated, and what do we answer?</summary>
public sealed class FlagsModel(Db db, Actor actor, AnswerFlag answer) : PageModel, IRedisplay
{
    private const int Most = 200;

    public KeptPlaybook Kept { get; private set; } = null!;
    public IReadOnlyList<(PageFlag Flag, PlaybookPage Page, string By)> Flags
    {
        get;
        private set;
    } = [];

    public Task OnGetAsync(string key) => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync(string key, Id<PageFlag> id, string? act)
    {
        try
        {
            await answer.RunAsync(
                id,
                Request.Form[$"Answer-{id}"].FirstOrDefault(),
                aside: act == "aside",
                HttpContext.RequestAborted
            );
        }
        catch (Refusal refusal) when (refusal.Field is "Answer")
        {
            throw new Refusal(refusal.Message, $"Answer-{id}");
        }
        TempData[PageKeys.Done] =
            act == "aside" ? "Set aside." : "Every reader of the page sees it.";
        return RedirectToPage();
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Kept = await db.PlaybookToEditAsync(actor, (string)RouteData.Values["key"]!, stopped);
        var found = await db.Set<PageFlag>()
            .AsNoTracking()
            .Join(
                db.Set<PlaybookPage>().Where(p => p.PlaybookId == Kept.Id),
                f => f.PageId,
                p => p.Id,
                (flag, page) => new { flag, page }
            )
            .Join(
                db.Set<Person>(),
                f => f.flag.ById,
                p => p.Id,
                (f, p) =>
                    new
                    {
                        f.flag,
                        f.page,
                        p.Name,
                    }
            )
            .OrderByDescending(f => f.flag.State == FlagState.Waiting)
            .ThenByDescending(f => f.flag.At)
            .Take(Most)
            .ToListAsync(stopped);
        Flags = [.. found.Select(f => (f.flag, f.page, f.Name))];
    }
}
