using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Somebody named for a role in an assessment.</summary>
public sealed class AssessmentMember
{
    public Id<AssessmentMember> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Role { get; private set; } = "";
    public string? Profession { get; private set; }

    /// <summary>Codes of the points they lead on, separated by spaces; empty for all.</summary>
    public string Points { get; private set; } = "";
    public DateTime AddedAt { get; private set; }

    /// <summary>When they said to have no interest in the outcome.</summary>
    public DateTime? DeclaredAt { get; private set; }

    /// <summary>What they said of it.</summary>
    public string? Interest { get; private set; }

    /// <summary>When they said that their ratings of this round are finished.</summary>
    public DateTime? FinishedAt { get; private set; }
    public DateTime? RemovedAt { get; private set; }

    internal static AssessmentMember Of(
        Assessment assessment,
        string role,
        Id<Person> person,
        string? profession,
        DateTime now
    ) =>
        new()
        {
            Id = Id<AssessmentMember>.New(now),
            AssessmentId = assessment.Id,
            PersonId = person,
            Role = role,
            Profession = profession,
            AddedAt = now,
        };

    /// <summary>Says to have no interest in the outcome.</summary>
    public void Declare(string? words, DateTime now) =>
        (DeclaredAt, Interest) = (
            now,
            PlainText.Clean(words) is { Length: > 0 } said ? said : null
        );

    /// <summary>Gives the points they lead on.</summary>
    public void Lead(IEnumerable<string> points) => Points = string.Join(' ', points);

    /// <summary>Their ratings can be read by the others from now on, and changed no more in this round.</summary>
    public void Finish(DateTime now) => FinishedAt = now;

    /// <summary>A new round begins.</summary>
    public void Resume() => FinishedAt = null;

    internal void Leave(DateTime now) => RemovedAt = now;

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentMember>
    {
        public void Configure(EntityTypeBuilder<AssessmentMember> entity)
        {
            entity.Property(m => m.Id).ValueGeneratedNever();
            entity.HasIndex(m => m.AssessmentId);
            entity.HasIndex(m => m.PersonId);
            entity.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId);
        }
    }
}
