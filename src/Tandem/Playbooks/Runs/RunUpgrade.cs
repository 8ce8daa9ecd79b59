using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>Moving a run to another version of its playbook: what was done, decided and written stays.</summary>
public sealed partial class Run
{
    /// <summary>Moves to another version.</summary>
    /// <param name="stage">The stage it is then in; needed only where the version no longer has the present one.</param>
    /// <param name="held">Numbers of steps that a record or a document belongs to: they stay.</param>
    /// <exception cref="Refusal">It is another playbook's, the same version, or the stage must be chosen.</exception>
    public void MoveTo(
        RunPlan plan,
        string? stage,
        DateTime now,
        IReadOnlyCollection<int>? held = null
    )
    {
        Act();
        if (plan.Playbook.Name != Plan.Playbook.Name || plan.VersionId == VersionId)
        {
            throw new Refusal("The run follows this version already.", "Version");
        }
        var visit = CurrentVisit!;
        var to =
            plan.Stage(visit.StageCode)
            ?? plan.Stage(stage ?? "")
            ?? throw new Refusal(
                $"Version {plan.Playbook.Version} no longer has the stage {visit.StageTitle}. Choose the stage the run is then in.",
                "Stage"
            );
        Plan = plan;
        (Playbook, PlaybookTitle) = (plan.Key, plan.Playbook.Title);
        (Version, VersionId) = (plan.Playbook.Version, plan.VersionId);
        lastNumber = steps.Select(s => s.Number).DefaultIfEmpty().Max();
        CarrySteps(held ?? []);
        AddPlannedSteps(now);
        if (to.Code != visit.StageCode)
        {
            visit.Leave(VisitEnd.Moved, $"Moved to version {Version}", now);
            Enter(to, now);
        }
    }

    /// <summary>Every step finds its place in the new version by its code, which is one in a playbook; what the version leaves out stays where anything was done in it.</summary>
    private void CarrySteps(IReadOnlyCollection<int> held)
    {
        var planned = Plan
            .Stages.SelectMany(s => s.Steps.Select((p, i) => (Stage: s, Step: p, Position: i)))
            .ToList();
        var first = Plan.Stages[0].Code;
        foreach (var step in steps.Where(s => !s.IsAdded).ToList())
        {
            var now = planned.Find(p => p.Step.Code == step.Code);
            // A step asked of each where it was asked once, or the other way round, is another step.
            if (now.Step is { } kept && kept.Each == step.OrganisationId is not null)
            {
                step.Become(now.Stage.Code, kept.Title, kept.Optional, now.Position);
            }
            else if (step.HasFacts || held.Contains(step.Number))
            {
                step.LeaveOut(Version);
            }
            else
            {
                steps.Remove(step);
            }
        }
        foreach (var added in steps.Where(s => s.IsAdded && Plan.Stage(s.StageCode) is null))
        {
            added.Become(first, added.Title, added.Optional, added.Position);
        }
    }
}

/// <summary>What differs between two versions, for somebody who must decide whether to move.</summary>
/// <param name="Lines">Stage by stage.</param>
/// <param name="StageGone">Whether the stage the run is in is there no longer.</param>
public sealed record PlanDifference(IReadOnlyList<DifferenceLine> Lines, bool StageGone)
{
    public static PlanDifference Between(RunPlan old, RunPlan fresh, string stage)
    {
        var lines = new List<DifferenceLine>();
        foreach (var now in fresh.Stages)
        {
            if (old.Stage(now.Code) is not { } before)
            {
                lines.Add(new(now.Title, "Added", "The stage is new"));
                lines.AddRange(
                    now.Steps.Select(s => new DifferenceLine(now.Title, "Added", s.Title))
                );
                continue;
            }
            if (before.Title != now.Title)
            {
                lines.Add(new(now.Title, "Changed", $"The stage was called “{before.Title}”"));
            }
            lines.AddRange(Steps(old, before, now));
            lines.AddRange(Gates(now.Title, before.Gate, now.Gate));
        }
        lines.AddRange(
            old.Stages.Where(s => fresh.Stage(s.Code) is null)
                .Select(s => new DifferenceLine(s.Title, "Removed", "The stage is gone"))
        );
        return new(lines, fresh.Stage(stage) is null);
    }

    private static IEnumerable<DifferenceLine> Steps(RunPlan old, Stage before, Stage now)
    {
        foreach (var step in now.Steps)
        {
            var held = before.Steps.FirstOrDefault(s => s.Code == step.Code);
            var elsewhere = held is null
                ? old.Stages.FirstOrDefault(s => s.Steps.Any(x => x.Code == step.Code))
                : null;
            if (held is null)
            {
                yield return elsewhere is null
                    ? new(now.Title, "Added", step.Title)
                    : new(now.Title, "Moved", $"{step.Title}, from {elsewhere.Title}");
            }
            else if (Differs(held, step))
            {
                yield return new(
                    now.Title,
                    "Changed",
                    held.Title == step.Title
                        ? $"{step.Title}: {How(held, step)}"
                        : $"{step.Title} (was “{held.Title}”)"
                );
            }
        }
        foreach (var gone in before.Steps.Where(s => now.Steps.All(x => x.Code != s.Code)))
        {
            yield return new(now.Title, "Removed", gone.Title);
        }
    }

    // Which method cards suit a step is guidance, and no reason to look at a run again.
    private static bool Differs(Step before, Step now) =>
        before with { Methods = [], Summary = null } != now with { Methods = [], Summary = null };

    private static string How(Step before, Step now) =>
        before.Due != now.Due || before.Earliest != now.Earliest ? "when it is due has changed"
        : before.Optional != now.Optional ? (now.Optional ? "is optional now" : "is needed now")
        : before.Each != now.Each
            ? (now.Each ? "each authority does it for itself now" : "is done once for all now")
        : "what goes with it has changed";

    private static IEnumerable<DifferenceLine> Gates(string stage, Gate? before, Gate? now)
    {
        if (before is null && now is null)
        {
            yield break;
        }
        if (before is null || now is null)
        {
            yield return new(
                stage,
                now is null ? "Removed" : "Added",
                $"The gate “{(now ?? before)!.Title}”"
            );
            yield break;
        }
        foreach (
            var (held, fresh, what) in new[]
            {
                (before.Checklist, now.Checklist, "The gate’s checklist"),
                (before.Evidence, now.Evidence, "The gate’s evidence"),
            }
        )
        {
            foreach (var item in fresh.Where(c => held.All(h => h.Code != c.Code)))
            {
                yield return new(stage, "Added", $"{what}: {item.Text}");
            }
            foreach (var item in held.Where(c => fresh.All(h => h.Code != c.Code)))
            {
                yield return new(stage, "Removed", $"{what}: {item.Text}");
            }
            foreach (
                var item in fresh.Where(c => held.Any(h => h.Code == c.Code && h.Text != c.Text))
            )
            {
                yield return new(stage, "Changed", $"{what}: {item.Text}");
            }
        }
        if (!before.Approvers.SequenceEqual(now.Approvers))
        {
            yield return new(stage, "Changed", "Who decides at the gate");
        }
    }
}

/// <param name="Kind">Added, Changed, Moved or Removed.</param>
public sealed record DifferenceLine(string Stage, string Kind, string Text);
