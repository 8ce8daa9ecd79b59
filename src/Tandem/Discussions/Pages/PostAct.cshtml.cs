using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Discussions.Pages;

/// <summary>Reply to a post, change it, remove it, or report it?</summary>
public sealed class PostActModel(
    CurrentActor current,
    FindPost find,
    WritePost write,
    EditPost edit,
    RemovePost remove,
    ReportPost report
) : PageModel, IRedisplay
{
    public Post Post { get; private set; } = null!;
    public Subject Subject { get; private set; } = null!;

    /// <summary>reply, edit, remove or report.</summary>
    public string Act => (string)RouteData.Values["act"]!;

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public Id<Organisation>? SpeakFor { get; set; }

    public bool IsOwn => DiscussionPermissions.IsAuthor(current.Value, Post).Allowed;
    public string Back => $"{Discussion.PathOf(Subject.Kind, Subject.Id)}#post-{Post.Id}";
    public string Heading =>
        Act switch
        {
            "reply" => $"Reply to {Post.AuthorName}",
            "edit" => "Change your post",
            "remove" => "Remove this post",
            _ => "Report this post",
        };
    public IReadOnlyList<Choice> SpeakForChoices =>
        [.. current.Organisations.Select(o => new Choice(o.Id.ToString(), o.Name))];

    public Task OnGetAsync(Id<Post> id) => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync(Id<Post> id)
    {
        await RedisplayAsync();
        var stopped = HttpContext.RequestAborted;
        switch (Act)
        {
            case "reply":
                await write.RunAsync(
                    Subject.Kind,
                    Subject.Id,
                    PostKind.Discussion,
                    Text,
                    SpeakFor,
                    id,
                    stopped
                );
                TempData[PageKeys.Done] = "Your reply is there.";
                break;
            case "edit":
                await edit.RunAsync(id, Text, stopped);
                TempData[PageKeys.Done] = "Your post has been changed.";
                break;
            case "remove":
                await remove.RunAsync(id, Reason, stopped);
                TempData[PageKeys.Done] = "The post has been removed.";
                break;
            default:
                await report.RunAsync(id, Reason, stopped);
                TempData[PageKeys.Done] =
                    "Thank you. The officers who look after this record will decide.";
                break;
        }
        return LocalRedirect(Back);
    }

    public async Task RedisplayAsync()
    {
        Id<Post>.TryParse((string?)RouteData.Values["id"], null, out var id);
        (Post, Subject) = await find.RunAsync(id, HttpContext.RequestAborted);
        if (Post.IsRemoved)
        {
            throw new Refusal("This post has been removed.", kind: RefusalKind.NotFound);
        }
        if (Act == "edit")
        {
            DiscussionPermissions.IsAuthor(current.Value, Post).Permit();
        }
        else if (Act == "remove" && !IsOwn)
        {
            DiscussionPermissions.MayModerate(current.Value, Subject.Organisation).Permit();
        }
    }
}
