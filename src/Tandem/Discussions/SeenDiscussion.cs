using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>A post as somebody reads it.</summary>
/// <param name="Text">The words; null where the post was removed.</param>
/// <param name="Organisation">The organisation the author spoke for.</param>
/// <param name="IsKeeper">The author spoke for the organisation that keeps the record.</param>
/// <param name="Gone">Who removed it and why, in words; null while it stands.</param>
/// <param name="Before">What it said before its author changed it, the oldest first.</param>
/// <param name="Replies">Answers to it, the oldest first.</param>
/// <param name="MayPromise">The reader is an officer of the organisation spoken for, and may make its words a promise.</param>
public sealed record SeenPost(
    Id<Post> Id,
    string Author,
    string? Organisation,
    bool IsKeeper,
    DateTime WrittenAt,
    DateTime? EditedAt,
    string? Text,
    string? Gone,
    IReadOnlyList<PostVersion> Before,
    IReadOnlyList<SeenPost> Replies,
    bool MayEdit,
    bool MayRemove,
    bool MayReport,
    bool MayPromise
);

/// <summary>What is said about one record, as somebody reads it.</summary>
/// <param name="Keeper">Name of the organisation that answers for the record.</param>
/// <param name="Posts">The discussion, the oldest first.</param>
/// <param name="Notes">Private notes of the reader's own organisations.</param>
/// <param name="Waiting">Questions that wait for an answer; a count tells nothing about who asked.</param>
/// <param name="Late">Those of them that have waited longer than the organisation means to take.</param>
/// <param name="AnswerDays">Working days the organisation means to take.</param>
public sealed record SeenDiscussion(
    Subject Subject,
    string? Keeper,
    IReadOnlyList<SeenPost> Posts,
    IReadOnlyList<SeenPost> Notes,
    IReadOnlyList<SeenQuestion> Questions,
    int Waiting,
    int Late,
    int AnswerDays
)
{
    public string Path => Discussion.PathOf(Subject.Kind, Subject.Id);
}

/// <summary>Reads what is said about a record: the one projection behind page, part of a page, JSON and API.</summary>
public sealed class ReadDiscussion(
    Db db,
    Actor actor,
    Subjects subjects,
    AnswerClock clock,
    AnswerDuties duties
)
{
    /// <summary>The discussion, or null where there is no such record that the actor may see.</summary>
    public async Task<SeenDiscussion?> RunAsync(
        string kind,
        string id,
        CancellationToken cancellation = default
    )
    {
        if (await subjects.FindAsync(kind, id, actor, cancellation) is not { } subject)
        {
            return null;
        }
        var discussion = await db.Set<Discussion>()
            .AsNoTracking()
            .SingleOrDefaultAsync(d => d.SubjectKind == kind && d.SubjectId == id, cancellation);
        var keeper = subject.Organisation is { } organisation
            ? await db.Set<Organisation>()
                .Where(o => o.Id == organisation)
                .Select(o => o.Name)
                .SingleOrDefaultAsync(cancellation)
            : null;
        var days =
            subject.Organisation is { } asked && actor.IsSignedIn
                ? await clock.DaysAsync(asked, cancellation)
                : AnswerTime.Usual;
        if (discussion is null)
        {
            return new(subject, keeper, [], [], [], 0, 0, days);
        }
        var posts = await PostsAsync(discussion, subject, cancellation);
        var duty = await duties.OfAsync(actor, cancellation);
        var about = db.Set<Question>().Where(q => q.DiscussionId == discussion.Id);
        var questions = await about
            .AsNoTracking()
            .VisibleTo(duty)
            .OrderBy(q => q.Number)
            .ToListAsync(cancellation);
        var due = await about
            .Where(q => q.State == QuestionState.Waiting)
            .Select(q => q.Due)
            .ToListAsync(cancellation);
        return new(
            subject,
            keeper,
            posts[PostKind.Discussion],
            posts[PostKind.Note],
            [.. questions.Select(q => q.SeenBy(duty))],
            due.Count,
            due.Count(d => d < clock.Today),
            days
        );
    }

    private async Task<Dictionary<PostKind, IReadOnlyList<SeenPost>>> PostsAsync(
        Discussion discussion,
        Subject subject,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var posts = await db.Set<Post>()
            .AsNoTracking()
            .Where(p => p.DiscussionId == discussion.Id)
            .VisibleTo(actor)
            .OrderBy(p => p.WrittenAt)
            .ThenBy(p => p.Id)
            .ToListAsync(cancellation);
        var edited = posts.Where(p => p.EditedAt is not null && !p.IsRemoved).Select(p => p.Id);
        var before = (
            await db.Set<PostVersion>()
                .AsNoTracking()
                .Where(v => edited.Contains(v.PostId))
                .OrderBy(v => v.Since)
                .ToListAsync(cancellation)
        ).ToLookup(v => v.PostId);
        var spokenFor = posts.Select(p => p.OrganisationId).OfType<Id<Organisation>>().ToHashSet();
        var names = await db.Set<Organisation>()
            .Where(o => spokenFor.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => o.Name, cancellation);
        var moderates = DiscussionPermissions.MayModerate(actor, subject.Organisation).Allowed;
        var replies = posts.Where(p => p.AnswersId is not null).ToLookup(p => p.AnswersId!.Value);

        SeenPost Seen(Post post)
        {
            var own = DiscussionPermissions.IsAuthor(actor, post).Allowed;
            return new(
                post.Id,
                post.AuthorName,
                post.OrganisationId is { } spoken ? names[spoken] : null,
                post.OrganisationId is { } by && by == subject.Organisation,
                post.WrittenAt,
                post.IsRemoved ? null : post.EditedAt,
                post.IsRemoved ? null : post.Text,
                Gone(post),
                [.. before[post.Id]],
                [.. replies[post.Id].Select(Seen)],
                MayEdit: own
                    && !post.IsRemoved
                    && !post.IsFormal
                    && now - post.WrittenAt <= Post.EditTime,
                MayRemove: !post.IsRemoved
                    && !post.IsFormal
                    && (
                        own
                        || (moderates && subject.Among is null && post.Kind == PostKind.Discussion)
                    ),
                MayReport: !post.IsRemoved
                    && subject.Among is null
                    && !moderates
                    && !own
                    && actor.IsSignedIn
                    && post.Kind == PostKind.Discussion,
                MayPromise: !post.IsRemoved
                    && subject.Among is null
                    && post.Kind == PostKind.Discussion
                    && post.OrganisationId is { } promises
                    && actor.Has(promises.Value, Role.Officer)
            );
        }

        return Enum.GetValues<PostKind>()
            .ToDictionary(
                k => k,
                k =>
                    (IReadOnlyList<SeenPost>)
                        [.. posts.Where(p => p.Kind == k && p.AnswersId is null).Select(Seen)]
            );
    }

    private static string? Gone(Post post) =>
        !post.IsRemoved ? null
        : post.RemovalReason is { } reason ? $"Removed by a moderator: {reason}"
        : "Taken back by its author.";
}
