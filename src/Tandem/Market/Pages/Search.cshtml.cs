using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts.Lists;
using Tandem.Kernel.Search;
using Tandem.Web;

namespace Tandem.Market.Pages;

/// <summary>Where does what I am thinking of appear?</summary>
[AllowAnonymous]
public sealed class SearchModel(IEnumerable<SearchSection> sections) : PageModel
{
    private const int Shown = 5;

    /// <summary>What was typed.</summary>
    public string Typed { get; private set; } = "";

    /// <summary>What was found of each kind; nothing where nothing was typed.</summary>
    public IReadOnlyList<(SearchSection Section, SearchFound What)> Found { get; private set; } =
    [];

    /// <summary>The nearest known spelling, where nothing was found at all.</summary>
    public string? Suggestion =>
        Found.All(f => f.What.Total == 0)
            ? Found.Select(f => f.What.Suggestion).FirstOrDefault(s => s is not null)
            : null;

    public async Task OnGetAsync([FromQuery(Name = "q")] string? typed)
    {
        ViewData[PageKeys.NoIndex] = true;
        Typed = (typed ?? "").Trim();
        if (Typed.Length > QueryWords.LongestText)
        {
            Typed = Typed[..QueryWords.LongestText];
        }
        if (Typed.Length == 0)
        {
            return;
        }
        var found = new List<(SearchSection, SearchFound)>();
        foreach (var section in sections.OrderByDescending(s => s.ComesFirst))
        {
            found.Add((section, await section.FindAsync(Typed, Shown, HttpContext.RequestAborted)));
        }
        Found = found;
    }
}
