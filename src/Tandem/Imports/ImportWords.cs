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
