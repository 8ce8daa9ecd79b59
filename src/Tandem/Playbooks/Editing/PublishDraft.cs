using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Playbooks.Editing;

/// <summary>Publishes the draft: from then on it is the one to read and to start runs of, and never changes. The one before gives way to it; runs that are pinned to that go on with it.</summary>
public sealed class PublishDraft(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <param name="note">What has changed, for those who follow it and those whose runs are pinned to the one before.</param>
    /// <exception cref="Refusal">The actor may not, there is no draft, it has problems, or no later number.</exception>
    public async Task RunAsync(string key, string? note, CancellationToken cancellation = default)
    {
        var (kept, draft) = await db.DraftToEditAsync(actor, key, cancellation);
        var before = await db.PublishedOfAsync(kept, cancellation);
        if (before is not null && string.IsNullOrWhiteSpace(note))
        {
            throw new Refusal("Say what has changed since the version before", "Note");
        }
        var read = await shelf.ReadFilesAsync(draft.Id, cancellation);
        draft.Publish(read.Problems, before, note, DraftStore.Self(actor), db.Now());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.RefreshPagesAsync(kept, read.Playbook, cancellation);
        db.Record(
            actor,
            PlaybookActs.Published,
            nameof(KeptPlaybook),
            kept.Id,
            new { version = draft.Version, title = draft.Title },
            draft.Note
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}

/// <summary>Throws a draft away. What was published is untouched; a playbook of which nothing ever was goes with it.</summary>
public sealed class DiscardDraft(Db db, Actor actor)
{
    /// <returns>Whether the playbook is still there.</returns>
    /// <exception cref="Refusal">The actor may not, or there is no draft.</exception>
    public async Task<bool> RunAsync(string key, CancellationToken cancellation = default)
    {
        var (kept, draft) = await db.DraftToEditAsync(actor, key, cancellation);
        draft.RequireDraft();
        db.RemoveRange(
            await db.Set<PlaybookFile>()
                .Where(f => f.VersionId == draft.Id)
                .ToListAsync(cancellation)
        );
        db.Remove(draft);
        var stays = await db.Set<PlaybookVersion>()
            .AnyAsync(v => v.PlaybookId == kept.Id && v.Id != draft.Id, cancellation);
        if (!stays)
        {
            db.Remove(kept);
        }
        db.Record(
            actor,
            PlaybookActs.Discarded,
            nameof(KeptPlaybook),
            kept.Id,
            new { version = draft.Version }
        );
        await db.SaveChangesAsync(cancellation);
        return stays;
    }
}

/// <summary>Takes a playbook from use, with the reason. Its page stays and says so; runs that are pinned to it go on.</summary>
public sealed class WithdrawPlaybook(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, nothing is published, or no reason is given.</exception>
    public async Task RunAsync(string key, string? reason, CancellationToken cancellation = default)
    {
        var kept = await db.PlaybookToEditAsync(actor, key, cancellation);
        var published =
            await db.PublishedOfAsync(kept, cancellation)
            ?? throw new Refusal("Nothing of this playbook is published.");
        published.Withdraw(reason, db.Now());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.RefreshPagesAsync(kept, null, cancellation);
        db.Record(
            actor,
            PlaybookActs.Withdrawn,
            nameof(KeptPlaybook),
            kept.Id,
            new { version = published.Version },
            published.EndedReason
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}

/// <summary>Says who may read what is published of an organisation’s own playbook.</summary>
public sealed class SharePlaybook(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <exception cref="Refusal">The actor may not, or it belongs to the whole network.</exception>
    public async Task RunAsync(
        string key,
        PlaybookAudience audience,
        CancellationToken cancellation = default
    )
    {
        var kept = await db.PlaybookToEditAsync(actor, key, cancellation);
        if (kept.Audience == audience)
        {
            return;
        }
        kept.ShareWith(audience);
        var published = await db.PublishedOfAsync(kept, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.RefreshPagesAsync(
            kept,
            published is null ? null : await shelf.ReadAsync(published.Id, cancellation),
            cancellation
        );
        db.Record(
            actor,
            PlaybookActs.Shared,
            nameof(KeptPlaybook),
            kept.Id,
            new { audience = audience.ToString() }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
