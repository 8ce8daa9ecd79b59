using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem import ocds …</c> and <c>tandem import contracts-finder …</c>: published notices from files, folders and addresses.</summary>
internal static class ImportMarket
{
    private const int ProblemsShown = 20;

    private static readonly string[] OcdsEndings = [".json", ".jsonl", ".ndjson", ".gz"];
    private static readonly string[] ContractsFinderEndings = [".csv", .. OcdsEndings];

    public static Command Ocds() =>
        Build(
            "ocds",
            "Bring OCDS releases and records: packages, bare releases, JSON Lines, also gzipped.",
            ImportKind.Ocds,
            OcdsEndings
        );

    public static Command ContractsFinder() =>
        Build(
            "contracts-finder",
            "Bring notices of Contracts Finder: its CSV export, or flat JSON Lines.",
            ImportKind.ContractsFinder,
            ContractsFinderEndings
        );

    public static Command ServiceAssessments() =>
        Build(
            "service-assessments",
            "Bring published reports of service assessments: JSON, as the guide describes it.",
            ImportKind.ServiceAssessments,
            [".json"]
        );

    private static Command Build(string name, string says, ImportKind kind, string[] endings)
    {
        var given = new Argument<string[]>("sources")
        {
            Description = "Files, folders (read in the order of names) and addresses.",
            Arity = ArgumentArity.OneOrMore,
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Say what would change, and change nothing.",
        };
        var allOrNothing = new Option<bool>("--all-or-nothing")
        {
            Description = "Keep nothing if anything is refused.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the counts as one JSON object on the last line.",
        };
        var command = new Command(name, says) { given, dryRun, allOrNothing, json };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                await using var services = Operations.Services();
                await services.GetRequiredService<Migrator>().RunAsync(cancellation);
                await using var scope = services.CreateAsyncScope();
                var names = parsed.GetRequiredValue(given);
                var sources = await SourcesAsync(
                    scope.ServiceProvider,
                    names,
                    endings,
                    cancellation
                );
                var request = new ImportRequest(
                    kind,
                    string.Join(
                        ", ",
                        names.Select(n =>
                            Outgoing.IsAddress(n) ? n : Path.GetFileName(Path.GetFullPath(n))
                        )
                    ),
                    BytesTotal: sources.All(s => s.Bytes is not null)
                        ? sources.Sum(s => s.Bytes)
                        : null,
                    DryRun: parsed.GetValue(dryRun),
                    AllOrNothing: parsed.GetValue(allOrNothing)
                );
                return await RunAsync(
                    scope.ServiceProvider,
                    request,
                    sources,
                    parsed.GetValue(json),
                    cancellation
                );
            }
        );
        return command;
    }

    /// <summary>Runs an import in this process, tells its progress on a terminal and its account at the end.</summary>
    /// <returns>0; 1 where nothing could be read, or nothing was kept.</returns>
    internal static async Task<int> RunAsync(
        IServiceProvider services,
        ImportRequest request,
        IReadOnlyList<ImportSource> sources,
        bool asJson,
        CancellationToken cancellation
    )
    {
        using var telling = new CancellationTokenSource();
        Task? told = null;
        var run = await services
            .GetRequiredService<BringNow>()
            .RunAsync(
                Actor.System,
                request,
                sources,
                started =>
                {
                    if (!Console.IsErrorRedirected)
                    {
                        told = TellAsync(services, started.Id, telling.Token);
                    }
                },
                cancellation
            );
        await telling.CancelAsync();
        await (told ?? Task.CompletedTask);
        await AccountAsync(services, run);
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        read = run.Read,
                        added = run.Added,
                        updated = run.Updated,
                        unchanged = run.Unchanged,
                        refused = run.Refused,
                    }
                )
            );
        }
        return run.State == ImportState.Completed ? 0 : 1;
    }

    private static async Task TellAsync(
        IServiceProvider services,
        Id<ImportRun> id,
        CancellationToken done
    )
    {
        var databases = services.GetRequiredService<IDbContextFactory<Db>>();
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), done);
                await using var db = databases.CreateDbContext();
                var run = await db.Set<ImportRun>()
                    .AsNoTracking()
                    .SingleAsync(r => r.Id == id, CancellationToken.None);
                var share = run.BytesTotal is > 0 and var total
                    ? Web.Words.Percent((double)run.BytesRead / total) + ", "
                    : "";
                Console.Error.Write($"\r{share}{Web.Words.Count(run.Read, "row")} read   ");
            }
        }
        catch (OperationCanceledException)
        {
            Console.Error.Write("\r                                        \r");
        }
    }

    private static async Task AccountAsync(IServiceProvider services, ImportRun run)
    {
        if (run.Message is not null)
        {
            Console.Error.WriteLine(run.Message);
        }
        var db = services.GetRequiredService<Db>();
        await TellProblemsAsync(db, run, "Refused", refused: true);
        await TellProblemsAsync(db, run, "Taken, with a doubt", refused: false);
        Console.WriteLine(
            $"{run.Reference}{(run.DryRun ? " (nothing was changed)" : "")}: read {run.Read}, added {run.Added}, updated {run.Updated}, unchanged {run.Unchanged}, refused {run.Refused}."
        );
    }

    private static async Task TellProblemsAsync(Db db, ImportRun run, string words, bool refused)
    {
        var problems = db.Set<ImportProblem>()
            .AsNoTracking()
            .Where(p => p.RunId == run.Id && p.Refused == refused);
        foreach (var problem in await problems.OrderBy(p => p.Id).Take(ProblemsShown).ToListAsync())
        {
            Console.Error.WriteLine($"{words}: {problem.Where}: {problem.Reason}");
        }
        if (await problems.CountAsync() - ProblemsShown is > 0 and var more)
        {
            Console.Error.WriteLine($"… and {more} more; all of them at /imports/{run.Reference}");
        }
    }

    private static async Task<List<ImportSource>> SourcesAsync(
        IServiceProvider services,
        string[] names,
        string[] endings,
        CancellationToken cancellation
    )
    {
        var sources = new List<ImportSource>();
        foreach (var name in names)
        {
            if (Outgoing.IsAddress(name))
            {
                var files = services.GetRequiredService<FileStore>();
                var limit = services.GetRequiredService<Settings>().UploadLimit;
                var file = await services
                    .GetRequiredService<Outgoing>()
                    .FetchAsync(
                        name,
                        limit,
                        content => files.SaveAsync(content, limit, cancellation),
                        cancellation
                    );
                sources.Add(new(name, file.Bytes, () => files.Open(file.Hash)));
            }
            else if (Directory.Exists(name))
            {
                var found = Directory
                    .EnumerateFiles(name, "*", SearchOption.AllDirectories)
                    .Where(f =>
                        endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)
                    )
                    .Order(StringComparer.Ordinal)
                    .ToList();
                if (found.Count == 0)
                {
                    throw new Refusal(
                        $"The folder {name} holds no file that ends in {string.Join(", ", endings)}."
                    );
                }
                sources.AddRange(found.Select(f => FileAt(f, Path.GetRelativePath(name, f))));
            }
            else if (File.Exists(name))
            {
                sources.Add(FileAt(name, Path.GetFileName(name)));
            }
            else
            {
                throw new Refusal($"There is no file or folder {name}.");
            }
        }
        return sources;
    }

    private static ImportSource FileAt(string path, string name) =>
        new(
            name,
            new FileInfo(path).Length,
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1)
        );
}
