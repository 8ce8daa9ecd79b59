using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>Whom a post is for.</summary>
public enum PostKind
{
    /// <summary>Whoever may see the record.</summary>
    Discussion,

    /// <summary>Members of the author's organisation and nobody else, whosever record it is.</summary>
    Note,
}

/// <summary>Something somebody said about a record.</summary>
public sealed class Post
{
    /// <summary>For this long the author may change the words.</summary>
    public static readonly TimeSpan EditTime = TimeSpan.FromMinutes(30);

    /// <summary>Characters a post may have.</summary>
    public const int Longest = 8000;

    public Id<Post> Id { get; private set; }
    public Id<Discussion> DiscussionId { get; private set; }
    public PostKind Kind { get; private set; }

    /// <summary>The post this one answers; always one that itself answers none.</summary>
    public Id<Post>? AnswersId { get; private set; }
    public Id<Person> AuthorId { get; private set; }
    public string AuthorName { get; private set; } = "";

    /// <summary>The organisation the author spoke for; null for somebody who belongs to none.</summary>
    public Id<Organisation>? OrganisationId { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>Said with a formal act, such as disputing a report: it stands as it was said, and is neither changed nor removed by anybody.</summary>
    public bool IsFormal { get; private set; }
    public DateTime WrittenAt { get; private set; }
    public DateTime? EditedAt { get; private set; }
    public DateTime? RemovedAt { get; private set; }

    /// <summary>Who removed it, where that was not the author.</summary>
    public string? RemovedByName { get; private set; }

    /// <summary>Why a moderator removed it, shown in its place.</summary>
    public string? RemovalReason { get; private set; }

    public bool IsRemoved => RemovedAt is not null;

    /// <exception cref="Refusal">Nothing was said, or too much, or what is answered cannot be answered.</exception>
    public static Post Write(
        Discussion discussion,
        PostKind kind,
        Actor author,
        Id<Organisation>? organisation,
        string? text,
        Post? answers,
        DateTime now,
        bool formal = false
    )
    {
        if (answers is not null && (answers.IsRemoved || answers.Kind != PostKind.Discussion))
        {
            throw new Refusal(
                "What you answer is no longer there. Write a new post.",
                nameof(Text)
            );
        }
        return new()
        {
            Id = Id<Post>.New(now),
            DiscussionId = discussion.Id,
            Kind = kind,
            AnswersId = answers is null ? null : answers.AnswersId ?? answers.Id,
            AuthorId = new(author.PersonId!.Value),
            AuthorName = author.Name,
            OrganisationId = organisation,
            Text = PlainText.Take(text, Longest, "what you want to say", nameof(Text)),
            WrittenAt = now,
            IsFormal = formal,
        };
    }

    /// <summary>Changes the words; gives what they were.</summary>
    /// <exception cref="Refusal">The time for that is over, or the words will not do.</exception>
    public PostVersion? Edit(string? text, DateTime now)
    {
        if (IsRemoved)
        {
            throw new Refusal("This post has been removed.");
        }
        MustNotBeFormal();
        if (now - WrittenAt > EditTime)
        {
            throw new Refusal(
                $"A post can be changed for {EditTime.TotalMinutes:0} minutes. Write another one that puts it right."
            );
        }
        var words = PlainText.Take(text, Longest, "what you want to say", nameof(Text));
        if (words == Text)
        {
            return null;
        }
        var before = PostVersion.Of(this, EditedAt ?? WrittenAt, now);
        (Text, EditedAt) = (words, now);
        return before;
    }

    /// <summary>Leaves a tombstone in its place.</summary>
    /// <param name="moderator">Null where the author does it.</param>
    /// <exception cref="Refusal">A moderator gives no reason, or it is gone already.</exception>
    public void Remove(Actor? moderator, string? reason, DateTime now)
    {
        if (IsRemoved)
        {
            throw new Refusal("This post has been removed already.");
        }
        MustNotBeFormal();
        if (moderator is not null)
        {
            RemovalReason = PlainText.Take(reason, 1000, "why it is removed", "Reason");
            RemovedByName = moderator.Name;
        }
        RemovedAt = now;
    }

    private void MustNotBeFormal()
    {
        if (IsFormal)
        {
            throw new Refusal(
                "This was said with a formal act, and stands as it was said. Reply to it instead."
            );
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Post>
    {
        public void Configure(EntityTypeBuilder<Post> entity)
        {
            entity.HasIndex(p => p.DiscussionId);
            entity.HasIndex(p => new { p.AuthorId, p.WrittenAt });
            entity.Property(p => p.RemovedAt).IsConcurrencyToken();
            entity.HasOne<Discussion>().WithMany().HasForeignKey(p => p.DiscussionId);
            entity.HasOne<Person>().WithMany().HasForeignKey(p => p.AuthorId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId);
        }
    }
}

/// <summary>Words of a post before its author changed them.</summary>
public sealed class PostVersion
{
    public Id<PostVersion> Id { get; private set; }
    public Id<Post> PostId { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>From when to when it said this.</summary>
    public DateTime Since { get; private set; }
    public DateTime Until { get; private set; }

    internal static PostVersion Of(Post post, DateTime since, DateTime until) =>
        new()
        {
            Id = Id<PostVersion>.New(until),
            PostId = post.Id,
            Text = post.Text,
            Since = since,
            Until = until,
        };

    private sealed class Mapping : IEntityTypeConfiguration<PostVersion>
    {
        public void Configure(EntityTypeBuilder<PostVersion> entity)
        {
            entity.HasIndex(v => v.PostId);
            entity.HasOne<Post>().WithMany().HasForeignKey(v => v.PostId);
        }
    }
}

/// <summary>Somebody's word that a post should not be there. Who said so is shown to nobody.</summary>
public sealed class PostReport
{
    public Id<PostReport> Id { get; private set; }
    public Id<Post> PostId { get; private set; }
    internal Id<Person> ReporterId { get; private set; }
    public string Reason { get; private set; } = "";
    public DateTime At { get; private set; }

    /// <summary>When a moderator decided: the post stays, or it was removed.</summary>
    public DateTime? SettledAt { get; private set; }

    internal static PostReport Of(Post post, Actor reporter, string? reason, DateTime now) =>
        new()
        {
            Id = Id<PostReport>.New(now),
            PostId = post.Id,
            ReporterId = new(reporter.PersonId!.Value),
            Reason = PlainText.Take(reason, 1000, "what is wrong with it", "Reason"),
            At = now,
        };

    internal void Settle(DateTime now) => SettledAt ??= now;

    private sealed class Mapping : IEntityTypeConfiguration<PostReport>
    {
        public void Configure(EntityTypeBuilder<PostReport> entity)
        {
            entity.HasIndex(r => new { r.PostId, r.SettledAt });
            entity.Property(r => r.ReporterId);
            entity.HasOne<Post>().WithMany().HasForeignKey(r => r.PostId);
            entity.HasOne<Person>().WithMany().HasForeignKey("ReporterId");
        }
    }
}

/// <summary>The one rule of who sees which post of a record they may see.</summary>
public static class PostVisibility
{
    /// <summary>Those of the posts that the actor may see: the discussion, and notes of the actor's own organisations.</summary>
    public static IQueryable<Post> VisibleTo(this IQueryable<Post> posts, Actor actor)
    {
        var own = actor
            .Roles.Keys.Select(id => (Id<Organisation>?)new Id<Organisation>(id))
            .ToList();
        return posts.Where(p =>
            p.Kind == PostKind.Discussion
            || (p.Kind == PostKind.Note && own.Contains(p.OrganisationId))
        );
    }
}
