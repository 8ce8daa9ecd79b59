using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>Do I, for the board, declare the answers to be true?</summary>
public sealed class DeclarationModel(
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentAnswers answers,
    SignDeclaration sign
) : PageModel, IRedisplay
{
    public Actor Actor => actor;
    public Assessment Assessment { get; private set; } = null!;
    public DeclarationRule Rule { get; private set; } = null!;
    public OpenResponse Open { get; private set; } = null!;
    public string? Missing { get; private set; }
    public IReadOnlyList<ReadinessGap> Gaps { get; private set; } = [];

    [BindProperty, Display(Name = "What is your position?")]
    public string? Position { get; set; }

    [BindProperty, Display(Name = "Your signature")]
    public IReadOnlyList<string> Agreed { get; set; } = [];

    public IReadOnlyList<Choice> Positions => [.. Rule.Positions.Select(p => new Choice(p, p))];

    public static IReadOnlyList<Choice> Agreement { get; } =
    [new("yes", "I declare this for the organisation")];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (!Rule.Positions.Contains(Position ?? ""))
        {
            ModelState.AddModelError(nameof(Position), "Choose your position");
        }
        if (!Agreed.Contains("yes"))
        {
            ModelState.AddModelError(
                nameof(Agreed),
                "Say that the declaration is true, or go back"
            );
        }
        if (ModelState.ErrorCount > 0)
        {
            return Page();
        }
        await sign.RunAsync(
            (string)RouteData.Values["reference"]!,
            Position,
            Agreed.Contains("yes"),
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] = "Signed and submitted.";
        return LocalRedirect($"/assessments/{RouteData.Values["reference"]}");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Assessment = await find.RunAsync((string)RouteData.Values["reference"]!, stopped);
        var kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        Rule =
            kind.Declaration
            ?? throw new Refusal("Nothing is to be signed here.", kind: RefusalKind.NotFound);
        AssessmentPermissions.MayAs(actor, kind, Assessment, [Rule.By]).Permit();
        Open = (await answers.OpenAsync(Assessment, stopped))!;
        Gaps = PlanGaps.Of(Open);
        var left = Open.Sheet.Gaps.Count();
        Missing =
            !kind.Acts.Any(a => a.NeedsDeclaration && Assessment.IsOpen(a))
                ? "Nothing is to be signed now."
            : left == 0 ? null
            : left == 1 ? "One answer is still missing or wrong."
            : $"{left} answers are still missing or wrong.";
    }
}
