using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>What somebody signed before answers were handed in.</summary>
public sealed class AssessmentDeclaration
{
    public Id<AssessmentDeclaration> Id { get; private set; }
    public Id<Assessment> AssessmentId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Name { get; private set; } = "";
    public string Position { get; private set; } = "";
    public int Round { get; private set; }
    public DateTime At { get; private set; }

    /// <summary>The words that were signed.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Hex SHA-256 of the answers as they stood.</summary>
    public string AnswersHash { get; private set; } = "";

    /// <exception cref="Refusal">The position is none that may sign, or it was not said to be true.</exception>
    public static AssessmentDeclaration Sign(
        Assessment assessment,
        DeclarationRule rule,
        string? position,
        bool agreed,
        string answersHash,
        Actor actor,
        DateTime now
    ) =>
        !rule.Positions.Contains(position ?? "")
            ? throw new Refusal("Choose your position", "Position")
        : !agreed ? throw new Refusal("Say that the declaration is true, or go back", "Agreed")
        : new()
        {
            Id = Id<AssessmentDeclaration>.New(now),
            AssessmentId = assessment.Id,
            PersonId = new(actor.PersonId!.Value),
            Name = actor.Name,
            Position = position!,
            Round = assessment.Round,
            At = now,
            Words = rule.Text,
            AnswersHash = answersHash,
        };

    private sealed class Mapping : IEntityTypeConfiguration<AssessmentDeclaration>
    {
        public void Configure(EntityTypeBuilder<AssessmentDeclaration> entity)
        {
            entity.HasIndex(d => d.AssessmentId);
            entity.HasOne<Assessment>().WithMany().HasForeignKey(d => d.AssessmentId);
            entity.HasOne<Person>().WithMany().HasForeignKey(d => d.PersonId);
        }
    }
}
