using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Assessments.Pages;

/// <summary>Who holds a certificate, and does the one with this number stand?</summary>
[AllowAnonymous]
public sealed class CertificatesModel(
    CurrentActor current,
    AssessmentKinds kinds,
    CertificateList list
) : PageModel
{
    public CertificateFilter Filter { get; private set; } = new();
    public IReadOnlyList<CertificateRow> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];
    public bool MayReport => current.Value.Roles.Count > 0;
    public IReadOnlyList<Choice> KindChoices =>
        [
            .. kinds
                .All.Where(k => k.Certificate is not null)
                .Select(k => new Choice(k.Name, k.Certificate!.Title)),
        ];

    public async Task<IActionResult> OnGetAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Filter = CertificateFilter.Read(Request.Query);
        var found = list.Find(Filter);
        Total = await found.CountAsync(stopped);
        // Whoever types a number in full wants that certificate, not a list of one.
        if (Total == 1 && Certificate.Read(Filter.Words) is { } number)
        {
            return LocalRedirect($"/certificates/{number}");
        }
        Rows =
        [
            .. (
                await found
                    .Skip((Filter.Page - 1) * CertificateList.PageSize)
                    .Take(CertificateList.PageSize)
                    .ToListAsync(stopped)
            ).Select(c => CertificateRow.Of(c, list.Today)),
        ];
        InForce =
        [
            .. new (string? Words, string Name)[]
            {
                (Filter.Words is { } words ? $"“{words}”" : null, "q"),
                (KindChoices.FirstOrDefault(k => k.Value == Filter.Kind)?.Text, "kind"),
                (
                    CertificateFilter.Statuses.FirstOrDefault(s => s.Value == Filter.Status)?.Text,
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
        return Page();
    }
}
