using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>Who can enter, and what do they accept?</summary>
public sealed class WhoModel(Db db, Actor actor, WriteCall write) : CallPageModel(db, actor)
{
    [BindProperty]
    public Dictionary<string, string?> Terms { get; set; } = [];

    public async Task<IActionResult> OnPostAsync()
    {
        await write.TermsAsync(
            Reference,
            Terms.ToDictionary(p => p.Key, p => p.Value ?? ""),
            HttpContext.RequestAborted
        );
        return Done("What entrants accept is saved.");
    }

    /// <inheritdoc/>
    protected override Task FillAsync(CancellationToken cancellation)
    {
        Terms = Call.AcceptedTerms.ToDictionary(p => p.Key, p => (string?)p.Value);
        return Task.CompletedTask;
    }
}
