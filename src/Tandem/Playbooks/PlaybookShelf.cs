using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Files;

namespace Tandem.Playbooks;

/// <summary>A version with the playbook it is one of.</summary>
public sealed record ShelvedVersion
{
    public required KeptPlaybook Kept { get; init; }
    public required PlaybookVersion Version { get; init; }

    /// <summary>Whether the reader may read this version for a run alone that follows it, and nothing else of the playbook.</summary>
    public bool ForRun { get; init; }

    /// <summary>“A small playbook 1.0”.</summary>
    public string Says => $"{Version.Title} {Version.Version}";
}

/// <summary>Finds playbooks and reads them.</summary>
public sealed class PlaybookShelf(Db db, Actor actor, HeldPlaybooks held)
{
    /// <summary>The published version of a playbook, or a certain one, that the actor may read; null where there is none.</summary>
    /// <param name="key">As in addresses: <c>innovation-toolkit</c>, or <c>innovation-toolkit@preston-city-council</c>.</param>
    /// <param name="version">Null is the published one, and the last there was where that is withdrawn. A certain one is also read by those whose run follows it.</param>
    public async Task<ShelvedVersion?> FindAsync(
        string key,
        string? version = null,
        CancellationToken cancellation = default
    )
    {
        var found = await Readable()
            .Where(s => s.Kept.Key == key)
            .Where(s =>
                version == null
                    ? s.Version.State == VersionState.Published
                        || s.Version.State == VersionState.Withdrawn
                    : s.Version.Version == version
            )
            .OrderBy(s => s.Version.State)
            .ThenByDescending(s => s.Version.PublishedAt)
            .FirstOrDefaultAsync(cancellation);
        return found is not null || version is null
            ? found
            : await FollowedAsync(key, version, cancellation);
    }

    private Task<ShelvedVersion?> FollowedAsync(
        string key,
        string version,
        CancellationToken cancellation
    ) =>
        db.Set<KeptPlaybook>()
            .AsNoTracking()
            .Where(p => p.Key == key)
            .Join(
                db.Set<PlaybookVersion>().FollowedBy(db, actor),
                p => p.Id,
                v => v.PlaybookId,
                (p, v) =>
                    new ShelvedVersion
                    {
                        Kept = p,
                        Version = v,
                        ForRun = true,
                    }
            )
            .SingleOrDefaultAsync(s => s.Version.Version == version, cancellation);

    /// <summary>The version of another playbook that a version was made from, where the actor may read it; null where there is none.</summary>
    public Task<ShelvedVersion?> UpstreamOfAsync(
        PlaybookVersion version,
        CancellationToken cancellation = default
    ) =>
        version.UpstreamVersionId is { } id
            ? Readable().SingleOrDefaultAsync(s => s.Version.Id == id, cancellation)
            : Task.FromResult<ShelvedVersion?>(null);

    /// <summary>The version of the same playbook that came before; of the first of an adaptation the one it was made from. Null where the actor may read none.</summary>
    public async Task<ShelvedVersion?> BeforeAsync(
        PlaybookVersion version,
        CancellationToken cancellation = default
    )
    {
        var others = await Readable()
            .Where(s => s.Kept.Id == version.PlaybookId)
            .ToListAsync(cancellation);
        return others
                .Where(s => PlaybookVersion.Compare(s.Version.Version, version.Version) < 0)
                .MaxBy(s => s.Version.Version, Comparer<string>.Create(PlaybookVersion.Compare))
            ?? await UpstreamOfAsync(version, cancellation);
    }

    /// <summary>The version that an organisation would start a run of: its own published adaptation where it has one, otherwise the network’s; null where there is neither.</summary>
    public async Task<PlaybookVersion?> CurrentAsync(
        string name,
        Id<Organisation>? organisation,
        CancellationToken cancellation = default
    ) =>
        await db.Set<KeptPlaybook>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(p =>
                p.Name == name && (p.OrganisationId == null || p.OrganisationId == organisation)
            )
            .Join(
                db.Set<PlaybookVersion>().Where(v => v.State == VersionState.Published),
                p => p.Id,
                v => v.PlaybookId,
                (p, v) => new { p.OrganisationId, Version = v }
            )
            .OrderBy(f => f.OrganisationId == null)
            .Select(f => f.Version)
            .FirstOrDefaultAsync(cancellation);

