using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>Gives somebody a place in an organisation; a person who is not known yet is added with a first password.</summary>
public sealed class AddMember(Db db, Actor actor)
{
    /// <param name="password">First password of a new person; not looked at for a known one.</param>
    /// <exception cref="Refusal">The actor may not, the person is there already, or a value will not do.</exception>
    public async Task<Person> RunAsync(
        Organisation organisation,
        string email,
        string name,
        string password,
        Role role,
        CancellationToken cancellation = default
    )
    {
        AccountPermissions.LookAfterPeople(actor, organisation).Permit();
        // Anybody may register a firm; nobody shall learn by it whose address is known here.
        if (organisation.IsFirm && !actor.IsSteward)
        {
            throw new Refusal("Invite people to a firm by e-mail.", kind: RefusalKind.Permission);
        }
        var address = Person.Address(email);
        var person = await db.Set<Person>()
            .SingleOrDefaultAsync(p => p.Email == address, cancellation);
        if (person is null)
        {
            db.Add(person = Person.Create(address, name, password, db.Now()));
            db.Record(actor, "person-added", nameof(Person), person.Id, new { person.Name });
        }
        else if (
            await db.Set<Membership>()
                .AnyAsync(
                    m => m.PersonId == person.Id && m.OrganisationId == organisation.Id,
                    cancellation
                )
        )
        {
            throw new Refusal($"{person.Name} already belongs to {organisation.Name}", "Email");
        }
        db.Add(Membership.Of(person, organisation, role));
        db.Record(
            actor,
            "member-added",
            nameof(Organisation),
            organisation.Id,
            new { person = person.Id, role }
        );
        await db.SaveChangesAsync(cancellation);
        return person;
    }
}

/// <summary>Adds a steward of the network; only the command line does this, run by whoever holds the machine.</summary>
public sealed class AddSteward(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, or the address is taken.</exception>
    public async Task<Person> RunAsync(
        string email,
        string name,
        string password,
        CancellationToken cancellation = default
    )
    {
        AccountPermissions.LookAfterNetwork(actor).Permit();
        var person = Person.Create(email, name, password, db.Now(), isSteward: true);
        if (await db.Set<Person>().AnyAsync(p => p.Email == person.Email, cancellation))
        {
            throw new Refusal("There is a person with this e-mail address already", "Email");
        }
        db.Add(person);
        db.Record(actor, "steward-added", nameof(Person), person.Id, new { person.Name });
        await db.SaveChangesAsync(cancellation);
        return person;
    }
}

/// <summary>Changes the role of a member, or takes the membership away.</summary>
public sealed class ChangeMember(Db db, Actor actor, IEnumerable<IBelongingChanges> rooms)
{
    /// <param name="role">The new role, or null to remove the person from the organisation.</param>
    /// <exception cref="Refusal">The actor may not, or nobody would be left to look after the organisation's people.</exception>
    public async Task RunAsync(
        Organisation organisation,
        Id<Person> personId,
        Role? role,
        CancellationToken cancellation = default
    )
    {
        AccountPermissions.LookAfterPeople(actor, organisation).Permit();
        var members = await db.Set<Membership>()
            .Where(m => m.OrganisationId == organisation.Id)
            .ToListAsync(cancellation);
        var member =
            members.SingleOrDefault(m => m.PersonId == personId)
            ?? throw new Refusal(
                "This person does not belong to the organisation.",
                kind: RefusalKind.NotFound
            );
        if (member.Role == role)
        {
            return;
        }
        if (
            member.Role == Role.Administrator
            && members.Count(m => m.Role == Role.Administrator) == 1
        )
        {
            throw new Refusal(
                "This is the only administrator. Make somebody else administrator first."
            );
        }
        if (role is { } changed)
        {
            member.Become(changed);
        }
        else
        {
            db.Remove(member);
        }
        db.Record(
            actor,
            role is null ? "member-removed" : "member-role-changed",
            nameof(Organisation),
            organisation.Id,
            new { person = personId, role }
        );
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.SaveChangesAsync(cancellation);
        if (role is null)
        {
            foreach (var room in rooms)
            {
                await room.LeftAsync(organisation, personId, actor, cancellation);
            }
        }
        await transaction.CommitAsync(cancellation);
    }
}

/// <summary>Changes one's own password; every other session of the person ends.</summary>
public sealed class ChangePassword(Db db, Actor actor, Settings settings)
{
    /// <exception cref="Refusal">The present password is wrong or the new one will not do.</exception>
    public async Task RunAsync(
        string present,
        string next,
        Id<Session>? keep,
        CancellationToken cancellation = default
    )
    {
        var id = new Id<Person>(
            actor.PersonId ?? throw new Refusal("Sign in first.", kind: RefusalKind.Permission)
        );
        var person = await db.Set<Person>().SingleAsync(p => p.Id == id, cancellation);
        if (person.IsDemo && settings.Demo)
        {
            throw new Refusal("People of the demo network keep their published password.");
        }
        if (!person.TryPassword(present, db.Now()))
        {
            await db.SaveChangesAsync(cancellation);
            throw new Refusal("This is not your present password", "Present");
        }
        person.SetPassword(next);
        var now = db.Now();
        foreach (
            var session in await db.Set<Session>()
                .Where(s => s.PersonId == id && s.EndedAt == null && s.Id != keep)
                .ToListAsync(cancellation)
        )
        {
            session.End(now);
        }
        db.Record(actor, "password-changed", nameof(Person), id);
        await db.SaveChangesAsync(cancellation);
    }
}
