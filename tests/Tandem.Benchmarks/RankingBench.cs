using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Cli;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Evaluations;
using Tandem.Kernel;

namespace Tandem.Benchmarks;

/// <summary>
/// A call of 5,000 entries, each scored by three of thirty assessors on five criteria, 4,000 of them revealed: how long its owner, its lead and an assessor wait for the pages of judging, when nothing has changed and when somebody has
/// given a score since. With TANDEM_DATABASE on that PostgreSQL, which should be empty.
/// </summary>
internal static partial class RankingBench
{
    private const int Entries = 5000;
    private const int Revealed = 4000;
    private const int Assessors = 30;
    private const int Each = 3;
    private const int Asked = 60;
    private const string Password = "a long enough password";
    private const string Stage = "concept";

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-bench-").FullName;
        var settings = Settings.FromEnvironment() with
        {
            DataFolder = folder,
            Port = FollowersBench.FreePort(),
        };
        await using var app = Server.Build(
            settings,
            builder => builder.Logging.SetMinimumLevel(LogLevel.Warning)
        );
        await app.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        var watch = Stopwatch.StartNew();
        var call = await SeedAsync(app.Services);
        Console.WriteLine(
            $"ranking: {Entries:N0} entries with {Entries * Each * 5:N0} scores made in {watch.Elapsed.TotalSeconds:N0} s"
        );
        var path = $"/calls/{call}/judging/{Stage}";
        using var owner = await SignInAsync(settings, "owner@example.org");
        using var assessor = await SignInAsync(settings, "assessor1@example.org");
        watch.Restart();
        await GetAsync(owner, path);
        Console.WriteLine(
            $"ranking: the first reading after a start takes {watch.ElapsedMilliseconds:N0} ms"
        );
        foreach (var changes in new[] { false, true })
        {
            Task Between() => changes ? GiveAsync(app.Services, call) : Task.CompletedTask;
            var when = changes ? "a score given in between" : "nothing changed";
            await MeasureAsync(owner, $"stage, owner, {when}", path, Between);
            await MeasureAsync(owner, $"ranking, {when}", path + "/ranking", Between);
            await MeasureAsync(
                owner,
                $"ranking, page 50, {when}",
                path + "/ranking?page=50",
                Between
            );
            await MeasureAsync(owner, $"ranking as CSV, {when}", path + "/ranking.csv", Between);
            await MeasureAsync(assessor, $"queue, {when}", "/judging", Between);
            await MeasureAsync(assessor, $"stage, assessor, {when}", path, Between);
            await MeasureAsync(assessor, $"your work, {when}", "/work", Between);
        }
        await app.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(
        HttpClient client,
        string what,
        string address,
        Func<Task> between
    )
    {
        for (var i = 0; i < 5; i++)
        {
            await GetAsync(client, address);
        }
        var spent = new List<double>();
        for (var i = 0; i < Asked; i++)
        {
            await between();
            var watch = Stopwatch.StartNew();
            await GetAsync(client, address);
            spent.Add(watch.Elapsed.TotalMilliseconds);
        }
        spent.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ranking: {what}: median {spent[Asked / 2]:N0} ms, 95th percentile {spent[Asked * 95 / 100]:N0} ms"
            )
        );
    }

    private static async Task GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        await answer.Content.ReadAsByteArrayAsync();
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<HttpClient> SignInAsync(Settings settings, string email)
    {
        var client = new HttpClient { BaseAddress = new($"http://localhost:{settings.Port}") };
        var page = await client.GetStringAsync("/sign-in");
        using var answer = await client.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent([
                new("Email", email),
                new("Password", Password),
                new("__RequestVerificationToken", Token().Match(page).Groups[1].Value),
            ])
        );
        answer.EnsureSuccessStatusCode();
        return client;
    }

    // Somebody keeps one more score of an entry that is not revealed yet.
    private static async Task GiveAsync(IServiceProvider services, string reference)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var call = await CallAsync(db, reference);
        var open = await db.Set<Assignment>()
            .Where(a => a.SubmittedAt == null)
            .OrderBy(a => a.Id)
            .Skip(Random.Shared.Next(500))
            .FirstAsync();
        open.Save(
            call.Stage(Stage)!.Judging,
            new(ScoreKind.Criterion, "c1", Random.Shared.Next(6), "So far"),
            db.Now()
        );
        await db.SaveChangesAsync();
    }

    private static async Task<Call> CallAsync(Db db, string reference)
    {
        var (year, number) = Call.Parse(reference)!.Value;
        return await db.Set<Call>()
            .Include(c => c.Stages)
                .ThenInclude(s => s.Terms)
            .Include(c => c.People)
            .SingleAsync(c => c.Year == year && c.Number == number);
    }

    private static async Task<string> SeedAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = db.Now();
        var before = now.AddDays(-100);
        var organisation = Organisation.Create("Bench", null, before);
        var owner = Person.Create("owner@example.org", "Owner", Password, before);
        var approver = Person.Create("approver@example.org", "Approver", Password, before);
        var panel = Enumerable
            .Range(1, Assessors)
            .Select(i =>
                Person.Create($"assessor{i}@example.org", $"Assessor {i}", Password, before)
            )
            .ToList();
        var entrant = Person.Create("entrant@example.org", "Entrant", Password, before);
        db.Add(organisation);
        db.AddRange(panel);
        db.AddRange(owner, approver, entrant);
        db.Add(Membership.Of(owner, organisation, Role.Administrator));
        await db.SaveChangesAsync();
        var by = (await Actors.OfAsync(db, owner)).Actor;
        var call = Make(scope.ServiceProvider, organisation, approver, panel, by, before);
        db.Add(call);
        call.Submit(by, before);
        call.Approve((await Actors.OfAsync(db, approver)).Actor, before);
        call.Publish(scope.ServiceProvider.GetRequiredService<WorkingDays>(), before);
        await db.SaveCallAsync(call);
        await FillAsync(db, await CallAsync(db, call.Reference), entrant, panel, by, before);
        return call.Reference;
    }

    private static Call Make(
        IServiceProvider services,
        Organisation organisation,
        Person approver,
        List<Person> panel,
        Actor by,
        DateTime now
    )
    {
        var kind = services.GetRequiredService<CallKinds>().Find("challenge-prize")!;
        var call = Call.Make(kind, organisation, "Damp homes", _ => "1", "ocds-bench", by, now);
        call.Describe(new() { Title = "Damp homes", Summary = "What can be done" }, now);
        call.WriteBrief(kind.Brief.ToDictionary(b => b.Code, b => $"About {b.Title}"), now);
        var opens = now;
        var dates = new List<StageDates>();
        foreach (var stage in kind.Stages)
        {
            dates.Add(new(stage.Code, dates.Count == 0 ? null : opens, opens.AddDays(60), null));
            opens = opens.AddDays(61);
        }
        call.Schedule(new(dates, null, null), now);
        call.Fund(new() { Prizes = [new("First prize", 5_000_000, null)] }, now);
        call.Name(approver.Id, CallRole.Approver, by, now);
        foreach (var person in panel)
        {
            call.Name(person.Id, CallRole.Assessor, by, now);
        }
        call.Judge(
            Stage,
            JudgingTerms.FromJson(call.Stage(Stage)!.DraftTerms) with
            {
                Screening = false,
                Assessors = Each,
                Together = Together.Mean,
                Minimum = 40,
                Criteria =
                [
                    .. Enumerable
                        .Range(1, 5)
                        .Select(i => new Criterion($"c{i}", $"Criterion {i}", 20, "…", 1, [])),
                ],
                Ties = [new(TieBreak.Criterion, "c1"), new(TieBreak.Lot)],
            },
            now
        );
        return call;
    }

    private static async Task FillAsync(
        Db db,
        Call call,
        Person entrant,
        List<Person> panel,
        Actor by,
        DateTime before
    )
    {
        var stage = call.Stage(Stage)!;
        var terms = stage.Judging;
        var random = new Random(7);
        for (var number = 1; number <= Entries; number++)
        {
            var at = before.AddMinutes(number);
            var entry = Entry.Begin(
                call,
                number,
                EntrantKind.Person,
                null,
                $"Team {number}",
                false,
                entrant,
                at
            );
            var kept = KeptPackage.Plain(
                new(
                    entry.Reference,
                    Stage,
                    1,
                    stage.FormName,
                    stage.FormVersion,
                    at,
                    "Entrant",
                    new Dictionary<string, PackagedAnswer>
                    {
                        ["idea"] = new($"\"{new string('x', 4000)}\"", "Entrant", at),
                    },
                    []
                )
            );
            var version = EntryVersion.Of(
                Id<EntryVersion>.New(at),
                entry,
                stage,
                1,
                kept,
                Guid.CreateVersion7().ToString("N"),
                false,
                "Entrant",
                at
            );
            entry.Receive(version, $"Entry number {number}");
            db.Add(EntryPackage.Of(version, kept));
            db.Add(entry);
            db.Add(Judged(call, entry, terms, panel, by, random, at.AddDays(61), number));
            if (number % 250 == 0)
            {
                await db.SaveChangesAsync();
                db.ChangeTracker.Clear();
            }
        }
    }

    private static EntryJudging Judged(
        Call call,
        Entry entry,
        JudgingTerms terms,
        List<Person> panel,
        Actor by,
        Random random,
        DateTime at,
        int number
    )
    {
        var judging = EntryJudging.Of(call.Id, Stage, entry.Id, at);
        for (var i = 0; i < Each; i++)
        {
            var person = panel[(number + i * 7) % panel.Count];
            var own = judging.Assign(person.Id, person.Name, by, at)!;
            own.Declare(Interest.None, null, at);
            foreach (var criterion in terms.Criteria)
            {
                own.Save(
                    terms,
                    new(ScoreKind.Criterion, criterion.Code, random.Next(6), new string('y', 200)),
                    at
                );
            }
            foreach (var line in terms.RedLines)
            {
                own.Save(terms, new(ScoreKind.RedLine, line.Code, 1), at);
            }
            if (number <= Revealed || i == 0)
            {
                judging.Submit(terms, own, at);
            }
        }
        return judging;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