    /// <summary>The version of this id, whoever may read it: for what is pinned to it.</summary>
    public Task<PlaybookVersion?> FindAsync(
        Id<PlaybookVersion> id,
        CancellationToken cancellation = default
    ) =>
        db.Set<PlaybookVersion>()
            .AsNoTracking()
            .SingleOrDefaultAsync(v => v.Id == id, cancellation);

    /// <summary>Every published version that the actor may start a run of: the network’s, and those of the organisations here that they may read; by title.</summary>
    public async Task<IReadOnlyList<ShelvedVersion>> PublishedAsync(
        CancellationToken cancellation = default
    ) =>
        await Readable()
            .Where(s => s.Version.State == VersionState.Published)
            .OrderBy(s => s.Version.Title)
            .ThenBy(s => s.Kept.Key)
            .ToListAsync(cancellation);

    /// <summary>Every draft that the actor may read, by title.</summary>
    public async Task<IReadOnlyList<ShelvedVersion>> DraftsAsync(
        CancellationToken cancellation = default
    ) =>
        await Readable()
            .Where(s => s.Version.State == VersionState.Draft)
            .OrderBy(s => s.Version.Title)
            .ThenBy(s => s.Kept.Key)
            .ToListAsync(cancellation);

    /// <summary>What a version says. That of a published one is held in memory, as it never changes.</summary>
    public async Task<Playbook> ReadAsync(
        Id<PlaybookVersion> id,
        CancellationToken cancellation = default
    )
    {
        if (held.Find(id) is { } known)
        {
            return known;
        }
        var version = await db.Set<PlaybookVersion>()
            .AsNoTracking()
            .SingleAsync(v => v.Id == id, cancellation);
        var read = await ReadFilesAsync(id, cancellation);
        var playbook =
            read.Playbook
            ?? throw new Refusal(
                "Its playbook.yaml cannot be read: mend it first.",
                kind: RefusalKind.NotFound
            );
        if (version.IsFixed)
        {
            held.Hold(id, playbook);
        }
        return playbook;
    }

    /// <summary>What the files of a version say, with their problems.</summary>
    public async Task<ReadPlaybook> ReadFilesAsync(
        Id<PlaybookVersion> id,
        CancellationToken cancellation = default
    ) => PlaybookReader.Read(await FilesAsync(id, cancellation));

    /// <summary>The texts of the files of a version, by path.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FilesAsync(
        Id<PlaybookVersion> id,
        CancellationToken cancellation = default
    ) =>
        await db.Set<PlaybookFile>()
            .AsNoTracking()
            .Where(f => f.VersionId == id)
            .OrderBy(f => f.Path)
            .ToDictionaryAsync(f => f.Path, f => f.Text, cancellation);

    private IQueryable<ShelvedVersion> Readable() =>
        db.Set<KeptPlaybook>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Join(
                db.Set<PlaybookVersion>().VisibleTo(db, actor),
                p => p.Id,
                v => v.PlaybookId,
                (p, v) => new ShelvedVersion { Kept = p, Version = v }
            );
}

/// <summary>What published versions say, in the memory of this node: they never change.</summary>
public sealed class HeldPlaybooks
{
    private const int Most = 200;
    private readonly ConcurrentDictionary<Id<PlaybookVersion>, Playbook> held = [];

    internal Playbook? Find(Id<PlaybookVersion> id) => held.GetValueOrDefault(id);

    internal void Hold(Id<PlaybookVersion> id, Playbook playbook)
    {
        if (held.Count >= Most)
        {
            held.Clear();
        }
        held[id] = playbook;
    }
}
