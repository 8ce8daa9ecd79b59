using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Questionnaires.Declarations;

/// <summary>Sends a link with which a firm is registered by whoever reads the mail of an address: asked for by that person, or by an officer for them.</summary>
public sealed class InviteFirm(
    Db db,
    Actor actor,
    RegisterFirm register,
    InvitationLinks<FirmInvitation> links,
    Messages messages
)
{
    /// <summary>What the letters' keys begin with, so that they can be counted.</summary>
    internal const string Key = "firm-invitation:";

    /// <exception cref="Refusal">The name, number or address will not do. Whether the address is known here is never told.</exception>
    public async Task RunAsync(
        string? name,
        string? number,
        string? email,
        CancellationToken cancellation = default
    )
    {
        var firm = await register.CheckAsync(name, number, cancellation);
        var address = Person.Address(email ?? "");
        db.Record(actor, "firm-invited", nameof(Organisation), firm.Id, new { firm.Name });
        if (!await IsFloodedAsync(messages, address, cancellation))
        {
            await messages.ToAddressAsync(
                address,
                new(
                    $"{Key}{firm.Id}",
                    $"Make the account of {firm.Name}",
                    [
                        actor.IsSignedIn
                            ? $"{actor.Name} asks {firm.Name} to keep its answers for public buyers here, and has named you to speak for it."
                            : $"Somebody, most likely you, asked to make an account for {firm.Name}.",
                        "Open the page below to choose a password and begin. The link is good for a week. If you know nothing of this, do nothing.",
                    ],
                    links.To(
                        new(
                            db.Now(),
                            address,
                            firm.Id.Value,
                            firm.Name,
                            number?.Trim() is { Length: > 0 } typed ? typed : null,
                            null
                        )
                    )
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }

    internal static async Task<bool> IsFloodedAsync(
        Messages messages,
        string address,
        CancellationToken cancellation
    ) => await messages.WithinADayAsync(address, Key, cancellation) >= Invitations.LettersADay;
}

/// <summary>Sends a colleague a link with which they join the firm.</summary>
public sealed class InviteColleague(
    Db db,
    Actor actor,
    FindFirm firms,
    InvitationLinks<FirmInvitation> links,
    Messages messages
)
{
    /// <exception cref="Refusal">The actor may not, the address is none, or too many letters went there today.</exception>
    public async Task RunAsync(
        string slug,
        string? email,
        Role role,
        CancellationToken cancellation = default
    )
    {
        var firm = await firms.OwnAsync(slug, cancellation);
        AccountPermissions.LookAfterPeople(actor, firm).Permit();
        var address = Person.Address(email ?? "");
        if (await InviteFirm.IsFloodedAsync(messages, address, cancellation))
        {
            throw new Refusal(
                "This address has had many letters today. Try again tomorrow.",
                "Email"
            );
        }
        var invitation = new FirmInvitation(
            db.Now(),
            address,
            firm.Id.Value,
            firm.Name,
            null,
            Enum.IsDefined(role) ? role : throw new Refusal("Choose the role", "Role")
        );
        await messages.ToAddressAsync(
            address,
            new(
                $"{InviteFirm.Key}{firm.Id}:{invitation.At:O}",
                $"Join {firm.Name}",
                [
                    $"{actor.Name} asks you to answer for {firm.Name} with them.",
                    "Open the page below to join. The link is good for a week. If you know nothing of this, do nothing.",
                ],
                links.To(invitation)
            ),
            cancellation
        );
        db.Record(actor, "colleague-invited", nameof(Organisation), firm.Id, new { role });
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes up an invitation: registers the firm or joins it. A new person chooses name and password; a known one has signed in.</summary>
public sealed class JoinFirm(
    Db db,
    InvitedPerson invited,
    RegisterFirm register,
    InvitationLinks<FirmInvitation> links
)
{
    /// <param name="name">Of a new person; not looked at for a known one.</param>
    /// <exception cref="Refusal">The link is too old or was used, the person is known and has not signed in, or name or password will not do.</exception>
    public async Task<(Organisation Firm, Person Person)> RunAsync(
        string? token,
        string? name,
        string? password,
        CancellationToken cancellation = default
    )
    {
        var invitation = links.Take(token);
        var (person, _) = await invited.RunAsync(invitation.Email, name, password, cancellation);
        var by = person.Alone;
        db.Record(by, "firm-invitation-taken-up", nameof(Person), person.Id, new { person.Name });
        var firm = invitation.Role is { } role
            ? await JoinAsync(invitation, person, role, by, cancellation)
            : await BeginAsync(invitation, person, by, cancellation);
        await db.SaveChangesAsync(cancellation);
        return (firm, person);
    }

    private async Task<Organisation> BeginAsync(
        FirmInvitation invitation,
        Person person,
        Actor by,
        CancellationToken cancellation
    )
    {
        var firm = await register.CheckAsync(
            invitation.Name,
            invitation.Number,
            cancellation,
            new(invitation.Firm)
        );
        await register.AddAsync(firm, person, by, cancellation);
        return firm;
    }

    private async Task<Organisation> JoinAsync(
        FirmInvitation invitation,
        Person person,
        Role role,
        Actor by,
        CancellationToken cancellation
    )
    {
        var id = new Id<Organisation>(invitation.Firm);
        var firm = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .SingleAsync(o => o.Id == id && o.IsFirm, cancellation);
        if (
            await db.Set<Membership>()
                .AnyAsync(m => m.PersonId == person.Id && m.OrganisationId == id, cancellation)
        )
        {
            throw new Refusal($"You belong to {firm.Name} already.");
        }
        // Whoever was removed does not come back by the letter that once brought them in.
        var (subject, who, sent) = (id.ToString(), person.Id.ToString(), invitation.At);
        if (
            await db.Set<Event>()
                .AnyAsync(
                    e =>
                        e.Verb == "member-removed"
                        && e.SubjectId == subject
                        && e.At >= sent
                        && e.Data.Contains(who),
                    cancellation
                )
        )
        {
            throw Invitations.Over();
        }
        db.Add(Membership.Of(person, firm, role));
        db.Record(
            by,
            "member-added",
            nameof(Organisation),
            firm.Id,
            new { person = person.Id, role }
        );
        return firm;
    }
}
