using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Runs;

namespace Tandem.Playbooks;

/// <summary>The one rule of who reads which playbook, used by every way out: page, list, search, export, feed.</summary>
public static class PlaybookVisibility
{
    /// <summary>Those of the playbooks that the actor may know of.</summary>
    public static IQueryable<KeptPlaybook> VisibleTo(
        this IQueryable<KeptPlaybook> playbooks,
        Actor actor
    )
    {
        if (IsProgram(actor))
        {
            return playbooks;
        }
        var own = Own(actor);
        var near = actor.Partners.Select(id => new Id<Organisation>(id)).Concat(own).ToList();
        return playbooks.Where(p =>
            p.Audience == PlaybookAudience.Public
            || (
                p.Audience == PlaybookAudience.Partnership
                && p.OrganisationId != null
                && near.Contains(p.OrganisationId.Value)
            )
            || (p.OrganisationId != null && own.Contains(p.OrganisationId.Value))
        );
    }

    /// <summary>Those of the versions that the actor may read, of playbooks they may know of: what has been published, and drafts of their own organisation’s.</summary>
    public static IQueryable<PlaybookVersion> VisibleTo(
        this IQueryable<PlaybookVersion> versions,
        Db db,
        Actor actor
    )
    {
        if (IsProgram(actor))
        {
            return versions;
        }
        var (own, steward) = (Own(actor), actor.IsSteward);
        return versions.Where(v =>
            v.State != VersionState.Draft
            || db.Set<KeptPlaybook>()
                .Any(p =>
                    p.Id == v.PlaybookId
                    && (p.OrganisationId == null ? steward : own.Contains(p.OrganisationId.Value))
                )
        );
    }

    /// <summary>Those of the versions that a run follows of which the actor sees everything: an authority reads the guidance of the work it shares, whoever keeps the playbook.</summary>
    public static IQueryable<PlaybookVersion> FollowedBy(
        this IQueryable<PlaybookVersion> versions,
        Db db,
        Actor actor
    )
    {
        var runs = db.Set<Run>().InsideOf(db, actor);
        return versions.Where(v =>
            v.State != VersionState.Draft && runs.Any(r => r.VersionId == v.Id)
        );
    }

    private static List<Id<Organisation>> Own(Actor actor) =>
        [.. actor.Roles.Keys.Select(id => new Id<Organisation>(id))];

    private static bool IsProgram(Actor actor) => actor is { PersonId: null, IsSteward: true };
}
