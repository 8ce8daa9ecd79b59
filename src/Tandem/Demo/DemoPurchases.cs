using Tandem.Classification;

namespace Tandem.Demo;

/// <summary>How far a purchase of the demo network has come.</summary>
internal enum DemoStage
{
    Planned,
    Tendering,
    Contracted,
}

/// <summary>One purchase of one council of the demo network.</summary>
internal sealed record DemoPurchase(
    int Number,
    Authority Council,
    DemoNeed Need,
    DemoStage Stage,
    string Title,
    string Description,
    DemoSupplier Supplier,
    DateOnly Start,
    DateOnly End,
    DateOnly LatestEnd,
    DateOnly Published,
    DateOnly Deadline,
    long Value
);

/// <summary>
/// Makes up what each council buys: the same on every machine for the same day, seeded and repeatable. In some needs several
/// councils' contracts end in one quarter, so that there is something to find.
/// </summary>
internal static class DemoPurchases
{
    /// <param name="today">What "coming" is reckoned from.</param>
    public static IReadOnlyList<DemoPurchase> Make(DemoTables tables, DateOnly today)
    {
        var random = new Random(20261121);
        var month = new DateOnly(today.Year, today.Month, 1);
        var made = new List<DemoPurchase>();
        foreach (var need in tables.Needs)
        {
            var common = month.AddMonths(random.Next(5, 30));
            var suppliers = tables
                .Suppliers.Where(s => s.Trades.Intersect(need.Trades).Any())
                .ToList();
            foreach (var council in tables.Authorities.Where(need.IsBoughtBy))
            {
                var rounds = random.NextDouble() switch
                {
                    < 0.3 => 0,
                    < 0.85 => 1,
                    _ => 2,
                };
                var end =
                    random.NextDouble() < 0.45
                        ? common.AddMonths(random.Next(-2, 3))
                        : month.AddMonths(random.Next(-6, 42));
                // A present contract has begun: its end is never further away than its term is long.
                var furthest = month.AddYears(need.Years).AddMonths(-1);
                end = end < furthest ? end : furthest;
                for (var round = 0; round < rounds; round++)
                {
                    // The present contract, and the one before it: the history that real registers have.
                    var last = end.AddYears(-need.Years * round).AddDays(-1);
                    made.Add(
                        Contracted(
                            made.Count + 1,
                            council,
                            need,
                            suppliers[random.Next(suppliers.Count)],
                            last,
                            random
                        )
                    );
                }
                if (random.NextDouble() < 0.15)
                {
                    made.Add(
                        Coming(made.Count + 1, council, need, suppliers[0], month, end, random)
                    );
                }
            }
        }
        return made;
    }

    private static DemoPurchase Contracted(
        int number,
        Authority council,
        DemoNeed need,
        DemoSupplier supplier,
        DateOnly end,
        Random random
    )
    {
        var start = end.AddYears(-need.Years).AddDays(1);
        return Worded(
            number,
            council,
            need,
            DemoStage.Contracted,
            supplier,
            start,
            end,
            start,
            random
        );
    }

    private static DemoPurchase Coming(
        int number,
        Authority council,
        DemoNeed need,
        DemoSupplier nobodyYet,
        DateOnly month,
        DateOnly present,
        Random random
    )
    {
        var start = present > month ? present : month.AddMonths(random.Next(4, 12));
        var stage = start < month.AddMonths(8) ? DemoStage.Tendering : DemoStage.Planned;
        return Worded(
            number,
            council,
            need,
            stage,
            nobodyYet,
            start,
            start.AddYears(need.Years).AddDays(-1),
            month,
            random
        );
    }

    private static DemoPurchase Worded(
        int number,
        Authority council,
        DemoNeed need,
        DemoStage stage,
        DemoSupplier supplier,
        DateOnly start,
        DateOnly end,
        DateOnly month,
        Random random
    )
    {
        var title = need.Titles[random.Next(need.Titles.Length)];
        title = random.Next(5) switch
        {
            0 => $"{council.ShortName}: {title}",
            1 => $"{title} ({council.ShortName})",
            2 => $"{title} {start.Year}–{end.Year % 100:00}",
            _ => title,
        };
        var published = stage switch
        {
            DemoStage.Planned => month.AddDays(-random.Next(5, 200)),
            DemoStage.Tendering => month.AddDays(-random.Next(3, 15)),
            _ => start.AddMonths(-6),
        };
        var size = (council.Population ?? 100_000) / 100_000.0 * (0.75 + random.NextDouble() / 2);
        var value = (long)(need.YearlyValue * need.Years * size / 1000) * 1000;
        return new(
            number,
            council,
            need,
            stage,
            title,
            need.Descriptions[random.Next(need.Descriptions.Length)],
            supplier,
            start,
            end,
            end.AddYears(need.ExtensionYears),
            published,
            stage == DemoStage.Planned
                ? start.AddMonths(-5)
                : published.AddDays(stage == DemoStage.Tendering ? 45 : 30),
            value
        );
    }
}
