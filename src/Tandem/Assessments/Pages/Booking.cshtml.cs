using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments.Pages;

/// <summary>On which day, and what should the panel know beforehand?</summary>
public sealed class BookingModel(
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    ChangeBooking change,
    AssessmentList list
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;
    public BookingRule Rule { get; private set; } = null!;
    public string? Notice { get; private set; }

    [BindProperty, Display(Name = "On which day?")]
    public DateOnly? Day { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Facts { get; set; } = [];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        Day = Assessment.Day;
        Facts = BookingFacts.Of(Assessment).ToDictionary(f => f.Key, f => (string?)f.Value);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (!ModelState.IsValid)
        {
            return Page();
        }
        await change.RunAsync(Assessment.Reference, Day, Facts, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The booking is changed.";
        return LocalRedirect(Assessment.Path);
    }

    public async Task RedisplayAsync()
    {
        Assessment = await find.RunAsync(
            (string)RouteData.Values["reference"]!,
            HttpContext.RequestAborted
        );
        var kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        AssessmentPermissions.MayBook(actor, kind, Assessment).Permit();
        Rule =
            kind.Booking is { } rule && ChangeBooking.IsOpen(kind, Assessment)
                ? rule
                : throw new Refusal(
                    "There is no booking to change here.",
                    kind: RefusalKind.NotFound
                );
        Notice = BookingFacts.ShortNotice(kind, Assessment.Day, list.Today);
    }
}
