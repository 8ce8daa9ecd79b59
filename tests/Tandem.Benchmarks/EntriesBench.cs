using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Kernel;
using Tandem.Tests.Entries;
using Tandem.Tests.Support;

namespace Tandem.Benchmarks;

/// <summary>
/// A sealed tender in its last minutes: entries arrive at any moment of them and a little after, each with a file, over HTTP at a program of its own.
/// BENCH_ENTRIES, BENCH_FILE_MB and BENCH_MINUTES say how many, how large and in how long; 5000, 20 and 10 are the full size (100 GB of files).
/// </summary>
internal static class EntriesBench
{
    private const int EntriesEach = 25;
    private const double AfterTheEnd = 0.05;

    private sealed record Sent(Entry Entry, DateTime At, double Milliseconds, bool Receipt);

    public static async Task RunAsync()
    {
        var many = Given("BENCH_ENTRIES", 100);
        var size = Given("BENCH_FILE_MB", 20);
        var minutes = Given("BENCH_MINUTES", 1);
        await using var app = new Tender();
        await app.InitializeAsync();
        app.SetClock(TimeProvider.System.GetUtcNow().UtcDateTime);
        var call = await app.SealedCallAsync();
        var people = new List<Person>();
        var entries = new List<(Entry Entry, Person By)>();
        for (var i = 0; i < many; i++)
        {
            if (i % EntriesEach == 0)
            {
                people.Add(await app.AddAsync($"bidder{i}@example.org"));
            }
            entries.Add((await app.DraftAsync(people[^1], call), people[^1]));
        }
        using var server = await Server.StartAsync(app.Settings, people);
        var file = new byte[size * 1_000_000];
        new Random(1).NextBytes(file);
        "%PDF-1.7"u8.CopyTo(file);

        var begins = DateTime.UtcNow;
        var closes = begins.AddMinutes(minutes);
        await app.CloseAsync(call, closes);
        var random = new Random(2);
        var window = TimeSpan.FromMinutes(minutes * (1 + AfterTheEnd));
        var sent = new ConcurrentBag<Sent>();
        var uploads = new ConcurrentBag<double>();
        await Task.WhenAll(
            entries.Select(async e =>
            {
                var when = begins + window * random.NextDouble();
                await Task.Delay(TimeSpan.FromTicks(Math.Max(0, (when - DateTime.UtcNow).Ticks)));
                uploads.Add(await server.UploadAsync(e.By, e.Entry, file));
                sent.Add(await server.SubmitAsync(e.By, e.Entry));
            })
        );
        var times = sent.Select(s => s.Milliseconds).ToList();
        Console.WriteLine(
            $"entries: {many:N0} with {size} MB each in {(DateTime.UtcNow - begins).TotalMinutes:N1} minutes; "
                + $"to submit: median {Bench.Percentile(times, 50):N0} ms, 95th percentile {Bench.Percentile(times, 95):N0} ms, longest {times.Max():N0} ms; "
                + $"to upload: median {Bench.Percentile([.. uploads], 50):N0} ms; processor {server.ProcessorSeconds:N0} s, peak memory {server.PeakMegabytes:N0} MB"
        );
        var (kept, wrong) = await app.CountAsync(call, closes);
        Console.WriteLine(
            $"  {sent.Count(s => s.Receipt):N0} receipts, {kept:N0} entries received, {sent.Count(s => s.Receipt && s.At > closes):N0} sent after the end; {wrong} taken for in time that were not, or the other way round"
        );
    }

    private static int Given(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;

    /// <summary>The tender, its bidders, and what is kept of them.</summary>
    private sealed class Tender : EnteringApp, IAsyncDisposable
    {
        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

        public Task<Person> AddAsync(string email) =>
            InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var person = Person.Create(email, email, Cast.Password, db.Now());
                db.Add(person);
                await db.SaveChangesAsync();
                return person;
            });

