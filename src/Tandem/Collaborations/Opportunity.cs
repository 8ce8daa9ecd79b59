namespace Tandem.Collaborations;

/// <summary>How sure an opportunity is.</summary>
public enum StrengthBand
{
    /// <summary>Below 50 points: worth a question.</summary>
    Perhaps,

    /// <summary>50 points and more: worth a conversation.</summary>
    Fair,

    /// <summary>70 points and more: worth a meeting.</summary>
    Strong,
}

/// <summary>One part of the strength of an opportunity.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Points">What it gives.</param>
/// <param name="Most">What it could give.</param>
/// <param name="Words">Why, in words.</param>
public sealed record StrengthPart(string Name, double Points, double Most, string Words);

/// <summary>The strength of an opportunity: its parts add up to it.</summary>
/// <param name="Parts">Need, dates, nearness, supplier and size, in this order.</param>
public sealed record OpportunityStrength(IReadOnlyList<StrengthPart> Parts)
{
    /// <summary>0 to 100.</summary>
    public double Points { get; } = Parts.Sum(p => p.Points);

    public StrengthBand Band =>
        Math.Round(Points) switch
        {
            >= 70 => StrengthBand.Strong,
            >= 50 => StrengthBand.Fair,
            _ => StrengthBand.Perhaps,
        };
}

/// <summary>Two or more authorities' purchases for the same need, in windows that all overlap.</summary>
/// <param name="Id">Made from the ids of the members: the same members give the same id in every run.</param>
/// <param name="Members">By expected date, then id.</param>
/// <param name="From">The first day all windows have.</param>
/// <param name="To">The last day all windows have.</param>
/// <param name="Strength">How sure, and why.</param>
/// <param name="Likeness">Why the two purchases most alike are taken for the same need.</param>
public sealed record Opportunity(
    string Id,
    IReadOnlyList<Purchase> Members,
    DateOnly From,
    DateOnly To,
    OpportunityStrength Strength,
    NeedLikeness Likeness
)
{
    /// <summary>The authorities, each once, by name.</summary>
    public IReadOnlyList<string> AuthorityCodes { get; } =
    [
        .. Members
            .OrderBy(m => m.AuthorityName, StringComparer.Ordinal)
            .Select(m => m.AuthorityCode)
            .Distinct(),
    ];

    /// <summary>What the members with a known value are worth together, by currency, in minor units.</summary>
    public IReadOnlyDictionary<string, long> CombinedValueMinor { get; } =
        Members
            .Where(m => m is { ValueMinor: > 0, Currency: not null })
            .GroupBy(m => m.Currency!)
            .ToDictionary(g => g.Key, g => g.Sum(m => m.ValueMinor!.Value));
}

/// <summary>An authority that one would expect in an opportunity and that is not in it.</summary>
/// <param name="AuthorityCode">Its code.</param>
/// <param name="AuthorityName">Its name.</param>
/// <param name="Purchase">Its own purchase of the like, at another time; null where none is known.</param>
/// <param name="Words">Why it is not in it.</param>
public sealed record MissingAuthority(
    string AuthorityCode,
    string AuthorityName,
    Purchase? Purchase,
    string Words
);

/// <summary>A purchase of another authority that is like the one asked about.</summary>
public sealed record NearPurchase(Purchase Purchase, NeedLikeness Likeness);
