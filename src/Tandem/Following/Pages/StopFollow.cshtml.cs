using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Following.Pages;

/// <summary>Stop these e-mails: a link of the e-mail leads here, and mail programs post to it (RFC 8058), without a session or the token of a form.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class StopFollowModel(Db db, EndFollow end, FollowLinks links) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string Token { get; set; } = "";

    /// <summary>What ends, by title; null where the link is none of ours.</summary>
    public IReadOnlyList<string>? Titles { get; private set; }

    /// <summary>Whether it has been ended.</summary>
    public bool IsDone { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (links.ReadStop(Token) is not { } what)
        {
            return NotFound();
        }
        var one = Id<Follow>.TryParse(what, null, out var id) ? id : (Id<Follow>?)null;
        Titles = await db.Set<Follow>()
            .Where(f => f.EndedAt == null && (one != null ? f.Id == one : f.Recipient == what))
            .OrderBy(f => f.CreatedAt)
            .Select(f => f.Title)
            .ToListAsync();
        IsDone = Titles.Count == 0;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (links.ReadStop(Token) is not { } what)
        {
            return NotFound();
        }
        await end.RunAsync(what, cancellation: HttpContext.RequestAborted);
        (Titles, IsDone) = ([], true);
        return Page();
    }
}
