using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>Which organisation assesses what for others?</summary>
public sealed class BodiesModel(Db db, Actor actor, AssessmentKinds kinds, NameBody name)
    : PageModel,
        IRedisplay
{
    [BindProperty, Display(Name = "Organisation")]
    public Id<Organisation>? Organisation { get; set; }

    [BindProperty, Display(Name = "What does it assess?")]
    public string? Kind { get; set; }

    public IReadOnlyList<(AssessingBody Body, string Name, string Title)> Bodies
    {
        get;
        private set;
    } = [];
    public IReadOnlyList<Choice> Organisations { get; private set; } = [];
    public IReadOnlyList<Choice> Kinds =>
        [
            .. kinds
                .All.Where(k => k.AssessedBy != AssessedBy.Own)
                .Select(k => new Choice(k.Name, k.Title)),
        ];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await name.RunAsync(Organisation ?? default, Kind, true, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Named.";
        return LocalRedirect("/assessments/bodies");
    }

    public async Task<IActionResult> OnPostEndAsync()
    {
        await name.RunAsync(Organisation ?? default, Kind, false, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Ended. What it has begun, it finishes.";
        return LocalRedirect("/assessments/bodies");
    }

    public async Task RedisplayAsync()
    {
        AssessmentPermissions.MayNameBodies(actor).Permit();
        var organisations = await db.Set<Organisation>()
            .AsNoTracking()
            .OrderBy(o => o.Name)
            .ToListAsync(HttpContext.RequestAborted);
        Organisations = [.. organisations.Select(o => new Choice(o.Id.ToString(), o.Name))];
        var names = organisations.ToDictionary(o => o.Id, o => o.Name);
        var bodies = await db.Set<AssessingBody>()
            .AsNoTracking()
            .ToListAsync(HttpContext.RequestAborted);
        Bodies =
        [
            .. bodies
                .Select(b =>
                    (
                        b,
                        names[b.OrganisationId],
                        kinds.All.FirstOrDefault(k => k.Name == b.Kind)?.Title ?? b.Kind
                    )
                )
                .OrderBy(b => b.Item2),
        ];
    }
}
