using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Tandem.Classification;
using Tandem.Contracts.Lists;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>What is planned in this category, at any level of the CPV?</summary>
[AllowAnonymous]
public sealed class CategoryModel(PipelineList list, FilterWords words) : PipelinePage(list)
{
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>The digits of the code that count.</summary>
    public string Digits { get; private set; } = "";

    /// <summary>The next wider category.</summary>
    public PageLink? Above { get; private set; }

    public async Task<IActionResult> OnGetAsync(string cpv)
    {
        if (
            !Cpv.TryParse(cpv.Split('-')[0].PadRight(8, '0'), out var code)
            || words.Cpv.Find(code) is not { } entry
        )
        {
            return NotFound();
        }
        (Code, Name, Digits) = (code.Digits, entry.Name, code.Prefix);
        var digits = Digits;
        while (Above is null && digits.Length > 2)
        {
            digits = digits[..^1];
            if (
                Cpv.TryParse(digits.PadRight(8, '0'), out var wider)
                && words.Cpv.Find(wider) is { } known
            )
            {
                Above = new(known.Name, $"/pipeline/category/{wider.Digits}");
            }
        }
        await ShowAsync(("cpv", code.Prefix));
        return Page();
    }
}
