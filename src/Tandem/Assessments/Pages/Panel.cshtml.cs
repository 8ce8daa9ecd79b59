using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>Who sits on this panel, and who could?</summary>
public sealed class PanelModel(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    PanelCheck check,
    Candidates candidates,
    NameMember name
) : PageModel, IRedisplay
{
    public Assessment Assessment { get; private set; } = null!;
    public AssessmentKind Kind { get; private set; } = null!;
    public IReadOnlyList<PanelLine> Lines { get; private set; } = [];
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    /// <summary>Name, role, and why they are independent.</summary>
    public IReadOnlyList<(string Name, string Role, string Why)> Sitting { get; private set; } = [];

    [BindProperty]
    public Id<Person> Person { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public string? Profession { get; set; }

    public IReadOnlyList<Choice> Roles =>
        [.. Kind.Panel!.Roles.Select(Kind.Role).Select(r => new Choice(r!.Code, r.Title))];

    /// <summary>The lead first, then the others.</summary>
    public string? Suggested =>
        Kind.ConsolidatedBy is { } lead && Assessment.Present.All(m => m.Role != lead)
            ? lead
            : Kind.Panel!.Roles.FirstOrDefault(r => r != Kind.ConsolidatedBy);

    public static IReadOnlyList<Choice> Choices(Candidate candidate) =>
        [.. candidate.Professions.Select(p => new Choice(p, p))];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await name.RunAsync(
            (string)RouteData.Values["reference"]!,
            Role,
            null,
            Profession,
            HttpContext.RequestAborted,
            Person
        );
        TempData[PageKeys.Done] = "Named, and told so.";
        return LocalRedirect($"/assessments/{RouteData.Values["reference"]}/panel");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Assessment = await find.RunAsync((string)RouteData.Values["reference"]!, stopped);
        Kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        if (Kind.Panel is null)
        {
            throw new Refusal("This assessment has no panel.", kind: RefusalKind.NotFound);
        }
        AssessmentPermissions.MayName(actor, Assessment, Side.Assessors).Permit();
        Lines = await check.OfAsync(Assessment, Kind, stopped);
        Candidates = await candidates.OfAsync(Assessment, Kind, stopped);
        var sitting = Assessment.Present.Where(m => Kind.Panel.Roles.Contains(m.Role)).ToList();
        var ids = sitting.Select(m => m.PersonId).ToList();
        var names = await db.Set<Person>()
            .Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, stopped);
        var own = await db.Set<Membership>()
            .Where(m => m.OrganisationId == Assessment.OrganisationId && ids.Contains(m.PersonId))
            .Select(m => m.PersonId)
            .ToListAsync(stopped);
        Sitting =
        [
            .. sitting
                .OrderBy(m => m.AddedAt)
                .Select(m =>
                    (
                        names[m.PersonId],
                        Kind.Role(m.Role)!.Title + (m.Profession is { } p ? $", {p}" : ""),
                        Independence(m, own.Contains(m.PersonId))
                    )
                ),
        ];
    }

    private static string Independence(AssessmentMember member, bool own) =>
        (own ? "Of the organisation that is assessed" : "Another organisation")
        + (
            member.DeclaredAt is { } at
                ? $"; said on {Words.ShortDay(LocalDay.Of(at))} to have no interest in the outcome"
                : "; has not yet said whether they have an interest"
        );
}
