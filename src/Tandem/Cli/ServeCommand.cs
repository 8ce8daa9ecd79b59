using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Tandem.Accounts;
using Tandem.Demo;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem serve</c>: the web server and the job worker.</summary>
internal static class ServeCommand
{
    public static Command Build()
    {
        var empty = new Option<bool>("--empty")
        {
            Description = "Start without the fictional demo network.",
        };
        var command = new Command("serve", "Serve the site and work on its jobs.") { empty };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var settings = Settings.FromEnvironment();
                var app = await StartAsync(settings, !parsed.GetValue(empty), cancellation);
                await app.WaitForShutdownAsync(cancellation);
                return 0;
            }
        );
        return command;
    }

    // Side by side: what takes longest is to build the model of the database, and the web framework. The first page waits for either, nothing else does.
    private static async Task<WebApplication> StartAsync(
        Settings settings,
        bool withDemo,
        CancellationToken cancellation
    )
    {
        await using var services = Operations.Services();
        var model = Task.Run(() => Model(services), cancellation);
        var preparing = Task.Run(
            () => PrepareAsync(services, withDemo, cancellation),
            cancellation
        );
        var app = Server.Build(settings);
        var people = await preparing;
        settings.Demo = people.Count > 0;
        await app.StartAsync(cancellation);
        Console.WriteLine($"Tandem is at http://localhost:{settings.Port}");
        if (people.Count > 0)
        {
            Console.WriteLine($"Demo accounts, each with the password {SeedDemo.Password}:");
            foreach (var person in people)
            {
                Console.WriteLine($"  {person.Email, -26} {person.Name}");
            }
        }
        await model;
        return app;
    }

    private static IModel Model(IServiceProvider services)
    {
        using var db = services.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext();
        return db.Model;
    }

    /// <summary>Brings the schema up to date, fills an empty installation where it is asked to, and gives the people of the demo network.</summary>
    private static async Task<IReadOnlyList<Person>> PrepareAsync(
        IServiceProvider services,
        bool withDemo,
        CancellationToken cancellation
    )
    {
        await services.GetRequiredService<Migrator>().RunAsync(cancellation);
        if (!withDemo)
        {
            return [];
        }
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SeedDemo>().RunAsync(cancellation);
    }
}

/// <summary><c>tandem migrate</c>: brings the database to the schema this program needs.</summary>
internal static class MigrateCommand
{
    public static Command Build()
    {
        var command = new Command(
            "migrate",
            "Bring the database to the schema this version needs."
        );
        command.SetAction(
            async (_, cancellation) =>
            {
                await using var services = Operations.Services();
                var applied = await services.GetRequiredService<Migrator>().RunAsync(cancellation);
                Console.WriteLine(
                    applied == 0
                        ? "The database is up to date."
                        : $"Applied {applied} schema scripts."
                );
                return 0;
            }
        );
        return command;
    }
}

/// <summary><c>tandem verify-log</c>: reads the timeline's chain and says where it was altered.</summary>
internal static class VerifyLogCommand
{
    public static Command Build()
    {
        var command = new Command(
            "verify-log",
            "Check that no event of the log was altered, removed or put in."
        );
        command.SetAction(
            async (_, cancellation) =>
            {
                await using var services = Operations.Services();
                await using var scope = services.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<Db>();
                var broken =
                    await Timeline.VerifyAsync(db, cancellation)
                    ?? await services
                        .GetRequiredService<SignedHeads>()
                        .VerifyAsync(db, cancellation);
                Console.WriteLine(
                    broken
                        ?? "The log holds: every event follows from the one before it, and every head that was kept is in it."
                );
                return broken is null ? 0 : 1;
            }
        );
        return command;
    }
}
