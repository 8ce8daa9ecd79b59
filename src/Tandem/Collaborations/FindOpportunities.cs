using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>
/// Makes opportunities of what is known: page, job and command line all take theirs from here. Keeps what it has read and told, so that after a few
/// changes only what they reach is worked out again; the result is that of reading all anew. Not safe for use by several threads at once.
/// </summary>
public sealed class FindOpportunities(MatchOptions options, CpvList codes)
{
    private readonly MatchIndex _index = new(options with { MinimumStrength = 0 });
    private readonly Dictionary<string, KnownPurchase> _known = new(StringComparer.Ordinal);
    private Dictionary<string, Told> _told = new(StringComparer.Ordinal);

    /// <summary>How many purchases everybody may see are known.</summary>
    public int Count => _known.Count;

    /// <summary>Takes in all purchases as they come; nothing was read before.</summary>
    /// <param name="known">Each purchase once; those that are not public are left out.</param>
    public Task ReadAsync(
        IAsyncEnumerable<KnownPurchase> known,
        CancellationToken cancellation = default
    ) =>
        _index.AddAllAsync(
            known
                .Where(k => k.IsPublic)
                .Select(one =>
                {
                    _known.Add(one.Purchase.Id, one);
                    return one.Purchase;
                }),
            Processors.All(cancellation)
        );

    /// <summary>Takes in what has become of a few purchases.</summary>
    public void Change(PurchaseChanges changes)
    {
        foreach (var id in changes.Touched)
        {
            _known.Remove(id);
            _index.Remove(id);
        }
        foreach (var one in changes.Now.Where(k => k.IsPublic))
        {
            _known[one.Purchase.Id] = one;
            _index.Put(one.Purchase);
        }
    }

    /// <summary>The opportunities among what is known now, the strongest first. What has not changed is given as the same object.</summary>
    /// <param name="memory">Which keys earlier groups had.</param>
    public IReadOnlyList<FoundOpportunity> Found(
        GroupMemory memory,
        CancellationToken cancellation = default
    )
    {
        var groups = _index.Opportunities(cancellation);
        var told = new Told[groups.Count];
        Parallel.For(
            0,
            groups.Count,
            Processors.All(cancellation),
            i =>
            {
                var missing = _index.Missing(groups[i]);
                told[i] =
                    _told.TryGetValue(groups[i].Id, out var before)
                    && ReferenceEquals(before.Of, groups[i])
                    && (
                        ReferenceEquals(before.Missing, missing)
                        || before.Missing.SequenceEqual(missing)
                    )
                        ? before
                        : new Told(groups[i], missing, Tell(groups[i], missing, _known));
            }
        );
        _told = told.ToDictionary(t => t.Of.Id, StringComparer.Ordinal);
        var strong = told.Where(t => t.Found.Strength >= options.MinimumStrength)
            .OrderByDescending(t => t.Found.Strength)
            .ThenBy(t => t.OwnKey, StringComparer.Ordinal)
            .ToList();
        var keys = memory.KeysFor([
            .. strong.Select(t => new RememberedGroup(t.OwnKey, t.Found.PurchaseIds)),
        ]);
        foreach (var (one, key) in strong.Zip(keys))
        {
            one.CallIt(key);
        }
        return strong.ConvertAll(t => t.Found);
    }

    /// <summary>A group and what is said of it.</summary>
    private sealed class Told(
        Opportunity of,
        IReadOnlyList<MissingAuthority> missing,
        FoundOpportunity found
    )
    {
        public Opportunity Of => of;
        public IReadOnlyList<MissingAuthority> Missing => missing;
        public FoundOpportunity Found { get; private set; } = found;

        /// <summary>The key made from its members, whatever it is called since.</summary>
        public string OwnKey { get; } = found.Key;

        public void CallIt(string key) =>
            Found = Found.Key == key ? Found : Found with { Key = key };
    }

    private FoundOpportunity Tell(
        Opportunity group,
        IReadOnlyList<MissingAuthority> missing,
        Dictionary<string, KnownPurchase> known
    )
    {
        var members = group.Members.Select(m => known[m.Id]).ToList();
        var strength = AssumedDates.Weigh(group.Strength, members);
        var mains = group.Members.Where(m => m.Codes.Count > 0).Select(m => m.Codes[0]).ToList();
        return new()
        {
            Key = group.Id[..8],
            Title = NeedTitle.Of(
                [.. group.Members.Select(m => (m.Title, m.AuthorityName))],
                mains,
                codes
            ),
            Division = mains
                .GroupBy(c => c.Digits[..2])
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .FirstOrDefault()
                ?.Key,
            From = group.From,
            To = group.To,
            Strength = strength.Points,
            Band = strength.Band,
            Parts = strength.Parts,
            CombinedValueMinor = group.CombinedValueMinor,
            Purchases = [.. members.Select(OpportunityPurchase.Of)],
            Missing =
            [
                .. missing.Select(m => new MissingPlace(
                    m.AuthorityCode,
                    m.AuthorityName,
                    m.Words,
                    m.Purchase is { } own ? known[own.Id].Reference : null
                )),
            ],
        };
    }
}

/// <summary>
/// An end that is assumed is no date to plan by: the points for dates count only for the share of purchases whose day is stated.
/// </summary>
internal static class AssumedDates
{
    public static OpportunityStrength Weigh(
        OpportunityStrength strength,
        IReadOnlyList<KnownPurchase> members
    )
    {
        var assumed = members.Count(m => m.Assumed is not null);
        if (assumed == 0)
        {
            return strength;
        }
        var share = 1 - (double)assumed / members.Count;
        var words =
            assumed == members.Count
                ? "Every end is assumed, so the dates count for nothing."
                : $"{assumed} of {members.Count} ends are assumed and count for nothing.";
        return new([
            .. strength.Parts.Select(p =>
                p.Name == "Dates"
                    ? p with
                    {
                        Points = p.Points * share,
                        Words = $"{p.Words} {words}",
                    }
                    : p
            ),
        ]);
    }
}
