using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Who may start an assessment, and what each side may do in it. What else is asked of them, the table of the kind says.</summary>
public static class AssessmentPermissions
{
    /// <summary>Start an assessment of the organisation, or of something of its own. A firm has itself assessed by others, and assesses nothing.</summary>
    public static Verdict MayStart(
        Actor actor,
        AssessmentKind kind,
        Id<Organisation> organisation
    ) =>
        actor.Has(organisation.Value, Role.Officer)
        || (kind.AssessedBy == AssessedBy.Body && actor.SpeaksFor(organisation.Value, Role.Officer))
            ? Verdict.Yes
            : Verdict.No("Only officers of an organisation may start an assessment for it.");

    /// <summary>Say which organisations assess a kind for others.</summary>
    public static Verdict MayNameBodies(Actor actor) =>
        actor.IsSteward
            ? Verdict.Yes
            : Verdict.No("Only stewards of the network may say who assesses for others.");

    /// <summary>Whether the actor holds one of these roles here: named for it, or by right of a role in the organisation of its side.</summary>
    public static Verdict MayAs(
        Actor actor,
        AssessmentKind kind,
        Assessment assessment,
        IEnumerable<string> roles
    )
    {
        var wanted = roles.Select(kind.Role).OfType<RoleRule>().ToList();
        return wanted.Any(r => Holds(actor, assessment, r))
            ? Verdict.Yes
            : Verdict.No(
                wanted.Count == 0
                    ? "Nobody may do this by hand."
                    : $"Only {string.Join(" or ", wanted.Select(r => r.Title.ToLowerInvariant()))} of this assessment may do this."
            );
    }

    /// <summary>Whether the actor holds this role here.</summary>
    public static bool Holds(Actor actor, Assessment assessment, RoleRule role) =>
        assessment.Is(role.Code, actor.PersonId)
        || (
            role.ByRight is { } right
            && SideOf(assessment, role.Side) is { } organisation
            && actor.SpeaksFor(organisation.Value, right)
            && !(
                role.Independent
                && role.Side == Side.Assessors
                && actor.SpeaksFor(assessment.OrganisationId.Value, Role.Member)
            )
            && !assessment.Present.Any(m =>
                m.PersonId.Value == actor.PersonId && role.NotWith.Contains(m.Role)
            )
            // Nobody names anybody for what is held by right: who is no longer named for it has given it back.
            && !assessment.Members.Any(m =>
                m.PersonId.Value == actor.PersonId && m.Role == role.Code && m.RemovedAt is not null
            )
        );

    /// <summary>Change the day and the facts of a booking: officers of the assessed organisation, and those who put the panel together.</summary>
    public static Verdict MayBook(Actor actor, AssessmentKind kind, Assessment assessment) =>
        actor.SpeaksFor(assessment.OrganisationId.Value, Role.Officer)
        || actor.Has(assessment.BodyId.Value, Role.Officer)
        || Assesses(actor, kind, assessment)
            ? Verdict.Yes
            : Verdict.No(
                "Only officers of the organisation, and those who assess, may change a booking."
            );

    /// <summary>Say for oneself on which panels one can sit.</summary>
    public static Verdict MayOffer(Actor actor) =>
        actor.PersonId is not null ? Verdict.Yes : Verdict.No("Sign in first.");

    /// <summary>Say that somebody was trained to assess: officers of an organisation they belong to, and stewards, but nobody of themselves.</summary>
    public static Verdict MaySeeTraining(
        Actor actor,
        Id<Person> person,
        IEnumerable<Id<Organisation>> organisations
    ) =>
        actor.PersonId != person.Value
        && (actor.IsSteward || organisations.Any(o => actor.Has(o.Value, Role.Officer)))
            ? Verdict.Yes
            : Verdict.No(
                "Another officer of their organisation, or a steward, says that somebody was trained."
            );

    /// <summary>Name people for roles of a side: officers of that side's organisation.</summary>
    public static Verdict MayName(Actor actor, Assessment assessment, Side side) =>
        SideOf(assessment, side) is { } organisation
        && actor.SpeaksFor(organisation.Value, Role.Officer)
        && (side == Side.Applicant || assessment.HandedOverAt is not null)
            ? Verdict.Yes
            : Verdict.No("Only officers of the organisation on that side may name people for it.");

    /// <summary>
    /// Read answers, papers and what was found: the assessed organisation, and those who act for the assessors and have said to have no interest in the
    /// outcome where their kind asks for that. Until then they know what there is to be assessed, and no more.
    /// </summary>
    public static bool MayReadAnswers(Actor actor, AssessmentKind kind, Assessment assessment) =>
        actor.SpeaksFor(assessment.OrganisationId.Value, Role.Member)
        || (
            !DeclareInterest.Owing(kind, assessment, actor).Any()
            && (
                assessment.Present.Any(m => m.PersonId.Value == actor.PersonId)
                || (
                    assessment.HandedOverAt is not null
                    && !kind.AsksInterest
                    && actor.Has(assessment.BodyId.Value, Role.Member)
                )
            )
        );

    /// <summary>Know of all that is not published, but for the answers and what follows from them: both sides, and whoever is named.</summary>
    public static bool MayReadAll(Actor actor, Assessment assessment) =>
        actor.SpeaksFor(assessment.OrganisationId.Value, Role.Member)
        || (assessment.HandedOverAt is not null && actor.Has(assessment.BodyId.Value, Role.Member))
        || assessment.Present.Any(m => m.PersonId.Value == actor.PersonId);

    /// <summary>Whether the actor acts for those who assess.</summary>
    public static bool Assesses(Actor actor, AssessmentKind kind, Assessment assessment) =>
        kind.Roles.Any(r =>
            r is { Side: Side.Assessors, Observes: false } && Holds(actor, assessment, r)
        );

    private static Id<Organisation>? SideOf(Assessment assessment, Side side) =>
        side switch
        {
            Side.Applicant => assessment.OrganisationId,
            Side.Assessors => assessment.BodyId,
            _ => null,
        };
}

/// <summary>The one rule of who sees which assessment, used by every way out.</summary>
public static class AssessmentVisibility
{
    /// <summary>Those of the assessments that the actor may know of: its own organisations', those handed over to them, those the actor is named in, and published ones.</summary>
    public static IQueryable<Assessment> VisibleTo(
        this IQueryable<Assessment> assessments,
        Actor actor
    )
    {
        var own = actor.OrganisationsAndFirms.Select(id => new Id<Organisation>(id)).ToList();
        var person = new Id<Person>(actor.PersonId ?? Guid.Empty);
        return assessments.Where(a =>
            a.PublishedAt != null
            || own.Contains(a.OrganisationId)
            || (a.HandedOverAt != null && own.Contains(a.BodyId))
            || a.Members.Any(m => m.PersonId == person && m.RemovedAt == null)
        );
    }
}
