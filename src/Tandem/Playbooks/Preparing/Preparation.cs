using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Preparing;

/// <summary>How one point of a standing checklist stands.</summary>
public enum PointState
{
    Open,
    InPlace,

    /// <summary>With a reason.</summary>
    NotNeeded,
}

/// <summary>
/// A standing stage of a playbook as an organisation keeps it: a checklist outside any run, gone through once a year. It is pinned to a version; moved to a newer one, what is in place
/// stays so by the codes of its steps.
/// </summary>
public sealed class Preparation
{
    public Id<Preparation> Id { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }
    public Id<KeptPlaybook> PlaybookId { get; private set; }
    public Id<PlaybookVersion> VersionId { get; private set; }
    public string StageCode { get; private set; } = "";

    /// <summary>When all of it was last gone through; null while it never was.</summary>
    public DateOnly? ReviewedOn { get; private set; }
    public Id<Person>? ReviewedById { get; private set; }

    /// <summary>The day by which all of it is gone through again.</summary>
    public DateOnly ReviewBy { get; private set; }

    /// <summary>When it was put down; null while it is kept.</summary>
    public DateTime? EndedAt { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }

    /// <summary>Takes up a standing stage; to be gone through within a month.</summary>
    /// <exception cref="Refusal">The stage is not a standing one.</exception>
    public static Preparation TakeUp(
        Organisation organisation,
        PlaybookVersion version,
        Stage stage,
        DateTime now
    ) =>
        !stage.Standing
            ? throw new Refusal("This stage belongs to runs: it is no standing checklist.")
            : new()
            {
                Id = Id<Preparation>.New(now),
                OrganisationId = organisation.Id,
                PlaybookId = version.PlaybookId,
                VersionId = version.Id,
                StageCode = stage.Code,
                ReviewBy = LocalDay.Of(now).AddMonths(1),
                CreatedAt = now,
                ChangedAt = now,
            };

    /// <summary>All of it has been gone through: again in a year.</summary>
    /// <param name="open">How many points nobody has said anything of.</param>
    /// <exception cref="Refusal">A point is open.</exception>
    public void Review(int open, Id<Person> by, DateTime now)
    {
        if (open > 0)
        {
            throw new Refusal(
                $"Say of each point whether it is in place or not needed: {Web.Words.Count(open, "point")} {(open == 1 ? "is" : "are")} still open."
            );
        }
        var today = LocalDay.Of(now);
        (ReviewedOn, ReviewedById, ReviewBy, ChangedAt) = (today, by, today.AddYears(1), now);
    }

    /// <summary>From now on it follows another version; it is to be gone through within a month.</summary>
    public void Follow(Id<PlaybookVersion> version, DateTime now)
    {
        var soon = LocalDay.Of(now).AddMonths(1);
        (VersionId, ChangedAt) = (version, now);
        ReviewBy = ReviewBy < soon ? ReviewBy : soon;
    }

    /// <summary>The organisation no longer keeps it. What was said stays, for when it is taken up again.</summary>
    public void PutDown(DateTime now) => (EndedAt, ChangedAt) = (now, now);

    /// <summary>It is kept again.</summary>
    public void TakeUpAgain(Id<PlaybookVersion> version, DateTime now)
    {
        EndedAt = null;
        Follow(version, now);
    }

    private sealed class Mapping : IEntityTypeConfiguration<Preparation>
    {
        public void Configure(EntityTypeBuilder<Preparation> entity)
        {
            entity
                .HasIndex(p => new
                {
                    p.OrganisationId,
                    p.PlaybookId,
                    p.StageCode,
                })
                .IsUnique();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId);
            entity.HasOne<KeptPlaybook>().WithMany().HasForeignKey(p => p.PlaybookId);
            entity.HasOne<PlaybookVersion>().WithMany().HasForeignKey(p => p.VersionId);
            entity.HasOne<Person>().WithMany().HasForeignKey(p => p.ReviewedById);
            entity.Property(p => p.ChangedAt).IsConcurrencyToken();
        }
    }
}

/// <summary>How one step of a standing stage stands at an organisation.</summary>
public sealed class PreparedPoint
{
    private const int Longest = 1000;

    public Id<Preparation> PreparationId { get; private set; }
    public string StepCode { get; private set; } = "";
    public PointState State { get; private set; }

    /// <summary>Where it is to be found, or why it is not needed.</summary>
    public string? Note { get; private set; }
    public Id<Person> ById { get; private set; }
    public DateTime At { get; private set; }

    public static PreparedPoint Of(Preparation preparation, string step) =>
        new() { PreparationId = preparation.Id, StepCode = step };

    /// <exception cref="Refusal">Not needed, and no reason is given.</exception>
    public void Say(PointState state, string? note, Id<Person> by, DateTime now)
    {
        var said = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (state == PointState.NotNeeded && said is null)
        {
            throw new Refusal("Say why it is not needed", $"Note-{StepCode}");
        }
        if (said?.Length > Longest)
        {
            throw new Refusal($"Say it in at most {Longest} characters", $"Note-{StepCode}");
        }
        (State, Note, ById, At) = (state, said, by, now);
    }

    private sealed class Mapping : IEntityTypeConfiguration<PreparedPoint>
    {
        public void Configure(EntityTypeBuilder<PreparedPoint> entity)
        {
            entity.HasKey(p => new { p.PreparationId, p.StepCode });
            entity.HasOne<Preparation>().WithMany().HasForeignKey(p => p.PreparationId);
            entity.HasOne<Person>().WithMany().HasForeignKey(p => p.ById);
        }
    }
}
