using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Files;
using Tandem.Playbooks.Reading;
using Tandem.Web;

namespace Tandem.Playbooks.Pages;

/// <summary>What should this file of the draft say? With a preview, its problems by line, and how it differs from what is published.</summary>
public sealed class PartModel(
    Db db,
    Actor actor,
    PlaybookShelf shelf,
    WritePart write,
    RemovePart remove
) : PageModel, IRedisplay
{
    public KeptPlaybook Kept { get; private set; } = null!;
    public PlaybookVersion Draft { get; private set; } = null!;
    public string FilePath { get; private set; } = "";
    public bool IsMain => FilePath == PlaybookFolder.Main;
    public IReadOnlyList<ContentProblem> Problems { get; private set; } = [];

    /// <summary>What somebody else has saved, beside what is in the box.</summary>
    public ChangedFile? Theirs { get; private set; }

    /// <summary>What is published, beside what is in the box; null where it is the same or nothing is.</summary>
    public ChangedFile? Change { get; private set; }
    public IHtmlContent? Preview { get; private set; }

    /// <summary>Of playbook.yaml: its stages as they would be.</summary>
    public IReadOnlyList<Stage> Stages { get; private set; } = [];
    public int Rows => Math.Clamp((Text ?? "").Count(c => c == '\n') + 3, 12, 40);

    [BindProperty, Display(Name = "Text", Description = "YAML and Markdown, as in the file")]
    public string? Text { get; set; }

    /// <summary>What the text was when it was read.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public async Task<IActionResult> OnGetAsync(string key, string? path)
    {
        if (
            await db.PlaybookToEditAsync(actor, key, HttpContext.RequestAborted) is { } kept
            && await db.DraftOfAsync(kept, HttpContext.RequestAborted) is null
        )
        {
            return LocalRedirect($"/playbooks/{key}/draft");
        }
        var file = await LoadAsync();
        (Text, Seen) = (file.Text, WritePart.Seen(file));
        await LookAsync(preview: false);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string key, string? path, string? act)
    {
        if (act == "preview")
        {
            await LoadAsync();
            await LookAsync(preview: true);
            return Page();
        }
        await write.RunAsync(key, path ?? "", Text, Seen, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Saved in the draft.";
        return LocalRedirect($"/playbooks/{key}/part?path={Uri.EscapeDataString(path ?? "")}");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string key, string? path)
    {
        await remove.RunAsync(key, path ?? "", HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"{path} is no longer in the draft.";
        return LocalRedirect($"/playbooks/{key}/draft");
    }

    public async Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        var file = await LoadAsync();
        if (WritePart.Seen(file) != Seen)
        {
            Theirs = new(FilePath, file.Text, Text);
            Seen = WritePart.Seen(file);
        }
        await LookAsync(preview: false);
    }

    /// <summary>A line of the text, short enough to stand beside a problem.</summary>
    public string LineText(int line)
    {
        var text =
            (Text ?? "").ReplaceLineEndings("\n").Split('\n').ElementAtOrDefault(line - 1)?.Trim()
            ?? "";
        return text.Length > 100 ? text[..99] + "…" : text;
    }

    private async Task<PlaybookFile> LoadAsync()
    {
        var stopped = HttpContext.RequestAborted;
        (Kept, Draft) = await db.DraftToEditAsync(actor, (string)RouteData.Values["key"]!, stopped);
        FilePath = Request.Query["path"].FirstOrDefault() ?? PlaybookFolder.Main;
        return await db.Set<PlaybookFile>()
                .AsNoTracking()
                .SingleOrDefaultAsync(f => f.VersionId == Draft.Id && f.Path == FilePath, stopped)
            ?? throw new Refusal("The draft has no such page.", kind: RefusalKind.NotFound);
    }

    private async Task LookAsync(bool preview)
    {
        var stopped = HttpContext.RequestAborted;
        var text = (Text ?? "").ReplaceLineEndings("\n");
        var files = new Dictionary<string, string>(await shelf.FilesAsync(Draft.Id, stopped))
        {
            [FilePath] = text,
        };
        var read = PlaybookReader.Read(files);
        Problems = [.. read.Problems.Where(p => p.File == FilePath)];
        var before =
            await db.PublishedOfAsync(Kept, stopped)
            ?? (await shelf.UpstreamOfAsync(Draft, stopped))?.Version;
        if (before is not null)
        {
            Change = Differences
                .Between(
                    (await shelf.FilesAsync(before.Id, stopped))
                        .Where(f => f.Key == FilePath)
                        .ToDictionary(),
                    new Dictionary<string, string> { [FilePath] = text }
                )
                .SingleOrDefault();
        }
        if (!preview)
        {
            return;
        }
        if (IsMain)
        {
            Stages = read.Playbook?.Stages ?? [];
            return;
        }
        var code = Path.GetFileNameWithoutExtension(FilePath);
        string Href(string below) => $"{Kept.Path}{below}?version={Draft.Version}";
        Preview = FilePath.Split('/')[0] switch
        {
            "guides" => PlaybookMarkdown
                .Render(read.Playbook?.Guide(code)?.Body ?? text, Href, 1)
                .Html,
            "methods" => PlaybookMarkdown
                .Render(read.Playbook?.Method(code)?.Body ?? text, Href, 1)
                .Html,
            _ => PlaybookMarkdown.RenderTemplate(read.Playbook?.Template(code)?.Body ?? text, Href),
        };
    }
}
