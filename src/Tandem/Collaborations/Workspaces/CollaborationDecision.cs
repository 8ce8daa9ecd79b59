using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Something the members decided, with the reasons. Never changed: a later decision takes its place.</summary>
public sealed class CollaborationDecision
{
    public Id<CollaborationDecision> Id { get; private set; }
    public Id<Collaboration> CollaborationId { get; private set; }

    /// <summary>Counted from 1 within the collaboration.</summary>
    public int Number { get; private set; }
    public string Text { get; private set; } = "";
    public string Reasons { get; private set; } = "";

    /// <summary>Who decided: a meeting, a board, a person.</summary>
    public string DecidedBy { get; private set; } = "";
    public DateOnly DecidedOn { get; private set; }
    public string RecordedByName { get; private set; } = "";
    public DateTime RecordedAt { get; private set; }

    /// <summary>Number of the decision that took its place.</summary>
    public int? SupersededBy { get; private set; }

    /// <exception cref="Refusal">Something is missing, or the day is still to come.</exception>
    public static CollaborationDecision Record(
        Collaboration collaboration,
        int number,
        string? text,
        string? reasons,
        string? decidedBy,
        DateOnly? decidedOn,
        CollaborationDecision? supersedes,
        Actor actor,
        DateTime now
    )
    {
        collaboration.Act();
        var decision = new CollaborationDecision
        {
            Id = Id<CollaborationDecision>.New(now),
            CollaborationId = collaboration.Id,
            Number = number,
            Text = Written.Required(
                text,
                Collaboration.LongestText,
                nameof(Text),
                "Enter what was decided"
            ),
            Reasons = Written.Required(
                reasons,
                Collaboration.LongestText,
                nameof(Reasons),
                "Enter the reasons"
            ),
            DecidedBy = Written.Required(decidedBy, 300, nameof(DecidedBy), "Enter who decided it"),
            DecidedOn = decidedOn ?? LocalDay.Of(now),
            RecordedByName = actor.Name,
            RecordedAt = now,
        };
        if (decision.DecidedOn > LocalDay.Of(now))
        {
            throw new Refusal("The day must be today or earlier", nameof(DecidedOn));
        }
        if (supersedes is not null)
        {
            supersedes.SupersededBy = supersedes.SupersededBy is { } other
                ? throw new Refusal(
                    $"Decision {other} has taken the place of decision {supersedes.Number} already",
                    "Supersedes"
                )
                : number;
        }
        return decision;
    }

    private sealed class Mapping : IEntityTypeConfiguration<CollaborationDecision>
    {
        public void Configure(EntityTypeBuilder<CollaborationDecision> entity)
        {
            entity.HasIndex(d => new { d.CollaborationId, d.Number }).IsUnique();
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(d => d.CollaborationId);
        }
    }
}

/// <summary>Records what the members decided.</summary>
public sealed class RecordDecision(Db db)
{
    /// <param name="supersedes">Number of the decision whose place it takes.</param>
    /// <exception cref="Refusal">The actor may not, or something is missing.</exception>
    public async Task<CollaborationDecision> RunAsync(
        Actor actor,
        string reference,
        string? text,
        string? reasons,
        string? decidedBy,
        DateOnly? decidedOn,
        int? supersedes,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        var before = await db.Set<CollaborationDecision>()
            .Where(d => d.CollaborationId == collaboration.Id)
            .ToListAsync(cancellation);
        var replaced = supersedes is { } number
            ? before.Find(d => d.Number == number)
                ?? throw new Refusal("Choose a decision of this collaboration", "Supersedes")
            : null;
        var decision = CollaborationDecision.Record(
            collaboration,
            before.Select(d => d.Number).DefaultIfEmpty(0).Max() + 1,
            text,
            reasons,
            decidedBy,
            decidedOn,
            replaced,
            actor,
            db.Now()
        );
        db.Add(decision);
        db.Record(
            actor,
            "decision-recorded",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                decision.Number,
                decision.Text,
                decision.DecidedBy,
                supersedes,
            },
            decision.Reasons
        );
        await db.SaveChangesAsync(cancellation);
        return decision;
    }
}
