using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>How its outcome is found, changed and said.</summary>
public sealed partial class Assessment
{
    /// <summary>Sets the outcome.</summary>
    public void Decide(OutcomeRule outcome, string byRule, DateTime now)
    {
        (Outcome, OutcomeByRule, DecidedAt) = (outcome.Code, byRule, now);
        (ProposedOutcome, ProposedReason, ProposedById) = (null, null, null);
    }

    /// <summary>One of two says that the outcome should be another than the rule's.</summary>
    /// <exception cref="Refusal">There is no outcome yet, it is that already, or there is no reason.</exception>
    public void ProposeOutcome(
        AssessmentKind kind,
        string? outcome,
        string? reason,
        Actor actor,
        DateTime now
    )
    {
        var wanted =
            kind.Outcome(outcome) ?? throw new Refusal("Choose the outcome", "ProposedOutcome");
        if (Outcome is null)
        {
            throw new Refusal("There is no outcome yet.");
        }
        if (wanted.Code == Outcome)
        {
            throw new Refusal("That is the outcome already", "ProposedOutcome");
        }
        ProposedReason = PlainText.Take(reason, 4000, "why it should be another", "Reason");
        (ProposedOutcome, ProposedById) = (wanted.Code, new Id<Person>(actor.PersonId!.Value));
        Note(
            "outcome-proposed",
            $"Another outcome proposed: {wanted.Title.ToLowerInvariant()}",
            actor,
            now,
            ProposedReason
        );
    }

    /// <summary>The other of two agrees, or does not.</summary>
    /// <exception cref="Refusal">Nothing is proposed, or the same person proposed it.</exception>
    public void AnswerProposal(
        AssessmentKind kind,
        bool agree,
        Actor actor,
        DateTime now,
        HolidayCalendar calendar
    )
    {
        var wanted =
            kind.Outcome(ProposedOutcome) ?? throw new Refusal("No other outcome is proposed.");
        if (ProposedById?.Value == actor.PersonId)
        {
            throw new Refusal(
                "Somebody other than whoever proposed it must agree.",
                kind: RefusalKind.Permission
            );
        }
        if (!agree)
        {
            (ProposedOutcome, ProposedReason, ProposedById) = (null, null, null);
            Note("outcome-kept", "The outcome stays as it was", actor, now);
            return;
        }
        var reason = ProposedReason;
        Decide(wanted, OutcomeByRule ?? wanted.Code, now);
        Step(
            "outcome-changed",
            $"Outcome changed to {wanted.Title.ToLowerInvariant()}",
            kind.Step(wanted.To),
            actor,
            now,
            calendar,
            reason
        );
    }

    /// <summary>The panel's own result, and what it says of the whole.</summary>
    /// <exception cref="Refusal">It is none that can be given, or is another than the rule's without a word why.</exception>
    public void GiveResult(
        AssessmentKind kind,
        string? outcome,
        string? words,
        string? byRule,
        DateTime now
    )
    {
        var stated = PlainText.Clean(outcome) is { Length: > 0 } code
            ? kind.Outcome(code) is { Scale: { } scale } && scale == Scale
                ? code
                : throw new Refusal("Choose the result", nameof(StatedOutcome))
            : null;
        if (stated is not null && stated != byRule && PlainText.Clean(words).Length == 0)
        {
            throw new Refusal(
                "Say why it is another result than the ratings give",
                nameof(OverallWords)
            );
        }
        Say(words);
        (StatedOutcome, ChangedAt, Revision) = (stated, now, Revision + 1);
    }

    /// <summary>What is said of the whole, beside the outcome.</summary>
    public void Say(string? words) =>
        OverallWords = PlainText.Clean(words) is { Length: > 0 } said
            ? PlainText.Take(said, 10_000, "the summary", nameof(OverallWords))
            : null;
}
