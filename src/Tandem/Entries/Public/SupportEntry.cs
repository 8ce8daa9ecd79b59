using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>Links with which somebody without an account confirms that they support an entry.</summary>
public sealed class SupportLinks(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan Within = TimeSpan.FromDays(3);
    private readonly IDataProtector protector = protection.CreateProtector("entry-support");

    private sealed record Said(DateTime At, Guid Entry, string Email);

    public string Of(Entry entry, string email) =>
        $"{entry.Path}/support?t={protector.Protect(JsonSerializer.Serialize(new Said(clock.GetUtcNow().UtcDateTime, entry.Id.Value, email)))}";

    /// <summary>The entry and the address; null for a link that was not made here or is too old.</summary>
    public (Id<Entry> Entry, string Email)? Read(string? token) =>
        protector.Read(token) is { } text
        && JsonSerializer.Deserialize<Said>(text) is { } said
        && said.At + Within >= clock.GetUtcNow().UtcDateTime
            ? (new(said.Entry), said.Email)
            : null;
}

/// <summary>Supports a public entry, once for each person; or takes the support back.</summary>
public sealed class SupportEntry(
    Db db,
    Actor actor,
    FindEntry find,
    SupportLinks links,
    Messages messages
)
{
    private const int LettersADay = 20;

    /// <exception cref="Refusal">The entry is not public, takes no support, is the actor’s own, or nobody has signed in.</exception>
    /// <returns>Whether the person supports it now.</returns>
    public async Task<bool> ToggleAsync(
        string call,
        long number,
        CancellationToken cancellation = default
    )
    {
        var person = new Id<Person>(
            actor.PersonId ?? throw new Refusal("Sign in first.", kind: RefusalKind.Permission)
        );
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var entry = await OpenAsync(call, number, cancellation);
        var key = $"person:{person}";
        var before = await db.Set<EntrySupport>()
            .SingleOrDefaultAsync(s => s.EntryId == entry.Id && s.Supporter == key, cancellation);
        if (before is null)
        {
            EntryPermissions.MaySupport(actor, entry).Permit();
            db.Add(EntrySupport.By(entry, person, key, db.Now()));
        }
        else
        {
            db.Remove(before);
        }
        await db.SaveChangesAsync(cancellation);
        await CountAsync(db, entry, cancellation);
        db.Record(
            actor,
            before is null ? "entry-supported" : "support-taken-back",
            nameof(Entry),
            entry.Id
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return before is null;
    }

    /// <summary>Sends somebody without an account the link that confirms their support.</summary>
    /// <exception cref="Refusal">The entry takes no support, or it is no address.</exception>
    public async Task AskAsync(
        string call,
        long number,
        string? email,
        CancellationToken cancellation = default
    )
    {
        var entry = await OpenAsync(call, number, cancellation);
        var address = Person.Address(email ?? "");
        if (await messages.WithinADayAsync(address, "support:", cancellation) < LettersADay)
        {
            await messages.ToAddressAsync(
                address,
                new(
                    $"support:{entry.Id}:{db.Now():yyyy-MM-dd}",
                    $"Confirm that you support “{entry.Name}”",
                    [
                        $"Somebody, most likely you, wants to support {entry.Reference}.",
                        "Open the page below and confirm it. If it was not you, do nothing.",
                    ],
                    links.Of(entry, address)
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Confirms a support by the link that was sent.</summary>
    /// <exception cref="Refusal">The link is not good any more, the entry takes no support, or it is their own.</exception>
    public async Task ConfirmAsync(
        string call,
        long number,
        string? token,
        CancellationToken cancellation = default
    )
    {
        if (links.Read(token) is not { } said)
        {
            throw new Refusal("This link is not good any more. Ask for another one.");
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var entry = await OpenAsync(call, number, cancellation);
        // Said only to whoever reads that mail: who works on an entry may not be public.
        var works = entry.WorkingOnIt.ToList();
        if (
            await db.Set<Person>()
                .AnyAsync(p => works.Contains(p.Id) && p.Email == said.Email, cancellation)
        )
        {
            throw new Refusal("You work on this yourself: support is what others say of it.");
        }
        var key =
            "mail:"
            + Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes($"{entry.CallId} {said.Email}"))
            );
        if (
            entry.Id == said.Entry
            && !await db.Set<EntrySupport>()
                .AnyAsync(s => s.EntryId == entry.Id && s.Supporter == key, cancellation)
        )
        {
            db.Add(EntrySupport.By(entry, null, key, db.Now()));
            await db.SaveChangesAsync(cancellation);
            await CountAsync(db, entry, cancellation);
            db.Record(Actor.Visitor, "entry-supported", nameof(Entry), entry.Id);
            await db.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    private async Task<Entry> OpenAsync(string call, long number, CancellationToken cancellation)
    {
        var found = await find.RunAsync(call, number, cancellation);
        var entry = found.Entry;
        return !entry.IsShown || entry.IsWithdrawn
                ? throw new Refusal("There is no such entry.", kind: RefusalKind.NotFound)
            : found.Call.Kind.Public is not { Support: true }
                ? throw new Refusal("Nothing is supported here.")
            : entry.MergedIntoId is not null
                ? throw new Refusal("It was joined with another. Support that one.")
            : entry.StatusOf(found.Call) is { Ends: true }
                ? throw new Refusal("It has been decided on; support is closed.")
            : entry;
    }

    /// <summary>Counts anew: each supporter once over all that was joined, and none of those who work on what they support.</summary>
    internal static async Task CountAsync(Db db, Entry entry, CancellationToken cancellation)
    {
        var supporters = await db.Set<EntrySupport>()
            .Where(s =>
                s.EntryId == entry.Id
                || db.Set<Entry>().Any(e => e.Id == s.EntryId && e.MergedIntoId == entry.Id)
            )
            .Where(s =>
                !db.Set<EntryMember>()
                    .Any(m =>
                        m.EntryId == s.EntryId && m.PersonId == s.PersonId && m.RemovedAt == null
                    )
            )
            .Select(s => s.Supporter)
            .Distinct()
            .CountAsync(cancellation);
        entry.SupportCount = supporters;
        entry.ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
    }
}
