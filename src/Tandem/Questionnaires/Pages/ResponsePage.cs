using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Questionnaires.Pages;

/// <summary>A page of one response: finds it, or nothing at all for whoever may not read it.</summary>
public abstract class ResponsePage(FindResponse find) : PageModel
{
    [FromRoute]
    public Id<Response> Id { get; set; }

    public OpenResponse Open { get; protected set; } = null!;

    protected FindResponse Find => find;

    protected async Task LoadAsync()
    {
        Open = await find.RunAsync(Id, HttpContext.RequestAborted);
        ViewData[PageKeys.NoIndex] = true;
    }

    /// <summary>The section of that code that is asked.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    protected Section SectionOf(string code) =>
        Open.Set.Sections.FirstOrDefault(s => s.Code == code)
        ?? throw new Refusal("There is no such section.", kind: RefusalKind.NotFound);

    /// <summary>Sections with a question that is asked.</summary>
    public IEnumerable<Section> Asked =>
        Open.Set.Sections.Where(s => Open.Sheet.StateOf(s) != SectionState.NotAsked);
}
