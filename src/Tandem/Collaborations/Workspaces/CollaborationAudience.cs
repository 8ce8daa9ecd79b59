using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>The one rule of who sees which collaboration, used by every way out: page, list, export, message, following.</summary>
public static class CollaborationAudience
{
    /// <summary>Those whose facts the actor may see: of which it is inside, or which are open to its partnership or to everybody.</summary>
    public static IQueryable<Collaboration> VisibleTo(
        this IQueryable<Collaboration> collaborations,
        Actor actor
    )
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var near = actor.Partners.Select(id => new Id<Organisation>(id)).Concat(own).ToList();
        return collaborations.Where(c =>
            c.Visibility == CollaborationVisibility.Public
            || c.Members.Any(m =>
                (m.Standing == Standing.In || m.Standing == Standing.Observing)
                && (
                    own.Contains(m.OrganisationId)
                    || (
                        c.Visibility == CollaborationVisibility.Partnership
                        && near.Contains(m.OrganisationId)
                    )
                )
            )
        );
    }

    /// <summary>Those of which the actor sees everything: of members that take part.</summary>
    public static IQueryable<Collaboration> InsideOf(
        this IQueryable<Collaboration> collaborations,
        Actor actor
    )
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        return collaborations.Where(c =>
            c.Members.Any(m =>
                (m.Standing == Standing.In || m.Standing == Standing.Observing)
                && own.Contains(m.OrganisationId)
            )
        );
    }
}

/// <summary>Who may do what in a collaboration.</summary>
public static class CollaborationPermissions
{
    /// <summary>Read what is inside.</summary>
    public static Verdict MayReadInside(Actor actor, Collaboration collaboration) =>
        collaboration.Current.Any(m => actor.Has(m.OrganisationId.Value, Role.Member))
            ? Verdict.Yes
            : Verdict.No("Only members of the collaboration may read this.");

    /// <summary>Start one in the name of an organisation, which then leads it.</summary>
    public static Verdict MayStart(Actor actor, Organisation organisation) =>
        actor.Has(organisation.Id.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No(
                $"Only officers and administrators of {organisation.Name} may start a collaboration in its name."
            );

    /// <summary>Say for an organisation where it stands, mark requirements for it, agree for it, ask to join.</summary>
    public static Verdict MaySpeakFor(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers and administrators of the organisation may speak for it.");

    /// <summary>Lead: describe, publish, admit, hand over, close; write the lines, propose what is agreed.</summary>
    public static Verdict MayLead(Actor actor, Collaboration collaboration) =>
        actor.Has(collaboration.LeadId.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers and administrators of the lead authority may do this.");

    /// <summary>Add what members share: decisions, documents, tasks, benefits.</summary>
    public static Verdict MayContribute(Actor actor, Collaboration collaboration) =>
        collaboration.Current.Any(m => actor.Has(m.OrganisationId.Value, Role.Officer))
            ? Verdict.Yes
            : Verdict.No(
                "Only officers and administrators of organisations that take part may do this."
            );
}
