using Tandem.Commitments;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Assessments;

/// <summary>Something in the answers of now that would count against the organisation.</summary>
/// <param name="FailsAlone">Whether it fails the assessment by itself.</param>
public sealed record ReadinessGap(string Code, string Text, bool FailsAlone);

/// <summary>Makes an action plan of what would fail: promises of the organisation to itself, with an owner, a day and reminders.</summary>
public sealed class PlanGaps(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentAnswers answers,
    MakeCommitment make
)
{
    /// <summary>What would count against the organisation, what fails alone first.</summary>
    public static IReadOnlyList<ReadinessGap> Of(OpenResponse? open) =>
        [
            .. (open?.Sheet.Results ?? [])
                .Where(r =>
                    r.IsRaised && r.Rule.Kind is RuleKind.AutoFail or RuleKind.Warning && r.IsRaised
                )
                .Select(r => new ReadinessGap(
                    r.Rule.Code,
                    r.Rule.Message ?? r.Rule.Code,
                    r.Rule.Kind == RuleKind.AutoFail
                ))
                .OrderByDescending(g => g.FailsAlone),
        ];

    /// <param name="codes">Those to plan for.</param>
    /// <returns>How many were planned.</returns>
    /// <exception cref="Refusal">The actor may not plan for the organisation, nothing is chosen, or there is no day.</exception>
    public async Task<int> RunAsync(
        string reference,
        IReadOnlyCollection<string> codes,
        DateOnly? due,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        CommitmentPermissions.MayPlan(actor, assessment.OrganisationId).Permit();
        var chosen = Of(await answers.OpenAsync(assessment, cancellation))
            .Where(g => codes.Contains(g.Code))
            .ToList();
        if (chosen.Count == 0)
        {
            throw new Refusal("Choose what to put right", "Codes");
        }
        foreach (var gap in chosen)
        {
            await make.RunAsync(
                assessment.OrganisationId,
                new(
                    gap.Text,
                    "Ourselves",
                    $"Readiness for {kind.Title}, {assessment.Reference}",
                    assessment.Path,
                    null,
                    due,
                    CommitmentAudience.Organisation
                ),
                cancellation
            );
        }
        db.Record(
            actor,
            "assessment-gaps-planned",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, gaps = chosen.Select(g => g.Code) }
        );
        await db.SaveChangesAsync(cancellation);
        return chosen.Count;
    }
}
