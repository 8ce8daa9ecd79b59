using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tandem.Accounts;
using Tandem.Cli;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Benchmarks;

/// <summary>Ten thousand responses of 120 questions: how long a signed-in person waits for their list, their report, and the pages of one response. With TANDEM_DATABASE on that PostgreSQL, which should be empty.</summary>
internal static partial class ResponsesBench
{
    private const int Responses = 10_000;
    private const int Questions = 120;
    private const string Password = "a long enough password";

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-bench-").FullName;
        var settings = Settings.FromEnvironment() with { DataFolder = folder, Port = FreePort() };
        await using var app = Server.Build(
            settings,
            builder => builder.Logging.SetMinimumLevel(LogLevel.Warning)
        );
        await app.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        var watch = Stopwatch.StartNew();
        var ids = await SeedAsync(app.Services);
        Console.WriteLine(
            $"responses: {Responses:N0} of {Questions} questions made in {watch.Elapsed.TotalSeconds:N0} s"
        );
        // As the program does every ten minutes.
        watch.Restart();
        await app.Services.GetRequiredService<KeepStatistics>().RunAsync();
        Console.WriteLine($"responses: statistics kept in {watch.Elapsed.TotalMilliseconds:N0} ms");
        using var client = new HttpClient
        {
            BaseAddress = new($"http://localhost:{settings.Port}"),
        };
        await SignInAsync(client);
        var random = new Random(7);
        string Any() => $"/responses/{ids[random.Next(ids.Count)]}";
        await MeasureAsync(client, "list", 60, () => $"/responses?page={random.Next(1, 400)}");
        await MeasureAsync(
            client,
            "list by score, submitted",
            60,
            () => "/responses?state=submitted&sort=-score"
        );
        await MeasureAsync(client, "report", 40, () => "/question-sets/bench@bench/1/report");
        await MeasureAsync(client, "response page", 100, Any);
        await MeasureAsync(client, "section page", 100, () => Any() + "/sections/s3");
        await MeasureAsync(client, "all answers", 60, () => Any() + "/answers");
        await app.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(
        HttpClient client,
        string what,
        int times,
        Func<string> address
    )
    {
        for (var i = 0; i < 5; i++)
        {
            using var warm = await client.GetAsync(address());
            warm.EnsureSuccessStatusCode();
        }
        var spent = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync(address());
            await answer.Content.ReadAsByteArrayAsync();
            spent.Add(watch.Elapsed.TotalMilliseconds);
            answer.EnsureSuccessStatusCode();
        }
        spent.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"responses: {what}: median {spent[times / 2]:N0} ms, 95th percentile {spent[times * 95 / 100]:N0} ms"
            )
        );
    }

    private static async Task SignInAsync(HttpClient client)
    {
        var page = await client.GetStringAsync("/sign-in");
        var token = Token().Match(page).Groups[1].Value;
        using var answer = await client.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["Email"] = "bench@example.org",
                    ["Password"] = Password,
                    ["__RequestVerificationToken"] = token,
                }
            )
        );
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<List<Id<Response>>> SeedAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = db.Now();
        var organisation = Organisation.Create("Bench", null, now);
        var person = Person.Create("bench@example.org", "Bench", Password, now);
        var yaml = SetOfQuestions();
        var set = QuestionSetReader.Read(yaml).Set!;
        var brought = BroughtQuestionSet.From(set, yaml, organisation, Actor.System, now);
        db.AddRange(
            organisation,
            person,
            Membership.Of(person, organisation, Role.Officer),
            brought
        );
        await db.SaveChangesAsync();
        set = set with { Name = brought.Name };
        var random = new Random(7);
        var ids = new List<Id<Response>>();
        const int batch = 500;
        for (var at = 0; at < Responses; at += batch)
        {
            var (responses, answers) = (new List<Response>(), new List<Answer>());
            for (var i = 0; i < batch; i++)
            {
                Make(set, organisation, at + i, random, now, responses, answers);
            }
            ids.AddRange(responses.Select(r => r.Id));
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Bulk.UpsertAsync(db, responses);
            await Bulk.UpsertAsync(db, answers);
            await transaction.CommitAsync();
        }
        return ids;
    }

    private static void Make(
        QuestionSet set,
        Organisation organisation,
        int number,
        Random random,
        DateTime now,
        List<Response> responses,
        List<Answer> answers
    )
    {
        var begun = now.AddMinutes(-number);
        var response = Response.Start(
            set,
            organisation.Id,
            new(nameof(Organisation), organisation.Id.ToString()),
            $"Response {number}",
            Actor.System,
            begun
        );
        var given = new Dictionary<string, Value>();
        foreach (var question in set.Questions)
        {
            Value value = question.Kind switch
            {
                QuestionKind.YesNo => new Value.Truth(random.Next(4) > 0),
                QuestionKind.Choice => new Value.Text(
                    question.Options[random.Next(question.Options.Count)].Code
                ),
                QuestionKind.Number => new Value.Number(random.Next(1000)),
                _ => new Value.Text($"Some words that were answered to question {question.Code}"),
            };
            given[question.Code] = value;
            var answer = Answer.To(response.Id, question.Code);
            answer.Say(AnswerJson.Write(value), Actor.System, begun);
            answers.Add(answer);
        }
        var sheet = new AnswerSheet(set, given, DateOnly.FromDateTime(now));
        response.Reckon(sheet, begun);
        if (number % 10 != 0)
        {
            response.Submit(sheet, Actor.System, begun);
        }
        responses.Add(response);
    }

    private static string SetOfQuestions()
    {
        var yaml = new StringBuilder("name: bench\nversion: '1'\ntitle: Bench\nsections:\n");
        for (var s = 0; s < 8; s++)
        {
            yaml.Append(null, $"  - code: s{s}\n    title: Section {s}\n    questions:\n");
            for (var q = 0; q < Questions / 8; q++)
            {
                yaml.Append(
                    null,
                    $"      - {{code: q{s}-{q}, text: Question {q} of section {s}?, required: true, "
                );
                yaml.Append(
                    (q % 4) switch
                    {
                        0 => "kind: yes-no",
                        1 =>
                            "kind: choice, options: [{code: a, text: One, points: 1}, {code: b, text: Two, points: 2}, {code: c, text: Three, points: 3}]",
                        2 => "kind: number, min: 0",
                        _ => "kind: long-text, max-words: 500",
                    }
                );
                yaml.Append("}\n");
            }
        }
        yaml.Append("rules:\n  - {code: score, kind: score, value: \"sum(");
        yaml.AppendJoin(", ", Enumerable.Range(0, 8).Select(s => $"points(q{s}-1)"));
        yaml.Append(
            ")\"}\n  - {code: level, kind: band, value: 'band(score, \"low\", 14, \"middle\", 18, \"high\")'}\n"
        );
        for (var s = 0; s < 8; s++)
        {
            yaml.Append(
                null,
                $"  - {{code: fail-{s}, kind: auto-fail, when: q{s}-0 = no and q{s}-4 = no, message: Section {s} fails.}}\n"
            );
        }
        return yaml.ToString();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
