using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Tandem.Collaborations;

namespace Tandem.Cli;

/// <summary><c>tandem score need-pairs FILE</c>: how well the likeness of needs ranks pairs that two readers judged.</summary>
internal static class ScoreNeedPairs
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description =
                "CSV of judged pairs: a_buyer, a_title, a_description, a_cpv, the same for b, reader_1, reader_2 (2: same need).",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var show = new Option<bool>("--show")
        {
            Description = "Print every pair with its score, the highest first.",
        };
        var command = new Command(
            "need-pairs",
            "Average precision of “same need” on pairs both readers agree on."
        )
        {
            file,
            json,
            show,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(file), parsed.GetValue(json), parsed.GetValue(show))
        );
        return command;
    }

    private static int Run(FileInfo file, bool asJson, bool show)
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"There is no file {file.FullName}.");
            return 1;
        }
        List<JudgedPair> pairs;
        try
        {
            pairs = JudgedPair.Read(CsvRows.Read(file.FullName));
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
        var model = SameNeed.Shipped;
        var scored = pairs
            .Where(p => p.IsSame is not null)
            .Select(p =>
                (
                    Pair: p,
                    Score: model.LogOdds(model.Profile(p.A), model.Profile(p.B)),
                    IsSame: p.IsSame == true
                )
            )
            .ToList();
        foreach (
            var (pair, score, isSame) in scored
                .OrderByDescending(s => s.Score)
                .Take(show ? scored.Count : 0)
        )
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{score, 7:F2} {(isSame ? "same" : "    ")} {pair.A.Title} | {pair.B.Title}"
                )
            );
        }
        if (!scored.Exists(s => s.IsSame))
        {
            Console.Error.WriteLine("No pair in the file is judged the same need by both readers.");
            return 1;
        }
        var reached = AveragePrecision.Of(scored.Select(s => (s.Score, s.IsSame)));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{pairs.Count} pairs; the readers agree on {scored.Count}, of which {scored.Count(s => s.IsSame)} are the same need. Average precision {reached:F3}."
            )
        );
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { averagePrecision = reached }));
        }
        return 0;
    }
}
