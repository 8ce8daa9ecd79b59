using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks;

[UsesDatabase]
public sealed class BringShippedTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_twentieth_playbook_needs_a_folder_and_no_code()
    {
        using var content = new MadeContent();
        content.Write("small", SmallPlaybook.Files());
        Assert.Equal(1, await BringAsync(content));
        Assert.Equal(0, await BringAsync(content));

        await ReadAsync(async shelf =>
        {
            var found = await shelf.FindAsync("small");
            Assert.Equal(
                ("A small playbook", "1.0"),
                (found!.Version.Title, found.Version.Version)
            );
            var playbook = await shelf.ReadAsync(found.Version.Id);
            Assert.Equal(["plan", "buy"], playbook.RunStages.Select(s => s.Code));
            Assert.Same(playbook, await shelf.ReadAsync(found.Version.Id));
            Assert.Equal(
                found.Version.Id,
                (await shelf.CurrentAsync("small", app.Cast.Preston.Id))!.Id
            );
        });

        // A later version takes its place; the one before stays for what is pinned to it, as it was.
        content.Write("small", SmallPlaybook.With("playbook.yaml", "\"1.0\"", "\"1.1\""));
        Assert.Equal(1, await BringAsync(content));
        await ReadAsync(async shelf =>
        {
            Assert.Equal("1.1", (await shelf.FindAsync("small"))!.Version.Version);
            var before = (await shelf.FindAsync("small", "1.0"))!.Version;
            Assert.Equal(VersionState.Superseded, before.State);
            Assert.Equal("1.0", (await shelf.ReadAsync(before.Id)).Version);
        });

        // What was published is left as it is, whatever the folder says by now; an earlier version never takes the place of a later one.
        content.Write(
            "small",
            SmallPlaybook.With("playbook.yaml", "\"1.0\"\nowner: The", "\"1.1\"\nowner: Not the")
        );
        Assert.Equal(0, await BringAsync(content));
        content.Write("small", SmallPlaybook.With("playbook.yaml", "\"1.0\"", "\"0.9\""));
        Assert.Equal(1, await BringAsync(content));
        await ReadAsync(async shelf =>
        {
            var current = (await shelf.FindAsync("small"))!.Version;
            Assert.Equal(("1.1", "The commercial team"), (current.Version, current.Owner));
            Assert.Equal(
                VersionState.Superseded,
                (await shelf.FindAsync("small", "0.9"))!.Version.State
            );
        });
    }

    [Fact]
    public async Task A_playbook_with_problems_is_not_brought_in()
    {
        using var content = new MadeContent();
        content.Write(
            "broken",
            SmallPlaybook.With("playbook.yaml", "name: small", "name: broken\nrole: x")
        );
        Assert.Equal(0, await BringAsync(content));
        await ReadAsync(async shelf => Assert.Null(await shelf.FindAsync("broken")));
    }

    [Fact]
    public async Task What_was_published_is_never_changed()
    {
        using var content = new MadeContent();
        content.Write("fixed", SmallPlaybook.With("playbook.yaml", "name: small", "name: fixed"));
        await BringAsync(content);
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var found = await scope.GetRequiredService<PlaybookShelf>().FindAsync("fixed");
            var file = await db.Set<PlaybookFile>()
                .FirstAsync(f => f.VersionId == found!.Version.Id);
            Assert.Throws<Refusal>(() => file.Write(found!.Version, "x", null, db.Now()));
            Assert.Throws<Refusal>(() => found!.Version.Publish([], null, null, null, db.Now()));
        });
    }

    private Task<int> BringAsync(MadeContent content) =>
        app.InScopeAsync(scope =>
            new BringShipped(
                scope.GetRequiredService<Db>(),
                content.Content,
                NullLogger<BringShipped>.Instance
            ).RunAsync()
        );

    private Task ReadAsync(Func<PlaybookShelf, Task> read) =>
        app.InScopeAsync(scope => read(scope.GetRequiredService<PlaybookShelf>()));
}

/// <summary>A content folder of a test’s own.</summary>
internal sealed class MadeContent : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("tandem-content-").FullName;

    public Content Content => new(root);

    public void Write(string folder, IReadOnlyDictionary<string, string> files) =>
        SmallPlaybook.Write(Path.Combine(root, "playbooks", folder), files);

    public void Dispose() => Directory.Delete(root, recursive: true);
}
