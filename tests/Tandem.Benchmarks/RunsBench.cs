using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Accounts;
using Tandem.Cli;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Runs;

namespace Tandem.Benchmarks;

/// <summary>
/// How long the page of a run of 200 steps takes, and the list, its filters, the board and the figures of 5,000 runs, for an officer who sees them all. On the embedded
/// database, or on PostgreSQL where BENCH_DATABASE holds a connection to an empty one. <c>BENCH_FOLDER</c> keeps the runs for another measurement.
/// </summary>
internal static class RunsBench
{
    private const int Runs = 5000;
    private const int Asked = 40;
    private const string Password = "a long enough password";

    public static async Task RunAsync()
    {
        var kept = Environment.GetEnvironmentVariable("BENCH_FOLDER");
        var folder = kept is null
            ? Directory.CreateTempSubdirectory("tandem-bench-").FullName
            : Directory.CreateDirectory(Path.Combine(kept, "runs")).FullName;
        var settings = new Settings(
            folder,
            Environment.GetEnvironmentVariable("BENCH_DATABASE"),
            FollowersBench.FreePort()
        );
        await using var services = Server
            .AddApplication(new ServiceCollection().AddLogging(), settings)
            .BuildServiceProvider();
        using var site = Start(settings);
        using var client = new HttpClient { BaseAddress = new(settings.AddressOf("/")) };
        await UntilAsync(client);
        var large = await FilledAsync(services);
        // As the program does every ten minutes.
        await services.GetRequiredService<KeepStatistics>().RunAsync();
        await SignInAsync(client);
        foreach (
            var address in new[]
            {
                large,
                "/runs",
                "/runs?state=active&stage=stage-3",
                "/runs?q=repairs+4999",
                "/runs?overdue=yes&sort=stage",
                "/runs/board",
                "/runs/figures",
            }
        )
        {
            var times = new List<double>();
            var before = TimeSpan.Zero;
            for (var i = 0; i < Asked + 5; i++)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await client.GetAsync(address);
                await answer.Content.ReadAsByteArrayAsync();
                answer.EnsureSuccessStatusCode();
                if (i >= 5)
                {
                    times.Add(watch.Elapsed.TotalMilliseconds);
                }
                else
                {
                    before = ProcessorOf(site);
                }
            }
            var busy = (ProcessorOf(site) - before).TotalMilliseconds / times.Count;
            times.Sort();
            Console.WriteLine(
                $"  {address, -40} p50 {times[Asked / 2]:N1} ms  p95 {times[Asked * 95 / 100]:N1} ms  processor {busy:N1} ms"
            );
        }
        site.Kill();
        await site.WaitForExitAsync();
        if (kept is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The runs of an earlier measurement where its folder was kept.</summary>
    private static async Task<string> FilledAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var large = await db.Set<Run>().SingleOrDefaultAsync(r => r.Number == Runs + 1);
        return large?.Path ?? await FillAsync(services);
    }

    /// <summary>5,000 runs of a playbook of eight stages, in all of them, each by one council or two; and one of 200 steps, whose address is given.</summary>
    private static async Task<string> FillAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = db.Now();
        var small = await PublishAsync(db, "bench-small", 8, 3);
        var big = await PublishAsync(db, "bench-large", 8, 25);
        var councils = Enumerable
            .Range(1, 20)
            .Select(i => Organisation.Create($"Council {i}", null, now))
            .ToList();
        var officer = Person.Create("officer@example.org", "Officer", Password, now);
        db.AddRange(councils);
        db.Add(officer);
        db.AddRange(councils.Select(c => Membership.Of(officer, c, Role.Officer)));
        await db.SaveChangesAsync();
        var calendar = scope.ServiceProvider.GetRequiredService<WorkingDays>()[WorkingDays.Usual];
        var actor = (await Actors.OfAsync(db, officer)).Actor;
        for (var i = 1; i <= Runs; i++)
        {
            var begun = now.AddDays(-1 - i % 300);
            var run = Run.Start(
                i,
                small,
                new($"Housing repairs {i}", "Repairs done sooner", [], i * 1000L),
                councils[i % 20],
                i % 3 == 0 ? [councils[(i + 7) % 20].Id] : [],
                null,
                actor,
                begun
            );
            for (var stage = 0; stage < i % 8; stage++)
            {
                foreach (var step in run.OpenSteps(run.LastVisit.StageCode).ToList())
                {
                    run.FinishStep(step.Number, null, actor, begun.AddDays(stage + 1));
                }
                run.GoOn(null, begun.AddDays(stage + 1));
            }
            run.Settle((_, _) => calendar);
            db.Add(run);
            if (i % 250 == 0)
            {
                await db.SaveChangesAsync();
                db.ChangeTracker.Clear();
            }
        }
        var large = Run.Start(
            Runs + 1,
            big,
            new("Two hundred steps", null, [], null),
            councils[0],
            [],
            null,
            actor,
            now
        );
        large.Settle((_, _) => calendar);
        db.Add(large);
        await db.SaveChangesAsync();
        Console.WriteLine($"runs: {Runs:N0} runs, and one of {large.Steps.Count} steps");
        return large.Path;
    }

    private static async Task<RunPlan> PublishAsync(Db db, string name, int stages, int steps)
    {
        var root = Directory.CreateTempSubdirectory("tandem-bench-book-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(root, "playbooks", name)).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "playbook.yaml"),
            $$"""
            name: {{name}}
            title: {{name}}
            language: en
            version: "1.0"
            owner: Bench
            reviewed: 2026-11-01
            summary: For measuring.
            roles:
              - {code: commercial, title: Commercial lead}
            stages:

            """
                + string.Concat(
                    Enumerable
                        .Range(0, stages)
                        .Select(s =>
                            $"  - code: stage-{s}\n    title: Stage {s}\n    summary: One of eight.\n    steps:\n"
                            + string.Concat(
                                Enumerable
                                    .Range(0, steps)
                                    .Select(i =>
                                        $"      - {{code: step-{s}-{i}, title: Do number {i} of stage {s}, role: commercial, due: {{working-days: {10 + i}, after: start-of-stage}}}}\n"
                                    )
                            )
                        )
                )
        );
        await new BringShipped(db, new Content(root), NullLogger<BringShipped>.Instance).RunAsync();
        Directory.Delete(root, recursive: true);
        var shelf = new PlaybookShelf(db, Actor.System, new HeldPlaybooks());
        return (await new RunPlans(db, shelf).PublishedAsync(name))!;
    }

    private static async Task SignInAsync(HttpClient client)
    {
        var form = await client.GetStringAsync("/sign-in");
        var token = Regex
            .Match(form, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")
            .Groups[1]
            .Value;
        using var answer = await client.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent([
                new("Email", "officer@example.org"),
                new("Password", Password),
                new("__RequestVerificationToken", token),
            ])
        );
        answer.EnsureSuccessStatusCode();
    }

    private static async Task UntilAsync(HttpClient client)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(500))
        {
            try
            {
                using var answer = await client.GetAsync("/about");
                return;
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromMinutes(2))
            {
                // still starting
            }
        }
    }

    private static TimeSpan ProcessorOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static Process Start(Settings settings)
    {
        var start = new ProcessStartInfo("dotnet");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "tandem.dll"));
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add("--empty");
        start.Environment["TANDEM_DATA"] = settings.DataFolder;
        start.Environment["PORT"] = $"{settings.Port}";
        if (settings.PostgresConnection is { } connection)
        {
            start.Environment["TANDEM_DATABASE"] = connection;
        }
        return Process.Start(start)!;
    }
}
