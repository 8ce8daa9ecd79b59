using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments.Pages;

/// <summary>What was done for this action, and is it enough?</summary>
public sealed class ActionModel(
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentUnits units,
    ShowAction show,
    AnswerAction answer,
    AssessmentList list
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;
    public AssessmentAction Action { get; private set; } = null!;
    public string UnitTitle { get; private set; } = "";
    public bool MayShow => AssessmentActions.MayShow(actor, Assessment).Allowed;
    public bool MayAnswer { get; private set; }
    public DateOnly Today => list.Today;

    [BindProperty, Display(Name = "What was done?")]
    public string? Evidence { get; set; }

    [
        BindProperty,
        Display(
            Name = "Where can it be seen? (optional)",
            Description = "An address, or a page of this site"
        )
    ]
    public string? EvidenceLink { get; set; }

    [BindProperty, Display(Name = "Remark", Description = "Needed where more is to be done.")]
    public string? Remark { get; set; }

    public static string Said(AssessmentAction action, DateOnly today) =>
        action.State switch
        {
            ActionState.Closed => "Closed",
            ActionState.Shown => "To be looked at",
            _ => action.Due < today ? "Overdue" : "Open",
        };

    public static string Colour(AssessmentAction action, DateOnly today) =>
        action.State switch
        {
            ActionState.Closed => "green",
            ActionState.Shown => "blue",
            _ => action.Due < today ? "red" : "yellow",
        };

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await show.RunAsync(Reference, Id, Evidence, EvidenceLink, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Shown. Whoever assessed it looks at it.";
        return LocalRedirect($"/assessments/{Reference}#actions");
    }

    public async Task<IActionResult> OnPostAnswerAsync(bool good)
    {
        await answer.RunAsync(Reference, Id, good, Remark, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = good ? "The action is closed." : "It goes back with your remark.";
        return LocalRedirect($"/assessments/{Reference}#actions");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Assessment = await find.RunAsync(Reference, stopped);
        Action =
            Assessment.Actions.SingleOrDefault(a => a.Id == Id)
            ?? throw new Refusal("There is no such action.", kind: RefusalKind.NotFound);
        var kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        if (!AssessmentPermissions.MayReadAnswers(actor, kind, Assessment))
        {
            throw new Refusal("There is no such action.", kind: RefusalKind.NotFound);
        }
        MayAnswer = AssessmentActions.MayAnswer(actor, kind, Assessment).Allowed;
        UnitTitle =
            (await units.OfAsync(Assessment, kind, stopped))
                .FirstOrDefault(u => u.Code == Action.Unit)
                ?.Title
            ?? Action.Unit;
    }

    private string Reference => (string)RouteData.Values["reference"]!;
    private Id<AssessmentAction> Id =>
        Id<AssessmentAction>.Parse((string)RouteData.Values["id"]!, null);
}
