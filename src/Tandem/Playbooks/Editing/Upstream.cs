using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Playbooks.Editing;

/// <summary>A file that has changed upstream since an adaptation was last compared with it.</summary>
/// <param name="Ours">The adaptation’s own text; null where it has none.</param>
/// <param name="IsOurs">The adaptation has changed it too: taking theirs over loses that.</param>
public sealed record UpstreamChange(ChangedFile Theirs, string? Ours, bool IsOurs);

/// <summary>What has changed in the playbook that another adapts.</summary>
/// <param name="Based">The version the adaptation’s texts were last compared with.</param>
/// <param name="Newest">The version that is published there now.</param>
/// <param name="Changes">What has changed between the two, and not been taken over; playbook.yaml, which holds the adaptation’s own steps, is only shown.</param>
public sealed record UpstreamNews(
    KeptPlaybook Upstream,
    PlaybookVersion Based,
    PlaybookVersion Newest,
    IReadOnlyList<UpstreamChange> Changes
)
{
    public bool IsNewer => Based.Id != Newest.Id;
}

/// <summary>Compares an adaptation with what has become of the playbook it adapts.</summary>
public sealed class ReadUpstream(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <param name="own">The version of the adaptation: its draft, or the published one.</param>
    /// <returns>Null where it adapts nothing, or nothing of that is published any more.</returns>
    public async Task<UpstreamNews?> RunAsync(
        KeptPlaybook kept,
        PlaybookVersion own,
        CancellationToken cancellation = default
    )
    {
        if (kept.UpstreamId is not { } id || own.UpstreamVersionId is not { } basedId)
        {
            return null;
        }
        var upstream = await db.Set<KeptPlaybook>()
            .AsNoTracking()
            .VisibleTo(actor)
            .SingleOrDefaultAsync(p => p.Id == id, cancellation);
        var newest = upstream is null ? null : await db.PublishedOfAsync(upstream, cancellation);
        if (upstream is null || newest is null)
        {
            return null;
        }
        var based = await db.Set<PlaybookVersion>()
            .AsNoTracking()
            .SingleAsync(v => v.Id == basedId, cancellation);
        var before = await shelf.FilesAsync(based.Id, cancellation);
        var after = await shelf.FilesAsync(newest.Id, cancellation);
        var ours = await shelf.FilesAsync(own.Id, cancellation);
        return new(
            upstream,
            based,
            newest,
            [
                .. Differences
                    .Between(before, after)
                    .Select(c => new UpstreamChange(
                        c,
                        ours.GetValueOrDefault(c.Path),
                        ours.GetValueOrDefault(c.Path) != c.Before
                    ))
                    .Where(c => c.Ours != c.Theirs.After),
            ]
        );
    }
}

/// <summary>Takes what has changed upstream over into the draft: one file, or all that the adaptation has not changed itself; or says that all of it has been looked at.</summary>
public sealed class TakeOver(Db db, Actor actor, ReadUpstream read)
{
    /// <param name="path">One file; null for every one that the adaptation has not changed itself.</param>
    /// <returns>How many files were taken over.</returns>
    /// <exception cref="Refusal">The actor may not, there is no draft, or nothing upstream.</exception>
    public async Task<int> RunAsync(
        string key,
        string? path,
        CancellationToken cancellation = default
    )
    {
        var (kept, draft, news) = await FindAsync(key, cancellation);
        var wanted = news
            .Changes.Where(c =>
                c.Theirs.Path != Files.PlaybookFolder.Main
                && (path is null ? !c.IsOurs : c.Theirs.Path == path)
            )
            .ToList();
        foreach (var change in wanted)
        {
            var file = await db.Set<PlaybookFile>()
                .SingleOrDefaultAsync(
                    f => f.VersionId == draft.Id && f.Path == change.Theirs.Path,
                    cancellation
                );
            if (change.Theirs.After is not { } text)
            {
                if (file is not null)
                {
                    db.Remove(file);
                }
                continue;
            }
            if (file is null)
            {
                db.Add(file = PlaybookFile.Of(draft, change.Theirs.Path, text, db.Now()));
            }
            file.Write(draft, text, DraftStore.Self(actor), db.Now());
        }
        if (wanted.Count > 0)
        {
            db.Record(
                actor,
                PlaybookActs.TakenOver,
                nameof(KeptPlaybook),
                kept.Id,
                new { version = news.Newest.Version, paths = wanted.Select(c => c.Theirs.Path) }
            );
            await db.SaveChangesAsync(cancellation);
        }
        return wanted.Count;
    }

    /// <summary>All that has changed upstream has been looked at: from now on the draft counts as made from the newest version there.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task FollowAsync(string key, CancellationToken cancellation = default)
    {
        var (kept, draft, news) = await FindAsync(key, cancellation);
        draft.FollowUpstream(news.Newest.Id, db.Now());
        db.Record(
            actor,
            PlaybookActs.TakenOver,
            nameof(KeptPlaybook),
            kept.Id,
            new { version = news.Newest.Version }
        );
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<(KeptPlaybook, PlaybookVersion, UpstreamNews)> FindAsync(
        string key,
        CancellationToken cancellation
    )
    {
        var (kept, draft) = await db.DraftToEditAsync(actor, key, cancellation);
        return (
            kept,
            draft,
            await read.RunAsync(kept, draft, cancellation)
                ?? throw new Refusal(
                    "This playbook adapts none that is published.",
                    kind: RefusalKind.NotFound
                )
        );
    }
}
