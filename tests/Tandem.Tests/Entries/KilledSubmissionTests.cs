using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Entries;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Entries;

/// <summary>The real program, killed while entries are submitted.</summary>
[UsesDatabase]
public sealed partial class KilledSubmissionTests(EnteringApp app) : IClassFixture<EnteringApp>
{
    private const int Many = 8;

    [Fact]
    public async Task Whoever_has_a_receipt_has_entered_and_nobody_has_by_half_when_the_program_is_killed()
    {
        app.SetClock(TimeProvider.System.GetUtcNow().UtcDateTime);
        var call = await app.SealedCallAsync("Killed");
        var entries = new List<Entry>();
        for (var i = 0; i < Many; i++)
        {
            entries.Add(await app.DraftAsync(app.Nia, call));
        }
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var program = Start(port);
        var receipts = new List<(Entry Entry, string Code)>();
        try
        {
            using var handler = new HttpClientHandler { AllowAutoRedirect = false };
            using var browser = new HttpClient(handler)
            {
                BaseAddress = new($"http://localhost:{port}"),
                Timeout = TimeSpan.FromMinutes(2),
            };
            await SignInAsync(browser);
            var forms = new List<(Entry Entry, string Code, Dictionary<string, string> Fields)>();
            foreach (var entry in entries)
            {
                var page = await browser.GetStringAsync($"{entry.Path}/submit/participation");
                var code = CodeField().Match(page).Groups[1].Value;
                forms.Add(
                    (
                        entry,
                        code,
                        new() { ["Code"] = code, ["__RequestVerificationToken"] = TokenOf(page) }
                    )
                );
            }
            var terms = await app.InScopeAsync(async scope =>
                (
                    await EnteringApp.CallAsync(scope.GetRequiredService<Db>(), call)
                ).AcceptedTerms.Keys.ToList()
            );
            var sent = forms
                .Select(async form =>
                {
                    using var content = new FormUrlEncodedContent([
                        .. form.Fields,
                        .. terms.Select(t => KeyValuePair.Create("Accepted", t)),
                    ]);
                    using var answer = await browser.PostAsync(
                        $"{form.Entry.Path}/submit/participation",
                        content
                    );
                    if (answer.StatusCode == HttpStatusCode.Redirect)
                    {
                        lock (receipts)
                        {
                            receipts.Add((form.Entry, form.Code));
                        }
                    }
                })
                .ToList();
            while (!program.HasExited && sent.Any(s => !s.IsCompleted))
            {
                lock (receipts)
                {
                    if (receipts.Count >= Many / 2)
                    {
                        break;
                    }
                }
                await Task.Delay(5);
            }
            program.Kill();
            await Task.WhenAll(sent.Select(s => s.ContinueWith(_ => { }, TaskScheduler.Default)));
        }
        finally
        {
            if (!program.HasExited)
            {
                program.Kill();
            }
            await program.WaitForExitAsync();
        }
        Assert.True(receipts.Count >= Many / 2, $"Only {receipts.Count} receipts.");
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var versions = await db.Set<EntryVersion>().ToDictionaryAsync(v => v.EntryId);
            foreach (var (entry, code) in receipts)
            {
                var version = versions[entry.Id];
                var kept = await scope.GetRequiredService<EntryPackages>().OfAsync(version);
                var package = kept.Open(
                    kept.KeyByCode(code, version.Id.ToString()),
                    version.Id.ToString()
                );
                Assert.Contains(
                    package.Answers.Values,
                    a => a.Json.Contains(EnteringApp.Secret, StringComparison.Ordinal)
                );
            }
            foreach (var entry in entries)
            {
                var drafts = await db.Set<EntryDraft>()
                    .CountAsync(d => d.EntryId == entry.Id && d.StageId != null);
                Assert.Equal(versions.ContainsKey(entry.Id) ? 0 : 1, drafts);
            }
            Assert.Null(await Timeline.VerifyAsync(db));
        });
    }

    private static async Task SignInAsync(HttpClient browser)
    {
        string page;
        for (var i = 0; ; i++)
        {
            try
            {
                page = await browser.GetStringAsync("/sign-in");
                break;
            }
            catch (HttpRequestException) when (i < 600)
            {
                await Task.Delay(200);
            }
        }
        using var content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["Email"] = "nia@example.org",
                ["Password"] = Cast.Password,
                ["__RequestVerificationToken"] = TokenOf(page),
            }
        );
        using var answer = await browser.PostAsync("/sign-in", content);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static string TokenOf(string page) => TokenField().Match(page).Groups[1].Value;

    private Process Start(int port)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(typeof(Db).Assembly.Location);
        start.ArgumentList.Add("serve");
        start.Environment["TANDEM_DATA"] = app.Settings.DataFolder;
        start.Environment["TANDEM_DATABASE"] = app.Settings.PostgresConnection ?? "";
        start.Environment["PORT"] = port.ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );
        var program = Process.Start(start)!;
        program.OutputDataReceived += (_, _) => { };
        program.ErrorDataReceived += (_, _) => { };
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        return program;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("name=\"Code\" value=\"([^\"]+)\"")]
    private static partial Regex CodeField();
}
