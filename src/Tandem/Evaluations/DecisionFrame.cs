using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What is decided of one entry as it is recommended.</summary>
/// <param name="Amount">Minor units, where money is given.</param>
/// <param name="Prize">Title of the prize of the call it gets; its money counts then.</param>
public sealed record OutcomeDraft(
    Id<Entry> Entry,
    string Reference,
    EntryOutcome Outcome,
    string? Reason,
    long? Amount = null,
    string? Prize = null
);

/// <summary>What is said with a recommendation.</summary>
public sealed record DecisionWords(
    string? Words,
    string? NoneReason = null,
    string? DepartsReason = null,
    string? WithheldReason = null
);

/// <summary>What was published about how a stage is decided.</summary>
/// <param name="Outcomes">What an entry that is chosen can be.</param>
/// <param name="Least">How few may be chosen without saying why.</param>
/// <param name="Most">How many may be chosen.</param>
public sealed record DecisionFrame(
    DecisionRule Rule,
    IReadOnlyList<EntryOutcome> Outcomes,
    int? Least,
    int? Most,
    string TermsSha256
)
{
    /// <summary>The prizes that winners get, the first first; one that is there twice can be given twice.</summary>
    public IReadOnlyList<Prize> Prizes { get; init; } = [];
}
