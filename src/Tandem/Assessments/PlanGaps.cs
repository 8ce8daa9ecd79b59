using Microsoft.EntityFrameworkCore;
using Tandem.Commitments;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Assessments;

/// <summary>Something in the answers of now that would count against the organisation.</summary>
/// <param name="FailsAlone">Whether it fails the assessment by itself.</param>
/// <param name="Href">The question it is about, where it can be answered.</param>
public sealed record ReadinessGap(string Code, string Text, bool FailsAlone, string? Href = null)
{
    /// <summary>What the organisation promises itself: what fails alone is told as a fault, what would count against it as what to do.</summary>
    public string Promise =>
        FailsAlone ? $"Put right: {char.ToLowerInvariant(Text[0])}{Text[1..]}" : Text;
}

/// <summary>Makes an action plan of what would fail: promises of the organisation to itself, with an owner, a day and reminders.</summary>
public sealed class PlanGaps(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentAnswers answers,
    MakeCommitment make,
    TimeProvider clock
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
                    r.Rule.Kind == RuleKind.AutoFail,
                    RuleLink.Of(open!, r.Rule)
                ))
                .OrderByDescending(g => g.FailsAlone),
        ];

    /// <summary>Promises made for gaps of an assessment and still open, by what they promise.</summary>
    public async Task<IReadOnlyDictionary<string, Commitment>> PlannedAsync(
        Assessment assessment,
        CancellationToken cancellation = default
    ) =>
        (
            await db.Set<Commitment>()
                .IgnoreQueryFilters()
                .AsNoTracking()
                .Where(c =>
                    c.OrganisationId == assessment.OrganisationId
                    && c.Audience == CommitmentAudience.Organisation
                    && c.Link == assessment.Path
                    && c.TakenDownAt == null
                    && (c.State == CommitmentState.Open || c.State == CommitmentState.Changed)
                )
                .OrderBy(c => c.Number)
                .ToListAsync(cancellation)
        )
            .GroupBy(c => c.Text)
            .ToDictionary(g => g.Key, g => g.First());

    /// <param name="codes">Those to plan for; what is planned already is not planned twice.</param>
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
        var planned = await PlannedAsync(assessment, cancellation);
        var chosen = Of(await answers.OpenAsync(assessment, cancellation))
            .Where(g => codes.Contains(g.Code) && !planned.ContainsKey(g.Promise))
            .ToList();
        if (chosen.Count == 0)
        {
            throw new Refusal(
                codes.Count == 0
                    ? "Choose what to put right"
                    : "What you chose is planned already: choose something else",
                "Codes"
            );
        }
        if (due < clock.Today())
        {
            throw new Refusal("Choose today or a later day", "Due");
        }
        foreach (var gap in chosen)
        {
            await make.RunAsync(
                assessment.OrganisationId,
                new(
                    gap.Promise,
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
