using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Questionnaires.Pages;

/// <summary>The responses this person may read.</summary>
public sealed class ResponsesModel(ResponseList list) : PageModel
{
    public ResponseFilter Filter { get; private set; } = new();
    public int Total { get; private set; }
    public IReadOnlyList<ResponseRow> Rows { get; private set; } = [];
    public IReadOnlyList<Choice> Sets { get; private set; } = [];
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Filter = ResponseFilter.Read(Request.Query);
        var found = list.Find(Filter);
        Total = await found.CountAsync(stopped);
        Rows = await list.RowsAsync(
            found.Skip((Filter.Page - 1) * ResponseList.PageSize).Take(ResponseList.PageSize),
            stopped
        );
        Sets = [.. (await list.SetsAsync(stopped)).Select(n => new Choice(n, n))];
        InForce = [.. Chips()];
    }

    private IEnumerable<PageLink> Chips()
    {
        foreach (
            var (text, name) in new[]
            {
                (Filter.Words is { } words ? $"“{words}”" : null, "q"),
                (Filter.Set, "set"),
                (ResponseFilter.States.FirstOrDefault(s => s.Value == Filter.State)?.Text, "state"),
            }
        )
        {
            if (text is not null)
            {
                yield return new(text, ListAddress.With(Request, (name, null), ("page", null)));
            }
        }
    }
}
