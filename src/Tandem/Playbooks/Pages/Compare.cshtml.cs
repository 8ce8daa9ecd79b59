using Microsoft.AspNetCore.Authorization;
using Tandem.Kernel;
using Tandem.Playbooks.Editing;

namespace Tandem.Playbooks.Pages;

/// <summary>How does one version differ from another, or from what it was made from?</summary>
[AllowAnonymous]
public sealed class CompareModel(PlaybookShelf shelf, Db db, Actor actor)
    : ReadingPage(shelf, db, actor)
{
    public string From { get; private set; } = "";
    public string To { get; private set; } = "";
    public IReadOnlyList<ChangedFile> Changes { get; private set; } = [];

    /// <param name="from">Null is the one before; of the first of an adaptation, the version of the other playbook that it was made from.</param>
    /// <param name="to">Null is the published one.</param>
    public async Task OnGetAsync(string key, string? from, string? to)
    {
        await LoadAsync(key);
        var after = (await Shelf.FindAsync(key, to, Stopped))?.Version ?? throw None();
        var before =
            (
                from is null
                    ? await Shelf.BeforeAsync(after, Stopped)
                    : await Shelf.FindAsync(key, from, Stopped)
            ) ?? throw None();
        From = before.Kept.Id == Kept.Id ? before.Version.Version : before.Says;
        To = after.Version;
        Changes = Differences.Between(
            await Shelf.FilesAsync(before.Version.Id, Stopped),
            await Shelf.FilesAsync(after.Id, Stopped)
        );
    }

    private static Refusal None() =>
        new("There is no such version to compare.", kind: RefusalKind.NotFound);
}
