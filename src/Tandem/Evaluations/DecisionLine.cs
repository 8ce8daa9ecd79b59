using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What became of an entry in a stage.</summary>
public enum EntryOutcome
{
    NotSelected,

    /// <summary>Goes on to the next stage.</summary>
    Progressed,

    /// <summary>Meets what was asked.</summary>
    Qualified,
    Selected,
    Winner,
}

/// <summary>What was decided of one entry, and where it stood in the ranking. Never changed.</summary>
public sealed class DecisionLine
{
    public Id<DecisionLine> Id { get; private set; }
    public Id<CallDecision> DecisionId { get; private set; }
    public Id<Entry> EntryId { get; private set; }
    public string Reference { get; private set; } = "";
    public EntryOutcome Outcome { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>Minor units, where money is given.</summary>
    public long? Amount { get; private set; }

    /// <summary>Title of the prize it gets, where the call has prizes.</summary>
    public string? Prize { get; private set; }
    public RankStanding Standing { get; private set; }
    public int? Place { get; private set; }

    /// <summary>Hundredths of a point.</summary>
    public long? TotalHundredths { get; private set; }

    public decimal? Total => TotalHundredths / 100m;

    // A line without a prize keeps the digest that lines had before there were any.
    public string Digest() =>
        RowDigest.Of([
            Id.Value,
            EntryId.Value,
            Outcome.ToString(),
            Reason,
            Amount,
            Standing.ToString(),
            Place,
            TotalHundredths,
            .. Prize is { } prize ? [prize] : Array.Empty<object?>(),
        ]);

    internal static DecisionLine Of(
        CallDecision decision,
        OutcomeDraft draft,
        RankedEntry ranked,
        Calls.Prize? prize,
        DateTime now
    ) =>
        new()
        {
            Id = Id<DecisionLine>.New(now),
            DecisionId = decision.Id,
            EntryId = draft.Entry,
            Reference = draft.Reference,
            Outcome = draft.Outcome,
            Reason = PlainText.Take(
                draft.Reason,
                4000,
                $"the reason for {draft.Reference}",
                $"Reason.{draft.Entry}"
            ),
            Amount =
                draft.Outcome == EntryOutcome.NotSelected ? null
                : prize is null ? draft.Amount
                : prize.AmountMinor,
            Prize = prize?.Title,
            Standing = ranked.Standing,
            Place = ranked.Place,
            TotalHundredths = ranked.Total is { } total ? (long)(total * 100) : null,
        };

    private sealed class Mapping : IEntityTypeConfiguration<DecisionLine>
    {
        public void Configure(EntityTypeBuilder<DecisionLine> entity)
        {
            entity.Property(l => l.Id).ValueGeneratedNever();
            entity.HasIndex(l => new { l.DecisionId, l.EntryId }).IsUnique();
            entity.HasIndex(l => l.EntryId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(l => l.EntryId);
            entity.Ignore(l => l.Total);
        }
    }
}
