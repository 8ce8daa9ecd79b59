using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>One act in the history of an assessment, as its readers see it.</summary>
public sealed class AssessmentStep
{
    public Id<AssessmentStep> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }
    public int Seq { get; private set; }

    /// <summary>Code of the act.</summary>
    public string Act { get; private set; } = "";

    /// <summary>What was done, in words.</summary>
    public string Done { get; private set; } = "";

    /// <summary>The step it led to; null where it moved nothing.</summary>
    public string? LedTo { get; private set; }
    public DateTime At { get; private set; }
    public string ByName { get; private set; } = "";
    public Id<Person>? ById { get; private set; }

    /// <summary>The reason, or what was said.</summary>
    public string? Words { get; private set; }

    /// <summary>Last day of the step it led to.</summary>
    public DateOnly? Due { get; private set; }

    internal static AssessmentStep Of(
        Assessment assessment,
        int seq,
        string act,
        string done,
        string? to,
        Actor actor,
        DateTime now,
        string? words,
        DateOnly? due
    ) =>
        new()
        {
            Id = Id<AssessmentStep>.New(now),
            AssessmentId = assessment.Id,
            Seq = seq,
            Act = act,
            Done = done,
            LedTo = to,
            At = now,
            ByName = actor.Name,
            ById = actor.PersonId is { } person ? new Id<Person>(person) : null,
            Words = words,
            Due = due,
        };

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentStep>
    {
        public void Configure(EntityTypeBuilder<AssessmentStep> entity)
        {
            entity.Property(s => s.Id).ValueGeneratedNever();
            entity.HasIndex(s => new { s.AssessmentId, s.Seq }).IsUnique();
        }
    }
}
