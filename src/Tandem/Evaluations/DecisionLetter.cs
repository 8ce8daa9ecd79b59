using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>A letter as it was sent: once, and never changed.</summary>
public sealed class DecisionLetter
{
    public Id<DecisionLetter> Id { get; private set; }
    public Id<CallDecision> DecisionId { get; private set; }
    public Id<Entry> EntryId { get; private set; }

    /// <summary><see cref="LetterText"/> as JSON.</summary>
    public string Json { get; private set; } = "";
    public DateTime SentAt { get; private set; }

    /// <summary>Hex SHA-256 over all of it, as the timeline keeps it.</summary>
    public string Digest() =>
        RowDigest.Of(Id.Value, DecisionId.Value, EntryId.Value, Json, SentAt.Ticks);

    public LetterText Read() => LetterText.Read(Json);

    internal static DecisionLetter Of(
        CallDecision decision,
        Id<Entry> entry,
        LetterText text,
        DateTime now
    ) =>
        new()
        {
            Id = Id<DecisionLetter>.New(now),
            DecisionId = decision.Id,
            EntryId = entry,
            Json = text.Write(),
            SentAt = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<DecisionLetter>
    {
        public void Configure(EntityTypeBuilder<DecisionLetter> entity)
        {
            entity.Property(l => l.Id).ValueGeneratedNever();
            entity.HasIndex(l => new { l.DecisionId, l.EntryId }).IsUnique();
            entity.HasIndex(l => l.EntryId);
            entity.HasOne<CallDecision>().WithMany().HasForeignKey(l => l.DecisionId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(l => l.EntryId);
        }
    }
}
