using System.Globalization;

namespace Tandem.Collaborations;

/// <summary>
/// How strong an opportunity is, out of 100 points: the need alike (50), the dates close (20), the authorities near or already
/// partners (15), the number of authorities (10), the same supplier today (5). The shares are set by hand, not learnt: nobody
/// has yet judged whole opportunities.
/// </summary>
internal static class StrengthRule
{
    private const double Need = 50;
    private const double Dates = 20;
    private const double Nearness = 15;
    private const double Size = 10;
    private const double Supplier = 5;

    // Expected dates this far apart give nothing for dates.
    private const double FarApartMonths = 18;

    // Judged pairs as likely as this (in log-odds) were the same need without exception.
    private const double CertainlySame = 3;
    private const double DaysInMonth = 30.4375;

    /// <param name="members">By expected date.</param>
    /// <param name="likeness">The mean likeness of pairs of different authorities, 0 to 1.</param>
    /// <param name="closest">Why the closest pair is taken for the same need.</param>
    public static OpportunityStrength Of(
        IReadOnlyList<HeldPurchase> members,
        double likeness,
        NeedLikeness closest
    ) =>
        new([
            new("Need", Need * likeness, Need, NeedWords(closest)),
            OfDates(members),
            OfNearness([.. members.Select(m => m.Purchase)]),
            OfSupplier([.. members.Select(m => m.Purchase)]),
            OfSize([.. members.Select(m => m.Purchase)]),
        ]);

    /// <summary>The likeness of one pair, 0 to 1, from its log-odds.</summary>
    public static double Likeness(double logOdds) => Math.Clamp(logOdds / CertainlySame, 0, 1);

    private static string NeedWords(NeedLikeness closest) =>
        Sentence(
            string.Join(
                "; ",
                closest.Parts.Where(p => p.Contribution > 0.3).Take(3).Select(p => p.Words)
            )
        );

    private static StrengthPart OfDates(IReadOnlyList<HeldPurchase> members)
    {
        var first = members[0].InPlay!.Value.Expected;
        var last = members[^1].InPlay!.Value.Expected;
        var months = (last.DayNumber - first.DayNumber) / DaysInMonth;
        var apart = (int)Math.Round(months);
        return new StrengthPart(
            "Dates",
            Dates * Math.Max(0, 1 - months / FarApartMonths),
            Dates,
            apart == 0
                ? $"All are due around {Month(first)}."
                : $"Due from {Month(first)} to {Month(last)}, {Count(apart, "month")} apart."
        );
    }

    private static StrengthPart OfNearness(IReadOnlyList<Purchase> members)
    {
        var shared = members
            .Select(m => m.PartnershipIds.AsEnumerable())
            .Aggregate((a, b) => a.Intersect(b, StringComparer.Ordinal));
        if (shared.Any())
        {
            return new("Nearness", Nearness, Nearness, "All belong to one partnership.");
        }
        var region = members[0].Region;
        var oneRegion = region.Length > 0 && members.All(m => m.Region == region);
        if (WidestKm(members) is { } km)
        {
            var far = Math.Round(km).ToString("F0", CultureInfo.InvariantCulture);
            return km switch
            {
                <= 30 => new("Nearness", 15, Nearness, $"All lie within {far} km of each other."),
                <= 60 => new("Nearness", 11, Nearness, $"All lie within {far} km of each other."),
                <= 120 => new("Nearness", 6, Nearness, $"The farthest two lie {far} km apart."),
                _ => new(
                    "Nearness",
                    oneRegion ? 3 : 0,
                    Nearness,
                    $"The farthest two lie {far} km apart."
                ),
            };
        }
        return oneRegion
            ? new("Nearness", 8, Nearness, $"All are in {region}.")
            : new("Nearness", 0, Nearness, "How near they are to each other is not known.");
    }

    private static StrengthPart OfSupplier(IReadOnlyList<Purchase> members)
    {
        var shared = members
            .Where(m => m.SupplierKey is not null)
            .GroupBy(m => m.SupplierKey!)
            .Select(g =>
                (
                    Name: g.Select(m => m.SupplierName).Order(StringComparer.Ordinal).First()
                        ?? g.Key,
                    Authorities: g.Select(m => m.AuthorityCode).Distinct().Count()
                )
            )
            .OrderByDescending(g => g.Authorities)
            .ThenBy(g => g.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return shared.Authorities > 1
            ? new(
                "Supplier",
                Supplier,
                Supplier,
                $"{shared.Name} supplies {Numbers.OfAuthorities(shared.Authorities)} of them today."
            )
            : new("Supplier", 0, Supplier, "No supplier is known to serve more than one of them.");
    }

    private static StrengthPart OfSize(IReadOnlyList<Purchase> members)
    {
        var count = members.Select(m => m.AuthorityCode).Distinct().Count();
        var points = count switch
        {
            2 => 4,
            3 => 7,
            _ => 10,
        };
        return new(
            "Size",
            points,
            Size,
            $"{Sentence(Numbers.OfAuthorities(count) + " authorities")}{Numbers.CombinedValue(members)}"
        );
    }

    private static double? WidestKm(IReadOnlyList<Purchase> members)
    {
        var placed = members.Where(m => m is { Latitude: not null, Longitude: not null }).ToList();
        return placed.Count < members.Count
            ? null
            : placed.Max(a => placed.Max(b => Distance.Km(a, b)));
    }

    private static string Sentence(string words) =>
        words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..] + ".";

    private static string Month(DateOnly day) =>
        day.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Count(int number, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");
}
