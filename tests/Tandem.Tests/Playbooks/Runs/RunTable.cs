using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Runs;
using Tandem.Tests.Collaborations.Workspaces;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks.Runs;

/// <summary>Puts playbooks and runs into a test application.</summary>
internal static class RunTable
{
    /// <summary>Publishes the small playbook under a name of its own, or the next version of it.</summary>
    public static async Task PublishAsync(
        this TestApp app,
        string name,
        params (string Old, string New)[] changes
    )
    {
        using var content = new MadeContent();
        var files = SmallPlaybook.Files();
        files["playbook.yaml"] = files["playbook.yaml"].Replace("name: small", $"name: {name}");
        foreach (var (old, fresh) in changes)
        {
            foreach (var path in files.Keys.ToList())
            {
                files[path] = files[path].Replace(old, fresh, StringComparison.Ordinal);
            }
        }
        content.Write(name, files);
        var brought = await app.InScopeAsync(scope =>
            new BringShipped(
                scope.GetRequiredService<Db>(),
                content.Content,
                NullLogger<BringShipped>.Instance
            ).RunAsync()
        );
        Assert.Equal(1, brought);
    }

    /// <summary>Preston leads a run of the playbook; the others share it.</summary>
    public static async Task<Run> RunAsync(
        this TestApp app,
        string playbook,
        string title,
        params Organisation[] others
    )
    {
        var olu = await app.ActorAsync(app.Cast.Olu);
        return await app.RunAsync<StartRun, Run>(start =>
            start.RunAsync(
                olu,
                new(
                    playbook,
                    app.Cast.Preston.Id,
                    new(title, "Repairs done sooner", ["72260000"], 45_000_000),
                    [.. others.Select(o => o.Id)]
                )
            )
        );
    }

    public static Task<Run> ReadAsync(this TestApp app, Run run) =>
        app.RunAsync<RunBook, Run>(async book =>
            await book.FindAsync(await app.ActorAsync(app.Cast.Olu), run.Reference)
        );
}
