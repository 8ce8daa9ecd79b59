using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>Says something about a record, or answers what was said; or writes a note for one's own organisation alone.</summary>
public sealed class WritePost(Db db, Actor actor, DiscussedRecords discussions, Messages messages)
{
    /// <summary>Posts one person may write in an hour.</summary>
    public const int MostInAnHour = 60;

    /// <param name="speakFor">The organisation spoken for; a note needs one.</param>
    /// <param name="answers">The post that is answered.</param>
    /// <param name="formal">Whether it is said with a formal act, and so stands as it is.</param>
    /// <exception cref="Refusal">The actor may not, there is no such record for them, nothing is discussed about it now, or the words will not do.</exception>
    public async Task<Post> RunAsync(
        string kind,
        string id,
        PostKind audience,
        string? text,
        Id<Organisation>? speakFor = null,
        Id<Post>? answers = null,
        CancellationToken cancellation = default,
        bool formal = false
    )
    {
        DiscussionPermissions.MaySpeak(actor).Permit();
        var subject = await discussions.SubjectAsync(kind, id, cancellation);
        if (audience == PostKind.Discussion && subject.DiscussionClosed is { } closed)
        {
            throw new Refusal(closed, nameof(Post.Text));
        }
        if (speakFor is { } organisation)
        {
            DiscussionPermissions.MaySpeakFor(actor, organisation).Permit();
        }
        else if (audience == PostKind.Note)
        {
            throw new Refusal("A note needs an organisation whose members may read it");
        }
        var now = db.Now();
        var author = new Id<Person>(actor.PersonId!.Value);
        var hourAgo = now.AddHours(-1);
        if (
            await db.Set<Post>()
                .CountAsync(p => p.AuthorId == author && p.WrittenAt > hourAgo, cancellation)
            >= MostInAnHour
        )
        {
            throw new Refusal(
                $"You have written {MostInAnHour} posts within an hour. Go on in an hour.",
                nameof(Post.Text)
            );
        }
        var discussion = await discussions.BeginAsync(subject, cancellation);
        var answered = answers is null
            ? null
            : await db.Set<Post>()
                .AsNoTracking()
                .SingleOrDefaultAsync(
                    p => p.Id == answers && p.DiscussionId == discussion.Id,
                    cancellation
                )
                ?? throw new Refusal("There is no such post.", kind: RefusalKind.NotFound);
        var post = Post.Write(discussion, audience, actor, speakFor, text, answered, now, formal);
        db.Add(post);
        // What a note says, and that there is one, is nobody else's business: it is recorded on the note, not on the record.
        if (audience == PostKind.Note)
        {
            db.Record(actor, "note-written", nameof(Post), post.Id);
        }
        else
        {
            db.Record(
                actor,
                DiscussionNews.PostWritten,
                subject.Kind,
                subject.Id,
                new { post = post.Id }
            );
        }
        if (audience == PostKind.Discussion && subject.Among is { } few)
        {
            await messages.ToPeopleAsync(
                [.. few.Where(p => p != author)],
                // What is said among a few is not repeated in e-mail.
                About(
                    $"post:{post.Id}",
                    $"{actor.Name} wrote: {subject.Title}",
                    ["Read it, and answer, on the page."],
                    subject,
                    post
                ),
                cancellation
            );
        }
        else if (answered is not null && answered.AuthorId != author)
        {
            await messages.ToPersonAsync(
                answered.AuthorId,
                About(
                    $"post:{post.Id}:reply",
                    $"{actor.Name} replied to you: {subject.Title}",
                    [post.Text],
                    subject,
                    post
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
        return post;
    }

    internal static MessageWords About(
        string key,
        string title,
        IReadOnlyList<string> sentences,
        Subject subject,
        Post post
    ) =>
        new(
            key,
            title,
            sentences,
            $"{Discussion.PathOf(subject.Kind, subject.Id)}#post-{post.Id}",
            SubjectKind: subject.Kind,
            SubjectId: subject.Id
        );
}

/// <summary>Finds a post that the actor may see.</summary>
public sealed class FindPost(Db db, Actor actor, DiscussedRecords discussions)
{
    /// <summary>The post and the record it is about.</summary>
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public async Task<(Post Post, Subject Subject)> RunAsync(
        Id<Post> id,
        CancellationToken cancellation = default
    )
    {
        var post =
            await db.Set<Post>()
                .VisibleTo(actor)
                .SingleOrDefaultAsync(p => p.Id == id, cancellation)
            ?? throw new Refusal("There is no such post.", kind: RefusalKind.NotFound);
        return (post, await discussions.SubjectAsync(post.DiscussionId, cancellation));
    }
}

/// <summary>Changes the words of one's own post; what it said before is kept and shown.</summary>
public sealed class EditPost(Db db, Actor actor, FindPost find)
{
    /// <exception cref="Refusal">The actor is not the author, the time is over, or the words will not do.</exception>
    public async Task RunAsync(Id<Post> id, string? text, CancellationToken cancellation = default)
    {
        var (post, _) = await find.RunAsync(id, cancellation);
        DiscussionPermissions.IsAuthor(actor, post).Permit();
        if (post.Edit(text, db.Now()) is not { } before)
        {
            return;
        }
        db.Add(before);
        db.Record(actor, "post-edited", nameof(Post), post.Id);
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Removes a post and leaves a tombstone: its author, or a moderator with a reason.</summary>
public sealed class RemovePost(Db db, Actor actor, FindPost find, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, or a moderator gives no reason.</exception>
    public async Task RunAsync(
        Id<Post> id,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (post, subject) = await find.RunAsync(id, cancellation);
        var own = DiscussionPermissions.IsAuthor(actor, post).Allowed;
        if (!own)
        {
            (
                subject.Among is null
                    ? DiscussionPermissions.MayModerate(
                        actor,
                        post.Kind == PostKind.Note ? post.OrganisationId : subject.Organisation
                    )
                    : DiscussionPermissions.IsAuthor(actor, post)
            ).Permit();
        }
        var now = db.Now();
        post.Remove(own ? null : actor, reason, now);
        await PostReports.SettleAsync(db, post, now, cancellation);
        db.Record(
            actor,
            own ? "post-taken-back" : "post-removed",
            nameof(Post),
            post.Id,
            reason: post.RemovalReason
        );
        if (!own)
        {
            await messages.ToPersonAsync(
                post.AuthorId,
                WritePost.About(
                    $"post:{post.Id}:removed",
                    $"Your post was removed: {subject.Title}",
                    [$"The reason: {post.RemovalReason}"],
                    subject,
                    post
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Tells the moderators of a record that a post should not be there.</summary>
public sealed class ReportPost(Db db, Actor actor, FindPost find, Messages messages)
{
    /// <summary>Said twice by one person while it waits, it is said once.</summary>
    /// <exception cref="Refusal">The actor may not, or gives no reason.</exception>
    public async Task RunAsync(
        Id<Post> id,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        DiscussionPermissions.MaySpeak(actor).Permit();
        var (post, subject) = await find.RunAsync(id, cancellation);
        if (post.IsRemoved || post.Kind == PostKind.Note || subject.Among is not null)
        {
            throw new Refusal("There is no post here that could be reported.");
        }
        var report = PostReport.Of(post, actor, reason, db.Now());
        if (
            await db.Set<PostReport>()
                .AnyAsync(
                    r => r.PostId == id && r.ReporterId == report.ReporterId && r.SettledAt == null,
                    cancellation
                )
        )
        {
            return;
        }
        db.Add(report);
        db.Record(
            Question.Hidden with
            {
                Name = "Somebody who reported",
            },
            "post-reported",
            nameof(Post),
            post.Id
        );
        if (subject.Organisation is { } keeper)
        {
            await messages.ToOrganisationAsync(
                keeper,
                Role.Officer,
                WritePost.About(
                    $"post:{post.Id}:reported",
                    $"A post was reported: {subject.Title}",
                    [report.Reason],
                    subject,
                    post
                ) with
                {
                    Path = "/moderation",
                },
                cancellation: cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Decides that a reported post stays.</summary>
public sealed class KeepPost(Db db, Actor actor, FindPost find)
{
    /// <exception cref="Refusal">The actor may not.</exception>
    public async Task RunAsync(Id<Post> id, CancellationToken cancellation = default)
    {
        var (post, subject) = await find.RunAsync(id, cancellation);
        DiscussionPermissions.MayModerate(actor, subject.Organisation).Permit();
        if (await PostReports.SettleAsync(db, post, db.Now(), cancellation) == 0)
        {
            return;
        }
        db.Record(actor, "post-kept", nameof(Post), post.Id);
        await db.SaveChangesAsync(cancellation);
    }
}

internal static class PostReports
{
    /// <summary>Settles what was reported about a post; gives how many reports there were.</summary>
    public static async Task<int> SettleAsync(
        Db db,
        Post post,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var open = await db.Set<PostReport>()
            .Where(r => r.PostId == post.Id && r.SettledAt == null)
            .ToListAsync(cancellation);
        open.ForEach(r => r.Settle(now));
        return open.Count;
    }
}
