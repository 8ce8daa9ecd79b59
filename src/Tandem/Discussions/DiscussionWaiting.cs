using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>Questions that wait for the officers of an organisation, and posts that were reported to them.</summary>
public sealed class DiscussionWaiting(Db db, ReportedPosts reported, AnswerDuties duties) : IWaiting
{
    private const int Most = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var questions = await db.Set<Question>()
            .AsNoTracking()
            .OwedBy(await duties.OfAsync(actor, cancellation))
            .OrderBy(q => q.Due)
            .ThenBy(q => q.Number)
            .Take(Most)
            .ToListAsync(cancellation);
        var reports = await reported.ForAsync(actor, cancellation);
        return
        [
            .. questions.Select(q => new WaitingItem(
                "Answers you owe",
                Short(q.Asked),
                $"/questions/{q.Reference}",
                "Answer the question",
                q.Due,
                WaitsFor.Answer
            )),
            .. reports
                .Take(Most - questions.Count)
                .Select(r => new WaitingItem(
                    "Posts that were reported",
                    Short(r.Text),
                    "/moderation",
                    "Decide whether the post stays",
                    null
                )),
        ];
    }

    private static string Short(string text)
    {
        var line = text.Split('\n', 2)[0];
        return line.Length > 90 ? line[..89].TrimEnd() + "…" : line;
    }
}

/// <summary>A post that somebody reported, for those who decide.</summary>
public sealed record ReportedPost(
    Id<Post> Id,
    string Text,
    string Author,
    DateTime WrittenAt,
    Subject About,
    IReadOnlyList<string> Reasons
);

/// <summary>Reported posts that wait for a moderator.</summary>
public sealed class ReportedPosts(Db db, Subjects subjects)
{
    private const int Most = 100;

    /// <summary>Those that this actor may decide about, the longest waiting first, at most a hundred.</summary>
    public async Task<IReadOnlyList<ReportedPost>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var keepers = actor
            .Roles.Where(r => r.Value >= Role.Officer)
            .Select(r => (Id<Organisation>?)new Id<Organisation>(r.Key))
            .ToList();
        var waiting = await db.Set<PostReport>()
            .AsNoTracking()
            .Where(r => r.SettledAt == null)
            .Join(db.Set<Post>(), r => r.PostId, p => p.Id, (report, post) => new { report, post })
            .Join(
                db.Set<Discussion>(),
                r => r.post.DiscussionId,
                d => d.Id,
                (r, discussion) =>
                    new
                    {
                        r.report,
                        r.post,
                        discussion,
                    }
            )
            .Where(r =>
                keepers.Contains(r.discussion.OrganisationId)
                || (r.discussion.OrganisationId == null && actor.IsSteward)
            )
            .OrderBy(r => r.report.At)
            .Take(Most)
            .ToListAsync(cancellation);
        var found = new List<ReportedPost>();
        foreach (var post in waiting.GroupBy(w => w.post.Id))
        {
            var about = post.First().discussion;
            if (
                await subjects.FindAsync(about.SubjectKind, about.SubjectId, actor, cancellation)
                    is { } subject
                && DiscussionPermissions.MayModerate(actor, subject.Organisation).Allowed
            )
            {
                found.Add(
                    new(
                        post.Key,
                        post.First().post.Text,
                        post.First().post.AuthorName,
                        post.First().post.WrittenAt,
                        subject,
                        [.. post.Select(w => w.report.Reason)]
                    )
                );
            }
        }
        return found;
    }
}
