using Tandem.Contracts;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Releases;

/// <summary>One changed record and what is to be published of it.</summary>
/// <param name="Place">Place of the change in the order that its source follows.</param>
/// <param name="ChangedAt">When it changed (UTC).</param>
/// <param name="Contract">The contract that the facts speak of.</param>
/// <param name="Item">The pipeline item that the facts speak of; both where the contract came of it.</param>
/// <param name="Facts">What to publish; null where the record is not public.</param>
public sealed record ChangedRecord(
    long Place,
    DateTime ChangedAt,
    Id<Contract>? Contract,
    Id<PipelineItem>? Item,
    ReleaseFacts? Facts
)
{
    /// <summary>Id of a milestone of the contract whose words were taken down: they leave the releases made before as well.</summary>
    public string? Silenced { get; init; }
}

/// <summary>The records of one kind from which releases are made, in the order in which they changed.</summary>
internal interface IReleaseSource
{
    /// <summary>The kind, as the progress is kept under.</summary>
    string Kind { get; }

    /// <summary>The next records that changed after this number, at most so many, in order.</summary>
    Task<IReadOnlyList<ChangedRecord>> NextAsync(
        long after,
        int count,
        CancellationToken cancellation
    );
}

/// <summary>What there is to publish of an invitation and of what was decided, for every release of its process: whatever else changes, it is stated too.</summary>
public sealed record TenderPart(TenderFacts Tender, IReadOnlyList<AwardFacts> Awards);

/// <summary>A later room's invitations, by the open contracting identifiers of their processes.</summary>
public interface ITenderSource
{
    /// <summary>Those of the processes in which something public was invited.</summary>
    Task<IReadOnlyDictionary<string, TenderPart>> OfAsync(
        IReadOnlyCollection<string> ocids,
        CancellationToken cancellation
    );
}
