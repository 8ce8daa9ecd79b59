using Tandem.Classification;
using Tandem.Collaborations;

namespace Tandem.Tests.Collaborations;

/// <summary>Made-up coming purchases of made-up authorities, the same for the same seed.</summary>
internal static class Plan
{
    public static readonly DateOnly AsOf = new(2026, 1, 1);

    private static readonly (string Title, string Codes)[] Needs =
    [
        ("Window cleaning of council buildings", "90911300"),
        ("Insurance placement and claims handling", "66510000"),
        ("Supply of fresh fruit and vegetables", "15300000"),
        ("Passenger lift maintenance", "50750000"),
        ("Street lighting column replacement", "34928530"),
        ("Dog kennelling for strays", "98380000"),
        ("Payroll software", "48450000"),
        ("Legionella and water hygiene monitoring", "71600000"),
        ("Grounds maintenance and grass cutting", "77314100"),
        ("Home to school taxi transport", "60120000"),
        ("Occupational health service", "85147000"),
        ("Asbestos surveys", "90711000"),
        ("Natural gas supply", "09123000"),
        ("Library books and stock", "22110000"),
        ("Parking enforcement cameras", "34970000"),
        ("Stairlift installation", "42416000"),
        ("Agency staff managed service", "79620000"),
        ("Weed spraying of highways", "77312100"),
        ("Refuse collection vehicles", "34144510"),
        ("School meals catering", "55524000"),
    ];

    private static readonly string[] Wordings =
    [
        "{0}",
        "Provision of {0}",
        "Tender for {0}",
        "{0} contract 2026 to 2030",
        "Framework agreement: {0}",
    ];

    public static Purchase Purchase(
        string id,
        string authority,
        string title,
        string codes,
        DateOnly end,
        DateOnly? extendableTo = null
    ) =>
        new()
        {
            Id = id,
            Kind = PurchaseKind.ContractEnding,
            AuthorityCode = authority,
            AuthorityName = "Council of " + authority,
            Title = title,
            Codes = [.. CpvText.Find(codes).Select(c => c.Code)],
            Window = PurchaseWindow.OfContractEnding(end, extendableTo),
        };

    /// <summary>A purchase of any need, at any time of four years, by one of some authorities.</summary>
    public static Purchase Any(Random random, int number, int authorities = 30)
    {
        var need = random.Next(Needs.Length);
        return Of(
            random,
            "p" + number,
            "A" + random.Next(authorities),
            need,
            AsOf.AddDays(random.Next(1400))
        );
    }

    /// <summary>Groups of authorities that buy the same need within two months, and the ids of their purchases.</summary>
    public static (List<Purchase> Purchases, List<HashSet<string>> Planted) Planted(int seed)
    {
        var random = new Random(seed);
        var purchases = new List<Purchase>();
        var planted = new List<HashSet<string>>();
        for (var need = 0; need < Needs.Length; need++)
        {
            // Two groups of the same need lie so far apart in time that their windows share nothing.
            for (var when = 0; when < 2; when++)
            {
                var group = new HashSet<string>();
                var start = AsOf.AddDays(120 + when * 600 + random.Next(60));
                var size = random.Next(2, 5);
                for (var i = 0; i < size; i++)
                {
                    var id = $"n{need}w{when}m{i}";
                    group.Add(id);
                    purchases.Add(
                        Of(random, id, $"A{need}-{when}-{i}", need, start.AddDays(random.Next(60)))
                    );
                }
                planted.Add(group);
            }
        }
        return (purchases, planted);
    }

    private static Purchase Of(Random random, string id, string authority, int need, DateOnly end)
    {
        var (title, codes) = Needs[need];
        var wording = Wordings[random.Next(Wordings.Length)];
        return Purchase(
            id,
            authority,
            wording.Replace("{0}", title),
            random.Next(4) == 0 ? "" : codes,
            end,
            random.Next(3) == 0 ? end.AddMonths(6) : null
        );
    }
}
