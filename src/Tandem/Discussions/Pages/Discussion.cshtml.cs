using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Discussions.Pages;

/// <summary>What is said about this record, and what have you to say?</summary>
[AllowAnonymous]
public sealed class DiscussionModel(
    ReadDiscussion read,
    WritePost write,
    AskQuestion ask,
    Actor actor
) : PageModel, IRedisplay
{
    public SeenDiscussion Seen { get; private set; } = null!;

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Ask { get; set; }

    [BindProperty]
    public Id<Organisation>? SpeakFor { get; set; }

    [BindProperty]
    public Id<Organisation>? NoteFor { get; set; }

    public Task OnGetAsync(string kind, string id) => RedisplayAsync();

    public async Task<IActionResult> OnPostPostAsync(string kind, string id)
    {
        var post = await write.RunAsync(
            kind,
            id,
            PostKind.Discussion,
            Text,
            SpeakFor,
            cancellation: HttpContext.RequestAborted
        );
        return await BackAsync("Your post is there.", $"post-{post.Id}");
    }

    public async Task<IActionResult> OnPostNoteAsync(string kind, string id)
    {
        try
        {
            var note = await write.RunAsync(
                kind,
                id,
                PostKind.Note,
                Note,
                NoteFor,
                cancellation: HttpContext.RequestAborted
            );
            return await BackAsync("The note is kept.", $"post-{note.Id}");
        }
        catch (Refusal refusal)
            when (refusal is { Kind: RefusalKind.Rule, Field: nameof(Post.Text) })
        {
            throw new Refusal(refusal.Message, nameof(Note));
        }
    }

    public async Task<IActionResult> OnPostAskAsync(string kind, string id)
    {
        var question = await ask.RunAsync(kind, id, Ask, cancellation: HttpContext.RequestAborted);
        return await BackAsync(
            $"Your question {question.Reference} has been sent. It is answered to everybody by {Words.Day(question.Due)}; nobody sees who asked.",
            question.Reference
        );
    }

    public async Task RedisplayAsync() =>
        Seen =
            await read.RunAsync(
                (string)RouteData.Values["kind"]!,
                (string)RouteData.Values["id"]!,
                HttpContext.RequestAborted
            )
            ?? throw new Refusal(
                actor.IsSignedIn
                    ? "There is no such record, or it is not for you."
                    : "There is no such record, or you must sign in to see it.",
                kind: RefusalKind.NotFound
            );

    private async Task<IActionResult> BackAsync(string done, string anchor)
    {
        await RedisplayAsync();
        TempData[PageKeys.Done] = done;
        return LocalRedirect($"{Seen.Path}#{anchor}");
    }
}
