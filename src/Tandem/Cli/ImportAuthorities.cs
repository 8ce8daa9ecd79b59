using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem import codes authorities FILE</c>: brings a newer official list of United Kingdom authorities.</summary>
internal static class ImportAuthorities
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV with the columns of the register of local authorities.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var command = new Command(
            "authorities",
            "Bring a newer official list of local authorities."
        )
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
        var before = services.GetRequiredService<Authorities>();
        var (list, problems) = AuthorityOfficialList.Read(CsvRows.Read(file.FullName), before);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }
        if (list.Count == 0)
        {
            Console.Error.WriteLine("No authority was read; the list in use stays.");
            return 1;
        }
        await using var db = await services
            .GetRequiredService<IDbContextFactory<Db>>()
            .CreateDbContextAsync(cancellation);
        await ReferenceLists.ReplaceAsync(
            db,
            Actor.System,
            KnownAuthorities.UnitedKingdom,
            AuthorityTable.WriteUnitedKingdom($"UK local authorities, from {file.Name}.", list),
            file.Name,
            cancellation
        );
        var added = list.Count(a => before.ByCode(a.Code) is null);
        var unchanged = list.Count(a =>
            before.ByCode(a.Code) is { } old && AuthorityTable.SaysTheSame(a, old)
        );
        Console.WriteLine(
            $"{list.Count} authorities, {added} of them new, {unchanged} unchanged, {problems.Count} rows refused."
        );
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        read = list.Count + problems.Count,
                        added,
                        updated = list.Count - added - unchanged,
                        unchanged,
                        refused = problems.Count,
                    }
                )
            );
        }
        return 0;
    }
}
