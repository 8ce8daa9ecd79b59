using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>The one rule of who sees which run, used by every way out: page, list, board, export, message, following.</summary>
public static class RunAudience
{
    /// <summary>Those whose public page the actor may see: published ones, and those of an authority of which the actor is a member.</summary>
    public static IQueryable<Run> VisibleTo(this IQueryable<Run> runs, Db db, Actor actor)
    {
        var own = Own(actor);
        return runs.Where(r =>
            r.Published
            || own.Contains(r.LeadId)
            || db.Set<RunAuthority>()
                .Any(a => a.RunId == r.Id && a.LeftAt == null && own.Contains(a.OrganisationId))
        );
    }

    /// <summary>Those of which the actor sees everything: of authorities that take part.</summary>
    public static IQueryable<Run> InsideOf(this IQueryable<Run> runs, Db db, Actor actor)
    {
        // The lead always takes part: of most runs that is known from their own row.
        var own = Own(actor);
        return runs.Where(r =>
            own.Contains(r.LeadId)
            || db.Set<RunAuthority>()
                .Any(a => a.RunId == r.Id && a.LeftAt == null && own.Contains(a.OrganisationId))
        );
    }

    private static List<Id<Organisation>> Own(Actor actor) =>
        [.. actor.Roles.Keys.Select(id => new Id<Organisation>(id))];
}

/// <summary>Who may do what in a run.</summary>
public static class RunPermissions
{
    /// <summary>Read what is inside.</summary>
    public static Verdict MayReadInside(Actor actor, Run run) =>
        run.Current.Any(a => actor.Has(a.OrganisationId.Value, Role.Member))
            ? Verdict.Yes
            : Verdict.No("Only members of the authorities in the run may read this.");

    /// <summary>Start one in the name of an organisation, which then leads it.</summary>
    public static Verdict MayStart(Actor actor, Organisation organisation) =>
        actor.Has(organisation.Id.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No(
                $"Only officers and administrators of {organisation.Name} may start a run in its name."
            );

    /// <summary>Lead: describe, publish, go on and back, hold and stop, let authorities in, move to another version.</summary>
    public static Verdict MayLead(Actor actor, Run run) =>
        actor.Has(run.LeadId.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers and administrators of the lead authority may do this.");

    /// <summary>Add what is shared: steps, evidence, documents, attached records; tick the checklist.</summary>
    public static Verdict MayContribute(Actor actor, Run run) =>
        run.Current.Any(a => actor.Has(a.OrganisationId.Value, Role.Officer))
            ? Verdict.Yes
            : Verdict.No(
                "Only officers and administrators of authorities that take part may do this."
            );

    /// <summary>Speak for an authority: name its people, leave decisions to the lead, leave the run.</summary>
    public static Verdict MaySpeakFor(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers and administrators of the authority may speak for it.");

    /// <summary>Work on a step: officers of the authority whose own it is, of every authority where it is done once for all, and whoever it was given to.</summary>
    public static Verdict MayWorkOn(Actor actor, Run run, RunStep step) =>
        step.OwnerId is { } owner
        && owner.Value == actor.PersonId
        && step.OwnerOrganisationId is { } of
        && actor.Has(of.Value, Role.Member)
            ? Verdict.Yes
        : step.OrganisationId is { } own
            ? actor.Has(own.Value, Role.Officer) ? Verdict.Yes
                : Verdict.No(
                    "This is another authority’s own step: its officers and whoever they gave it to may work on it."
                )
        : MayContribute(actor, run);

    /// <summary>Decide at a gate in a role: only the person named for it.</summary>
    public static Verdict MayDecide(Actor actor, RoleHolder holder) =>
        holder.IsCurrent
        && holder.PersonId.Value == actor.PersonId
        && actor.Has(holder.OrganisationId.Value, Role.Member)
            ? Verdict.Yes
            : Verdict.No("Only the named approver may decide this.");
}
