using Microsoft.AspNetCore.Authorization;
using Tandem.Kernel;
using Tandem.Playbooks.Editing;

namespace Tandem.Playbooks.Pages;

/// <summary>How does one version differ from another?</summary>
[AllowAnonymous]
public sealed class CompareModel(PlaybookShelf shelf, Db db, Actor actor)
    : ReadingPage(shelf, db, actor)
{
    public string From { get; private set; } = "";
    public string To { get; private set; } = "";
    public IReadOnlyList<ChangedFile> Changes { get; private set; } = [];

    public async Task OnGetAsync(string key, string? from, string? to)
    {
        await LoadAsync(key);
        var (before, after) = (await FindAsync(key, from), await FindAsync(key, to));
        (From, To) = (before.Version, after.Version);
        Changes = Differences.Between(
            await Shelf.FilesAsync(before.Id, Stopped),
            await Shelf.FilesAsync(after.Id, Stopped)
        );
    }

    private async Task<PlaybookVersion> FindAsync(string key, string? version) =>
        (await Shelf.FindAsync(key, version, Stopped))?.Version
        ?? throw new Refusal("There is no such version.", kind: RefusalKind.NotFound);
}
