namespace Tandem.Evaluations;

/// <summary>An entry, in its order, with what it asks for.</summary>
/// <param name="Ask">Minor units of the call's currency.</param>
public sealed record Asking(Guid Entry, string Reference, int? Place, long Ask);

/// <summary>That an entry is funded although it stands below the line, or with another amount, or not although it stands above: recorded with a reason.</summary>
/// <param name="Amount">Minor units; null for what it asks.</param>
public sealed record FundingOverride(Guid Entry, bool Funded, long? Amount = null);

/// <summary>One row of the table with the line.</summary>
/// <param name="Amount">What it would get: minor units, 0 where nothing.</param>
/// <param name="Spent">What all funded down to here get together.</param>
/// <param name="ToHere">What it would take to fund everything down to here, with the overrides.</param>
/// <param name="Fits">Whether that is within the budget.</param>
public sealed record BudgetRow(
    Asking Asking,
    bool Funded,
    bool Overridden,
    long Amount,
    long Spent,
    long ToHere,
    bool Fits
);

/// <summary>A budget laid over a ranking: who gets money, from the top, until the next one no longer fits. Pure.</summary>
/// <param name="Rows">In the order of the ranking; entries without a place last.</param>
/// <param name="Budget">Minor units.</param>
/// <param name="Spent">Minor units that those who are funded get.</param>
public sealed record BudgetLine(IReadOnlyList<BudgetRow> Rows, long Budget, long Spent)
{
    /// <summary>What is left; negative where overrides spend more than there is.</summary>
    public long Left => Budget - Spent;

    /// <param name="ranked">In order.</param>
    /// <param name="fundTo">How many from the top are funded: "fund to here". Null for as many as the budget holds, none skipped; those who share a place are funded together or not at all.</param>
    public static BudgetLine Of(
        IReadOnlyList<Asking> ranked,
        long budget,
        IReadOnlyCollection<FundingOverride>? overrides = null,
        int? fundTo = null
    )
    {
        var set = (overrides ?? []).GroupBy(o => o.Entry).ToDictionary(g => g.Key, g => g.Last());
        // Money set apart by an override is no longer there for those who come by their place.
        var apart = ranked.Sum(r => set.TryGetValue(r.Entry, out var o) ? Given(o, r) : 0);
        var rows = new List<BudgetRow>();
        var (byPlace, spent, toHere, open) = (0L, 0L, 0L, true);
        for (var i = 0; i < ranked.Count; i++)
        {
            var asking = ranked[i];
            var forced = set.GetValueOrDefault(asking.Entry);
            long amount;
            if (forced is not null)
            {
                amount = Given(forced, asking);
                toHere += amount;
            }
            else
            {
                open =
                    open
                    && asking.Place is not null
                    && (
                        fundTo is { } to
                            ? i < to
                            : apart + byPlace + Together(ranked, i, set) <= budget
                    );
                amount = open ? asking.Ask : 0;
                byPlace += amount;
                toHere += asking.Place is null ? 0 : asking.Ask;
            }
            spent += amount;
            rows.Add(
                new(
                    asking,
                    forced?.Funded ?? open,
                    forced is not null,
                    amount,
                    spent,
                    toHere,
                    toHere <= budget
                )
            );
        }
        return new(rows, budget, spent);
    }

    // What this one and those after it at the same place ask for: nothing tells them apart, so neither does the money.
    private static long Together(
        IReadOnlyList<Asking> ranked,
        int from,
        Dictionary<Guid, FundingOverride> set
    ) =>
        ranked
            .Skip(from)
            .TakeWhile(r => r.Place == ranked[from].Place)
            .Where(r => !set.ContainsKey(r.Entry))
            .Sum(r => r.Ask);

    private static long Given(FundingOverride forced, Asking asking) =>
        forced.Funded ? forced.Amount ?? asking.Ask : 0;
}
