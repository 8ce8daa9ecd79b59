using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>An outcome other than the rule's: one proposes it with a reason, another agrees or does not.</summary>
public sealed class OverrideOutcome(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    WorkingDays workingDays,
    IssueCertificate issue,
    Messages messages
)
{
    /// <exception cref="Refusal">The actor may not, the kind knows no such thing, or there is no reason.</exception>
    public async Task ProposeAsync(
        string reference,
        string? outcome,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (assessment, kind, rule) = await FindAsync(reference, cancellation);
        AssessmentPermissions.MayAs(actor, kind, assessment, rule.ProposedBy).Permit();
        DeclareInterest.MustHaveSaid(kind, assessment, actor, rule.ProposedBy);
        if (await issue.StandsAsync(assessment, cancellation))
        {
            throw new Refusal(
                "A certificate was given on this outcome. Withdraw the certificate instead."
            );
        }
        assessment.ProposeOutcome(kind, outcome, reason, actor, db.Now());
        db.Record(
            actor,
            "assessment-outcome-proposed",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, outcome },
            assessment.ProposedReason
        );
        await messages.ToOrganisationAsync(
            assessment.BodyId,
            Role.Officer,
            new(
                $"assessment:{assessment.Id}:{assessment.Revision}:proposed",
                $"{actor.Name} proposes another outcome of {assessment.Reference}",
                [assessment.ProposedReason!, "Somebody else has to agree, or not."],
                assessment.Path,
                Owed: true,
                nameof(Assessment),
                assessment.Id.ToString()
            ),
            actor.PersonId,
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <exception cref="Refusal">The actor may not, proposed it, or nothing is proposed.</exception>
    public async Task AnswerAsync(
        string reference,
        bool agree,
        CancellationToken cancellation = default
    )
    {
        var (assessment, kind, rule) = await FindAsync(reference, cancellation);
        AssessmentPermissions.MayAs(actor, kind, assessment, rule.ConfirmedBy).Permit();
        DeclareInterest.MustHaveSaid(kind, assessment, actor, rule.ConfirmedBy);
        var reason = assessment.ProposedReason;
        assessment.AnswerProposal(kind, agree, actor, db.Now(), workingDays[assessment.Calendar]);
        db.Record(
            actor,
            agree ? AssessmentVerbs.OutcomeChanged : "assessment-outcome-kept",
            nameof(Assessment),
            assessment.Id,
            new
            {
                assessment.Reference,
                assessment.Outcome,
                assessment.OutcomeByRule,
            },
            reason
        );
        if (agree && kind.Outcome(assessment.Outcome)!.Certificate)
        {
            await issue.RunAsync(assessment, kind, cancellation);
        }
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<(Assessment, AssessmentKind, OverrideRule)> FindAsync(
        string reference,
        CancellationToken cancellation
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        return (
            assessment,
            kind,
            kind.Overrides ?? throw new Refusal("The outcome of this kind is always the rule’s.")
        );
    }
}
