using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace Tandem.Benchmarks;

/// <summary>
/// Whole-process measurements of the program as people run it, each beside a yardstick of the same run, for the machine may be shared and noisy.
/// Data is made, seeded, in a folder that is removed afterwards, or in <c>BENCH_FOLDER</c>, which stays and is used again: what was imported there
/// once need not be imported for the next measurement. Into the embedded database, or PostgreSQL where <c>BENCH_DATABASE</c> holds a connection to an empty one.
/// </summary>
internal sealed class Bench : IAsyncDisposable
{
    private static readonly string? Kept = Environment.GetEnvironmentVariable("BENCH_FOLDER");
    private static readonly string? Postgres = Environment.GetEnvironmentVariable("BENCH_DATABASE");
    private readonly string folder = Kept is null
        ? Directory.CreateTempSubdirectory("tandem-bench-").FullName
        : Directory.CreateDirectory(Kept).FullName;
    private readonly int processes = int.Parse(
        Environment.GetEnvironmentVariable("BENCH_PROCESSES") ?? "72000",
        CultureInfo.InvariantCulture
    );
    private string? filled;

    /// <summary>The program as script/setup leaves it and script/server runs it.</summary>
    private static string Program =>
        Environment.GetEnvironmentVariable("BENCH_PROGRAM")
        ?? Path.Combine(Environment.CurrentDirectory, "artifacts", "app", "tandem.dll");

    /// <summary>OCDS import into an empty embedded database, beside a plain scan of the same file with <see cref="Utf8JsonReader"/>.</summary>
    public async Task ImportAsync(bool singleObject)
    {
        var file = Path.Combine(folder, singleObject ? "package.json" : "releases.jsonl");
        var releases = new MadeReleases(7).Write(file, processes, singleObject);
        var megabytes = new FileInfo(file).Length / 1e6;
        var scan = Time(() => Scan(file));
        var data = Data(singleObject ? "package" : "import");
        var run = await RunAsync(data, "import", "ocds", file, "--json");
        Console.WriteLine(
            $"{(singleObject ? "import, one JSON object" : "import, JSON Lines")}: {releases:N0} releases, {megabytes:N0} MB in {run} = {releases / run.Seconds:N0} releases/s, {megabytes / run.Seconds:N1} MB/s; "
                + $"with two processors to itself {2 * releases / run.ProcessorSeconds:N0} releases/s at most; plain scan {megabytes / scan:N0} MB/s, ratio {run.Seconds / scan:N1}"
        );
        Console.WriteLine($"  {run.Json}");
        var again = await RunAsync(data, "import", "ocds", file, "--json");
        Console.WriteLine($"  again, nothing new: {again}  {again.Json}");
        File.Delete(file);
        filled = data;
    }

    /// <summary>Who could buy together, over everything the import brought.</summary>
    public async Task MatchAsync()
    {
        var data = await FilledAsync();
        var run = await RunAsync(data, "match", "--json");
        var over = Postgres is null
            ? $" of {Count(data, "contract"):N0} contracts and {Count(data, "notice"):N0} notices"
            : "";
        Console.WriteLine($"match{over}: {run.Json}; whole process {run}");
        await OneContractBench.RunAsync(data, Postgres);
    }

