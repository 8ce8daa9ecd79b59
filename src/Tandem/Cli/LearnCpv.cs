using System.CommandLine;
using System.Globalization;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem learn cpv FILE…</c>: learns the weights of the CPV classifier and records the score they reach on unseen notices.</summary>
internal static class LearnCpv
{
    private const string LaterYears = "20230101";
    private const int SourceWorthTrying = 400;

    public static Command Build()
    {
        var files = new Argument<FileInfo[]>("files")
        {
            Description =
                "JSON Lines of notices: source, date, buyer, title, description, cpv (the main code first).",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for classifier.bin.gz and classifier.json.",
            DefaultValueFactory = _ => new DirectoryInfo("content/cpv"),
        };
        var command = new Command("cpv", "Learn which words speak for which CPV codes.")
        {
            files,
            output,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(files), parsed.GetRequiredValue(output))
        );
        return command;
    }

    private static int Run(FileInfo[] files, DirectoryInfo output)
    {
        if (files.FirstOrDefault(f => !f.Exists) is { } missing)
        {
            Console.Error.WriteLine($"There is no file {missing.FullName}.");
            return 1;
        }
        var list = CpvList.In(Content.Shipped);
        var examples = files.SelectMany(f => ScoreCpv.ReadFile(f, list).Item1).ToList();
        if (examples.Count == 0)
        {
            Console.Error.WriteLine("No notice in the files has a CPV code.");
            return 1;
        }
        var trial = new CpvTrial(list, examples);
        var reached = new SortedDictionary<string, CpvScore>(StringComparer.Ordinal)
        {
            ["unseen buyers"] = trial.UnseenBuyers(),
            [$"from {LaterYears} on, learnt from before"] = trial.Later(LaterYears),
        };
        foreach (var source in examples.CountBy(e => e.Source))
        {
            if (source.Value >= SourceWorthTrying && source.Value < examples.Count)
            {
                reached[$"unseen source {source.Key}"] = trial.UnseenSource(source.Key);
            }
        }
        output.Create();
        using (var weights = File.Create(Path.Combine(output.FullName, "classifier.bin.gz")))
        {
            new CpvLearner(list).Learn(examples).Write(weights);
        }
        new CpvRecord(
            $"script/tandem learn cpv {string.Join(' ', files.Select(f => f.Name))}",
            $"{examples.Count} notices and the names of {list.Entries.Count} codes",
            [.. files.Select(CpvRecord.HashOf)],
            reached
        ).Write(Path.Combine(output.FullName, "classifier.json"));
        foreach (var (name, score) in reached)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} ({score.Notices}): division {score.Division.Top1:P1}, {score.Division.Top3:P1} in three; group {score.Group.Top1:P1}, {score.Group.Top3:P1}; any code {score.AnyDivision.Top1:P1}, {score.AnyDivision.Top3:P1}"
                )
            );
        }
        return 0;
    }
}
