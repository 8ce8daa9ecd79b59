using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Cli;

/// <summary><c>tandem score suppliers FOLDER</c>: how many duplicate suppliers the suggestions find, and how many are wrong.</summary>
internal static class ScoreSuppliers
{
    private static readonly double[] Thresholds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    public static Command Build()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description =
                $"Folder with {string.Join(", ", SupplierPairs.Files.Select(f => f.File))}.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var cross = new Option<bool>("--cross-validate")
        {
            Description =
                "Score each fifth of the suppliers with weights learnt on the other four.",
        };
        var command = new Command(
            "suppliers",
            "Suggest duplicate suppliers on judged pairs of names."
        )
        {
            folder,
            json,
            cross,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(folder), parsed.GetValue(json), parsed.GetValue(cross))
        );
        return command;
    }

    private static int Run(DirectoryInfo folder, bool asJson, bool cross)
    {
        var pairs = Read(folder);
        if (pairs.Count == 0)
        {
            Console.Error.WriteLine(
                $"{folder.FullName} has none of the files {string.Join(", ", SupplierPairs.Files.Select(f => f.File))}."
            );
            return 1;
        }
        double[] thresholds =
        [
            .. Thresholds.Append(SupplierDuplicates.Threshold).Distinct().Order(),
        ];
        var scores = cross
            ? SupplierPairs.CrossValidate(pairs, thresholds)
            : SupplierPairs.Score(pairs, SupplierDuplicates.In(Content.Shipped), thresholds);
        foreach (var score in scores)
        {
            Console.WriteLine(Words(score));
            foreach (var (file, same, count, suggested) in score.Files)
            {
                Console.WriteLine(
                    $"    {file}: {suggested} of {count} {(same ? "found" : "wrongly suggested")}"
                );
            }
        }
        var chosen = scores.First(s => s.Threshold == SupplierDuplicates.Threshold);
        Console.WriteLine($"At the threshold in use, {Words(chosen)}");
        var (joined, wrongly) = SupplierPairs.AutomaticJoins(
            pairs,
            SupplierDuplicates.In(Content.Shipped)
        );
        Console.WriteLine(
            $"Joined without asking, by registered numbers: {joined} rightly, {wrongly} wrongly"
        );
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        recall = Math.Round(chosen.Recall, 4),
                        wrong = chosen.Wrong,
                        automaticJoins = joined,
                        automaticWrong = wrongly,
                    }
                )
            );
        }
        return 0;
    }

    internal static string Words(SupplierScore score) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"threshold {score.Threshold:0.00}: recall {score.Recall:0.000}, {score.Wrong} of {score.Files.Where(f => !f.Same).Sum(f => f.Pairs)} wrong"
        );

    /// <summary>The judged pairs of the folder's files.</summary>
    internal static IReadOnlyList<SupplierPair> Read(DirectoryInfo folder) =>
        [
            .. SupplierPairs
                .Files.SelectMany(f => Read(Path.Combine(folder.FullName, f.File), f.File, f.Same))
                .Distinct(),
        ];

    private static IEnumerable<SupplierPair> Read(string path, string file, bool same) =>
        File.Exists(path)
            ? CsvRows
                .Read(path)
                .Skip(1)
                .Where(r => r.Length >= 2 && r[0] != r[1])
                .Select(r => new SupplierPair(r[0], r[1], same, file))
            : [];
}
