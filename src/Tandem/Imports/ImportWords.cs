using Tandem.Web.Components;

namespace Tandem.Imports;

/// <summary>Imports in words a stranger understands.</summary>
public static class ImportWords
{
    /// <summary>What is brought in.</summary>
    public static string Of(ImportKind kind) =>
        kind switch
        {
            ImportKind.Ocds => "OCDS",
            ImportKind.ContractsFinder => "Contracts Finder",
            ImportKind.Pipeline => "Pipeline",
            ImportKind.ServiceAssessments => "Service assessments",
            _ => "Contract register",
        };

    /// <summary>What somebody may want to do with what was brought in.</summary>
    /// <param name="slug">Of the organisation whose it is, where it is one's own.</param>
    /// <param name="buyer">Code of its authority.</param>
    public static IReadOnlyList<PageLink> Next(ImportKind kind, string? slug, string? buyer) =>
        (kind, slug) switch
        {
            (ImportKind.Register, not null) =>
            [
                new(
                    "See your contracts",
                    buyer is null ? "/contracts" : $"/contracts?buyer={buyer}"
                ),
                new(
                    "Put expiring contracts on the pipeline",
                    $"/organisations/{slug}/pipeline/contracts"
                ),
                new("See who could buy together", "/opportunities"),
            ],
            (ImportKind.Pipeline, not null) =>
            [
                new("See your pipeline", $"/organisations/{slug}/pipeline"),
                new("See who could buy together", "/opportunities"),
            ],
            (ImportKind.Ocds or ImportKind.ContractsFinder, _) =>
            [
                new("Search the notices", "/notices"),
                new("Search the contracts", "/contracts"),
                new("See who could buy together", "/opportunities"),
            ],
            _ => [],
        };

    /// <summary>Where it stands.</summary>
    public static string Of(ImportState state) =>
        state switch
        {
            ImportState.Queued => "Waiting",
            ImportState.Running => "Being read",
            ImportState.Completed => "Finished",
            ImportState.Failed => "Failed",
            _ => "Stopped",
        };

    /// <summary>Colour of its tag, beside the words.</summary>
    public static string Colour(ImportState state) =>
        state switch
        {
            ImportState.Queued => "grey",
            ImportState.Running => "blue",
            ImportState.Completed => "green",
            ImportState.Failed => "red",
            _ => "yellow",
        };

    /// <summary>How far it has come: “12,000 rows read (48%): 11,950 added, 50 updated”.</summary>
    public static string Progress(ImportRun run)
    {
        if (run.State == ImportState.Queued)
        {
            return "Waiting for its turn";
        }
        var share =
            run.BytesTotal is > 0 and var total && run.BytesRead > 0
                ? $" ({Web.Words.Percent(Math.Min(1, (double)run.BytesRead / total))} of the file)"
                : "";
        return $"{Web.Words.Count(run.Read, "row")} read{share}: {Web.Words.Number(run.Added)} added, {Web.Words.Number(run.Updated)} updated, {Web.Words.Number(run.Unchanged)} unchanged, {Web.Words.Number(run.Refused)} refused";
    }
}
