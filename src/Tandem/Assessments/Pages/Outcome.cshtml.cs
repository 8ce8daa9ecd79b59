using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>Should the outcome be another than the rule's, and does a second person agree?</summary>
public sealed class OutcomeModel(
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    OverrideOutcome change
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;
    public AssessmentKind Kind { get; private set; } = null!;

    [BindProperty, Display(Name = "What should it be?")]
    public string? ProposedOutcome { get; set; }

    [
        BindProperty,
        Display(Name = "Why?", Description = "Whoever is assessed reads this if it is agreed.")
    ]
    public string? Reason { get; set; }

    public IReadOnlyList<Choice> Outcomes =>
        [
            .. Kind
                .Outcomes.Where(o => o.Code != Assessment.Outcome)
                .Select(o => new Choice(o.Code, o.Title, o.Words)),
        ];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await change.ProposeAsync(Reference, ProposedOutcome, Reason, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Proposed. Somebody else has to agree.";
        return LocalRedirect($"/assessments/{Reference}");
    }

    public async Task<IActionResult> OnPostAnswerAsync(bool agree)
    {
        await change.AnswerAsync(Reference, agree, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = agree ? "The outcome is changed." : "The outcome stays.";
        return LocalRedirect($"/assessments/{Reference}");
    }

    public async Task RedisplayAsync()
    {
        Assessment = await find.RunAsync(Reference, HttpContext.RequestAborted);
        Kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        var rule =
            Kind.Overrides
            ?? throw new Refusal(
                "The outcome of this kind is always the rule’s.",
                kind: RefusalKind.NotFound
            );
        AssessmentPermissions
            .MayAs(actor, Kind, Assessment, rule.ProposedBy.Concat(rule.ConfirmedBy))
            .Permit();
        if (Assessment.Outcome is null)
        {
            throw new Refusal("There is no outcome yet.", kind: RefusalKind.NotFound);
        }
    }

    private string Reference => (string)RouteData.Values["reference"]!;
}
