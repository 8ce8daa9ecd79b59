using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Signs that the answers are true, and hands them in with the same act.</summary>
public sealed class SignDeclaration(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentAnswers answers,
    TakeAct take
)
{
    /// <param name="position">The position of whoever signs: one of those the kind lets sign.</param>
    /// <param name="agreed">Whether it was said to be true.</param>
    /// <exception cref="Refusal">The actor may not sign, nothing is to be signed now, or answers are missing.</exception>
    public async Task RunAsync(
        string reference,
        string? position,
        bool agreed,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var rule = kind.Declaration ?? throw new Refusal("Nothing is to be signed here.");
        AssessmentPermissions.MayAs(actor, kind, assessment, [rule.By]).Permit();
        var act =
            kind.Acts.FirstOrDefault(a => a.NeedsDeclaration && assessment.IsOpen(a))
            ?? throw new Refusal("Nothing is to be signed now.");
        var open = await answers.OpenAsync(assessment, cancellation);
        var declaration = AssessmentDeclaration.Sign(
            assessment,
            rule,
            position,
            agreed,
            AssessmentAnswers.HashOf(open),
            actor,
            db.Now()
        );
        db.Add(declaration);
        db.Record(
            actor,
            "assessment-declared",
            nameof(Assessment),
            assessment.Id,
            new
            {
                assessment.Reference,
                declaration.Position,
                declaration.AnswersHash,
            }
        );
        await take.DoAsync(assessment, kind, act, null, actor, cancellation);
    }
}

/// <summary>The assessed side shows what it did for an action.</summary>
public sealed class ShowAction(Db db, Actor actor, FindAssessment find, AssessmentKinds kinds)
{
    /// <exception cref="Refusal">The actor is not of the assessed side, or nothing is said.</exception>
    public async Task RunAsync(
        string reference,
        Id<AssessmentAction> id,
        string? words,
        string? link,
        CancellationToken cancellation = default
    )
    {
        var (assessment, _, action) = await AssessmentActions.FindAsync(
            find,
            kinds,
            reference,
            id,
            cancellation
        );
        AssessmentActions.MayShow(actor, assessment).Permit();
        action.Show(words, Commitments.CommitmentLink.Take(link, "EvidenceLink"), db.Now());
        assessment.Note(
            "action-shown",
            $"Evidence given: {action.Text}",
            actor,
            db.Now(),
            action.Evidence
        );
        db.Record(
            actor,
            "assessment-action-shown",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, action.Unit }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Whoever assesses closes an action, or says what is missing.</summary>
public sealed class AnswerAction(Db db, Actor actor, FindAssessment find, AssessmentKinds kinds)
{
    /// <exception cref="Refusal">The actor does not assess here, or there is no evidence.</exception>
    public async Task RunAsync(
        string reference,
        Id<AssessmentAction> id,
        bool good,
        string? remark,
        CancellationToken cancellation = default
    )
    {
        var (assessment, kind, action) = await AssessmentActions.FindAsync(
            find,
            kinds,
            reference,
            id,
            cancellation
        );
        AssessmentActions.MayAnswer(actor, kind, assessment).Permit();
        action.Answer(good, remark, actor, db.Now());
        assessment.Note(
            good ? "action-closed" : "action-returned",
            $"{(good ? "Action closed" : "More is needed")}: {action.Text}",
            actor,
            db.Now(),
            action.Remark
        );
        db.Record(
            actor,
            good ? "assessment-action-closed" : "assessment-action-returned",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, action.Unit },
            action.Remark
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Who may do what with an action.</summary>
public static class AssessmentActions
{
    /// <summary>Show what was done: officers of the assessed organisation, and those named on its side.</summary>
    public static Verdict MayShow(Actor actor, Assessment assessment) =>
        actor.SpeaksFor(assessment.OrganisationId.Value, Role.Officer)
        || assessment.Present.Any(m =>
            m.PersonId.Value == actor.PersonId
            && actor.SpeaksFor(assessment.OrganisationId.Value, Role.Member)
        )
            ? Verdict.Yes
            : Verdict.No("Only the organisation that was assessed may show what it did.");

    /// <summary>Close an action: those who assess, or the roles the kind names for it.</summary>
    public static Verdict MayAnswer(Actor actor, AssessmentKind kind, Assessment assessment) =>
        kind.ClosedBy.Count > 0
            ? AssessmentPermissions.MayAs(actor, kind, assessment, kind.ClosedBy)
        : AssessmentPermissions.Assesses(actor, kind, assessment) ? Verdict.Yes
        : Verdict.No("Only those who assess may close an action.");

    internal static async Task<(Assessment, AssessmentKind, AssessmentAction)> FindAsync(
        FindAssessment find,
        AssessmentKinds kinds,
        string reference,
        Id<AssessmentAction> id,
        CancellationToken cancellation
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        return (
            assessment,
            kinds.Find(assessment.Kind, assessment.KindVersion),
            assessment.Actions.SingleOrDefault(a => a.Id == id)
                ?? throw new Refusal("There is no such action.", kind: RefusalKind.NotFound)
        );
    }
}

/// <summary>Says that an organisation assesses a kind for others, or no longer does.</summary>
public sealed class NameBody(Db db, Actor actor, AssessmentKinds kinds)
{
    /// <exception cref="Refusal">The actor may not, or the organisation or kind is not there.</exception>
    public async Task RunAsync(
        Id<Accounts.Organisation> organisation,
        string? kind,
        bool assesses,
        CancellationToken cancellation = default
    )
    {
        AssessmentPermissions.MayNameBodies(actor).Permit();
        var known = kinds.All.FirstOrDefault(k => k.Name == kind && k.AssessedBy != AssessedBy.Own);
        if (known is null)
        {
            throw new Refusal("Choose what it assesses", "Kind");
        }
        if (await db.Set<Accounts.Organisation>().FindAsync([organisation], cancellation) is null)
        {
            throw new Refusal("Choose the organisation", "Organisation");
        }
        var body = await db.Set<AssessingBody>()
            .FindAsync([organisation, known.Name], cancellation);
        if ((body is not null) == assesses)
        {
            return;
        }
        if (assesses)
        {
            db.Add(AssessingBody.Of(organisation, known.Name, db.Now()));
        }
        else
        {
            db.Remove(body!);
        }
        db.Record(
            actor,
            assesses ? "assessing-body-named" : "assessing-body-ended",
            nameof(Accounts.Organisation),
            organisation,
            new { kind = known.Name }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
