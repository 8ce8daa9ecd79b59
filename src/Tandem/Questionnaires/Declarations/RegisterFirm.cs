using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Questionnaires.Declarations;

/// <summary>The first person of a firm, where somebody else registers it.</summary>
/// <param name="Password">First password; not looked at for somebody known.</param>
public sealed record FirstPerson(string Email, string Name, string Password);

/// <summary>Registers a firm, with the person who speaks for it and an empty set of declarations.</summary>
public sealed class RegisterFirm(Db db, Actor actor, QuestionSets sets)
{
    /// <summary>The set firms answer.</summary>
    public const string SetName = "supplier-declarations";

    /// <param name="number">A registered number, as Companies House writes it; may be empty.</param>
    /// <param name="person">Who speaks for it; null: the actor.</param>
    /// <exception cref="Refusal">The actor may not, or something is missing or wrong.</exception>
    public async Task<Organisation> RunAsync(
        string? name,
        string? number,
        FirstPerson? person = null,
        CancellationToken cancellation = default
    )
    {
        (
            person is null
                ? DeclarationPermissions.RegisterFirm(actor)
                : DeclarationPermissions.InviteFirm(actor)
        ).Permit();
        var firm = await CheckAsync(name, number, cancellation);
        var speaks = person is null
            ? await db.Set<Person>()
                .SingleAsync(p => p.Id == new Id<Person>(actor.PersonId!.Value), cancellation)
            : await PersonAsync(person, cancellation);
        await AddAsync(firm, speaks, actor, cancellation);
        await db.SaveChangesAsync(cancellation);
        return firm;
    }

    /// <summary>The firm as it would be registered.</summary>
    /// <param name="id">Its id, where an invitation has given it one.</param>
    /// <exception cref="Refusal">The name or number will not do, or a firm of this name is registered.</exception>
    internal async Task<Organisation> CheckAsync(
        string? name,
        string? number,
        CancellationToken cancellation,
        Id<Organisation>? id = null
    )
    {
        var firm = Organisation.Register(name ?? "", NumberOf(number), db.Now(), id);
        return await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .AnyAsync(o => o.Slug == firm.Slug, cancellation)
            ? throw new Refusal(
                "A firm of this name is registered. Ask its people to invite you, or use the full registered name.",
                "Name"
            )
            : firm;
    }

    /// <summary>Adds the firm, with its first person and its answers; the caller saves.</summary>
    internal async Task AddAsync(
        Organisation firm,
        Person speaks,
        Actor by,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var set =
            await sets.InForceAsync(SetName, LocalDay.Of(now), cancellation)
            ?? throw new Refusal("The questions for suppliers are not installed here.");
        db.Add(firm);
        db.Add(Membership.Of(speaks, firm, Role.Administrator));
        db.Add(
            Response.Start(
                set,
                firm.Id,
                new(DeclarationResponses.Kind, firm.Id.ToString()),
                $"Declarations of {firm.Name}",
                by,
                now
            )
        );
        db.Record(
            by,
            "firm-registered",
            nameof(Organisation),
            firm.Id,
            new
            {
                firm.Name,
                firm.RegisteredNumber,
                person = speaks.Id,
            }
        );
    }

    private async Task<Person> PersonAsync(FirstPerson first, CancellationToken cancellation)
    {
        var address = Person.Address(first.Email);
        var known = await db.Set<Person>()
            .SingleOrDefaultAsync(p => p.Email == address, cancellation);
        if (known is not null)
        {
            return known;
        }
        var made = Person.Create(address, first.Name, first.Password, db.Now());
        db.Add(made);
        db.Record(actor, "person-added", nameof(Person), made.Id, new { made.Name });
        return made;
    }

    private static string? NumberOf(string? typed) =>
        string.IsNullOrWhiteSpace(typed) ? null
        : CompanyNumber.Parse(typed) is { } number ? $"{number.Scheme}:{number.Value}"
        : throw new Refusal(
            "Enter a company or charity number, like 04827195 or SC214436",
            "Number"
        );
}
