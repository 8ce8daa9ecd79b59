using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Runs;

namespace Tandem.Tests.Playbooks.Runs;

/// <summary>A small playbook for tests of runs: three stages, two gates, steps of every sort.</summary>
internal static class RunPlaybook
{
    public static readonly DateTime Now = new(2026, 12, 18, 9, 0, 0, DateTimeKind.Utc);

    public static Step Step(
        string code,
        bool each = false,
        bool optional = false,
        Period? due = null,
        Period? earliest = null,
        string? title = null
    ) =>
        new(
            code,
            title ?? $"Do {code}",
            null,
            null,
            "commercial",
            each,
            due,
            earliest,
            null,
            null,
            null,
            [],
            optional
        );

    public static Stage Stage(string code, Gate? gate, params Step[] steps) =>
        new(code, $"Stage {code}", $"What {code} is for", false, null, [], steps, gate);

    public static readonly Gate First = new(
        "Ready to design?",
        ["budget-holder"],
        [new("need", "The need is written without a solution in it")],
        [new("statement", "An agreed problem statement")],
        []
    );

    public static readonly Gate Second = First with
    {
        Title = "Ready to go to market?",
        Checklist = [],
        Evidence = [],
        BackTo = ["strategy"],
    };

    public static Playbook Book(string version, params Stage[] stages) =>
        new(
            "toolkit",
            "Toolkit",
            "en",
            null,
            version,
            "Us",
            new DateOnly(2026, 11, 1),
            "For tests",
            [],
            [
                new("commercial", "Commercial lead", null),
                new("budget-holder", "Budget holder", null),
            ],
            stages,
            [],
            [],
            []
        );

    public static RunPlan Plan(string version, params Stage[] stages) =>
        new(Id<PlaybookVersion>.New(Now), "toolkit", Book(version, stages));

    public static RunPlan Usual() =>
        Plan(
            "1.0",
            Stage(
                "strategy",
                First,
                Step("ask", due: new(10, PeriodUnit.WorkingDays, null, null)),
                Step("agree", each: true, due: new(5, PeriodUnit.WorkingDays, "ask", null)),
                Step("read", optional: true)
            ),
            Stage("design", Second, Step("write"), Step("check", each: true)),
            Stage(
                "execution",
                null,
                Step("publish", earliest: new(1, PeriodUnit.Days, "write", "s. 1"))
            )
        );
}
