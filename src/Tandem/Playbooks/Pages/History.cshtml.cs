using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Playbooks.Pages;

/// <summary>Which versions are there, and what changed between them?</summary>
[AllowAnonymous]
public sealed class HistoryModel(PlaybookShelf shelf, Db db, Actor actor)
    : ReadingPage(shelf, db, actor)
{
    private const int Most = 100;
    private readonly Actor reader = actor;

    /// <summary>The latest first, each with what the one before it is called; the first of an adaptation with what it was made from.</summary>
    public IReadOnlyList<(PlaybookVersion Version, string? Earlier)> Versions
    {
        get;
        private set;
    } = [];

    /// <summary>For those who keep it: every act.</summary>
    public IReadOnlyList<Event> History { get; private set; } = [];

    public async Task OnGetAsync(string key)
    {
        await LoadAsync(key);
        var versions = (
            await Database
                .Set<PlaybookVersion>()
                .AsNoTracking()
                .VisibleTo(Database, reader)
                .Where(v => v.PlaybookId == Kept.Id)
                .ToListAsync(Stopped)
        )
            .Order(
                Comparer<PlaybookVersion>.Create(
                    (a, b) => PlaybookVersion.Compare(b.Version, a.Version)
                )
            )
            .ToList();
        var upstream = versions is [.., var first]
            ? await Shelf.UpstreamOfAsync(first, Stopped)
            : null;
        Versions =
        [
            .. versions.Select(
                (v, i) => (v, versions.ElementAtOrDefault(i + 1)?.Version ?? upstream?.Says)
            ),
        ];
        if (MayEdit)
        {
            var id = Kept.Id.ToString();
            History = await Database
                .Set<Event>()
                .AsNoTracking()
                .Where(e => e.SubjectKind == nameof(KeptPlaybook) && e.SubjectId == id)
                .OrderByDescending(e => e.Seq)
                .Take(Most)
                .ToListAsync(Stopped);
        }
    }
}
