using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Playbooks;

/// <summary>Playbooks, for what works on any record: whoever follows one hears of its versions.</summary>
internal sealed class PlaybookSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(KeptPlaybook);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<KeptPlaybook>(ids);
        var found = await db.Set<KeptPlaybook>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(p => wanted.Contains(p.Id))
            .Select(p => new
            {
                Kept = p,
                Title = db.Set<PlaybookVersion>()
                    .Where(v => v.PlaybookId == p.Id && v.State != VersionState.Draft)
                    .OrderByDescending(v => v.PublishedAt)
                    .Select(v => v.Title)
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellation);
        return found
            .Where(f => f.Title is not null)
            .ToDictionary(
                f => f.Kept.Id.ToString(),
                f => new Subject(
                    Kind,
                    f.Kept.Id.ToString(),
                    f.Kept.Key,
                    f.Title!,
                    f.Kept.Path,
                    f.Kept.OrganisationId,
                    null,
                    [],
                    null
                )
            );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) =>
        act.Verb switch
        {
            PlaybookActs.Published => Published(act),
            PlaybookActs.Withdrawn => $"It was withdrawn: {act.Reason}",
            PlaybookActs.FlagAnswered => PlaybookTelling.Says(act),
            _ => DiscussionNews.Tell(act),
        };

    private static string Published(Event act)
    {
        using var data = JsonDocument.Parse(act.Data);
        var version = data.RootElement.GetProperty("version").GetString();
        return act.Reason is { } note
            ? $"Version {version} is published: {note}"
            : $"Version {version} is published.";
    }
}

/// <summary>Pages of playbooks, for what is said about one of them.</summary>
internal sealed class PlaybookPageSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(PlaybookPage);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<PlaybookPage>(ids);
        var found = await db.Set<PlaybookPage>()
            .AsNoTracking()
            .Where(p => wanted.Contains(p.Id))
            .Join(
                db.Set<KeptPlaybook>().VisibleTo(actor),
                p => p.PlaybookId,
                k => k.Id,
                (page, kept) => new { page, kept }
            )
            .ToListAsync(cancellation);
        return found.ToDictionary(
            f => f.page.Id.ToString(),
            f => new Subject(
                Kind,
                f.page.Id.ToString(),
                f.page.Code,
                f.page.Title,
                f.kept.Path + PlaybookPage.PathOf(f.page.Kind, f.page.Code),
                f.kept.OrganisationId,
                null,
                [],
                null
            )
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) =>
        act.Verb == PlaybookActs.FlagAnswered
            ? "What a reader said is outdated was answered."
            : DiscussionNews.Tell(act);
}
