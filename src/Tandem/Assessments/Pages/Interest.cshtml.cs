using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>Have I an interest in the outcome?</summary>
public sealed class InterestModel(
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    DeclareInterest declare
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;

    [BindProperty, Display(Name = "Have you an interest?")]
    public bool? HasNone { get; set; }

    [
        BindProperty,
        Display(
            Name = "Anything the others should know (optional)",
            Description = "For example, that you met the team at an event."
        )
    ]
    public string? Words { get; set; }

    public static IReadOnlyList<Choice> Answers { get; } =
    [
        new("true", "No, I have none"),
        new("false", "Yes", "Your role is given back, and somebody else is named."),
    ];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await declare.RunAsync(Reference, HasNone, Words, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            HasNone == true
                ? "Noted: no interest."
                : "Your role is given back. Thank you for saying so.";
        return HasNone == true ? LocalRedirect(Assessment.Path) : LocalRedirect("/assessments");
    }

    public async Task RedisplayAsync()
    {
        Assessment = await find.RunAsync(Reference, HttpContext.RequestAborted);
        var kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        if (!DeclareInterest.Owing(kind, Assessment, actor).Any())
        {
            throw new Refusal(
                "Nothing is to be declared by you here.",
                kind: RefusalKind.Permission
            );
        }
    }

    private string Reference => (string)RouteData.Values["reference"]!;
}
