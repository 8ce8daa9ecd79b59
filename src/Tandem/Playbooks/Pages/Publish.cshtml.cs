using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Files;
using Tandem.Web;

namespace Tandem.Playbooks.Pages;

/// <summary>Shall the draft become the version in use? With everything that changed.</summary>
public sealed class PublishModel(Db db, Actor actor, PlaybookShelf shelf, PublishDraft publish)
    : PageModel,
        IRedisplay
{
    public KeptPlaybook Kept { get; private set; } = null!;
    public PlaybookVersion Draft { get; private set; } = null!;
    public PlaybookVersion? Published { get; private set; }
    public IReadOnlyList<ContentProblem> Problems { get; private set; } = [];

    /// <summary>What it is compared with: the version in use, or, of the first of an adaptation, what it was made from.</summary>
    public string? Since { get; private set; }
    public IReadOnlyList<ChangedFile> Changes { get; private set; } = [];

    [
        BindProperty,
        Display(
            Name = "What has changed, in a sentence or two?",
            Description = "For those who follow it, and those whose runs are pinned to the version before."
        )
    ]
    public string? Note { get; set; }

    public Task OnGetAsync(string key) => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync(string key)
    {
        await publish.RunAsync(key, Note, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Published.";
        return LocalRedirect($"/playbooks/{key}");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        db.ChangeTracker.Clear();
        (Kept, Draft) = await db.DraftToEditAsync(actor, (string)RouteData.Values["key"]!, stopped);
        Published = await db.PublishedOfAsync(Kept, stopped);
        var files = await shelf.FilesAsync(Draft.Id, stopped);
        Problems = PlaybookReader.Read(files).Problems;
        var upstream = Published is null ? await shelf.UpstreamOfAsync(Draft, stopped) : null;
        Since = Published?.Version ?? upstream?.Says;
        Changes = (Published ?? upstream?.Version) is { } before
            ? Differences.Between(await shelf.FilesAsync(before.Id, stopped), files)
            : [];
    }
}
