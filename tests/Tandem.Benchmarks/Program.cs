using Tandem.Benchmarks;

var names =
    args.Length == 0
        ?
        [
            "import",
            "package",
            "match",
            "pages",
            "start",
            "followers",
            "publishing",
            "runs",
            "responses",
            "entries",
            "ranking",
        ]
        : args;
await using var bench = new Bench();
foreach (var name in names)
{
    switch (name)
    {
        case "import":
            await bench.ImportAsync(singleObject: false);
            break;
        case "package":
            await bench.ImportAsync(singleObject: true);
            break;
        case "match":
            await bench.MatchAsync();
            break;
        case "pages":
            await bench.PagesAsync();
            break;
        case "start":
            await bench.StartAsync();
            break;
        case "followers":
            await FollowersBench.RunAsync();
            break;
        case "publishing":
            await PublishingBench.RunAsync();
            break;
        case "runs":
            await RunsBench.RunAsync();
            break;
        case "responses":
            await ResponsesBench.RunAsync();
            break;
        case "entries":
            await EntriesBench.RunAsync();
            break;
        case "ranking":
            await RankingBench.RunAsync();
            break;
        default:
            Console.Error.WriteLine(
                $"There is no benchmark ‘{name}’: import, package, match, pages, start, followers, publishing, runs, responses, entries, ranking."
            );
            return 2;
    }
}
return 0;
