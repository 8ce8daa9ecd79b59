using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What is done in a run, step by step.</summary>
public sealed partial class Run
{
    /// <summary>Most steps of a run, those people add among them.</summary>
    public const int MostSteps = 1000;

    /// <exception cref="Refusal">There is no such step.</exception>
    public RunStep StepOf(int number) =>
        steps.Find(s => s.Number == number)
        ?? throw new Refusal("There is no such step.", kind: RefusalKind.NotFound);

    /// <summary>Begins a step.</summary>
    /// <exception cref="Refusal">It has been begun, done or is not needed.</exception>
    public void StartStep(int number, Actor actor, DateTime now)
    {
        Act();
        StepOf(number).Start(actor, now);
    }

    /// <summary>Says that a step is done.</summary>
    /// <exception cref="Refusal">Somebody has finished it already, it is not needed, or a period set by law has not passed or not begun.</exception>
    public void FinishStep(int number, string? note, Actor actor, DateTime now)
    {
        Act();
        var step = StepOf(number);
        if (step.IsOpen && WaitsFor(step) is { } first)
        {
            throw new Refusal(
                $"A period set by law counts from ‘{first.Title}’, which is not done yet. Do that first."
            );
        }
        step.Finish(note, actor, now);
    }

    /// <summary>The open step from whose end a period set by law counts that has to pass before this one; null where none is open.</summary>
    private RunStep? WaitsFor(RunStep step) =>
        step.LeftOutSince is null
        && !step.IsAdded
        && Plan.Step(step.Code)?.Earliest is { After: { } after }
            ? steps.Find(s =>
                s.Code == after
                && s.IsOpen
                && s.LeftOutSince is null
                && (
                    s.OrganisationId is null
                    || step.OrganisationId is null
                    || s.OrganisationId == step.OrganisationId
                )
            )
            : null;

    /// <summary>Says that a step is not needed here, and why.</summary>
    /// <exception cref="Refusal">It is done, or there is no reason.</exception>
    public void SkipStep(int number, string? reason, Actor actor, DateTime now)
    {
        Act();
        StepOf(number).Skip(Why(reason, "Enter why it is not needed"), actor, now);
    }

    /// <summary>Opens a step again that was done or not needed, with the reason.</summary>
    /// <exception cref="Refusal">It is open, or there is no reason.</exception>
    public void ReopenStep(int number, string? reason)
    {
        Act();
        Why(reason, "Enter why it is opened again");
        StepOf(number).Reopen();
    }

    /// <summary>Gives a step to a person of an authority that takes part, or to nobody.</summary>
    /// <exception cref="Refusal">The authority takes no part, or the step belongs to another.</exception>
    public void GiveStep(
        int number,
        Id<Organisation>? organisation,
        Id<Person>? person,
        string? name
    )
    {
        Act();
        var step = StepOf(number);
        if (organisation is { } given)
        {
            MustTakePart(given);
            if (step.OrganisationId is { } own && own != given)
            {
                throw new Refusal(
                    "This step is another authority’s own. Choose one of its people.",
                    "Owner"
                );
            }
        }
        step.Give(organisation, person, name);
    }

    /// <summary>Sets the day a step is due on, or with null leaves it to the playbook's rule.</summary>
    public void SetDue(int number, DateOnly? day)
    {
        Act();
        StepOf(number).SetDue(day);
    }

    /// <summary>Writes on a step what others need to know.</summary>
    /// <exception cref="Refusal">It is too long.</exception>
    public void NoteStep(int number, string? note)
    {
        Act();
        StepOf(number).Note(note);
    }

    /// <summary>Adds a step of the run's own: what the playbook does not know, a method card, or the condition of an approval.</summary>
    /// <param name="method">Code of the method card it comes from.</param>
    /// <exception cref="Refusal">There is no such stage, nothing is written, or there are too many steps.</exception>
    public RunStep AddStep(
        string stage,
        string? title,
        Id<Organisation>? organisation,
        string? method,
        DateOnly? due,
        DateTime now
    )
    {
        Act();
        return Added(stage, title, organisation, method, due, now);
    }

    private RunStep Added(
        string stage,
        string? title,
        Id<Organisation>? organisation,
        string? method,
        DateOnly? due,
        DateTime now
    )
    {
        if (Plan.Stage(stage) is null)
        {
            throw new Refusal("Choose a stage of this run", "Stage");
        }
        if (organisation is { } given)
        {
            MustTakePart(given);
        }
        if (steps.Count >= MostSteps)
        {
            throw new Refusal($"A run has {MostSteps} steps at most.", "Title");
        }
        var number = NextNumber;
        var step = RunStep.Of(
            this,
            number,
            stage,
            $"own-{number}",
            Written.Required(title, LongestTitle, "Title", "Enter what is to be done"),
            organisation,
            optional: false,
            position: 1000 + number,
            now
        );
        step.ComesFrom(method);
        step.SetDue(due);
        steps.Add(step);
        return step;
    }

    /// <summary>Rows for what the plan asks: one for all, or one for each authority.</summary>
    private void AddPlannedSteps(DateTime now)
    {
        foreach (var stage in Plan.Stages)
        {
            for (var i = 0; i < stage.Steps.Count; i++)
            {
                var planned = stage.Steps[i];
                if (planned.Each)
                {
                    foreach (var authority in Current.ToList())
                    {
                        EnsureStep(stage.Code, planned, i, authority.OrganisationId, now);
                    }
                }
                else
                {
                    EnsureStep(stage.Code, planned, i, null, now);
                }
            }
        }
    }

    private RunStep EnsureStep(
        string stage,
        Step planned,
        int position,
        Id<Organisation>? organisation,
        DateTime now
    )
    {
        var step = steps.Find(s =>
            s.StageCode == stage && s.Code == planned.Code && s.OrganisationId == organisation
        );
        if (step is null)
        {
            step = RunStep.Of(
                this,
                NextNumber,
                stage,
                planned.Code,
                planned.Title,
                organisation,
                planned.Optional,
                position,
                now
            );
            steps.Add(step);
        }
        return step;
    }

    // Not that of a step that another version has just taken away: what was said of one must not be read of the other.
    private int NextNumber =>
        Math.Max(lastNumber, steps.Select(s => s.Number).DefaultIfEmpty().Max()) + 1;
    private int lastNumber;

    private void MustTakePart(Id<Organisation> organisation)
    {
        if (Current.All(a => a.OrganisationId != organisation))
        {
            throw new Refusal("That authority takes no part in this run.", "Organisation");
        }
    }
}