    /// <summary>List and search pages, one visitor after the other, over the whole filled database.</summary>
    public async Task PagesAsync()
    {
        var data = await FilledAsync();
        await using var site = await Site.StartAsync(data);
        string[] words =
        [
            "services",
            "council",
            "contract",
            "supply of",
            "maintenance",
            "machinery",
            "provision support",
            "refuse collection",
            "software",
            "zinc",
        ];
        string[] pages =
        [
            "/notices",
            "/contracts",
            "/suppliers",
            "/suppliers?q=services",
            "/buyers",
            .. words.Select(w => $"/notices?q={Uri.EscapeDataString(w)}"),
            .. words.Select(w => $"/contracts?q={Uri.EscapeDataString(w)}"),
            "/notices?q=services&page=40",
            "/contracts?sort=ending",
            "/notices?cpv=45",
            "/search?q=services",
            "/opportunities",
        ];
        foreach (var page in pages)
        {
            await site.FirstGetAsync(page);
        }
        await site.SettleAsync();
        var all = new List<double>();
        foreach (var page in pages)
        {
            var times = new List<double>();
            var before = site.ProcessorSeconds;
            for (var i = 0; i < 100; i++)
            {
                times.Add(await site.GetAsync(page));
            }
            var busy = (site.ProcessorSeconds - before) * 1000 / times.Count;
            all.AddRange(times);
            Console.WriteLine(
                $"  {page, -40} p50 {Percentile(times, 50):N1} ms  p95 {Percentile(times, 95):N1} ms  processor {busy:N1} ms"
            );
        }
        // Each asked for the first time.
        var fresh = new List<double>();
        foreach (var list in (string[])["/notices", "/contracts"])
        {
            foreach (var (one, other) in words.SelectMany(w => words, (w, v) => (w, v)))
            {
                fresh.Add(
                    await site.GetAsync($"{list}?q={Uri.EscapeDataString($"{one} {other}")}")
                );
            }
        }
        Console.WriteLine(
            $"  {fresh.Count} searches, no two alike                p50 {Percentile(fresh, 50):N1} ms  p95 {Percentile(fresh, 95):N1} ms"
        );
        var floor = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            floor.Add(await site.GetAsync("/about"));
        }
        Console.WriteLine(
            $"pages: p50 {Percentile(all, 50):N1} ms, p95 {Percentile(all, 95):N1} ms over {all.Count} requests; a page without data p50 {Percentile(floor, 50):N1} ms"
        );
    }

    /// <summary>From starting the process to the first page, on a database that is there and full.</summary>
    public async Task StartAsync()
    {
        var data = await FilledAsync();
        var times = new List<double>();
        var busy = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            await using var site = await Site.StartAsync(data);
            times.Add(site.SecondsToFirstPage);
            busy.Add(site.ProcessorSeconds);
        }
        var bare = await RunAsync(data, "--version");
        Console.WriteLine(
            $"cold start to first page: best {times.Min():N2} s, median {Percentile(times, 50):N2} s, processor {busy.Min():N2} s; the same process doing nothing {bare.Seconds:N2} s"
        );
    }

    public ValueTask DisposeAsync()
    {
        if (Kept is null)
        {
            Directory.Delete(folder, recursive: true);
        }
        return ValueTask.CompletedTask;
    }

    private async Task<string> FilledAsync()
    {
        if (filled is null && File.Exists(Path.Combine(folder, "import", "tandem.db")))
        {
            filled = Data("import");
        }
        if (filled is null)
        {
            await ImportAsync(singleObject: false);
        }
        return filled!;
    }

    private string Data(string name) =>
        Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    private static long Scan(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 22);
        var state = new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true });
        long tokens = 0,
            at = 0;
        var held = 0;
        while (true)
        {
            var read = RandomAccess.Read(handle, buffer.AsSpan(held), at);
            at += read;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, held + read), read == 0, state);
            while (reader.Read())
            {
                tokens++;
            }
            if (read == 0)
            {
                return tokens;
            }
            state = reader.CurrentState;
            var rest = held + read - (int)reader.BytesConsumed;
            Buffer.BlockCopy(buffer, (int)reader.BytesConsumed, buffer, 0, rest);
            held = rest;
        }
    }

    private static long Count(string data, string table)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(data, "tandem.db")};Mode=ReadOnly"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private static double Time(Action act)
    {
        act();
        var watch = Stopwatch.StartNew();
        act();
        return watch.Elapsed.TotalSeconds;
    }

    public static double Percentile(List<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted[(sorted.Count * percent + 99) / 100 - 1];
    }

    private static async Task<Ran> RunAsync(string data, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(data, 0, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var (peak, busy) = (0L, 0.0);
        while (!process.WaitForExit(50))
        {
            (peak, busy) = UseOf(process) is var (bytes, seconds)
                ? (Math.Max(peak, bytes), seconds)
                : (peak, busy);
        }
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"tandem {string.Join(' ', arguments)}: {await errors}"
            );
        }
        return new(watch.Elapsed.TotalSeconds, busy, await output, peak);
    }

    // Null once the process has ended.
    private static (long PeakBytes, double ProcessorSeconds)? UseOf(Process process)
    {
        try
        {
            process.Refresh();
            return (process.PeakWorkingSet64, process.TotalProcessorTime.TotalSeconds);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What one run took: processor seconds tell more than the clock where others work on the same machine.</summary>
    private sealed record Ran(
        double Seconds,
        double ProcessorSeconds,
        string Output,
        long PeakBytes
    )
    {
        public string Json => Output.TrimEnd().Split('\n')[^1];

        public override string ToString() =>
            $"{Seconds:N1} s, processor {ProcessorSeconds:N1} s, peak memory {PeakBytes / 1e6:N0} MB";
    }

    private static Process Start(string data, int port, params string[] arguments) =>
        Start(data, Postgres, port, arguments);

    /// <summary>Starts the program on a data folder and, where it is given, a PostgreSQL database.</summary>
    public static Process Start(string data, string? postgres, int port, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }
        // As script/tandem has it.
        info.Environment.TryAdd("MALLOC_ARENA_MAX", "2");
        info.Environment["TANDEM_DATA"] = data;
        info.Environment["TANDEM_DATABASE"] = postgres;
        info.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        return Process.Start(info)!;
    }

    /// <summary>The server on a data folder, and one visitor.</summary>
    private sealed class Site(Process process, HttpClient client, double seconds) : IAsyncDisposable
    {
        public double SecondsToFirstPage { get; } = seconds;

        /// <summary>Used by the server since it began, on all processors.</summary>
        public double ProcessorSeconds
        {
            get
            {
                process.Refresh();
                return process.TotalProcessorTime.TotalSeconds;
            }
        }

        public static async Task<Site> StartAsync(string data)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            var watch = Stopwatch.StartNew();
            var process = Bench.Start(data, port, "serve", "--empty");
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var client = new HttpClient
            {
                BaseAddress = new Uri($"http://localhost:{port}"),
                Timeout = TimeSpan.FromMinutes(2),
            };
            while (true)
            {
                try
                {
                    using var answer = await client.GetAsync("/");
                    answer.EnsureSuccessStatusCode();
                    return new Site(process, client, watch.Elapsed.TotalSeconds);
                }
                catch (HttpRequestException) when (!process.HasExited)
                {
                    await Task.Delay(10);
                }
            }
        }

        /// <summary>The first visit: waits for what is built behind the pages after the start.</summary>
        public async Task FirstGetAsync(string address)
        {
            for (var patience = Stopwatch.StartNew(); ; await Task.Delay(500))
            {
                using var answer = await client.GetAsync(address);
                if (
                    answer.StatusCode != HttpStatusCode.ServiceUnavailable
                    || patience.Elapsed > TimeSpan.FromMinutes(5)
                )
                {
                    answer.EnsureSuccessStatusCode();
                    return;
                }
            }
        }

        /// <summary>Waits, a minute at most, until the server has nothing left to do from its start.</summary>
        public async Task SettleAsync()
        {
            var before = ProcessorSeconds;
            for (var i = 0; i < 30; i++)
            {
                await Task.Delay(2000);
                var now = ProcessorSeconds;
                if (now - before < 0.1)
                {
                    return;
                }
                before = now;
            }
        }

        /// <summary>Milliseconds to the last byte of the page.</summary>
        public async Task<double> GetAsync(string address)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync(address);
            await answer.Content.ReadAsByteArrayAsync();
            answer.EnsureSuccessStatusCode();
            return watch.Elapsed.TotalMilliseconds;
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
