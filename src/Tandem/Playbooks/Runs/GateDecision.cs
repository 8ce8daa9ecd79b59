using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What an approver decides at a gate.</summary>
public enum GateOutcome
{
    Approved,

    /// <summary>Approved; each condition becomes a step of the next stage, which its gate waits for.</summary>
    ApprovedWithConditions,

    /// <summary>Back to this or an earlier stage.</summary>
    Returned,

    /// <summary>The lead's approver ends the run; another authority's approver takes that authority out of it.</summary>
    Stopped,
}

/// <summary>How a gate stands, told from the decisions made at it.</summary>
public enum GateState
{
    Pending,
    Approved,
    ApprovedWithConditions,
    Returned,
    Stopped,
}

/// <summary>What an approver gives.</summary>
/// <param name="Holder">Number of the role held.</param>
/// <param name="Conditions">What must be met in the next stage.</param>
/// <param name="BackTo">The stage returned to; none for the stage itself.</param>
/// <param name="EvidenceSeen">What <see cref="Run.EvidenceStamp"/> was when the approver opened the page.</param>
public sealed record GateVerdict(
    int Holder,
    GateOutcome? Outcome,
    string? Reason,
    string? Conditions,
    string? BackTo,
    int EvidenceSeen
);

/// <summary>A decision of a named approver at a gate. It is never changed: evidence taken back makes it void, and a new one follows.</summary>
public sealed class GateDecision
{
    public Id<Run> RunId { get; private set; }
    public int Number { get; private set; }
    public int Visit { get; private set; }
    public string StageCode { get; private set; } = "";
    public string Role { get; private set; } = "";
    public Id<Organisation> OrganisationId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string PersonName { get; private set; } = "";
    public GateOutcome Outcome { get; private set; }
    public string Reason { get; private set; } = "";
    public string? Conditions { get; private set; }

    /// <summary>The evidence as it stood, a line each.</summary>
    public string Evidence { get; private set; } = "";
    public DateTime DecidedAt { get; private set; }
    public DateTime? VoidedAt { get; private set; }
    public string? VoidedReason { get; private set; }

    public ApproverSeat Seat => new(Role, OrganisationId);

    /// <summary>Whether it is an approval that counts.</summary>
    public bool Counts =>
        VoidedAt is null && (Outcome is GateOutcome.Approved or GateOutcome.ApprovedWithConditions);

    internal static GateDecision Of(
        Run run,
        int number,
        StageVisit visit,
        RoleHolder holder,
        GateOutcome outcome,
        string reason,
        string? conditions,
        string evidence,
        DateTime now
    ) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            Visit = visit.Number,
            StageCode = visit.StageCode,
            Role = holder.Role,
            OrganisationId = holder.OrganisationId,
            PersonId = holder.PersonId,
            PersonName = holder.PersonName,
            Outcome = outcome,
            Reason = reason,
            Conditions = conditions,
            Evidence = evidence,
            DecidedAt = now,
        };

    internal void Shake(string reason, DateTime now) => (VoidedAt, VoidedReason) = (now, reason);

    private sealed class Mapping : IEntityTypeConfiguration<GateDecision>
    {
        public void Configure(EntityTypeBuilder<GateDecision> entity)
        {
            entity.HasKey(d => new { d.RunId, d.Number });
            entity.Ignore(d => d.Seat);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(d => d.OrganisationId);
            entity.HasOne<Person>().WithMany().HasForeignKey(d => d.PersonId);
        }
    }
}
