using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem score cpv FILE</c>: how often the suggested CPV codes are the buyers’ own.</summary>
internal static class ScoreCpv
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description =
                "JSON Lines of notices: title, description, cpv (the buyer’s codes, the main one first).",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var command = new Command(
            "cpv",
            "How often suggested CPV codes are the buyers’ own. A file the weights were learnt from is cross-validated by buyer."
        )
        {
            file,
            json,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo file, bool asJson)
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"There is no file {file.FullName}.");
            return 1;
        }
        var list = CpvList.In(Content.Shipped);
        var (examples, problems) = ReadFile(file, list);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }
        if (examples.Count == 0)
        {
            Console.Error.WriteLine("No notice in the file has a CPV code.");
            return 1;
        }
        var learntFrom = CpvRecord.In(Content.Shipped).LearntFrom.Contains(CpvRecord.HashOf(file));
        var watch = Stopwatch.StartNew();
        var score = learntFrom
            ? new CpvTrial(list, CpvWeights.In(Content.Shipped).Words, examples).UnseenBuyers()
            : CpvScore.Of(CpvClassifier.In(Content.Shipped), examples);
        Console.WriteLine(
            learntFrom
                ? "The weights were learnt from this file: each notice is scored by weights learnt without its buyer."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Scored with the shipped weights in {watch.Elapsed.TotalSeconds:F2} s."
                )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{score.Notices} notices, main code: division {score.Division.Top1:P1} first, {score.Division.Top3:P1} in the first three; group (where stated) {score.Group.Top1:P1} and {score.Group.Top3:P1}. Any code of the buyer: division {score.AnyDivision.Top1:P1} and {score.AnyDivision.Top3:P1}."
            )
        );
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        score.Division,
                        score.Group,
                        score.AnyDivision,
                        score.Notices,
                        crossValidated = learntFrom,
                    },
                    JsonSerializerOptions.Web
                )
            );
        }
        return 0;
    }

    internal static (IReadOnlyList<CpvExample>, IReadOnlyList<string>) ReadFile(
        FileInfo file,
        CpvList list
    )
    {
        using var lines = file.OpenText();
        var (examples, problems) = CpvExample.Read(lines, list);
        return (examples, [.. problems.Select(p => $"{file.Name}, {p}")]);
    }
}
