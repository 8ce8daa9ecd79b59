using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>What can happen to an item, and the rules of it.</summary>
public sealed partial class PipelineItem
{
    /// <summary>How long a review lasts where the organisation has not said otherwise.</summary>
    public const int UsualReviewMonths = 3;

    private const int LongestReason = 2_000;

    /// <summary>A draft of its owner's.</summary>
    /// <param name="prefix">The installation's prefix of open contracting identifiers.</param>
    public static PipelineItem Draft(
        Id<Organisation> organisation,
        PipelineFacts facts,
        Id<Person>? owner,
        string prefix,
        DateTime now,
        string? sourceKey = null
    )
    {
        var id = Id<PipelineItem>.New(now);
        var item = new PipelineItem
        {
            Id = id,
            OrganisationId = organisation,
            SourceKey = sourceKey,
            OwnerId = owner,
            Ocid = $"{prefix}-{id.Value:N}",
            State = PipelineState.Draft,
            Visibility = ItemVisibility.Private,
            CreatedAt = now,
            ChangedAt = now,
            ReviewBy = LocalDay.Of(now).AddMonths(UsualReviewMonths),
        };
        item.Facts = facts.Checked();
        return item;
    }

    /// <summary>Whether anything can still be said of it.</summary>
    public bool IsOpen => State is PipelineState.Draft or PipelineState.Current;

    /// <summary>Nobody has said in time that it is still true.</summary>
    public bool IsStale(DateOnly today) => State == PipelineState.Current && ReviewBy < today;

    /// <summary>Somebody has asked for it to be public, and an approver has to answer.</summary>
    public bool NeedsApproval => State == PipelineState.Current && PublicAskedAt is not null;

    /// <summary>Its owner has left and nobody has taken it over.</summary>
    public bool NeedsOwner => IsOpen && OwnerId is null;

    /// <summary>What is said of it.</summary>
    public PipelineFacts Facts
    {
        get =>
            new()
            {
                Title = Title,
                Kind = Kind,
                Department = Department,
                Why = Why,
                Problem = Problem,
                Users = Users,
                Engagement = Engagement,
                WorkDone = WorkDone,
                Willingness = Willingness,
                Phase = Phase,
                PhaseStart = PhaseStart,
                PhaseEnd = PhaseEnd,
                Confidence = Confidence,
                CpvCodes = CpvCodes,
                CpvOrigin = CpvOrigin,
                ValueMinor = ValueMinor,
                Currency = Currency,
                ValueBand = ValueBand,
                Procedure = Procedure,
                PlannedPublish = PlannedPublish,
                SubmissionStart = SubmissionStart,
                SubmissionEnd = SubmissionEnd,
                ContractStart = ContractStart,
                ContractEnd = ContractEnd,
                ReplacesContractId = ReplacesContractId,
                ReplacesEnd = ReplacesEnd,
                ContactName = ContactName,
                ContactEmail = ContactEmail,
            };
        private set =>
            (
                Title,
                Kind,
                Department,
                Why,
                Problem,
                Users,
                Engagement,
                WorkDone,
                Willingness,
                Phase,
                PhaseStart,
                PhaseEnd,
                Confidence,
                CpvCodes,
                CpvOrigin,
                ValueMinor,
                Currency,
                ValueBand,
                Procedure,
                PlannedPublish,
                SubmissionStart,
                SubmissionEnd,
                ContractStart,
                ContractEnd,
                ReplacesContractId,
                ReplacesEnd,
                ContactName,
                ContactEmail
            ) = (
                value.Title,
                value.Kind,
                value.Department,
                value.Why,
                value.Problem,
                value.Users,
                value.Engagement,
                value.WorkDone,
                value.Willingness,
                value.Phase,
                value.PhaseStart,
                value.PhaseEnd,
                value.Confidence,
                value.CpvCodes,
                value.CpvOrigin,
                value.ValueMinor,
                value.Currency,
                value.ValueBand,
                value.Procedure,
                value.PlannedPublish,
                value.SubmissionStart,
                value.SubmissionEnd,
                value.ContractStart,
                value.ContractEnd,
                value.ReplacesContractId,
                value.ReplacesEnd,
                value.ContactName,
                value.ContactEmail
            );
    }

