using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>How an action stands.</summary>
public enum ActionState
{
    /// <summary>Nothing has been shown yet.</summary>
    Open,

    /// <summary>Evidence is there, and nobody has looked at it yet.</summary>
    Shown,

    /// <summary>Looked at, and found good.</summary>
    Closed,
}

/// <summary>
/// What the assessed side owes for a rating: shown by it, closed by those who assess. A promise of an organisation is closed by itself alone, so these
/// are not promises.
/// </summary>
public sealed class AssessmentAction
{
    public Id<AssessmentAction> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }
    public string Unit { get; private set; } = "";
    public string Rating { get; private set; } = "";
    public string Text { get; private set; } = "";
    public DateOnly Due { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>What was done, and where it can be seen.</summary>
    public string? Evidence { get; private set; }
    public string? EvidenceLink { get; private set; }
    public DateTime? ShownAt { get; private set; }
    public DateTime? ClosedAt { get; private set; }
    public string? ClosedByName { get; private set; }

    /// <summary>What whoever looked at it said last.</summary>
    public string? Remark { get; private set; }

    public ActionState State =>
        ClosedAt is not null ? ActionState.Closed
        : ShownAt is not null ? ActionState.Shown
        : ActionState.Open;

    internal static AssessmentAction Of(
        Assessment assessment,
        string unit,
        string rating,
        string text,
        DateOnly due,
        DateTime now
    ) =>
        new()
        {
            Id = Id<AssessmentAction>.New(now),
            AssessmentId = assessment.Id,
            Unit = unit,
            Rating = rating,
            Text = PlainText.Take(text, 4000, "what is to be done", "Text"),
            Due = due,
            CreatedAt = now,
        };

    /// <summary>The assessed side shows what it did.</summary>
    /// <exception cref="Refusal">It is closed, or nothing is said.</exception>
    public void Show(string? words, string? link, DateTime now)
    {
        if (ClosedAt is not null)
        {
            throw new Refusal("This action is closed.");
        }
        Evidence = PlainText.Take(words, 4000, "what was done", "Evidence");
        (EvidenceLink, ShownAt) = (link, now);
    }

    /// <summary>Whoever assesses found it good, or not yet.</summary>
    /// <exception cref="Refusal">Nothing has been shown, or it goes back without a word.</exception>
    public void Answer(bool good, string? remark, Actor actor, DateTime now)
    {
        if (State != ActionState.Shown)
        {
            throw new Refusal("There is nothing to look at: no evidence has been shown.");
        }
        Remark = good
            ? (PlainText.Clean(remark) is { Length: > 0 } said ? said : null)
            : PlainText.Take(remark, 2000, "what is missing", "Remark");
        if (good)
        {
            (ClosedAt, ClosedByName) = (now, actor.Name);
        }
        else
        {
            ShownAt = null;
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentAction>
    {
        public void Configure(EntityTypeBuilder<AssessmentAction> entity)
        {
            entity.Property(a => a.Id).ValueGeneratedNever();
            entity.HasIndex(a => a.AssessmentId);
            entity.Ignore(a => a.State);
        }
    }
}
