using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>Somebody who signs in. What they may do comes from their memberships of organisations, and from being a steward.</summary>
public sealed class Person
{
    /// <summary>Wrong passwords in a row after which sign-in is locked.</summary>
    public const int AttemptsBeforeLock = 5;

    private static readonly PasswordHasher<Person> Hasher = new();

    public Id<Person> Id { get; private set; }
    public string Email { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string PasswordHash { get; private set; } = "";
    public bool IsSteward { get; private set; }
    public bool IsDemo { get; private set; }
    public int FailedAttempts { get; private set; }
    public DateTime? LockedUntil { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>A new person with a password of their own.</summary>
    /// <exception cref="Refusal">The e-mail address or password will not do.</exception>
    public static Person Create(
        string email,
        string name,
        string password,
        DateTime now,
        bool isSteward = false,
        bool isDemo = false
    )
    {
        var person = new Person
        {
            Id = Id<Person>.New(now),
            Email = Address(email),
            Name = string.IsNullOrWhiteSpace(name)
                ? throw new Refusal("Enter a name", nameof(Name))
                : name.Trim(),
            IsSteward = isSteward,
            IsDemo = isDemo,
            CreatedAt = now,
        };
        person.SetPassword(password);
        return person;
    }

    /// <summary>The person as an actor who belongs to nothing: for what somebody does on the way in.</summary>
    public Actor Alone => new(Id.Value, Name, new Dictionary<Guid, Role>(), new HashSet<Guid>());

    /// <summary>The form in which an address is stored and looked for.</summary>
    public static string Address(string email)
    {
        var address = email.Trim().ToLowerInvariant();
        return
            address.Length is > 2 and < 255
            && address.IndexOf('@') is > 0 and var at
            && at < address.Length - 1
            ? address
            : throw new Refusal(
                "Enter an e-mail address in the correct format, like name@example.org",
                nameof(Email)
            );
    }

    /// <summary>Sets the password; at least 12 characters (NCSC: length over composition rules).</summary>
    public void SetPassword(string password)
    {
        if (password.Length is < 12 or > 200)
        {
            throw new Refusal("Enter a password of 12 to 200 characters", "Password");
        }
        PasswordHash = Hasher.HashPassword(this, password);
    }

    /// <summary>Whether sign-in is locked at <paramref name="now"/> (UTC).</summary>
    public bool IsLocked(DateTime now) => LockedUntil > now;

    /// <summary>Tries a password. Each lock after the fifth failure is longer than the one before, from one minute to one hour.</summary>
    public bool TryPassword(string password, DateTime now)
    {
        if (IsLocked(now))
        {
            return false;
        }
        if (
            Hasher.VerifyHashedPassword(this, PasswordHash, password)
            == PasswordVerificationResult.Failed
        )
        {
            FailedAttempts++;
            if (FailedAttempts >= AttemptsBeforeLock)
            {
                LockedUntil = now.AddMinutes(
                    Math.Min(60, 1 << Math.Min(6, FailedAttempts - AttemptsBeforeLock))
                );
            }
            return false;
        }
        (FailedAttempts, LockedUntil) = (0, null);
        return true;
    }

    /// <summary>Costs what trying a real password costs, so that an unknown address cannot be told by the time taken.</summary>
    public static void SpendTime(string password) =>
        Hasher.VerifyHashedPassword(Nobody, Nobody.PasswordHash, password);

    private static readonly Person Nobody = Create(
        "nobody@example.org",
        "Nobody",
        "no password is this one",
        DateTime.UnixEpoch
    );

    private sealed class Mapping : IEntityTypeConfiguration<Person>
    {
        public void Configure(EntityTypeBuilder<Person> entity) =>
            entity.HasIndex(p => p.Email).IsUnique();
    }
}
