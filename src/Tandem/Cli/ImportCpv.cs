using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem import codes cpv FILE</c>: brings a newer official list of CPV codes.</summary>
internal static class ImportCpv
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description =
                "The published list: spreadsheet, delimited text, JSON, XML or genericode, with codes and English names, Swedish names where it has them.",
        };
        var write = new Option<FileInfo?>("--write")
        {
            Description =
                "Write the table to this file instead of putting it in force: how content/cpv/cpv-2008.tsv is made.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var command = new Command("cpv", "Bring a newer official list of CPV codes.")
        {
            file,
            write,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(write),
                    parsed.GetValue(json),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file,
        FileInfo? write,
        bool asJson,
        CancellationToken cancellation
    )
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"There is no file {file.FullName}.");
            return 1;
        }
        await using var services = Operations.Services();
        await services.GetRequiredService<Migrator>().RunAsync(cancellation);
        var before = services.GetRequiredService<CpvList>();
        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellation);
        var (list, problems) = CpvOfficialList.Read(bytes, file.Name, before);
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
        list.Write(text);
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
                CpvList.File,
                text.ToString(),
                file.Name,
                cancellation
            );
        }
        Report(before, list, problems.Count, asJson);
        return 0;
    }

    private static void Report(CpvList before, CpvList list, int refused, bool asJson)
    {
        var added = list.Entries.Count(e => before.Find(e.Code) is null);
        var unchanged = list.Entries.Count(e => before.Find(e.Code) == e);
        var gone = before.Entries.Count(e => list.Find(e.Code) is null);
        Console.WriteLine(
            $"{list.Entries.Count} codes, {added} of them new, {unchanged} unchanged; {gone} of the list before are gone; {refused} refused."
        );
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        read = list.Entries.Count + refused,
                        added,
                        updated = list.Entries.Count - added - unchanged,
                        unchanged,
                        refused,
                    }
                )
            );
        }
    }
}
