using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>Says that a public entry should not be there; moderators look at it.</summary>
public sealed class ReportEntry(Db db, Actor actor, FindEntry find, Messages messages)
{
    /// <exception cref="Refusal">Nobody has signed in, the entry is not public, or no reason is given.</exception>
    public async Task RunAsync(
        string call,
        long number,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        if (!actor.IsSignedIn)
        {
            throw new Refusal("Sign in first.", kind: RefusalKind.Permission);
        }
        var found = await find.RunAsync(call, number, cancellation);
        if (!found.Entry.IsShown)
        {
            throw new Refusal("There is no such entry.", kind: RefusalKind.NotFound);
        }
        var report = EntryReport.By(found.Entry, actor, reason, db.Now());
        db.Add(report);
        db.Record(actor, "entry-reported", nameof(Entry), found.Entry.Id);
        await messages.ToPeopleAsync(
            Team(found.Call, CallRole.Moderator, CallRole.Owner),
            new(
                $"entry-reported:{report.Id}",
                $"{found.Entry.Name} was reported",
                [report.Reason],
                $"/calls/{call}/moderation",
                SubjectKind: nameof(Entry),
                SubjectId: found.Entry.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }

    internal static IReadOnlyCollection<Id<Person>> Team(Call call, params CallRole[] roles) =>
        [.. call.People.Where(p => roles.Contains(p.Role)).Select(p => p.PersonId).Distinct()];
}

/// <summary>Tells the owner's team something in confidence about a public entry.</summary>
public sealed class ReplyInConfidence(Db db, Actor actor, FindEntry find, Messages messages)
{
    /// <param name="of">The firm or organisation spoken for.</param>
    /// <exception cref="Refusal">Nobody has signed in, the kind takes no such replies, or nothing is said.</exception>
    public async Task RunAsync(
        string call,
        long number,
        string? of,
        string? text,
        CancellationToken cancellation = default
    )
    {
        if (!actor.IsSignedIn)
        {
            throw new Refusal("Sign in first.", kind: RefusalKind.Permission);
        }
        var found = await find.RunAsync(call, number, cancellation);
        if (found.Call.Kind.Public is not { ConfidentialReplies: true } || !found.Entry.IsShown)
        {
            throw new Refusal("Nothing is taken in confidence here.");
        }
        var reply = ConfidentialReply.By(found.Entry, actor, of, text, db.Now());
        db.Add(reply);
        db.Record(
            Discussions.Question.Hidden,
            "confidential-reply-given",
            nameof(Entry),
            found.Entry.Id
        );
        await messages.ToPeopleAsync(
            ReportEntry.Team(found.Call, CallRole.Owner, CallRole.Editor),
            new(
                $"confidential-reply:{reply.Id}",
                $"A confidential reply to {found.Entry.Name}",
                [
                    "Somebody has told you something in confidence. Acknowledge it; it is never scored.",
                ],
                $"{found.Entry.Path}/confidential",
                SubjectKind: nameof(Entry),
                SubjectId: found.Entry.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Acknowledges a confidential reply; whoever gave it is told.</summary>
public sealed class AcknowledgeReply(Db db, Actor actor, FindEntry find, Messages messages)
{
    /// <exception cref="Refusal">The actor is none of the owner's team, or it was acknowledged before.</exception>
    public async Task RunAsync(
        string call,
        long number,
        Id<ConfidentialReply> id,
        CancellationToken cancellation = default
    )
    {
        var found = await find.RunAsync(call, number, cancellation);
        MayRead(actor, found.Call).Permit();
        var reply =
            await db.Set<ConfidentialReply>()
                .SingleOrDefaultAsync(r => r.Id == id && r.EntryId == found.Entry.Id, cancellation)
            ?? throw new Refusal("There is no such reply.", kind: RefusalKind.NotFound);
        reply.Acknowledge(actor, db.Now());
        db.Record(actor, "confidential-reply-acknowledged", nameof(Entry), found.Entry.Id);
        await messages.ToPersonAsync(
            reply.PersonId,
            new(
                $"confidential-acknowledged:{reply.Id}",
                $"Your confidential reply to {found.Entry.Name} has been read",
                [
                    $"{actor.Name} has read it. It stays with the team of {found.Call.Title} and is never scored. Whatever you are told in turn is told to everybody.",
                ],
                found.Entry.Path,
                SubjectKind: nameof(Entry),
                SubjectId: found.Entry.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Owners and editors of the call, and no others: not moderators, not the panel.</summary>
    public static Verdict MayRead(Actor actor, Call call) =>
        call.Has(actor, CallRole.Owner, CallRole.Editor)
            ? Verdict.Yes
            : Verdict.No("Only the owner’s team reads what was told in confidence.");
}

/// <summary>Publishes what was told to one supplier, so that all know the same.</summary>
public sealed class TellAll(Db db, Actor actor, FindEntry find)
{
    /// <param name="number">The entry it came up at, where it did.</param>
    /// <exception cref="Refusal">The actor may not, or nothing is said.</exception>
    public async Task RunAsync(
        string reference,
        long? number,
        string? text,
        string? occasion,
        CancellationToken cancellation = default
    )
    {
        var call = await find.CallAsync(reference, cancellation);
        EntryPermissions.MayModerate(actor, call).Permit();
        var entry = number is { } n
            ? (await find.RunAsync(reference, n, cancellation)).Entry
            : null;
        db.Add(ToldToAll.Of(call, entry, text, occasion, actor, db.Now()));
        db.Record(actor, "told-to-all", nameof(Call), call.Id, new { entry = entry?.Reference });
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Says that an entry that was begun is derived from another.</summary>
public sealed class BuildOnEntry(Db db, Actor actor, FindEntry find)
{
    /// <exception cref="Refusal">The other is not public, or nothing is built on here.</exception>
    public async Task RunAsync(
        string call,
        long number,
        long other,
        CancellationToken cancellation = default
    )
    {
        var found = await find.OwnAsync(call, number, cancellation);
        var source = await find.RunAsync(call, other, cancellation);
        if (found.Call.Kind.Public is not { BuildOn: true } || !source.Entry.IsShown)
        {
            throw new Refusal("Nothing is built on here.");
        }
        found.Entry.BuildOn(source.Entry);
        db.Record(
            actor,
            "entry-builds-on",
            nameof(Entry),
            found.Entry.Id,
            new { on = source.Entry.Reference }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
