using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts.Lists;
using Tandem.Market.Pages;
using Tandem.Web.Lists;

namespace Tandem.Pipeline.Pages;

/// <summary>A page that lists pipeline items: all of them, or those of one organisation or category.</summary>
public abstract class PipelinePage(PipelineList list) : PageModel
{
    private (string Facet, string Key)? about;

    public ListView List { get; private set; } = null!;
    public IReadOnlyList<PipelineRow> Rows { get; private set; } = [];

    /// <summary>The address of this list as data.</summary>
    public string As(string format) =>
        about is var (facet, key)
            ? ListAddress.With($"/pipeline.{format}", Request, ("page", null), (facet, key))
            : ListAddress.With($"/pipeline.{format}", Request, ("page", null));

    protected async Task ShowAsync((string Facet, string Key)? within = null)
    {
        about = within;
        (List, Rows) = await list.ShowAsync(Request, within);
        ListPages.Prepare(this, List);
        if (within is not null)
        {
            ViewData[Web.PageKeys.Canonical] = Request.Path.Value;
        }
    }
}
