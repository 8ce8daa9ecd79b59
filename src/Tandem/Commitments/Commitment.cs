using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>"We said, we did": what an organisation has said it will do, to whom, by when, and what became of it.</summary>
public sealed partial class Commitment
{
    /// <summary>Characters of the promise itself.</summary>
    public const int Longest = 1000;

    private readonly List<CommitmentStep> steps = [];

    public Id<Commitment> Id { get; private set; }
    public long Number { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>The person who sees to it.</summary>
    public Id<Person> OwnerId { get; private set; }
    public string Text { get; private set; } = "";
    public string ToWhom { get; private set; } = "";

    /// <summary>Where it was said, in words: a meeting, a page, an answer.</summary>
    public string SaidWhere { get; private set; } = "";

    /// <summary>Where that can be read: a path of this site, or an http or https address.</summary>
    public string? Link { get; private set; }

    /// <summary>Kind and id of the record it is about, as the timeline names them; null where it is about none.</summary>
    public string? SubjectKind { get; private set; }
    public string? SubjectId { get; private set; }
    public DateOnly SaidOn { get; private set; }

    /// <summary>The day it is to be kept by, as it stands now.</summary>
    public DateOnly Due { get; private set; }

    /// <summary>The day first promised; never changes.</summary>
    public DateOnly FirstDue { get; private set; }
    public CommitmentState State { get; private set; }

    /// <summary>The day it was kept, or was said not to be.</summary>
    public DateOnly? SettledOn { get; private set; }
    public CommitmentAudience Audience { get; private set; }
    public DateTime? TakenDownAt { get; private set; }
    public string? TakeDownReason { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }

    /// <summary>Counts the acts, so that of two at once one is told to look again.</summary>
    public int Revision { get; private set; }

    /// <summary>All that was done, in order.</summary>
    public IReadOnlyList<CommitmentStep> Steps => steps;

    /// <summary>What a person quotes: CM-12.</summary>
    public string Reference => $"CM-{Number}";
    public string Path => $"/commitments/{Reference}";
    public bool IsTakenDown => TakenDownAt is not null;

    /// <summary>Whether it is still to be kept.</summary>
    public bool IsOpen => State is CommitmentState.Open or CommitmentState.Changed;

    public bool IsOverdue(DateOnly today) => IsOpen && !IsTakenDown && Due < today;

    /// <exception cref="Refusal">Something that must be said is not.</exception>
    public static Commitment Make(
        long number,
        Id<Organisation> organisation,
        Id<Person> owner,
        CommitmentDraft draft,
        Actor actor,
        DateTime now
    )
    {
        var today = LocalDay.Of(now);
        var (text, toWhom, saidWhere, link, said, due) = draft.Check(today);
        var commitment = new Commitment
        {
            Id = Id<Commitment>.New(now),
            Number = number,
            OrganisationId = organisation,
            OwnerId = owner,
            Text = text,
            ToWhom = toWhom,
            SaidWhere = saidWhere,
            Link = link,
            SaidOn = said,
            Due = due,
            FirstDue = due,
            Audience = draft.Audience,
            SubjectKind = draft.About?.Kind,
            SubjectId = draft.About?.Id,
            CreatedAt = now,
        };
        commitment.Step(CommitmentAct.Made, actor, now);
        return commitment;
    }

    private sealed class Mapping : IEntityTypeConfiguration<Commitment>
    {
        public void Configure(EntityTypeBuilder<Commitment> entity)
        {
            entity.HasIndex(c => c.Number).IsUnique();
            entity.HasIndex(c => new { c.OrganisationId, c.State });
            entity.HasIndex(c => new { c.State, c.Due });
            entity.HasIndex(c => c.OwnerId);
            entity.HasIndex(c => new { c.SubjectKind, c.SubjectId });
            entity.Property(c => c.Revision).IsConcurrencyToken();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId);
            entity.HasOne<Person>().WithMany().HasForeignKey(c => c.OwnerId);
            entity.HasMany(c => c.Steps).WithOne().HasForeignKey(s => s.CommitmentId);
            entity.Navigation(c => c.Steps).HasField("steps");
        }
    }
}
