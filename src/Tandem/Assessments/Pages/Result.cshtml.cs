using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>What does the panel say of the whole?</summary>
public sealed class ResultModel(
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentUnits units,
    GiveResult give
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;
    public AssessmentKind Kind { get; private set; } = null!;
    public OutcomeRule ByRule { get; private set; } = null!;

    [BindProperty, Display(Name = "Overall result")]
    public string? StatedOutcome { get; set; }

    [
        BindProperty,
        Display(
            Name = "What the panel says of the whole",
            Description = "A few sentences at the top of the report: what stands out, what matters most next."
        )
    ]
    public string? OverallWords { get; set; }

    public IReadOnlyList<Choice> Choices =>
        [
            new("", "As the ratings give"),
            .. Kind
                .Outcomes.Where(o => o.Scale == Assessment.Scale)
                .Where(_ => Kind.Form(Assessment.Form)?.Rated != false)
                .Select(o => new Choice(o.Code, o.Title, o.Words)),
        ];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        (StatedOutcome, OverallWords) = (Assessment.StatedOutcome ?? "", Assessment.OverallWords);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var reference = (string)RouteData.Values["reference"]!;
        await give.RunAsync(reference, StatedOutcome, OverallWords, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Saved.";
        return LocalRedirect($"/assessments/{reference}");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Assessment = await find.RunAsync((string)RouteData.Values["reference"]!, stopped);
        Kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        AssessmentPermissions.MayAs(actor, Kind, Assessment, [Kind.OverallBy ?? ""]).Permit();
        ByRule = OutcomeByRule.Find(
            Kind,
            Kind.Scale(Assessment.Scale),
            await units.OfAsync(Assessment, Kind, stopped),
            Assessment.Counting(Kind)
        );
    }
}
