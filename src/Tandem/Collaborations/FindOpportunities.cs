using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>Makes opportunities of what is known: page, job and command line all take theirs from here.</summary>
public sealed class FindOpportunities(MatchOptions options, CpvList codes)
{
    /// <summary>The opportunities among purchases that everybody may see, the strongest first.</summary>
    /// <param name="known">Each purchase once; those that are not public are left out.</param>
    /// <param name="memory">Which keys earlier groups had.</param>
    public IReadOnlyList<FoundOpportunity> Among(
        IReadOnlyList<KnownPurchase> known,
        GroupMemory memory,
        CancellationToken cancellation = default
    )
    {
        var byId = known
            .Where(k => k.IsPublic)
            .ToDictionary(k => k.Purchase.Id, StringComparer.Ordinal);
        var index = new MatchIndex(options with { MinimumStrength = 0 });
        index.AddAll(
            [.. byId.Values.Select(k => k.Purchase).OrderBy(p => p.Id, StringComparer.Ordinal)],
            cancellation
        );
        var groups = index.Opportunities(cancellation);
        var found = new FoundOpportunity[groups.Count];
        Parallel.For(
            0,
            groups.Count,
            new ParallelOptions { CancellationToken = cancellation },
            i => found[i] = Tell(groups[i], index.Missing(groups[i]), byId)
        );
        var strong = found
            .Where(f => f.Strength >= options.MinimumStrength)
            .OrderByDescending(f => f.Strength)
            .ThenBy(f => f.Key, StringComparer.Ordinal)
            .ToList();
        var keys = memory.KeysFor([
            .. strong.Select(f => new RememberedGroup(f.Key, [.. f.Purchases.Select(p => p.Id)])),
        ]);
        return [.. strong.Select((f, i) => f with { Key = keys[i] })];
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
            Title = NeedTitle.Of([.. group.Members.Select(m => m.Title)], mains, codes),
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
