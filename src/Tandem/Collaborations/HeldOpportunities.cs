using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>The state of the data that opportunities were worked out from: the same state gives the same result.</summary>
/// <param name="Changes">The last number of <see cref="Sequence.Changes"/>.</param>
/// <param name="Partners">How many memberships of partnerships there are.</param>
/// <param name="Merged">How many suppliers are joined to another.</param>
internal sealed record MatchedState(DateOnly Day, long Changes, int Partners, int Merged)
{
    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Day:yyyy-MM-dd} {Changes} {Partners} {Merged}"
        );
}

/// <summary>
/// Holds, in this process, the purchases everybody may see with what was found among them, so that after a few changes only what they reach is worked
/// out again. After many changes, on a new day, and where partnerships, suppliers or reference lists have changed, all is read anew.
/// </summary>
public sealed class HeldOpportunities
{
    // So many changes at once are an import: a full run is as quick.
    private const int MostChanges = 500;

    private FindOpportunities? _finder;
    private MatchedState? _state;
    private (Authorities?, CpvList?) _lists;
    private MatchingRun? _kept;
    private Dictionary<string, FoundOpportunity> _keptAs = [];

    /// <summary>One at a time follows the data and keeps what is found.</summary>
    internal SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Brings the purchases held to the state of the data; the caller has the turn.</summary>
    internal async Task<FindOpportunities> FollowAsync(
        Db db,
        MatchedState state,
        (Authorities Authorities, CpvList Codes) lists,
        PurchaseBook book,
        MatchOptions options,
        CancellationToken cancellation
    )
    {
        var finder = _finder;
        var earlier = _state;
        // Until all is taken in, nothing held may be relied on.
        _finder = null;
        if (
            finder is null
            || earlier is null
            || (earlier with { Changes = state.Changes }) != state
            || _lists != lists
            || await book.ChangedSinceAsync(db, earlier.Changes, MostChanges, cancellation)
                is not { } changes
        )
        {
            finder = new FindOpportunities(options, lists.Codes);
            await finder.ReadAsync(book.AllAsync(db), cancellation);
        }
        else
        {
            finder.Change(changes);
        }
        (_state, _lists) = (state, lists);
        return _finder = finder;
    }

    /// <summary>What was kept last by this process, by key, where the last run that was kept is its own; else null.</summary>
    internal IReadOnlyDictionary<string, FoundOpportunity>? KeptAt(MatchingRun? last) =>
        // Two runs never take the very same time, to the last digit.
        last is not null
        && _kept is { } own
        && last.State == own.State
        && last.Seconds.Equals(own.Seconds)
            ? _keptAs
            : null;

    /// <summary>Says what was kept.</summary>
    internal void Keep(MatchingRun run, IReadOnlyList<FoundOpportunity> found)
    {
        _kept = run;
        _keptAs = found.ToDictionary(f => f.Key, StringComparer.Ordinal);
    }
}
