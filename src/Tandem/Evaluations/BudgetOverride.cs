using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Calls;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>That an entry is funded otherwise than its place says, and why. One that is taken back stays in the record.</summary>
public sealed class BudgetOverride
{
    public Id<BudgetOverride> Id { get; private set; }
    public Id<Call> CallId { get; private set; }
    public string StageCode { get; private set; } = "";
    public Id<Entry> EntryId { get; private set; }
    public bool Funded { get; private set; }

    /// <summary>Minor units; null for what is asked for.</summary>
    public long? AmountMinor { get; private set; }
    public string Reason { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTime At { get; private set; }
    public DateTime? TakenBackAt { get; private set; }

    /// <exception cref="Refusal">No reason is given, or the amount is none.</exception>
    public static BudgetOverride Of(
        Id<Call> call,
        string stage,
        Id<Entry> entry,
        FundingOverride said,
        string? reason,
        Actor actor,
        DateTime now
    ) =>
        said.Amount <= 0
            ? throw new Refusal("Enter an amount above 0, or leave it empty", "Amount")
            : new()
            {
                Id = Id<BudgetOverride>.New(now),
                CallId = call,
                StageCode = stage,
                EntryId = entry,
                Funded = said.Funded,
                AmountMinor = said.Funded ? said.Amount : null,
                Reason = PlainText.Take(reason, 4000, "why", "Reason"),
                ByName = actor.Name,
                At = now,
            };

    internal void TakeBack(DateTime now) => TakenBackAt ??= now;

    public FundingOverride Said => new(EntryId.Value, Funded, AmountMinor);

    private sealed class Mapping : IEntityTypeConfiguration<BudgetOverride>
    {
        public void Configure(EntityTypeBuilder<BudgetOverride> entity)
        {
            entity.Property(o => o.Id).ValueGeneratedNever();
            entity.HasIndex(o => new { o.CallId, o.StageCode });
            entity.HasIndex(o => o.EntryId);
            entity.HasOne<Call>().WithMany().HasForeignKey(o => o.CallId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(o => o.EntryId);
            entity.Ignore(o => o.Said);
        }
    }
}
