using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments.Pages;

/// <summary>Shall this step be taken?</summary>
public sealed class ActModel(
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentUnits units,
    AssessmentAnswers answers,
    TakeAct take
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;
    public ActRule Rule { get; private set; } = null!;
    public string? Missing { get; private set; }

    /// <summary>What the rule says of the ratings as they are, before it is decided.</summary>
    public OutcomeRule? ByRule { get; private set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var assessment = await take.RunAsync(
            (string)RouteData.Values["reference"]!,
            (string)RouteData.Values["act"]!,
            Reason,
            HttpContext.RequestAborted
        );
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        TempData[PageKeys.Done] =
            $"{kind.Acts.First(a => a.Code == (string)RouteData.Values["act"]!).Done}.";
        return LocalRedirect(assessment.Path);
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Assessment = await find.RunAsync((string)RouteData.Values["reference"]!, stopped);
        var kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        Rule =
            kind.Acts.FirstOrDefault(a => a.Code == (string)RouteData.Values["act"]!)
            ?? throw new Refusal("There is no such step.", kind: RefusalKind.NotFound);
        AssessmentPermissions.MayAs(actor, kind, Assessment, Rule.Who).Permit();
        DeclareInterest.MustHaveSaid(kind, Assessment, actor, Rule.Who);
        var all = await units.OfAsync(Assessment, kind, stopped);
        Missing = Assessment.IsOpen(Rule)
            ? await take.MissingAsync(Assessment, kind, Rule, all, stopped)
            : $"That cannot be done now: {kind.Step(Assessment.State).Title.ToLowerInvariant()}.";
        ByRule =
            Missing is null && Rule is { Does: ActEffect.Decide, Outcome: null }
                ? OutcomeByRule.Find(
                    kind,
                    kind.Scale(Assessment.Scale),
                    all,
                    Assessment.Counting(kind),
                    (await answers.AutoFailsAsync(Assessment, stopped)).Count
                )
                : null;
    }
}