        public Task CloseAsync(string call, DateTime at) =>
            InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var id = (await CallAsync(db, call)).InOrder.First().Id;
                await db.Set<CallStage>()
                    .Where(s => s.Id == id)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosesAt, at));
            });

        public Task<(int Kept, int Wrong)> CountAsync(string call, DateTime closes) =>
            InScopeAsync(async scope =>
            {
                var kept = await scope
                    .GetRequiredService<Db>()
                    .Set<Entry>()
                    .Where(e => e.CallReference == call)
                    .SelectMany(e => e.Versions)
                    .Select(v => new { v.ReceivedAt, v.IsLate })
                    .ToListAsync();
                return (kept.Count, kept.Count(v => v.IsLate != v.ReceivedAt > closes));
            });
    }

    /// <summary>The program, and a browser for each bidder.</summary>
    private sealed class Server(Process process) : IDisposable
    {
        private static readonly IBrowsingContext Html = BrowsingContext.New();
        private readonly Dictionary<Id<Person>, HttpClient> browsers = [];

        public double ProcessorSeconds => Fresh().TotalProcessorTime.TotalSeconds;
        public double PeakMegabytes => Fresh().PeakWorkingSet64 / 1e6;

        public static async Task<Server> StartAsync(Settings settings, IEnumerable<Person> people)
        {
            var port = FollowersBench.FreePort();
            var server = new Server(
                Bench.Start(
                    settings.DataFolder,
                    settings.PostgresConnection,
                    port,
                    "serve",
                    "--empty"
                )
            );
            foreach (var person in people)
            {
                var browser = new HttpClient(
                    new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() }
                )
                {
                    BaseAddress = new($"http://localhost:{port}"),
                    Timeout = TimeSpan.FromMinutes(10),
                };
                server.browsers.Add(person.Id, browser);
                var form = Form(await FirstAsync(browser, "/sign-in"), "Password");
                form["Email"] = person.Email;
                form["Password"] = Cast.Password;
                await SendAsync(browser, "/sign-in", form);
            }
            return server;
        }

        /// <summary>Puts the file to the question that asks for one.</summary>
        public async Task<double> UploadAsync(Person by, Entry entry, byte[] file)
        {
            var browser = browsers[by.Id];
            var sections = (await ReadAsync(browser, entry.Path))
                .QuerySelectorAll("a[href*='/sections/']")
                .Select(a => a.GetAttribute("href")!)
                .ToList();
            foreach (var section in sections)
            {
                var page = await ReadAsync(browser, section);
                if (page.QuerySelector("input[type=file]") is not IHtmlInputElement asked)
                {
                    continue;
                }
                using var content = new MultipartFormDataContent();
                foreach (var (name, value) in Form(page, asked.Name!))
                {
                    content.Add(new StringContent(value), name);
                }
                content.Add(new ByteArrayContent(file), asked.Name!, "offer.pdf");
                var started = Stopwatch.GetTimestamp();
                using var answer = await browser.PostAsync(section, content);
                return answer.StatusCode == HttpStatusCode.Redirect
                    ? Stopwatch.GetElapsedTime(started).TotalMilliseconds
                    : throw new InvalidOperationException($"{section}: {answer.StatusCode}");
            }
            throw new InvalidOperationException("No question asks for a file.");
        }

        /// <summary>Presses the button under the terms.</summary>
        public async Task<Sent> SubmitAsync(Person by, Entry entry)
        {
            var browser = browsers[by.Id];
            var address = $"{entry.Path}/submit/participation";
            var page = await ReadAsync(browser, address);
            if (page.QuerySelector("input[name=Code]") is null)
            {
                return new(entry, DateTime.UtcNow, 0, false);
            }
            var form = Form(page, "Code")
                .Concat(
                    page.QuerySelectorAll("input[name=Accepted]")
                        .Select(t => KeyValuePair.Create("Accepted", t.GetAttribute("value")!))
                );
            var (at, started) = (DateTime.UtcNow, Stopwatch.GetTimestamp());
            var answer = await SendAsync(browser, address, form);
            return new(
                entry,
                at,
                Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                answer == HttpStatusCode.Redirect
            );
        }

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        private Process Fresh()
        {
            process.Refresh();
            return process;
        }

        private static async Task<IHtmlDocument> FirstAsync(HttpClient browser, string address)
        {
            for (var patience = Stopwatch.StartNew(); ; await Task.Delay(100))
            {
                try
                {
                    return await ReadAsync(browser, address);
                }
                catch (HttpRequestException) when (patience.Elapsed < TimeSpan.FromMinutes(1)) { }
            }
        }

        private static async Task<IHtmlDocument> ReadAsync(HttpClient browser, string address)
        {
            var text = await browser.GetStringAsync(address);
            return (IHtmlDocument)await Html.OpenAsync(r => r.Content(text));
        }

        private static async Task<HttpStatusCode> SendAsync(
            HttpClient browser,
            string address,
            IEnumerable<KeyValuePair<string, string>> form
        )
        {
            using var content = new FormUrlEncodedContent(form);
            using var answer = await browser.PostAsync(address, content);
            return answer.StatusCode;
        }

        // What the form with a field holds, the field itself, files and boxes to tick aside.
        private static Dictionary<string, string> Form(IHtmlDocument page, string with)
        {
            var form = page.Forms.First(f =>
                f.Elements.Any(e => e is IHtmlInputElement i && i.Name == with)
            );
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var element in form.Elements)
            {
                switch (element)
                {
                    case IHtmlInputElement { Type: "file" or "submit" }:
                        break;
                    case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                        break;
                    case IHtmlInputElement { Name: { } name } input:
                        fields[name] = input.Value;
                        break;
                    case IHtmlTextAreaElement { Name: { } name } area:
                        fields[name] = area.Value;
                        break;
                    case IHtmlSelectElement { Name: { } name } select:
                        fields[name] = select.Value ?? "";
                        break;
                }
            }
            return fields;
        }
    }
}
