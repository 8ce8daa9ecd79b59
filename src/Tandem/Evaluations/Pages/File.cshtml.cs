using Microsoft.AspNetCore.Mvc;
using Tandem.Evaluations.Files;
using Tandem.Formats.Documents.Properties;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>Does this file say who entered?</summary>
public sealed class FileModel(
    Actor actor,
    FindStage find,
    EntryFiles files,
    ReadFile read,
    CheckFile check
) : EntryPage(actor, find), IRedisplay
{
    public static IReadOnlyList<Choice> Answers { get; } =
    [
        new("yes", "Yes", "I have looked at it, and nothing in it says who entered."),
        new("no", "No", "It says, or shows, who entered."),
    ];

    [BindProperty]
    public string? Release { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public JudgedFile Found { get; private set; } = null!;
    public FileProperties Properties { get; private set; } = new([]);
    public string OwnPath =>
        $"{Entries.Entry.PathOf(Call.Reference, Entry.Number)}/files/{Found.Version}/{Found.Id}";

    /// <summary>What of the entrant's name its properties repeat.</summary>
    public IReadOnlyList<string> Told =>
        [
            .. Properties
                .Said.Select(s => s.Value)
                .Append(Found.OwnName)
                .Where(v => v.Contains(Entry.Entrant, StringComparison.CurrentCultureIgnoreCase))
                .Distinct()
                .Select(v => $"“{v}”"),
        ];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        (Release, Reason) = (
            Found.Check is { } before
                ? before.IsReleased
                    ? "yes"
                    : "no"
                : null,
            Found.Check?.Reason
        );
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await check.RunAsync(
            Reference,
            StageCode,
            Number,
            Found.Id,
            Release switch
            {
                "yes" => true,
                "no" => false,
                _ => null,
            },
            Reason,
            Stopped
        );
        TempData[PageKeys.Done] =
            Release == "yes" ? "Assessors may open it now." : "Assessors do not see it.";
        var next = (await files.OfAsync(Judged, Stopped)).FirstOrDefault(f => f.Check is null);
        return LocalRedirect(
            next is null
                ? $"{Judged.Path}/files"
                : $"{Judged.Path}/{next.Entry.Number}/files/{next.Id}/check"
        );
    }

    public async Task RedisplayAsync()
    {
        await LoadEntryAsync();
        JudgingPermissions.MayCheckFiles(Reader, Call).Permit();
        Found = await files.OneAsync(
            Judged,
            Entry,
            Guid.Parse((string)RouteData.Values["file"]!),
            Stopped
        );
        Properties = FileProperties.Of(await read.RunAsync(Judged, Found, Stopped));
    }
}
