using System.Text.Json;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What is done in judging a call, in its history.</summary>
internal sealed class JudgingActWords : ICallActWords
{
    public string? Say(Event act) =>
        act.Verb switch
        {
            JudgingVerbs.SharedOut => $"What is to be judged was shared out to the panel{In(act)}.",
            JudgingVerbs.Left => $"Somebody of the panel was taken off what was left{In(act)}.",
            JudgingVerbs.Compared => "Two were compared.",
            JudgingVerbs.Overridden => $"What is funded was overridden: {act.Reason}",
            JudgingVerbs.OverrideTakenBack => "An override of what is funded was taken back.",
            JudgingVerbs.Recommended => $"The panel recommended a decision{In(act)}.",
            JudgingVerbs.Approved => $"The decision was approved{In(act)}.",
            JudgingVerbs.Returned => $"The recommendation was returned{In(act)}: {act.Reason}",
            JudgingVerbs.Told => $"The decision was told to everybody{In(act)}.",
            JudgingVerbs.StandstillBegun => "The standstill began.",
            JudgingVerbs.NoticeDraftChanged => "The draft of an award notice was changed.",
            _ => null,
        };

    private static string In(Event act)
    {
        using var data = JsonDocument.Parse(act.Data);
        return
            data.RootElement.TryGetProperty("stage", out var stage)
            && stage.GetString() is { Length: > 0 } code
            ? $" (stage {code})"
            : "";
    }
}
