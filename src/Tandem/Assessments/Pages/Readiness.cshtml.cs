using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Commitments;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>What would fail as it is, and by when do we put it right?</summary>
public sealed class ReadinessModel(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentAnswers answers,
    PlanGaps plan
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;
    public OpenResponse Open { get; private set; } = null!;
    public IReadOnlyList<ReadinessGap> Gaps { get; private set; } = [];
    public string Slug { get; private set; } = "";
    public bool MayPlan => CommitmentPermissions.MayPlan(actor, Assessment.OrganisationId).Allowed;

    [BindProperty]
    public IList<string> Codes { get; set; } = [];

    [BindProperty, Display(Name = "By when?", Description = "For example, 31 3 2027")]
    public DateOnly? Due { get; set; }

    /// <summary>Promises made for gaps already, by what they promise.</summary>
    public IReadOnlyDictionary<string, Commitment> Planned { get; private set; } =
        new Dictionary<string, Commitment>();

    public IReadOnlyList<Choice> Choices =>
        [
            .. Gaps.Where(g => !Planned.ContainsKey(g.Promise))
                .Select(g => new Choice(g.Code, g.Text, g.FailsAlone ? "Fails by itself" : null)),
        ];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            await RedisplayAsync();
            return Page();
        }
        var planned = await plan.RunAsync(
            (string)RouteData.Values["reference"]!,
            [.. Codes],
            Due,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] =
            planned == 1 ? "One gap is planned." : $"{planned} gaps are planned.";
        return LocalRedirect($"/assessments/{RouteData.Values["reference"]}/readiness");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Assessment = await find.RunAsync((string)RouteData.Values["reference"]!, stopped);
        if (!actor.SpeaksFor(Assessment.OrganisationId.Value, Role.Member))
        {
            throw new Refusal("There is no such page.", kind: RefusalKind.NotFound);
        }
        Open =
            await answers.OpenAsync(Assessment, stopped)
            ?? throw new Refusal("There is no such page.", kind: RefusalKind.NotFound);
        Gaps = PlanGaps.Of(Open);
        Planned = await plan.PlannedAsync(Assessment, stopped);
        Slug = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => o.Id == Assessment.OrganisationId)
            .Select(o => o.Slug)
            .SingleAsync(stopped);
    }
}
