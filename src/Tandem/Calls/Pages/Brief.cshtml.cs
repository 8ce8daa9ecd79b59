using Microsoft.AspNetCore.Mvc;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Calls.Pages;

/// <summary>What do entrants have to know?</summary>
public sealed class BriefModel(Db db, Actor actor, WriteCall write) : CallPageModel(db, actor)
{
    [BindProperty]
    public Dictionary<string, string?> Parts { get; set; } = [];

    /// <summary>A hint is read out with its field: words without marks.</summary>
    public static string? HintOf(BriefPart part) =>
        part.Guidance is { } guidance ? MarkdownText.Plain(guidance) : null;

    public async Task<IActionResult> OnPostAsync()
    {
        await write.BriefAsync(
            Reference,
            Parts.ToDictionary(p => p.Key, p => p.Value ?? ""),
            HttpContext.RequestAborted
        );
        return Done("The brief is saved.");
    }

    /// <inheritdoc/>
    protected override Task FillAsync(CancellationToken cancellation)
    {
        Parts = Call.BriefParts.ToDictionary(p => p.Key, p => (string?)p.Value);
        return Task.CompletedTask;
    }
}
