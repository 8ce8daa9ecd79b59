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
}
