using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Calls;

/// <summary>The one rule of who sees which call, used by every way out: page, list, search, export, feed, message.</summary>
public static class CallVisibility
{
    /// <summary>
    /// Those of the calls that the actor may see: published ones as their audience says, and every one in which the actor has a part. A panel is named
    /// while the call is still being made, and learns of it when it is published.
    /// </summary>
    public static IQueryable<Call> VisibleTo(this IQueryable<Call> calls, Actor actor)
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var near = actor.Partners.Select(id => new Id<Organisation>(id)).Concat(own).ToList();
        var administered = actor
            .Roles.Where(r => r.Value >= Role.Administrator)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        var me = actor.PersonId is { } person ? new Id<Person>(person) : (Id<Person>?)null;
        return calls.Where(c =>
            (
                c.PublishedAt != null
                && (
                    c.Audience == CallAudience.Public
                    || own.Contains(c.OrganisationId)
                    || (c.WithPartners && near.Contains(c.OrganisationId))
                )
            )
            || administered.Contains(c.OrganisationId)
            || (
                me != null
                && c.People.Any(p =>
                    p.PersonId == me
                    && (
                        c.PublishedAt != null
                        || (
                            p.Role != CallRole.Assessor
                            && p.Role != CallRole.Observer
                            && p.Role != CallRole.Moderator
                        )
                    )
                )
            )
        );
    }

    /// <summary>The same rule for what is kept in memory: only what is published is.</summary>
    internal static Audience AudienceOf(Call call) =>
        call.Audience == CallAudience.Public ? Audience.Everyone
        : call.WithPartners ? Audience.Partners(call.OrganisationId.Value)
        : Audience.Members(call.OrganisationId.Value);
}
