namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Steps of a stage in a table.</summary>
/// <param name="Acts">Whether steps can be finished from here.</param>
public sealed record StepTable(
    RunPageModel Of,
    IReadOnlyList<RunStep> Steps,
    string Stage,
    bool Acts
);
