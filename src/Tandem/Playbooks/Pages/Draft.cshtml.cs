using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Files;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Pages;

/// <summary>Problems of a draft, each leading to where it is mended.</summary>
public sealed record ProblemList(string Path, IReadOnlyList<ContentProblem> Problems);

/// <summary>A file of a draft in its list.</summary>
/// <param name="Says">“new” or “changed” beside what is published; null where it is the same.</param>
public sealed record DraftFile(string Path, string Name, string? Says);

/// <summary>What is in the draft, what is wrong in it, and what is new?</summary>
public sealed class DraftModel(
    Db db,
    Actor actor,
    PlaybookShelf shelf,
    BeginDraft begin,
    DiscardDraft discard,
    WritePart write
) : PageModel, IRedisplay
{
    public static readonly IReadOnlyList<Choice> Folders =
    [
        new("guides", "Guide"),
        new("methods", "Method card"),
        new("templates", "Template"),
    ];

    public KeptPlaybook Kept { get; private set; } = null!;
    public PlaybookVersion? Draft { get; private set; }
    public PlaybookVersion? Published { get; private set; }
    public string Title => Draft?.Title ?? Published?.Title ?? Kept.Name;

    /// <summary>Stages whose steps can be changed by form; none where playbook.yaml cannot be read.</summary>
    public IReadOnlyList<Stage> Stages { get; private set; } = [];
    public IReadOnlyList<ContentProblem> Problems { get; private set; } = [];
    public IReadOnlyList<(string Title, IReadOnlyList<DraftFile> Files)> Groups
    {
        get;
        private set;
    } = [];
    public IReadOnlyList<string> TakenOut { get; private set; } = [];

    [BindProperty, Display(Name = "What is it?")]
    public string? Folder { get; set; }

    [
        BindProperty,
        Display(
            Name = "Title of the page",
            Description = "Its first letters become its code, and stay."
        )
    ]
    public string? PageTitle { get; set; }

    public Task OnGetAsync(string key) => RedisplayAsync();

    public async Task<IActionResult> OnPostBeginAsync(string key)
    {
        await begin.RunAsync(key, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Begun. Readers see nothing of it until you publish.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostDiscardAsync(string key)
    {
        var stays = await discard.RunAsync(key, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The draft is gone.";
        return LocalRedirect(stays ? $"/playbooks/{key}" : "/playbooks");
    }

    public async Task<IActionResult> OnPostAddAsync(string key)
    {
        if (Folders.All(f => f.Value != Folder))
        {
            throw new Refusal("Say what it is", nameof(Folder));
        }
        if (string.IsNullOrWhiteSpace(PageTitle))
        {
            throw new Refusal("Give the page a title", nameof(PageTitle));
        }
        var code = Slug.Of(PageTitle);
        code = code.Length > 60 ? code[..60].TrimEnd('-') : code;
        var path = $"{Folder}/{code}.md";
        await RedisplayAsync();
        var playbook = Draft is null
            ? null
            : (await shelf.ReadFilesAsync(Draft.Id, HttpContext.RequestAborted)).Playbook;
        db.ChangeTracker.Clear();
        try
        {
            await write.RunAsync(
                key,
                path,
                FirstFiles.Page(
                    Folder!,
                    $"\"{PageTitle.Trim().Replace("\"", "’", StringComparison.Ordinal).Replace("\\", "/", StringComparison.Ordinal)}\"",
                    playbook?.Stages.FirstOrDefault()?.Code ?? "first",
                    playbook?.Roles.FirstOrDefault()?.Code ?? "lead"
                ),
                null,
                HttpContext.RequestAborted
            );
        }
        catch (Refusal refusal) when (refusal.Field is "Code")
        {
            throw new Refusal(refusal.Message, nameof(PageTitle));
        }
        return LocalRedirect($"/playbooks/{key}/part?path={Uri.EscapeDataString(path)}");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Kept = await db.PlaybookToEditAsync(actor, (string)RouteData.Values["key"]!, stopped);
        (Draft, Published) = (
            await db.DraftOfAsync(Kept, stopped),
            await db.PublishedOfAsync(Kept, stopped)
        );
        if (Draft is null)
        {
            return;
        }
        var files = await shelf.FilesAsync(Draft.Id, stopped);
        var read = PlaybookReader.Read(files);
        Problems = read.Problems;
        Stages = read.Playbook?.Stages ?? [];
        var before = Published ?? (await shelf.UpstreamOfAsync(Draft, stopped))?.Version;
        var changes = before is null
            ? []
            : Differences.Between(await shelf.FilesAsync(before.Id, stopped), files);
        TakenOut = [.. changes.Where(c => c.After is null).Select(c => c.Path)];
        string? Says(string path) => changes.FirstOrDefault(c => c.Path == path)?.Says;
        Groups =
        [
            (
                "Stages, steps, gates and roles",
                [new(PlaybookFolder.Main, PlaybookFolder.Main, Says(PlaybookFolder.Main))]
            ),
            .. Folders.Select(f =>
                (
                    f.Text + "s",
                    (IReadOnlyList<DraftFile>)
                        [
                            .. files
                                .Keys.Where(p =>
                                    p.StartsWith(f.Value + "/", StringComparison.Ordinal)
                                )
                                .Select(p => new DraftFile(p, NameOf(read.Playbook, p), Says(p))),
                        ]
                )
            ),
        ];
        Groups = [.. Groups.Where(g => g.Files.Count > 0)];
    }

    private static string NameOf(Playbook? playbook, string path)
    {
        var code = Path.GetFileNameWithoutExtension(path);
        return
            (
                path.Split('/')[0] switch
                {
                    "guides" => playbook?.Guide(code)?.Title,
                    "methods" => playbook?.Method(code)?.Title,
                    _ => playbook?.Template(code)?.Title,
                }
            )
                is { Length: > 0 } title
            ? title
            : path;
    }
}
