using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>Who answers, signs, assesses?</summary>
public sealed class PeopleModel(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    NameMember name,
    UnnameMember unname
) : PageModel, IRedisplay
{
    public Actor Actor => actor;
    public Assessment Assessment { get; private set; } = null!;
    public AssessmentKind Kind { get; private set; } = null!;

    [BindProperty, Display(Name = "Role")]
    public string? Role { get; set; }

    [
        BindProperty,
        Display(Name = "E-mail address", Description = "Of somebody with an account here")
    ]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "Profession")]
    public string? Profession { get; set; }

    [BindProperty]
    public Id<AssessmentMember>? Member { get; set; }

    public IReadOnlyList<(AssessmentMember Member, string Name, RoleRule Role)> Members
    {
        get;
        private set;
    } = [];

    /// <summary>Roles this person may name somebody for.</summary>
    public IReadOnlyList<Choice> Roles =>
        [
            .. Kind
                .Roles.Where(r =>
                    r.ByRight is not Kernel.Role.Officer
                    && AssessmentPermissions.MayName(actor, Assessment, r.Side).Allowed
                )
                .Select(r => new Choice(r.Code, r.Title, r.Summary)),
        ];

    public IReadOnlyList<Choice> Professions =>
        [.. Kind.Roles.SelectMany(r => r.Professions).Distinct().Select(p => new Choice(p, p))];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await name.RunAsync(Reference, Role, Email, Profession, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Named, and told so.";
        return LocalRedirect($"/assessments/{Reference}/people");
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        await unname.RunAsync(Reference, Member ?? default, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The role is taken away.";
        return LocalRedirect($"/assessments/{Reference}/people");
    }

    public async Task RedisplayAsync()
    {
        Assessment = await find.RunAsync(Reference, HttpContext.RequestAborted);
        Kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        if (!AssessmentPermissions.MayReadAll(actor, Assessment))
        {
            throw new Refusal("There is no such assessment.", kind: RefusalKind.NotFound);
        }
        var ids = Assessment.Present.Select(m => m.PersonId).ToList();
        var names = await db.Set<Person>()
            .Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, HttpContext.RequestAborted);
        Members =
        [
            .. Assessment
                .Present.OrderBy(m => m.AddedAt)
                .Select(m => (m, names[m.PersonId], Kind.Role(m.Role)!)),
        ];
    }

    private string Reference => (string)RouteData.Values["reference"]!;
}
