using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts.Lists;
using Tandem.Web;

namespace Tandem.Market.Pages;

/// <summary>What all list pages do alike.</summary>
internal static class ListPages
{
    /// <summary>Says what could not be understood, which address is the plain list, and that a narrowed list is no page for search engines.</summary>
    public static void Prepare(PageModel page, ListView list)
    {
        foreach (var (field, message) in list.Request.Problems)
        {
            page.ModelState.AddModelError(field, message);
        }
        if (list.Request.Page > list.Pages)
        {
            page.ModelState.AddModelError(
                "page",
                $"There is no page {Words.Number(list.Request.Page)}: the last is page {Words.Number(list.Pages)}"
            );
        }
        if (!page.ModelState.IsValid)
        {
            page.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        page.ViewData[PageKeys.Canonical] = list.Shape.Path;
        page.ViewData[PageKeys.NoIndex] = list.Request.IsNarrowed || page.Request.Query.Count > 0;
        page.ViewData[PageKeys.Wide] = true;
    }
}
