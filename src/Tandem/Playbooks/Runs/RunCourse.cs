using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>The course of a run through stages and gates.</summary>
public sealed partial class Run
{
    /// <summary>The stage it is in; null once it has ended.</summary>
    public StageVisit? CurrentVisit => visits.FindLast(v => v.LeftAt is null);

    /// <summary>The stage it is in, or was in when it ended.</summary>
    public StageVisit LastVisit => visits[^1];

    /// <summary>Goes on from a stage that has no gate; from the last one, to the end.</summary>
    /// <exception cref="Refusal">The stage has a gate, or steps are open.</exception>
    public void GoOn(string? words, DateTime now)
    {
        Act();
        var stage = Here();
        if (stage.Gate is not null)
        {
            throw new Refusal($"This stage ends with a gate: {stage.Gate.Title}");
        }
        if (OpenSteps(stage.Code) is { Count: > 0 } open)
        {
            throw new Refusal($"{Some(open)} still open. Finish them, or say they are not needed.");
        }
        Pass(words, now);
    }

    /// <summary>Goes back to an earlier stage. What was done in it stays done; single steps can be opened again.</summary>
    /// <exception cref="Refusal">It is no earlier stage, or there is no reason.</exception>
    public void GoBack(string? stage, string? reason, DateTime now)
    {
        Act();
        var to = Plan.Stage(stage ?? "");
        if (to is null || Plan.IndexOf(to.Code) >= Plan.IndexOf(Here().Code))
        {
            throw new Refusal("Choose an earlier stage", "Stage");
        }
        var why = Why(reason, "Enter why you go back");
        CurrentVisit!.Leave(VisitEnd.WentBack, why, now);
        Enter(to, now);
    }

    /// <summary>Steps done, or said to be not needed, of those that count in a stage: one that may be left out counts once it is done.</summary>
    public (int Done, int All) DoneIn(string stage)
    {
        var counted = steps.FindAll(s => s.StageCode == stage && s.LeftOutSince is null);
        return (counted.Count(s => !s.IsOpen), counted.Count(s => !s.Optional || !s.IsOpen));
    }

    /// <summary>Steps the gate of a stage waits for.</summary>
    public IReadOnlyList<RunStep> OpenSteps(string stage) =>
        [.. steps.Where(s => s.StageCode == stage && s.Holds)];

    private void Pass(string? words, DateTime now)
    {
        var at = Plan.IndexOf(CurrentVisit!.StageCode);
        CurrentVisit!.Leave(VisitEnd.Passed, words, now);
        if (at == Plan.Stages.Count - 1)
        {
            (CompletedAt, StateReason) = (now, words);
        }
        else
        {
            Enter(Plan.Stages[at + 1], now);
        }
    }

    private void Enter(Stage stage, DateTime now) =>
        visits.Add(StageVisit.Of(this, visits.Count + 1, stage, now));

    private Stage Here() => Plan.Stage(CurrentVisit!.StageCode)!;

    private static string Some(IReadOnlyList<RunStep> open) =>
        open.Count == 1 ? $"“{open[0].Title}” is" : $"{open.Count} steps are";
}
