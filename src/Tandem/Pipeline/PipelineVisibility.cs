using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Pipeline;

/// <summary>The one rule of who sees which pipeline item, used by every way out: page, list, search, export, feed, message, matching.</summary>
public static class PipelineVisibility
{
    /// <summary>Those of the items that the actor may see.</summary>
    public static IQueryable<PipelineItem> VisibleTo(
        this IQueryable<PipelineItem> items,
        Actor actor
    )
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var near = actor.Partners.Select(id => new Id<Organisation>(id)).Concat(own).ToList();
        var administered = actor
            .Roles.Where(r => r.Value >= Role.Administrator)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        var me = actor.PersonId is { } person ? new Id<Person>(person) : (Id<Person>?)null;
        return items.Where(i =>
            i.Visibility == ItemVisibility.Public
            || (i.Visibility == ItemVisibility.Partnership && near.Contains(i.OrganisationId))
            || (i.Visibility == ItemVisibility.Organisation && own.Contains(i.OrganisationId))
            || (
                i.Visibility == ItemVisibility.Private
                && (
                    (i.OwnerId != null && me != null && i.OwnerId == me)
                    || (i.OwnerId == null && administered.Contains(i.OrganisationId))
                )
            )
        );
    }

    /// <summary>The same rule for what is kept in memory.</summary>
    internal static Audience AudienceOf(
        ItemVisibility visibility,
        Id<Organisation> organisation,
        Id<Person>? owner
    ) =>
        visibility switch
        {
            ItemVisibility.Public => Audience.Everyone,
            ItemVisibility.Partnership => Audience.Partners(organisation.Value),
            ItemVisibility.Organisation => Audience.Members(organisation.Value),
            _ when owner is { } person => Audience.Only(person.Value),
            _ => Audience.Administrators(organisation.Value),
        };
}
