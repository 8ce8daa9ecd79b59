using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Discussions.Pages;

/// <summary>What do I want to know of this, without an account?</summary>
[AllowAnonymous]
[EnableRateLimiting(FollowingRoom.FollowLimit)]
public sealed class AskModel(
    Db db,
    Subjects subjects,
    AnswerClock clock,
    AskByMail byMail,
    AskQuestion ask,
    QuestionLinks links
) : PageModel, IRedisplay
{
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The link that was sent.</summary>
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    [BindProperty, Display(Name = "E-mail address")]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "Your question")]
    public string? Ask { get; set; }

    public Subject Subject { get; private set; } = null!;
    public string Keeper { get; private set; } = "";
    public int Days { get; private set; }

    /// <summary>The confirmed address; null before there is one.</summary>
    public string? Address { get; private set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostLinkAsync()
    {
        var subject = await byMail.RunAsync(Kind, Id, Email, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            "Check your e-mail: open the link that we have sent you, and write your question. It is good for three days.";
        return LocalRedirect(subject.Path);
    }

    public async Task<IActionResult> OnPostAskAsync()
    {
        var (kind, id, address) = Sent();
        var question = await ask.RunAsync(kind, id, Ask, address, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            $"You have asked. Keep this page: it shows your question, {question.Reference}. The answer also comes by e-mail.";
        return LocalRedirect(links.Read(question));
    }

    public async Task RedisplayAsync()
    {
        if (Token is not null)
        {
            (Kind, Id, Address) = Sent();
        }
        var stopped = HttpContext.RequestAborted;
        Subject = await AskByMail.SubjectAsync(subjects, Kind, Id, stopped);
        var keeper = Subject.Organisation!.Value;
        Keeper = await db.Set<Organisation>()
            .Where(o => o.Id == keeper)
            .Select(o => o.Name)
            .SingleAsync(stopped);
        Days = await clock.DaysAsync(keeper, stopped);
    }

    private (string Kind, string Id, string Address) Sent() =>
        links.ReadAsk(Token)
        ?? throw new Refusal(
            "This link is too old, or not whole. Ask for a new one on the page of the record.",
            kind: RefusalKind.NotFound
        );
}
