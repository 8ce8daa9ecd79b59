using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem import codes regions FILE</c>: brings a newer official list of regions.</summary>
internal static class ImportRegions
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description =
                "The published list (ITL or NUTS): spreadsheet, delimited text or genericode, with codes and names.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var command = new Command("regions", "Bring a newer official list of regions.")
        {
            file,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(json), cancellation)
        );
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file,
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
        var before = services.GetRequiredService<RegionList>();
        var (list, problems) = RegionOfficialList.Read(
            await File.ReadAllBytesAsync(file.FullName, cancellation),
            file.Name,
            before
        );
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
        await using var db = await services
            .GetRequiredService<IDbContextFactory<Db>>()
            .CreateDbContextAsync(cancellation);
        await ReferenceLists.ReplaceAsync(
            db,
            Actor.System,
            RegionList.File,
            text.ToString(),
            file.Name,
            cancellation
        );
        Report(before, list, problems.Count, asJson);
        return 0;
    }

    private static void Report(RegionList before, RegionList list, int refused, bool asJson)
    {
        var added = list.All.Count(r => before.Find(r.Code) is null);
        var unchanged = list.All.Count(r => before.Find(r.Code) == r);
        Console.WriteLine(
            $"{list.All.Count} regions, {added} of them new, {unchanged} unchanged; {list.All.Count(r => r.IsSuperseded)} are superseded; {refused} refused."
        );
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        read = list.All.Count + refused,
                        added,
                        updated = list.All.Count - added - unchanged,
                        unchanged,
                        refused,
                    }
                )
            );
        }
    }
}
