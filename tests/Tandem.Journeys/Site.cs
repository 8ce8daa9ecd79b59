using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Tandem.Cli;
using Tandem.Kernel;
using Tandem.Kernel.Mail;
using Tandem.Tests.Support;

namespace Tandem.Journeys;

/// <summary>The program itself, started as people start it, on an empty embedded database; and a Chromium to visit it with.</summary>
public class Site : IAsyncLifetime
{
    private readonly bool withDemo;
    private readonly string folder = Directory.CreateTempSubdirectory("tandem-journey-").FullName;
    private readonly int port = FreePort();

    public Site() { }

    /// <summary>How long a busy machine may take for what a quiet one does in seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    protected Site(bool withDemo) => this.withDemo = withDemo;

    /// <summary>The mail server of the site: what it sends is read here.</summary>
    public MailSink Mail { get; } = new();
    private Process? server;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public string Address => $"http://localhost:{port}";

    public async Task InitializeAsync()
    {
        await ServeAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = "/usr/bin/chromium",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    /// <summary>Starts the program, and waits until it answers.</summary>
    protected virtual async Task ServeAsync()
    {
        server = withDemo ? Start("serve") : Start("serve", "--empty");
        using var client = new HttpClient();
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(Address + "/sign-in");
                break;
            }
            catch (HttpRequestException) when (waiting.Elapsed < Patience && !server.HasExited)
            {
                await Task.Delay(200);
            }
        }
    }

    /// <summary>Stops the program.</summary>
    protected virtual Task StopAsync()
    {
        server?.Kill(entireProcessTree: true);
        server?.WaitForExit();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }
        playwright?.Dispose();
        await StopAsync();
        await Mail.DisposeAsync();
        foreach (var left in new[] { folder, folder + "-keys" }.Where(Directory.Exists))
        {
            Directory.Delete(left, recursive: true);
        }
    }

    /// <summary>Runs a command of the program on the site's own data, and gives what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        using var command = Start(arguments);
        var (output, errors) = (
            command.StandardOutput.ReadToEndAsync(),
            command.StandardError.ReadToEndAsync()
        );
        await command.WaitForExitAsync();
        Assert.True(command.ExitCode == 0, $"tandem {string.Join(' ', arguments)}: {await errors}");
        return await output;
    }

    /// <summary>Makes it the day after the last day on which an organisation could answer in time, for what it has not answered: no browser waits two weeks.</summary>
    public async Task LetTheClockRunOutAsync(string authority)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "tandem.db")}"
        );
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = """
            UPDATE asked_organisation SET due_on = date('now', '-1 day')
            WHERE answered_at IS NULL
            AND organisation_id = (SELECT id FROM organisation WHERE authority_code = $code)
            """;
        command.Parameters.AddWithValue("$code", authority);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Makes it so many days later for what is done in runs, as if each step had been done that much earlier: no browser waits for what the law makes councils wait.</summary>
    public async Task LetDaysPassAsync(int days)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "tandem.db")}"
        );
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = """
            UPDATE run_step SET done_at = datetime(done_at, $days), started_at = datetime(started_at, $days),
                earliest = date(earliest, $days), due = date(due, $days);
            UPDATE stage_visit SET entered_at = datetime(entered_at, $days), left_at = datetime(left_at, $days);
            """;
        command.Parameters.AddWithValue("$days", $"-{days} days");
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }

    /// <summary>What the program of this site is set to.</summary>
    protected Settings Settings =>
        new(folder, null, port, MailServer: MailServer.Parse(Mail.Setting), Address: Address);

    /// <summary>Does something with the program's own services on the site's data, beside the running site.</summary>
    public async Task InScopeAsync(Func<IServiceProvider, Task> act)
    {
        await using var services = Server
            .AddApplication(new ServiceCollection().AddLogging(), Settings)
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await act(scope.ServiceProvider);
    }

    /// <summary>Answers a whole application for Cyber Essentials as a firm does that has its house in order, but for what is given otherwise as JSON: no browser types eighty answers.</summary>
    /// <param name="path">Address of the application.</param>
    public async Task AnswerAsync(string path, params (string Code, string Json)[] otherwise)
    {
        var reference = path.Split('/')[^1].Split('-');
        var answers = File.ReadLines(
                Path.Combine(AppContext.BaseDirectory, "demo", "cyber-essentials.tsv")
            )
            .Where(l => !l.StartsWith('#'))
            .Skip(1)
            .Select(l => l.Split('\t'))
            .Where(l => l[0] != "sc-web-applications")
            .ToDictionary(
                l => l[0],
                l =>
                    l[1]
                        .Replace("{name}", "Works of Dee")
                        .Replace("{number}", "07719382")
                        .Replace("{place}", "Preston")
            );
        foreach (var (code, json) in otherwise)
        {
            answers[code] = json;
        }
        await using var database = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "tandem.db")}"
        );
        await database.OpenAsync();
        foreach (var (code, json) in answers)
        {
            await using var command = database.CreateCommand();
            command.CommandText = """
                INSERT INTO answer (response_id, question, json, changed_at, changed_by_name)
                SELECT response_id, $code, $json, '2026-01-01 09:00:00', 'dee' FROM assessment
                WHERE year = $year AND number = $number
                ON CONFLICT (response_id, question) DO UPDATE SET json = $json
                """;
            command.Parameters.AddWithValue("$code", code);
            command.Parameters.AddWithValue("$json", json);
            command.Parameters.AddWithValue("$year", int.Parse(reference[1], null));
            command.Parameters.AddWithValue("$number", int.Parse(reference[2], null));
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
    }

    /// <summary>A new browser window, of desk width unless said otherwise.</summary>
    /// <param name="touch">It is a telephone: fingers tap, and pages are as wide as it.</param>
    public async Task<IPage> OpenAsync(int width = 1280, int height = 900, bool touch = false)
    {
        var context = await browser!.NewContextAsync(
            new()
            {
                BaseURL = Address,
                ViewportSize = new() { Width = width, Height = height },
                AcceptDownloads = true,
                HasTouch = touch,
                IsMobile = touch,
            }
        );
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var page = await context.NewPageAsync();
        // What the content security policy refuses is a fault of ours on every page.
        page.Console += (_, message) =>
        {
            if (
                message.Type == "error"
                && message.Text.Contains("Content Security Policy", StringComparison.Ordinal)
            )
            {
                violations.Add($"{page.Url}: {message.Text}");
            }
        };
        return page;
    }

    private readonly List<string> violations = [];

    /// <summary>The page in front of us has no fault that axe can find (WCAG 2.2 AA), and asked for nothing that its policy refuses.</summary>
    public async Task IsSoundAsync(IPage page)
    {
        var result = await page.RunAxe(
            new AxeRunOptions
            {
                RunOnly = new()
                {
                    Type = "tag",
                    Values =
                    [
                        "wcag2a",
                        "wcag2aa",
                        "wcag21a",
                        "wcag21aa",
                        "wcag22aa",
                        "best-practice",
                    ],
                },
            }
        );
        Assert.True(
            result.Violations.Length == 0,
            $"{page.Url}: {string.Join("; ", result.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))})"))}"
        );
        Assert.Empty(violations);
    }

    private Process Start(params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "tandem.dll"));
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }
        info.Environment["TANDEM_DATA"] = folder;
        info.Environment["TANDEM_SMTP"] = Mail.Setting;
        info.Environment["TANDEM_ADDRESS"] = Address;
        info.Environment["PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var process = Process.Start(info)!;
        if (arguments[0] == "serve")
        {
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
