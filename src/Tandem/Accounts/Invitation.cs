using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>What a link in an e-mail invites to: whoever reads the mail of the address may take it up.</summary>
public interface IInvitation
{
    /// <summary>What the signature of such links is good for, and for nothing else.</summary>
    static abstract string Purpose { get; }

    /// <summary>Where it is taken up, from the root.</summary>
    static abstract string Page { get; }

    /// <summary>When it was sent.</summary>
    DateTime At { get; }
    string Email { get; }
}

/// <summary>What holds for invitations of every sort.</summary>
public static class Invitations
{
    /// <summary>Most letters of one sort to one address in a day.</summary>
    public const int LettersADay = 5;

    /// <summary>What is said of a link that leads nowhere any more.</summary>
    public static Refusal Over() => new("This link is not good any more. Ask for another one.");
}

/// <summary>Links of invitations: signed, so that nobody can make one, and good for a week.</summary>
public sealed class InvitationLinks<T>(IDataProtectionProvider protection, TimeProvider clock)
    where T : class, IInvitation
{
    private static readonly TimeSpan Within = TimeSpan.FromDays(7);

    private readonly IDataProtector protector = protection.CreateProtector(T.Purpose);

    /// <summary>To the page where the invitation is taken up.</summary>
    public string To(T invitation) =>
        $"{T.Page}?t={protector.Protect(JsonSerializer.Serialize(invitation))}";

    /// <summary>What a link stands for; null for one that was not made here or is too old.</summary>
    public T? Read(string? token) =>
        protector.Read(token) is { } said
        && JsonSerializer.Deserialize<T>(said) is { } invitation
        && invitation.At + Within >= clock.GetUtcNow().UtcDateTime
            ? invitation
            : null;

    /// <summary>What a link that is taken up stands for.</summary>
    /// <exception cref="Refusal">It was not made here or is too old.</exception>
    public T Take(string? token) => Read(token) ?? throw Invitations.Over();
}

/// <summary>Who takes up an invitation: a new person chooses name and password; a known one has signed in.</summary>
public sealed class InvitedPerson(Db db, Actor actor)
{
    /// <returns>The person, and whether the account is new: then it is added, and saved with what the caller does.</returns>
    /// <exception cref="Refusal">The person is known and has not signed in, or name or password will not do.</exception>
    public async Task<(Person Person, bool IsNew)> RunAsync(
        string email,
        string? name,
        string? password,
        CancellationToken cancellation
    )
    {
        if (
            await db.Set<Person>().SingleOrDefaultAsync(p => p.Email == email, cancellation) is
            { } known
        )
        {
            return known.Id.Value == actor.PersonId
                ? (known, false)
                : throw new Refusal(
                    $"There is an account with the address {email}: sign in with it first."
                );
        }
        var person = Person.Create(email, name ?? "", password ?? "", db.Now());
        db.Add(person);
        return (person, true);
    }
}
