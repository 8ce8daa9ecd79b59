using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem import codes cpv|regions FILE</c>: brings a newer official list and puts it in force.</summary>
internal static class ImportList
{
    /// <summary>How a list compares with the one before it.</summary>
    private sealed record Compared(int Read, int Added, int Unchanged, string Words);

    /// <summary>What differs from list to list.</summary>
    /// <param name="File">Where the shipped table lies in the content folder.</param>
    /// <param name="Read">Reads what is published, with the problems in it; no list where it cannot be used.</param>
    private sealed record Kind<T>(
        string Name,
        string Says,
        string FileSays,
        string File,
        Func<byte[], string, T, (T? List, IReadOnlyList<string> Problems)> Read,
        Action<T, TextWriter> Write,
        Func<T, T, Compared> Compare
    )
        where T : class;

    public static Command Cpv() =>
        Build(
            new Kind<CpvList>(
                "cpv",
                "Bring a newer official list of CPV codes.",
                "The published list: spreadsheet, delimited text, JSON, XML or genericode, with codes and English names, Swedish names where it has them.",
                CpvList.File,
                CpvOfficialList.Read,
                (list, text) => list.Write(text),
                (before, list) =>
                    new(
                        list.Entries.Count,
                        list.Entries.Count(e => before.Find(e.Code) is null),
                        list.Entries.Count(e => before.Find(e.Code) == e),
                        $"{before.Entries.Count(e => list.Find(e.Code) is null)} of the list before are gone"
                    )
            )
        );

    public static Command Regions() =>
        Build(
            new Kind<RegionList>(
                "regions",
                "Bring a newer official list of regions.",
                "The published list (ITL or NUTS): spreadsheet, delimited text or genericode, with codes and names.",
                RegionList.File,
                RegionOfficialList.Read,
                (list, text) => list.Write(text),
                (before, list) =>
                    new(
                        list.All.Count,
                        list.All.Count(r => before.Find(r.Code) is null),
                        list.All.Count(r => before.Find(r.Code) == r),
                        $"{list.All.Count(r => r.IsSuperseded)} are superseded"
                    )
            )
        );

    private static Command Build<T>(Kind<T> kind)
        where T : class
    {
        var file = new Argument<FileInfo>("file") { Description = kind.FileSays };
        var write = new Option<FileInfo?>("--write")
        {
            Description =
                $"Write the table to this file instead of putting it in force: how content/{kind.File} is made.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var command = new Command(kind.Name, kind.Says) { file, write, json };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    kind,
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(write),
                    parsed.GetValue(json),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync<T>(
        Kind<T> kind,
        FileInfo file,
        FileInfo? write,
        bool asJson,
        CancellationToken cancellation
    )
        where T : class
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"There is no file {file.FullName}.");
            return 1;
        }
        await using var services = Operations.Services();
        await services.GetRequiredService<Migrator>().RunAsync(cancellation);
        var before = services.GetRequiredService<T>();
        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellation);
        var (list, problems) = kind.Read(bytes, file.Name, before);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }
        if (list is null)
        {
            Console.Error.WriteLine("The list in use stays.");
            return 1;
        }
        var text = new StringWriter();
        kind.Write(list, text);
        if (write is not null)
        {
            await File.WriteAllTextAsync(write.FullName, text.ToString(), cancellation);
        }
        else
        {
            await using var db = await services
                .GetRequiredService<IDbContextFactory<Db>>()
                .CreateDbContextAsync(cancellation);
            await ReferenceLists.ReplaceAsync(
                db,
                Actor.System,
                kind.File,
                text.ToString(),
                file.Name,
                cancellation
            );
        }
        Report(kind.Compare(before, list), problems.Count, asJson);
        return 0;
    }

    private static void Report(Compared found, int refused, bool asJson)
    {
        Console.WriteLine(
            $"{found.Read} read, {found.Added} of them new, {found.Unchanged} unchanged; {found.Words}; {refused} refused."
        );
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        read = found.Read + refused,
                        added = found.Added,
                        updated = found.Read - found.Added - found.Unchanged,
                        unchanged = found.Unchanged,
                        refused,
                    }
                )
            );
        }
    }
}
