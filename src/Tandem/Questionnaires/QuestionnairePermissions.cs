using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>Who may answer for an organisation, and bring in sets of questions.</summary>
public static class QuestionnairePermissions
{
    /// <summary>Begin, answer and submit responses an organisation gives for itself.</summary>
    public static Verdict AnswerForOrganisation(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers of the organisation may answer for it.");

    /// <summary>Bring in question sets that only the organisation sees.</summary>
    public static Verdict BringQuestionSets(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Administrator)
            ? Verdict.Yes
            : Verdict.No("Only administrators of the organisation may bring in question sets.");
}
