using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Makes the report of an assessment that is being published, as it stands at that moment.</summary>
public sealed class PublishReport(Db db)
{
    /// <summary>Adds it; the caller saves.</summary>
    internal async Task RunAsync(
        Assessment assessment,
        AssessmentKind kind,
        IReadOnlyList<AssessmentUnit> units,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var organisation = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => o.Id == assessment.OrganisationId)
            .Select(o => o.Name)
            .SingleAsync(cancellation);
        var former = assessment.FormerId is { } id
            ? await db.Set<Assessment>().SingleAsync(a => a.Id == id, cancellation)
            : null;
        var counting = assessment.Counting(kind);
        // One that was held before its day was held when it was decided at the latest.
        var decided = LocalDay.Of(assessment.DecidedAt ?? now);
        var report = AssessmentReport.Of(
            new()
            {
                Reference = assessment.Reference,
                Kind = kind.Name,
                Standard = assessment.Standard,
                Scale = assessment.Scale,
                Service = assessment.Subject,
                Organisation = organisation,
                Form = assessment.Form,
                Phase = assessment.Phase,
                Assessed = assessment.Day is { } day && day <= decided ? day : decided,
                Published = LocalDay.Of(now),
                Outcome = assessment.Outcome!,
                OutcomeByRule =
                    assessment.OutcomeByRule == assessment.Outcome
                        ? null
                        : assessment.OutcomeByRule,
                Former = former?.Reference,
                Summary = assessment.OverallWords,
                Points =
                [
                    .. units
                        .Where(u => counting.ContainsKey(u.Code))
                        .Select(u => Point(u, counting[u.Code])),
                ],
            },
            assessment.Reference,
            assessment.Id,
            now
        );
        db.Add(report);
    }

    private static ReportedPointDocument Point(AssessmentUnit unit, Finding finding) =>
        new()
        {
            Point = unit.Code,
            Title = unit.Title,
            Rating = finding.Rating,
            Well = finding.Well,
            Reason = finding.Reason,
            Next = finding.Fix,
        };
}
