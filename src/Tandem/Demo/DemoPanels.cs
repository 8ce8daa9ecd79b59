using System.Globalization;
using Tandem.Assessments;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>A service of the demo network that is assessed.</summary>
internal sealed record DemoService(
    string Council,
    string Name,
    string Form,
    string Phase,
    string Scale,
    string State,
    int Days,
    string Users,
    string Words
);

/// <summary>What a panel of the demo network found, where it was not good alone.</summary>
internal sealed record DemoFinding(
    string Point,
    string Rating,
    string Why,
    string Next,
    string Became,
    int Days,
    string Words
);

/// <summary>What panels of the demo network did and found, from the confirmed panel to the closed action, on days counted from the day itself.</summary>
public sealed class DemoPanels(
    AssessmentUnits units,
    PublishReport publish,
    WorkingDays workingDays
)
{
    private readonly Dictionary<string, string> wells = [];
    private readonly Dictionary<(string, string), List<DemoFinding>> found = [];

    internal void Read(string folder)
    {
        foreach (var row in DemoTables.Rows(folder, "service-points.tsv"))
        {
            wells[row[0]] = row[1];
        }
        foreach (
            var group in DemoTables.Rows(folder, "service-findings.tsv").GroupBy(r => (r[0], r[1]))
        )
        {
            found[group.Key] =
            [
                .. group.Select(r => new DemoFinding(
                    r[2],
                    r[3],
                    r[4],
                    r[5],
                    r[6],
                    r[7].Length == 0 ? 0 : int.Parse(r[7], CultureInfo.InvariantCulture),
                    r[8]
                )),
            ];
        }
    }

    /// <summary>Goes from the confirmed panel to where the service stands.</summary>
    /// <param name="panel">Lead, assessor, checker and coordinator.</param>
    internal async Task HoldAsync(
        Assessment assessment,
        AssessmentKind kind,
        DemoService service,
        Actor owner,
        IReadOnlyList<Actor> panel,
        DateTime day,
        CancellationToken cancellation
    )
    {
        var (lead, assessor, checker, coordinator) = (panel[0], panel[1], panel[2], panel[3]);
        var calendar = workingDays[WorkingDays.Usual];
        void Act(string code, Actor actor, int after, string? reason = null, string? to = null) =>
            assessment.Act(
                kind,
                kind.Acts.Single(a => a.Code == code),
                to is null ? null : kind.Step(to),
                reason,
                actor,
                day.AddDays(after),
                calendar
            );
        var rated = await units.OfAsync(assessment, kind, cancellation);
        var findings = found.GetValueOrDefault((service.Name, service.Form)) ?? [];
        Act("confirm-panel", coordinator, -20);
        Act("begin", lead, 0);
        Rate(assessment, kind, service, rated, findings, false, assessor, day);
        Act("compare", lead, 1);
        Rate(assessment, kind, service, rated, findings, true, lead, day.AddDays(2));
        assessment.GiveResult(kind, null, service.Words, null, day.AddDays(2));
        var outcome = OutcomeByRule.Find(
            kind,
            kind.Scale(assessment.Scale),
            rated,
            assessment.Counting(kind),
            0
        );
        Act("decide", lead, 3, to: outcome.To);
        assessment.Decide(outcome, outcome.Code, day.AddDays(3));
        TakeAct.Owe(assessment, kind, rated, day.AddDays(3));
        Act("send", checker, 5);
        if (service.State == "with-team")
        {
            return;
        }
        if (findings.Any(f => f.Rating == "red"))
        {
            Act(
                "dispute",
                owner,
                8,
                "Point 5: the audit of last month did look at the map, page by page."
            );
            Act(
                "keep",
                lead,
                12,
                "It looked at the page around the map. The map itself, with its pins, was left out; that is where people stop."
            );
        }
        Act("accept", owner, 14);
        Act("publish", coordinator, 16);
        await publish.RunAsync(assessment, kind, rated, day.AddDays(16), cancellation);
        foreach (var action in assessment.Actions)
        {
            var row = findings.Single(f => f.Point == action.Unit);
            if (row.Became.Length > 0)
            {
                action.Show(row.Words, null, day.AddDays(row.Days));
            }
            if (row.Became == "closed")
            {
                action.Answer(true, null, lead, day.AddDays(row.Days + 4));
            }
        }
    }

    private void Rate(
        Assessment assessment,
        AssessmentKind kind,
        DemoService service,
        IReadOnlyList<AssessmentUnit> rated,
        List<DemoFinding> findings,
        bool consolidated,
        Actor actor,
        DateTime at
    )
    {
        var hasRatings = kind.Form(service.Form)!.Rated;
        var good = kind.Scale(assessment.Scale).Ratings.First(r => r.Met).Code;
        foreach (var unit in rated)
        {
            var row = findings.Find(f => f.Point == unit.Code);
            assessment.Rate(
                kind,
                new(
                    unit.Code,
                    hasRatings ? row?.Rating ?? good : null,
                    row?.Why,
                    wells[unit.Code],
                    row?.Next,
                    hasRatings
                ),
                consolidated,
                actor,
                at
            );
        }
    }
}
