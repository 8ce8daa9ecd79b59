using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>Which suppliers on our contracts have no valid certificate?</summary>
public sealed class SuppliersModel(
    CurrentActor current,
    AssessmentKinds kinds,
    SupplierCertificates report
) : PageModel
{
    public SupplierCertificateFilter Filter { get; private set; } = null!;
    public SupplierCertificateReport Report { get; private set; } = null!;
    public string CsvHref => $"/certificates/suppliers.csv{Request.QueryString}";
    public string KindTitle =>
        KindChoices.FirstOrDefault(k => k.Value == Filter.Kind)?.Text ?? Filter.Kind;
    public IReadOnlyList<Choice> KindChoices =>
        [
            .. kinds
                .All.Where(k => k.Certificate is not null)
                .Select(k => new Choice(k.Name, k.Certificate!.Title)),
        ];
    public IReadOnlyList<Choice> Organisations =>
        [.. current.Organisations.Select(o => new Choice(o.Slug, o.Name))];
    public static IReadOnlyList<Choice> Shown { get; } =
    [new("", "Those without a valid one"), new("all", "All suppliers")];

    public async Task OnGetAsync()
    {
        Filter = SupplierCertificateFilter.Read(Request.Query);
        Report = await report.RunAsync(Filter, HttpContext.RequestAborted);
    }
}
