namespace Tandem.Collaborations;

/// <summary>Which authorities each partnership has purchases of, kept as purchases come and go.</summary>
internal sealed class PartnerBook
{
    private readonly Dictionary<string, Dictionary<string, SortedSet<HeldPurchase>>> _members = new(
        StringComparer.Ordinal
    );

    /// <summary>Another number once <see cref="Of"/> may give something else.</summary>
    public int Edition { get; private set; }

    public void Add(HeldPurchase held)
    {
        foreach (var partnership in held.Purchase.PartnershipIds)
        {
            if (!_members.TryGetValue(partnership, out var members))
            {
                _members[partnership] = members = new(StringComparer.Ordinal);
            }
            if (!members.TryGetValue(held.Purchase.AuthorityCode, out var purchases))
            {
                members[held.Purchase.AuthorityCode] = purchases = new(HeldPurchase.ById);
            }
            purchases.Add(held);
            Edition += purchases.Min == held ? 1 : 0;
        }
    }

    public void Remove(HeldPurchase held)
    {
        foreach (var partnership in held.Purchase.PartnershipIds)
        {
            var members = _members[partnership];
            var purchases = members[held.Purchase.AuthorityCode];
            Edition += purchases.Min == held ? 1 : 0;
            purchases.Remove(held);
            if (purchases.Count == 0)
            {
                members.Remove(held.Purchase.AuthorityCode);
            }
        }
    }

    /// <summary>One purchase of each authority of these partnerships, that with the first id.</summary>
    public IEnumerable<Purchase> Of(IEnumerable<string> partnerships) =>
        partnerships
            .SelectMany(p =>
                _members.TryGetValue(p, out var members) ? members.Values.Select(m => m.Min!) : []
            )
            .Order(HeldPurchase.ById)
            .Select(h => h.Purchase)
            .DistinctBy(p => p.AuthorityCode);
}
