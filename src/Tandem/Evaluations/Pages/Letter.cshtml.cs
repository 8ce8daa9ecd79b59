using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tandem.Evaluations.Pages;

/// <summary>What was decided of my entry, and why?</summary>
public sealed class LetterModel(FindLetters find) : PageModel
{
    public LetterText Text { get; private set; } = null!;

    public async Task OnGetAsync(string reference, string stage, int number) =>
        Text = await find.OneAsync(reference, stage, number, HttpContext.RequestAborted);
}
