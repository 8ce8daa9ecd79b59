using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Accounts;

/// <summary>Who this request acts as. Read from the session once for each request.</summary>
public sealed class CurrentActor
{
    private const string SessionClaim = "tandem:session";

    /// <summary>The actor; a visitor where nobody has signed in.</summary>
    public Actor Value { get; private set; } = Actor.Visitor;

    /// <summary>The session, where somebody has signed in.</summary>
    public Id<Session>? SessionId { get; private set; }

    /// <summary>The key, where a program asks with one.</summary>
    public Id<ApiKey>? KeyId { get; private set; }

    /// <summary>The organisations the person belongs to, by name.</summary>
    public IReadOnlyList<Organisation> Organisations { get; private set; } = [];

    /// <summary>What the cookie of a session says: its id and nothing else.</summary>
    internal static ClaimsPrincipal PrincipalOf(Session session) =>
        new(
            new ClaimsIdentity(
                [new Claim(SessionClaim, session.Id.ToString())],
                CookieAuthenticationDefaults.AuthenticationScheme
            )
        );

    /// <summary>Checks the session behind a cookie and fills the <see cref="CurrentActor"/>; a session that has ended is signed out.</summary>
    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var db = services.GetRequiredService<Db>();
        if (
            !Id<Session>.TryParse(context.Principal?.FindFirstValue(SessionClaim), null, out var id)
            || !await services
                .GetRequiredService<CurrentActor>()
                .LoadAsync(db, id, context.HttpContext.RequestAborted)
        )
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(
                CookieAuthenticationDefaults.AuthenticationScheme
            );
            return;
        }
        if (services.GetRequiredService<CurrentActor>().Organisations is [var first, ..])
        {
            context.HttpContext.Items[PageKeys.Organisation] = first.Name;
        }
    }

    /// <summary>Acts as the person of a key, whatever session the request may have beside it.</summary>
    internal async Task ActAsync(Db db, ApiKey key, Person person, CancellationToken cancellation)
    {
        (Value, Organisations) = await Actors.OfAsync(db, person, cancellation);
        (SessionId, KeyId) = (null, key.Id);
    }

    private async Task<bool> LoadAsync(Db db, Id<Session> id, CancellationToken cancellation)
    {
        var now = db.Now();
        var found = await db.Set<Session>()
            .AsNoTracking()
            .Where(s => s.Id == id)
            .Join(
                db.Set<Person>(),
                s => s.PersonId,
                p => p.Id,
                (session, person) => new { session, person }
            )
            .SingleOrDefaultAsync(cancellation);
        if (found is null || !found.session.IsLive(now))
        {
            return false;
        }
        if (now - found.session.LastSeenAt > TimeSpan.FromMinutes(5))
        {
            await db.Set<Session>()
                .Where(s => s.Id == id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), cancellation);
        }
        (Value, Organisations) = await Actors.OfAsync(db, found.person, cancellation);
        SessionId = id;
        return true;
    }
}

/// <summary>Makes the actor of a person from their memberships and partnerships.</summary>
public static class Actors
{
    /// <summary>The actor, and the organisations the person belongs to by name.</summary>
    public static async Task<(Actor Actor, IReadOnlyList<Organisation> Organisations)> OfAsync(
        Db db,
        Person person,
        CancellationToken cancellation = default
    )
    {
        var own = await db.Set<Membership>()
            .AsNoTracking()
            .Where(m => m.PersonId == person.Id)
            .Join(
                db.Set<Organisation>(),
                m => m.OrganisationId,
                o => o.Id,
                (m, o) => new { m.Role, Organisation = o }
            )
            .IgnoreQueryFilters()
            .ToListAsync(cancellation);
        var firms = own.Where(o => o.Organisation.IsFirm)
            .ToDictionary(o => o.Organisation.Id.Value, o => o.Role);
        own.RemoveAll(o => o.Organisation.IsFirm);
        var ids = own.Select(o => o.Organisation.Id).ToList();
        var shared = db.Set<PartnershipMember>()
            .Where(m => ids.Contains(m.OrganisationId))
            .Select(m => m.PartnershipId);
        var partners = await db.Set<PartnershipMember>()
            .Where(m => shared.Contains(m.PartnershipId) && !ids.Contains(m.OrganisationId))
            .Select(m => m.OrganisationId)
            .ToListAsync(cancellation);
        var actor = new Actor(
            person.Id.Value,
            person.Name,
            own.ToDictionary(o => o.Organisation.Id.Value, o => o.Role),
            partners.Select(p => p.Value).ToHashSet(),
            person.IsSteward
        )
        {
            Firms = firms,
        };
        return (actor, own.Select(o => o.Organisation).OrderBy(o => o.Name).ToList());
    }
}
