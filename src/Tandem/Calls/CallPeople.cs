using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Gives somebody a part in a call, or takes it.</summary>
public sealed class NameForCall(Db db, Actor actor, TellPeople tell)
{
    /// <param name="email">Of somebody with an account; assessors and observers may come from anywhere, others belong to the organisation or a partner.</param>
    /// <exception cref="Refusal">The actor may not, nobody has that address, or the part does not go with another.</exception>
    public async Task<Call> RunAsync(
        string reference,
        string? email,
        CallRole role,
        CancellationToken cancellation = default
    )
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayName(actor, call).Permit();
        var address = Person.Address(email ?? "");
        var person =
            await db.Set<Person>().SingleOrDefaultAsync(p => p.Email == address, cancellation)
            ?? throw new Refusal(
                "Nobody here has this address. Ask them to sign up first",
                "Email"
            );
        await MustBelongAsync(call, person, role, cancellation);
        var named = call.Name(person.Id, role, actor, db.Now());
        db.Add(named);
        db.RecordOn(
            actor,
            CallActs.PersonNamed,
            call,
            new { person = person.Name, role = role.ToString() }
        );
        // A panel learns of the call when it is published.
        if (call.IsPublished || !Call.LearnsWithAll(role))
        {
            await tell.ToPersonAsync(
                call,
                person.Id,
                $"named:{role}:{named.NamedAt.Ticks}",
                $"You are {CallWording.Role(role).ToLowerInvariant()} of {call.Title}",
                [$"{CallWording.RoleMeans(role)}. {actor.Name} has named you."],
                cancellation
            );
        }
        await db.SaveCallAsync(call, cancellation);
        return call;
    }

    /// <exception cref="Refusal">The actor may not, or nobody would own the call.</exception>
    public async Task<Call> ReleaseAsync(
        string reference,
        Id<Person> person,
        CallRole role,
        CancellationToken cancellation = default
    )
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayName(actor, call).Permit();
        db.Remove(call.Release(person, role, db.Now()));
        var name = await db.Set<Person>()
            .Where(p => p.Id == person)
            .Select(p => p.Name)
            .SingleAsync(cancellation);
        db.RecordOn(
            actor,
            CallActs.PersonReleased,
            call,
            new { person = name, role = role.ToString() }
        );
        await db.SaveCallAsync(call, cancellation);
        return call;
    }

    private async Task MustBelongAsync(
        Call call,
        Person person,
        CallRole role,
        CancellationToken cancellation
    )
    {
        if (Call.NeedsNoBelonging(role))
        {
            return;
        }
        var organisations = await db.Set<Membership>()
            .Where(m => m.PersonId == person.Id)
            .Select(m => m.OrganisationId)
            .ToListAsync(cancellation);
        var near = actor
            .Partners.Select(id => new Id<Organisation>(id))
            .Append(call.OrganisationId);
        if (!organisations.Intersect(near).Any())
        {
            throw new Refusal(
                $"{person.Name} belongs neither to your organisation nor to a partner of it: they can be an assessor, a commenter or an observer",
                "Email"
            );
        }
    }
}
