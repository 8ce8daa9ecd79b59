using System.CommandLine;
using System.Text.Json;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem score authorities FILE</c>: how many buyers' names lead to the right authority.</summary>
internal static class ScoreAuthorities
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description =
                "CSV or JSON Lines with a column of buyers' names and, where known, of authority codes.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var apart = new Option<bool>("--leave-one-out")
        {
            Description =
                "Resolve each spelling with that spelling left out of the table, to see what the rules carry.",
        };
        var all = new Option<bool>("--all")
        {
            Description = "Print what each resolved name led to, too.",
        };
        var command = new Command("authorities", "Resolve buyers' names to known authorities.")
        {
            file,
            json,
            apart,
            all,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(file),
                parsed.GetValue(json),
                parsed.GetValue(apart),
                parsed.GetValue(all)
            )
        );
        return command;
    }

    private static int Run(FileInfo file, bool asJson, bool leaveOneOut, bool all)
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"There is no file {file.FullName}.");
            return 1;
        }
        var authorities = KnownAuthorities.In(Content.Shipped);
        var names = NamesFile.Read(file.FullName);
        var score = AuthorityScore.Of(names, authorities, leaveOneOut);
        foreach (var (name, _) in all ? names : [])
        {
            if (authorities.Resolve(name) is { } match)
            {
                Console.WriteLine(
                    $"resolved    {name}: {match.Authority.Code} {match.Authority.Name} ({match.Reason})"
                );
            }
        }
        foreach (var name in score.Unresolved)
        {
            Console.WriteLine($"unresolved  {name}: {authorities.Explain(name).Reason}");
        }
        foreach (var wrong in score.Wrong)
        {
            Console.WriteLine($"wrong       {wrong.Name}: {wrong.Found}, should be {wrong.Should}");
        }
        Console.WriteLine(
            $"{score.Resolved} resolved, {score.Wrong.Count} wrong, {score.Unresolved.Count} unresolved"
        );
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        resolved = score.Resolved,
                        wrong = score.Wrong.Count,
                        unresolved = score.Unresolved,
                    }
                )
            );
        }
        return 0;
    }
}
