using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline;

/// <summary>What is said of pipeline items in plain words.</summary>
public static class PipelineWords
{
    public static string Kind(PipelineKind kind) =>
        kind switch
        {
            PipelineKind.Need => "Need",
            PipelineKind.Project => "Project",
            PipelineKind.PlannedProcurement => "Planned procurement",
            _ => "Re-let of a contract",
        };

    public static string Sure(Confidence confidence) =>
        confidence switch
        {
            Confidence.Idea => "Idea",
            Confidence.Planned => "Planned",
            _ => "Committed",
        };

    public static string SureMeans(Confidence confidence) =>
        confidence switch
        {
            Confidence.Idea => "Nothing is decided",
            Confidence.Planned => "It is meant to happen",
            _ => "Money and people are there",
        };

    public static string Colour(Confidence confidence) =>
        confidence switch
        {
            Confidence.Idea => "grey",
            Confidence.Planned => "blue",
            _ => "green",
        };

    /// <summary>How far the organisation would work with others, as a short phrase.</summary>
    public static string Willing(Willingness willingness) =>
        willingness switch
        {
            Willingness.NotNow => "Not at present",
            Willingness.ShareLearning => "Share what we learn",
            Willingness.ShareEngagement => "Engage the market together",
            Willingness.AlignSpec => "Agree one specification",
            Willingness.JointProcurement => "Buy together",
            _ => "Buy together, and lead for others",
        };

    /// <summary>The level that other pipelines mean by their words, such as “Share ideas” of the LocalGov Digital Pipeline; null where they are not known.</summary>
    public static Willingness? LevelOf(string? words) =>
        words?.Trim().ToLowerInvariant() switch
        {
            "none" or "no" or "not interested" or "no collaboration" => Willingness.NotNow,
            "share ideas" or "share knowledge" or "share learning" or "share experience" =>
                Willingness.ShareLearning,
            "joint procurement" or "procure together" or "collaborate on procurement" =>
                Willingness.JointProcurement,
            _ => null,
        };

    public static string Procedure(ProcedureGuess procedure) =>
        procedure switch
        {
            ProcedureGuess.NotDecided => "Not decided",
            ProcedureGuess.Open => "Open procedure",
            ProcedureGuess.CompetitiveFlexible => "Competitive flexible procedure",
            ProcedureGuess.Framework => "Call-off from a framework",
            ProcedureGuess.DynamicMarket => "Dynamic market",
            ProcedureGuess.DirectAward => "Direct award",
            _ => "Below the threshold",
        };

    public static string Visibility(ItemVisibility visibility) =>
        visibility switch
        {
            ItemVisibility.Private => "Only its owner",
            ItemVisibility.Organisation => "The organisation",
            ItemVisibility.Partnership => "Shared with partners",
            _ => "Public",
        };

    public static string State(PipelineState state) =>
        state switch
        {
            PipelineState.Draft => "Draft",
            PipelineState.Current => "On the pipeline",
            PipelineState.Withdrawn => "Withdrawn",
            PipelineState.Superseded => "Replaced by another item",
            _ => "Done",
        };

    /// <summary>“£250,000 to £1 million”.</summary>
    public static string Band(ValueBand band, string currency) =>
        band switch
        {
            { From: 0, Below: { } below } => $"Under {Words.Money(below, currency)}",
            { Below: { } below } =>
                $"{Words.Money(band.From, currency)} to {Words.Money(below, currency)}",
            _ => $"{Words.Money(band.From, currency)} or more",
        };

    /// <summary>The value as well as it is known, or null.</summary>
    public static string? Value(PipelineFacts facts) =>
        facts.ValueMinor is { } minor ? Words.Money(minor / 100m, facts.Currency)
        : ValueBands.Find(facts.ValueBand) is { } band ? Band(band, facts.Currency)
        : null;

    /// <summary>Where it stands, as one sentence.</summary>
    public static string Standing(PipelineItem item, DateOnly today)
    {
        var next = new (DateOnly? Day, string Says)[]
        {
            (item.PlannedPublish, "tender planned to be published"),
            (item.SubmissionStart, "submissions open"),
            (item.SubmissionEnd, "submissions close"),
            (item.ContractStart, "contract starts"),
            (item.ReplacesEnd, "the contract it replaces ends"),
        }
            .Where(d => d.Day >= today)
            .OrderBy(d => d.Day)
            .FirstOrDefault();
        return item.State switch
        {
            PipelineState.Draft => "Draft: only you can see it.",
            PipelineState.Withdrawn => $"Withdrawn {On(item.EndedAt)}: {item.EndedReason}",
            PipelineState.Superseded =>
                $"Replaced by another item {On(item.EndedAt)}: {item.EndedReason}",
            PipelineState.Done => $"Done {On(item.EndedAt)}: {item.EndedReason}",
            _ when next.Day is { } day =>
                $"{Sure(item.Confidence)}; next, {next.Says} {Words.Day(day)}.",
            _ => $"{Sure(item.Confidence)}; no date is given yet.",
        };
    }

    private static string On(DateTime? at) => at is { } utc ? Words.Day(LocalDay.Of(utc)) : "";
}
