using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>
/// Something an organisation will, or may, buy or build: from the first need to the contract. It keeps its open contracting identifier when it
/// becomes a call, a run or a contract, so that one history runs from the thought to the last payment.
/// </summary>
public sealed partial class PipelineItem
{
    public Id<PipelineItem> Id { get; private set; }
    public long Number { get; internal set; }
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>What makes it this item where it came from elsewhere: <c>import:{organisation}:{reference}</c> or <c>relet:{contract}</c>. Unique.</summary>
    public string? SourceKey { get; private set; }
    public string? Department { get; private set; }
    public PipelineKind Kind { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>Why the work is being done.</summary>
    public string? Why { get; private set; }

    /// <summary>The problem to be solved.</summary>
    public string? Problem { get; private set; }

    /// <summary>Who the users are and what they need to do.</summary>
    public string? Users { get; private set; }

    /// <summary>Early market engagement.</summary>
    public string? Engagement { get; private set; }

    /// <summary>Any work already done.</summary>
    public string? WorkDone { get; private set; }
    public Willingness Willingness { get; private set; }

    /// <summary>Concept, Discovery, Alpha, Beta or Live, or the organisation's own word (<see cref="ServicePhases"/>).</summary>
    public string? Phase { get; private set; }
    public DateOnly? PhaseStart { get; private set; }

    /// <summary>When the phase is estimated to end.</summary>
    public DateOnly? PhaseEnd { get; private set; }
    public Confidence Confidence { get; private set; }

    /// <summary>CPV codes of eight digits, the main one first, separated by spaces.</summary>
    public string CpvCodes { get; private set; } = "";
    public CodeOrigin CpvOrigin { get; private set; }

    /// <summary>Estimated value of the whole, in minor units of <see cref="Currency"/>.</summary>
    public long? ValueMinor { get; private set; }
    public string Currency { get; private set; } = "GBP";

    /// <summary>Key of the value band (<see cref="ValueBands"/>); that of the value where there is one.</summary>
    public string? ValueBand { get; private set; }
    public ProcedureGuess Procedure { get; private set; }

    /// <summary>When the tender notice is planned to be published.</summary>
    public DateOnly? PlannedPublish { get; private set; }
    public DateOnly? SubmissionStart { get; private set; }
    public DateOnly? SubmissionEnd { get; private set; }
    public DateOnly? ContractStart { get; private set; }
    public DateOnly? ContractEnd { get; private set; }

    /// <summary>The contract it replaces, where that is known here. Shown only to those who may see that contract.</summary>
    public Id<Contract>? ReplacesContractId { get; private set; }

    /// <summary>When the contract it replaces ends: a fact of the item, seen by all who see it.</summary>
    public DateOnly? ReplacesEnd { get; private set; }
    public string? ContactName { get; private set; }
    public string? ContactEmail { get; private set; }

    /// <summary>Who keeps it true; null when that person has left and nobody has taken it over.</summary>
    public Id<Person>? OwnerId { get; private set; }

    /// <summary>The day by which the owner says whether it is still true; after it, it is stale.</summary>
    public DateOnly ReviewBy { get; private set; }

    /// <summary>Days after the review of the last reminder that was sent for it: -14, 0 or 14; null while none was.</summary>
    public int? Reminded { get; private set; }

    /// <summary>Open contracting identifier, its own from the beginning.</summary>
    public string Ocid { get; private set; } = "";
    public PipelineState State { get; private set; }

    /// <summary>Who may see it now. A draft is its owner's alone.</summary>
    public ItemVisibility Visibility { get; private set; }

    /// <summary>Since when it has been public; null while it never was.</summary>
    public DateTime? PublicSince { get; private set; }

    /// <summary>When somebody asked for it to be made public, while that waits for an approver.</summary>
    public DateTime? PublicAskedAt { get; private set; }
    public Id<Person>? PublicAskedById { get; private set; }

    /// <summary>Why the approver last returned it.</summary>
    public string? ReturnedReason { get; private set; }

    /// <summary>Why it is no longer current.</summary>
    public string? EndedReason { get; private set; }
    public DateTime? EndedAt { get; private set; }

    /// <summary>The item that takes its place.</summary>
    public Id<PipelineItem>? SupersededById { get; private set; }

    /// <summary>The contract it has become, which carries its open contracting identifier on. Shown only to those who may see that contract.</summary>
    public Id<Contract>? BecameContractId { get; private set; }

    /// <summary>The import that last changed it, and where in its source it stands.</summary>
    public Id<ImportRun>? ImportRunId { get; private set; }
    public string? SourcePlace { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }

    /// <summary>Place of the last change in the order of all changes (<see cref="Sequence.Changes"/>).</summary>
    public long ChangeSeq { get; internal set; }

    /// <summary>What a person quotes and what stands in addresses: PI-104.</summary>
    public string Reference => $"PI-{Number}";

    /// <summary>The number in a reference, or null where it is none.</summary>
    public static long? NumberOf(string reference) =>
        reference.StartsWith("PI-", StringComparison.OrdinalIgnoreCase)
        && long.TryParse(reference.AsSpan(3), out var number)
        && number > 0
            ? number
            : null;

    private sealed class Mapping : IEntityTypeConfiguration<PipelineItem>
    {
        public void Configure(EntityTypeBuilder<PipelineItem> entity)
        {
            entity.HasIndex(i => i.Number).IsUnique();
            entity.HasIndex(i => i.SourceKey).IsUnique();
            entity.HasIndex(i => i.ChangeSeq);
            entity.HasIndex(i => new { i.OrganisationId, i.State });
            entity.HasIndex(i => i.OwnerId);
            entity.HasIndex(i => i.ReplacesContractId);
            entity.HasIndex(i => i.BecameContractId).IsUnique();
            entity.HasOne<Contract>().WithMany().HasForeignKey(i => i.BecameContractId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId);
            entity.HasOne<Person>().WithMany().HasForeignKey(i => i.OwnerId);
            entity.HasOne<Contract>().WithMany().HasForeignKey(i => i.ReplacesContractId);
            entity.Ignore(i => i.Facts);
            entity.Property(i => i.ChangeSeq).IsConcurrencyToken();
        }
    }
}
