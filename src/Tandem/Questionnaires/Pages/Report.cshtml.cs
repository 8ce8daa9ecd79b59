using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tandem.Questionnaires.Pages;

/// <summary>What do the responses to this version come to?</summary>
public sealed class ReportModel(VisibleQuestionSets visible, ResponseReport report) : PageModel
{
    [FromRoute]
    public string Name { get; set; } = "";

    [FromRoute]
    public string Version { get; set; } = "";

    public QuestionSet Set { get; private set; } = null!;
    public ReportFigures Figures { get; private set; } = null!;

    public async Task OnGetAsync()
    {
        Set = await visible.FindAsync(Name, Version, HttpContext.RequestAborted);
        Figures = await report.RunAsync(Set, HttpContext.RequestAborted);
    }
}
