using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Discussions.Pages;

/// <summary>What was asked, and what is the answer?</summary>
[AllowAnonymous]
public sealed class QuestionModel(
    Db db,
    Actor actor,
    AnswerClock clock,
    AnswerDuties duties,
    FindQuestion find,
    AnswerQuestion answer,
    DeclineQuestion decline,
    WithdrawQuestion withdraw,
    QuestionLinks links
) : PageModel, IRedisplay
{
    /// <summary>The link of an asker without an account.</summary>
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    public SeenQuestion Seen { get; private set; } = null!;
    public Subject Subject { get; private set; } = null!;
    public string Keeper { get; private set; } = "";
    public DateOnly Today => clock.Today;

    [
        BindProperty,
        Display(
            Name = "The question, as everybody is to read it",
            Description = "Take out whatever could show who asked: a firm’s name, a product, a place. The asker’s own words are kept, and not published."
        )
    ]
    public string? Published { get; set; }

    [
        BindProperty,
        Display(
            Name = "Your answer",
            Description = "Goes to everybody who may see the record, and those who follow it are told."
        )
    ]
    public string? Answer { get; set; }

    [
        BindProperty,
        Display(
            Name = "Why will you not answer it?",
            Description = "Only the person who asked and your officers read this."
        )
    ]
    public string? Reason { get; set; }

    public async Task OnGetAsync(string reference)
    {
        await RedisplayAsync();
        Published = Seen.MayAnswer ? Seen.Text : null;
    }

    public async Task<IActionResult> OnPostAnswerAsync(string reference)
    {
        await answer.RunAsync(reference, Published, Answer, HttpContext.RequestAborted);
        return Done(reference, "Question and answer are published.");
    }

    public async Task<IActionResult> OnPostDeclineAsync(string reference)
    {
        await decline.RunAsync(reference, Reason, HttpContext.RequestAborted);
        return Done(reference, "The person who asked can read why.");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string reference)
    {
        await withdraw.RunAsync(reference, links.ReadQuestion(Token), HttpContext.RequestAborted);
        return Done(reference, "You have taken the question back.");
    }

    public async Task RedisplayAsync()
    {
        var (question, subject) = await find.RunAsync(
            (string)RouteData.Values["reference"]!,
            links.ReadQuestion(Token),
            HttpContext.RequestAborted
        );
        var duty = await duties.OfAsync(actor, HttpContext.RequestAborted);
        (Seen, Subject) = (question.SeenBy(duty, links.ReadQuestion(Token)?.Address), subject);
        Keeper = await db.Set<Organisation>()
            .Where(o => o.Id == question.OrganisationId)
            .Select(o => o.Name)
            .SingleAsync();
    }

    private LocalRedirectResult Done(string reference, string what)
    {
        TempData[PageKeys.Done] = what;
        return LocalRedirect(
            Token is null
                ? $"/questions/{reference}"
                : $"/questions/{reference}?t={Uri.EscapeDataString(Token)}"
        );
    }
}
