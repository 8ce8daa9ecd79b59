using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>A press that leads on.</summary>
/// <param name="Secondary">Whether something else comes first.</param>
public sealed record NextAct(string Text, string Href, bool Secondary);

/// <summary>What the page of an assessment has found out, and what can be done next depends on.</summary>
/// <param name="AnswersPath">Where its answers can be given now; null where they cannot.</param>
/// <param name="Gaps">Answers still missing.</param>
/// <param name="Groups">Parts that are rated.</param>
/// <param name="HasLater">Whether it has been renewed or looked at again.</param>
public sealed record ActFacts(
    string? AnswersPath,
    int Gaps,
    IReadOnlyList<UnitGroup> Groups,
    IReadOnlyList<Certificate> Certificates,
    bool HasLater
);

/// <summary>What this reader can do next in an assessment: what leads on, and what else there is.</summary>
public sealed class NextActs(Actor actor, TakeAct take)
{
    /// <inheritdoc cref="NextActs"/>
    public async Task<(IReadOnlyList<NextAct> Next, IReadOnlyList<PageLink> Further)> OfAsync(
        Assessment assessment,
        AssessmentKind kind,
        IReadOnlyList<AssessmentUnit> units,
        ActFacts facts,
        CancellationToken cancellation
    )
    {
        var (next, further) = (new List<NextAct>(), new List<PageLink>());
        if (facts.AnswersPath is { } answers && (facts.Gaps > 0 || kind.Declaration is not null))
        {
            next.Add(new("Answer the questions", answers, facts.Gaps == 0));
        }
        if (MayRateNow(assessment, kind))
        {
            next.Add(
                new(
                    "Rate",
                    $"{assessment.Path}/rate/{(facts.Groups.FirstOrDefault(g => g.Rated < g.Units.Count) ?? facts.Groups.FirstOrDefault())?.Code ?? "all"}",
                    facts.Groups.All(g => g.Rated == g.Units.Count)
                )
            );
        }
        AddPlanning(assessment, kind, next, further);
        foreach (
            var act in kind.Acts.Where(a =>
                assessment.IsOpen(a)
                && AssessmentPermissions.MayAs(actor, kind, assessment, a.Who).Allowed
                && DeclareInterest.HasSaid(kind, assessment, actor, a.Who)
            )
        )
        {
            var signs = act.NeedsDeclaration && kind.Declaration is not null;
            var href = $"{assessment.Path}/{(signs ? "declaration" : $"acts/{act.Code}")}";
            if (act.Does == ActEffect.Stop)
            {
                further.Add(new(act.Text, href));
            }
            else if (
                signs
                    ? facts.Gaps == 0
                    : await take.MissingAsync(assessment, kind, act, units, cancellation) is null
            )
            {
                next.Add(new(act.Text, href, next.Count > 0 && !next[0].Secondary));
            }
        }
        AddAfterwards(assessment, kind, facts, next, further);
        return (next, further);
    }

    private bool MayRateNow(Assessment assessment, AssessmentKind kind)
    {
        var step = kind.Step(assessment.State);
        return step is { Rating: true } or { Consolidating: true }
            && AssessmentPermissions.Assesses(actor, kind, assessment)
            && !DeclareInterest.Owing(kind, assessment, actor).Any()
            && AssessmentPermissions
                .MayAs(
                    actor,
                    kind,
                    assessment,
                    step.Consolidating
                        ? [kind.ConsolidatedBy ?? ""]
                        : kind
                            .Roles.Where(r =>
                                r is { Side: Side.Assessors, Observes: false, Rates: true }
                            )
                            .Select(r => r.Code)
                )
                .Allowed;
    }

    // What is to be done before anything can be rated, and the panel's own result once it has been.
    private void AddPlanning(
        Assessment assessment,
        AssessmentKind kind,
        List<NextAct> next,
        List<PageLink> further
    )
    {
        var plans = ChangeBooking.IsOpen(kind, assessment);
        if (
            plans
            && kind.Panel is not null
            && AssessmentPermissions.MayName(actor, assessment, Side.Assessors).Allowed
        )
        {
            next.Add(
                new(
                    "Put the panel together",
                    $"{assessment.Path}/panel",
                    assessment.State != kind.Steps[0].Code
                )
            );
        }
        if (plans && AssessmentPermissions.MayBook(actor, kind, assessment).Allowed)
        {
            further.Add(new("Change the booking", $"{assessment.Path}/booking"));
        }
        if (
            kind.OverallBy is { } leads
            && kind.Step(assessment.State).Consolidating
            && AssessmentPermissions.MayAs(actor, kind, assessment, [leads]).Allowed
        )
        {
            next.Add(new("Give the overall result", $"{assessment.Path}/result", true));
        }
    }

    // What there is to do once it has an outcome, or has ended.
    private void AddAfterwards(
        Assessment assessment,
        AssessmentKind kind,
        ActFacts facts,
        List<NextAct> next,
        List<PageLink> further
    )
    {
        if (
            kind.Overrides is { } rule
            && assessment is { Outcome: not null, ProposedOutcome: null }
            && facts.Certificates.All(c => c.WithdrawnAt is not null)
            && AssessmentPermissions.MayAs(actor, kind, assessment, rule.ProposedBy).Allowed
            && DeclareInterest.HasSaid(kind, assessment, actor, rule.ProposedBy)
        )
        {
            further.Add(new("Propose another outcome", $"{assessment.Path}/outcome"));
        }
        var again =
            assessment.Outcome is not null
            && assessment
                .Counting(kind)
                .Values.Any(f => kind.Scale(assessment.Scale).Rating(f.Rating)?.NeedsAgain == true);
        if (
            assessment.Ended
            && (kind.AssessedBy == AssessedBy.Body || again)
            && !facts.HasLater
            && AssessmentPermissions.MayStart(actor, kind, assessment.OrganisationId).Allowed
        )
        {
            next.Add(
                new(
                    again && kind.Forms.Any(f => f.OfFormer) ? "Book the reassessment"
                        : facts.Certificates.Count > 0 ? "Renew"
                        : "Start again from this",
                    $"/assessments/new/{kind.Name}?former={assessment.Id}",
                    true
                )
            );
        }
    }
}
