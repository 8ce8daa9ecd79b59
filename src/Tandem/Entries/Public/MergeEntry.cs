using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>Joins a public entry with another that says the same. Its page stays and leads there; its entrant keeps the credit, and its support counts there. Those who work on either are told.</summary>
public sealed class MergeEntry(Db db, Actor actor, FindEntry find, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, the kind knows no joining, or the other is none to join with.</exception>
    public async Task RunAsync(
        string call,
        long number,
        long into,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var (found, other) = await MergedAsync(call, number, into, reason, cancellation);
        var entry = found.Entry;
        await db.SaveChangesAsync(cancellation);
        await SupportEntry.CountAsync(db, other, cancellation);
        await ModerateEntry.ActedAsync(
            db,
            actor,
            entry,
            "entry-merged",
            new { into = other.Reference },
            entry.MergedReason,
            cancellation
        );
        await TellAsync(
            entry,
            $"{entry.Name} was joined with another",
            [
                $"It was joined with “{other.Name}” ({other.Reference}), which says the same: {entry.MergedReason}",
                "Its page stays and leads there, you keep the credit, and whoever supported it supports the other.",
            ],
            other.Path,
            cancellation
        );
        await TellAsync(
            other,
            $"Another was joined with {other.Name}",
            [
                $"“{entry.Name}” ({entry.Reference}) says the same and was joined with it: {entry.MergedReason}",
            ],
            other.Path,
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>What it would be joined with; nothing is kept of it.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<Entry> LookAsync(
        string call,
        long number,
        long into,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        try
        {
            return (await MergedAsync(call, number, into, reason, cancellation)).Other;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<(FoundEntry Found, Entry Other)> MergedAsync(
        string call,
        long number,
        long into,
        string? reason,
        CancellationToken cancellation
    )
    {
        var found = await find.RunAsync(call, number, cancellation);
        EntryPermissions.MayModerate(actor, found.Call).Permit();
        if (found.Call.Kind.Public is not { Merge: true })
        {
            throw new Refusal("Nothing is joined here.");
        }
        var other = (await FindOtherAsync(call, into, cancellation)).Entry;
        found.Entry.MergeInto(other, reason, db.Now());
        return (found, other);
    }

    private Task TellAsync(
        Entry entry,
        string title,
        IReadOnlyList<string> sentences,
        string path,
        CancellationToken cancellation
    ) =>
        messages.ToPeopleAsync(
            [.. entry.WorkingOnIt],
            new(
                $"entry-merged:{entry.Id}:{db.Now():O}",
                title,
                sentences,
                path,
                Owed: true,
                SubjectKind: nameof(Entry),
                SubjectId: entry.Id.ToString()
            ),
            cancellation
        );

    private async Task<FoundEntry> FindOtherAsync(
        string call,
        long number,
        CancellationToken cancellation
    )
    {
        try
        {
            return await find.RunAsync(call, number, cancellation);
        }
        catch (Refusal refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            throw new Refusal("There is none with this number.", "Into");
        }
    }
}
