using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Playbooks.Files;

namespace Tandem.Playbooks;

/// <summary>
/// Brings in the playbooks that lie in the content folder: a version that is not here yet is published, and the one before gives way to it. A version that is here already is left as it
/// is, whatever its folder says by now: runs are pinned to it. A twentieth playbook needs a folder and nothing else.
/// </summary>
public sealed class BringShipped(Db db, Content content, ILogger<BringShipped> log)
{
    /// <summary>How many versions were brought in.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var root = content.PathOf("playbooks");
        var folders = Directory.Exists(root)
            ? Directory.GetDirectories(root).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        var known = await db.Set<KeptPlaybook>()
            .Where(p => p.OrganisationId == null)
            .Join(
                db.Set<PlaybookVersion>(),
                p => p.Id,
                v => v.PlaybookId,
                (p, v) => new { p.Name, v.Version }
            )
            .ToListAsync(cancellation);
        var brought = 0;
        foreach (var folder in folders)
        {
            if (
                Head(folder) is var (name, version)
                && !known.Exists(k => k.Name == name && k.Version == version)
            )
            {
                brought += await BringAsync(folder, cancellation) ? 1 : 0;
            }
        }
        return brought;
    }

    /// <summary>Name and version alone: most starts have nothing to bring in, and need not read all of it.</summary>
    private static (string Name, string Version)? Head(string folder)
    {
        var path = Path.Combine(folder, PlaybookFolder.Main);
        return
            File.Exists(path)
            && YamlText.Read(File.ReadAllText(path), PlaybookFolder.Main, 0, []) is { } root
            ? (root.Text("name"), root.Text("version"))
            : null;
    }

    private async Task<bool> BringAsync(string folder, CancellationToken cancellation)
    {
        var files = PlaybookFolder.Read(folder);
        var read = PlaybookReader.Read(files);
        if (read.Playbook is not { } playbook || read.Problems.Count > 0)
        {
            var first = read.Problems[0];
            log.LogError(
                "The playbook in {Folder} was not brought in: {File}, line {Line}: {Message}",
                folder,
                first.File,
                first.Line,
                first.Message
            );
            return false;
        }
        var now = db.Now();
        var kept = await db.Set<KeptPlaybook>()
            .SingleOrDefaultAsync(p => p.Key == playbook.Name, cancellation);
        if (kept is null)
        {
            db.Add(kept = KeptPlaybook.OfNetwork(playbook.Name, now));
        }
        var before = await db.Set<PlaybookVersion>()
            .SingleOrDefaultAsync(
                v => v.PlaybookId == kept.Id && v.State == VersionState.Published,
                cancellation
            );
        var version = PlaybookVersion.Draft(kept, playbook, null, now);
        db.Add(version);
        db.AddRange(files.Select(f => PlaybookFile.Of(version, f.Key, f.Value, now)));
        var isLate =
            before is not null && PlaybookVersion.Compare(playbook.Version, before.Version) < 0;
        version.Publish([], isLate ? null : before, null, null, now);
        if (isLate)
        {
            version.GiveWay(now);
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!isLate)
        {
            await db.RefreshPagesAsync(kept, playbook, cancellation);
        }
        db.Record(
            Actor.System,
            PlaybookActs.Published,
            nameof(KeptPlaybook),
            kept.Id,
            new { version = version.Version, title = version.Title }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}

/// <summary>
/// As the program starts: brings in what the content folder holds, one node after the other. The very first time before there is a page to see them on;
/// later, when nearly always nothing is new, behind the first page.
/// </summary>
internal sealed class BringShippedOnStart(
    IServiceScopeFactory scopes,
    IDbContextFactory<Db> databases,
    Settings settings,
    FirstPage first
) : AfterFirstPage(first)
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await settings.HasNoneAsync<KeptPlaybook>(cancellationToken))
        {
            await RunAsync(cancellationToken);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task RunAsync(CancellationToken stopping)
    {
        await using var turn = await Turn.WaitAsync(databases, settings, "playbooks", stopping);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BringShipped>().RunAsync(stopping);
    }
}
