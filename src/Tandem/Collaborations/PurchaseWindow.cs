namespace Tandem.Collaborations;

/// <summary>The time in which a purchase can be prepared together with others.</summary>
/// <param name="Earliest">The first day on which it could be bought.</param>
/// <param name="Expected">The day by which it is expected to be bought.</param>
/// <param name="Latest">The last day.</param>
public readonly record struct PurchaseWindow(DateOnly Earliest, DateOnly Expected, DateOnly Latest)
{
    private const int MonthsBeforeEnd = 12;
    private const int MonthsBeforePlan = 3;
    private const int MonthsAfterPlan = 6;

    /// <summary>
    /// The window of a contract that ends. Its successor must be in place when it ends, and councils begin on it about a year
    /// before; an option to extend lets it wait until the option has run out.
    /// </summary>
    /// <param name="end">The last day of the contract, without extension.</param>
    /// <param name="extendableTo">The last day with every extension used; null where there is none.</param>
    public static PurchaseWindow OfContractEnding(DateOnly end, DateOnly? extendableTo = null) =>
        new(
            end.AddMonths(-MonthsBeforeEnd),
            end,
            extendableTo is { } extended && extended > end ? extended : end
        );

    /// <summary>The window of a planned purchase: plans slip more often than they come early.</summary>
    public static PurchaseWindow OfPlan(DateOnly planned) =>
        new(planned.AddMonths(-MonthsBeforePlan), planned, planned.AddMonths(MonthsAfterPlan));

    /// <summary>The days both windows have; null where they have none.</summary>
    public (DateOnly From, DateOnly To)? Shared(PurchaseWindow other) =>
        (Earliest > other.Earliest ? Earliest : other.Earliest) is var from
        && (Latest < other.Latest ? Latest : other.Latest) is var to
        && from <= to
            ? (from, to)
            : null;

    /// <summary>The part of the window that lies between two days; null where none does.</summary>
    internal PurchaseWindow? Within(DateOnly from, DateOnly to)
    {
        if (Latest < from || Earliest > to)
        {
            return null;
        }
        var earliest = Earliest < from ? from : Earliest;
        var latest = Latest > to ? to : Latest;
        var expected =
            Expected < earliest ? earliest
            : Expected > latest ? latest
            : Expected;
        return new PurchaseWindow(earliest, expected, latest);
    }
}
