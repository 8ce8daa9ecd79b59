using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Assessments.Pages;

/// <summary>What can be assessed, and how do mine stand?</summary>
[AllowAnonymous]
public sealed class IndexModel(
    Db db,
    CurrentActor current,
    AssessmentKinds kinds,
    AssessmentList list
) : PageModel
{
    public AssessmentFilter Filter { get; private set; } = new();
    public IReadOnlyList<AssessmentRow> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];
    public IReadOnlyList<AssessmentKind> Kinds => kinds.All;
    public bool Assesses { get; private set; }
    public bool MayNameBodies => AssessmentPermissions.MayNameBodies(current.Value).Allowed;
    public bool MayReport => current.Value.Roles.Count > 0;

    /// <summary>Whether there is a list for this reader.</summary>
    public bool MayAnything { get; private set; }

    public IReadOnlyList<Choice> KindChoices => [.. Kinds.Select(k => new Choice(k.Name, k.Title))];

    public async Task OnGetAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Filter = AssessmentFilter.Read(Request.Query);
        var found = list.Find(Filter);
        Total = await found.CountAsync(stopped);
        Rows = await list.RowsAsync(
            found.Skip((Filter.Page - 1) * AssessmentList.PageSize).Take(AssessmentList.PageSize),
            stopped
        );
        MayAnything = current.Value.IsSignedIn || Total > 0 || Request.Query.Count > 0;
        var own = current.Value.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        Assesses = await db.Set<Assessment>()
            .AnyAsync(a => own.Contains(a.BodyId) && a.HandedOverAt != null, stopped);
        InForce =
        [
            .. new (string? Words, string Name)[]
            {
                (Filter.Words is { } words ? $"“{words}”" : null, "q"),
                (Kinds.FirstOrDefault(k => k.Name == Filter.Kind)?.Title, "kind"),
                (
                    AssessmentFilter.Statuses.FirstOrDefault(s => s.Value == Filter.Status)?.Text,
                    "status"
                ),
            }
                .Where(c => c.Words is not null)
                .Select(c => new PageLink(
                    c.Words!,
                    ListAddress.With(Request, (c.Name, null), ("page", null))
                )),
        ];
        ViewData[PageKeys.NoIndex] = Request.Query.Count > 0;
        ViewData[PageKeys.Wide] = true;
    }
}
