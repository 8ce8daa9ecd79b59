using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Http;

namespace Tandem.Commitments.Pages;

/// <summary>One act on a promise: is it kept, what changes, who sees to it?</summary>
[UploadLimit]
public sealed class ActModel(
    Db db,
    Actor actor,
    FindCommitment find,
    UpdateCommitment update,
    PassOnCommitment passOn,
    PublishCommitment publish,
    TakeDownCommitment takeDown,
    KeepEvidence keep
) : PageModel, IRedisplay
{
    public Commitment Promise { get; private set; } = null!;
    public string Act => (string)RouteData.Values["act"]!;
    private string Reference => (string)RouteData.Values["reference"]!;

    [BindProperty, Display(Name = "What will you do?")]
    public string? Text { get; set; }

    [BindProperty, Display(Name = "By when will you keep it?")]
    public DateOnly? Due { get; set; }

    [BindProperty, Display(Name = "When was it kept?", Description = "Leave empty for today.")]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "Who is to see to it?")]
    public Id<Person>? Owner { get; set; }

    [
        BindProperty,
        Display(
            Name = "File (optional)",
            Description = "A document, a table or a picture of at most 20 MB. Whoever may read the promise may open it."
        )
    ]
    public IFormFile? Upload { get; set; }

    [
        BindProperty,
        Display(Name = "Link (optional)", Description = "An address, or a page of this site")
    ]
    public string? Link { get; set; }

    [BindProperty(SupportsGet = true)]
    public Id<CommitmentEvidence>? Evidence { get; set; }

    /// <summary>Members of the organisation but the one who sees to it now.</summary>
    public IReadOnlyList<Choice> People { get; private set; } = [];

    public string Heading =>
        Act switch
        {
            "kept" => "Is it kept?",
            "progress" => "How far has it come?",
            "change" => "Change the promise",
            "not-kept" => "It was not kept",
            "open-again" => "Open it again",
            "add-evidence" => "Add evidence",
            "remove-evidence" => "Take evidence away",
            "pass-on" => "Give it to a colleague",
            "publish" => "Show it to everybody",
            _ => "Take it down",
        };

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        (Text, Due) = (Promise.Text, Promise.Due);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            await RedisplayAsync();
            return Page();
        }
        var stopped = HttpContext.RequestAborted;
        switch (Act)
        {
            case "kept":
                await update.KeepAsync(Reference, On, Words, stopped);
                break;
            case "progress":
                await update.TellProgressAsync(Reference, Words, stopped);
                break;
            case "change":
                await update.ChangeAsync(Reference, Text, Due, Reason, stopped);
                break;
            case "not-kept":
                await update.SayNotKeptAsync(Reference, Reason, stopped);
                break;
            case "open-again":
                await update.OpenAgainAsync(Reference, Reason, stopped);
                break;
            case "add-evidence":
                await using (var content = Upload?.OpenReadStream() ?? Stream.Null)
                {
                    await keep.AddAsync(
                        Reference,
                        Words,
                        Link,
                        Upload is null ? null : (Upload.FileName, content),
                        stopped
                    );
                }
                break;
            case "remove-evidence":
                await keep.RemoveAsync(Reference, Evidence ?? default, Reason, stopped);
                break;
            case "pass-on":
                await passOn.RunAsync(Reference, Owner, stopped);
                break;
            case "publish":
                await publish.RunAsync(Reference, stopped);
                break;
            default:
                await takeDown.RunAsync(Reference, Reason, stopped);
                break;
        }
        TempData[PageKeys.Done] = "Done.";
        return LocalRedirect($"/commitments/{Reference}");
    }

    public async Task RedisplayAsync()
    {
        Promise = await find.RunAsync(Reference, HttpContext.RequestAborted);
        (
            Act switch
            {
                "publish" => CommitmentPermissions.MayPromise(actor, Promise.OrganisationId),
                "take-down" => CommitmentPermissions.MayTakeDown(actor, Promise.OrganisationId),
                _ => CommitmentPermissions.MayLookAfter(actor, Promise),
            }
        ).Permit();
        if (Promise.IsTakenDown)
        {
            throw new Refusal("This promise has been taken down.", kind: RefusalKind.NotFound);
        }
        var members = await db.Set<Membership>()
            .Where(m => m.OrganisationId == Promise.OrganisationId && m.PersonId != Promise.OwnerId)
            .Join(db.Set<Person>(), m => m.PersonId, p => p.Id, (_, p) => p)
            .OrderBy(p => p.Name)
            .ToListAsync();
        People = [.. members.Select(p => new Choice(p.Id.ToString(), p.Name))];
    }
}