    /// <summary>Says something else of it.</summary>
    /// <returns>What has changed; nothing where all is as it was.</returns>
    public IReadOnlyList<FactChange> Describe(PipelineFacts facts, DateTime now)
    {
        MustBeOpen();
        var kept = facts.Checked();
        var changes = PipelineFact.Between(Facts, kept);
        if (changes.Count > 0)
        {
            (Facts, ChangedAt) = (kept, now);
        }
        return changes;
    }

    /// <summary>Says that it is still true.</summary>
    public void Confirm(int months, DateTime now)
    {
        if (State != PipelineState.Current)
        {
            throw new Refusal("Only what is on the pipeline is reviewed.");
        }
        (ReviewBy, Reminded, ChangedAt) = (LocalDay.Of(now).AddMonths(months), null, now);
    }

    /// <summary>Decides the day of the next review.</summary>
    public void ReviewAgain(DateOnly by, DateTime now)
    {
        var today = LocalDay.Of(now);
        if (by < today || by > today.AddYears(1))
        {
            throw new Refusal("The review must be within a year from today", nameof(ReviewBy));
        }
        (ReviewBy, Reminded, ChangedAt) = (by, null, now);
    }

    /// <summary>Remembers that its owner was reminded, so many days after the review was due.</summary>
    internal void Remind(int offset) => Reminded = offset;

    /// <summary>Gives it to somebody, or to nobody when the owner has left.</summary>
    public void BelongTo(Id<Person>? owner, DateTime now) => (OwnerId, ChangedAt) = (owner, now);

    /// <summary>Takes it from the pipeline. Its page stays and says so.</summary>
    public void Withdraw(string? reason, DateTime now) =>
        End(PipelineState.Withdrawn, Given(reason, "Enter why it is withdrawn"), now);

    /// <summary>Another item takes its place.</summary>
    public void GiveWayTo(PipelineItem other, string? reason, DateTime now)
    {
        if (other.Id == Id)
        {
            throw new Refusal("An item cannot take its own place", "SupersededBy");
        }
        if (!other.IsOpen)
        {
            throw new Refusal($"{other.Reference} is no longer on the pipeline", "SupersededBy");
        }
        End(
            PipelineState.Superseded,
            Given(reason, $"Enter why {other.Reference} takes its place"),
            now
        );
        SupersededById = other.Id;
    }

    /// <summary>What it became, where that is a contract: which one is told only to those who may see it.</summary>
    internal const string AContract = "a contract";

    /// <summary>It has led to a contract, which carries its open contracting identifier on.</summary>
    /// <exception cref="Refusal">It is not on the pipeline, or the contract is the one it replaces.</exception>
    public void Become(Contract contract, DateTime now)
    {
        if (State == PipelineState.Draft)
        {
            throw new Refusal("Put it on the pipeline first.");
        }
        if (contract.Id == ReplacesContractId)
        {
            throw new Refusal(
                $"{contract.Reference} is the contract that this replaces. Choose the new one",
                "Contract"
            );
        }
        End(PipelineState.Done, $"It has led to {AContract}.", now);
        BecameContractId = contract.Id;
    }

    /// <summary>The contract it replaces ends on another day than was known.</summary>
    /// <returns>Whether that is news.</returns>
    internal bool LearnReplacedEnd(DateOnly? end, DateTime now)
    {
        if (!IsOpen || end is null || end == ReplacesEnd)
        {
            return false;
        }
        (ReplacesEnd, ChangedAt) = (end, now);
        return true;
    }

    /// <summary>Remembers which import said this of it, and where.</summary>
    internal void CameFrom(Id<ImportRun>? run, string? place) =>
        (ImportRunId, SourcePlace) = (run, place);

    private void End(PipelineState state, string reason, DateTime now)
    {
        MustBeOpen();
        (State, EndedReason, EndedAt, ChangedAt) = (state, reason, now, now);
        (PublicAskedAt, PublicAskedById, ReturnedReason) = (null, null, null);
    }

    private void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new Refusal("This item is no longer on the pipeline.");
        }
    }

    private static string Given(string? reason, string ask) =>
        reason?.Trim() is not { Length: > 0 } given ? throw new Refusal(ask, "Reason")
        : given.Length > LongestReason
            ? throw new Refusal($"The reason must be {LongestReason} characters or fewer", "Reason")
        : given;
}
