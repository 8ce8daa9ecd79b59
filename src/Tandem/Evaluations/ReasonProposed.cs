namespace Tandem.Evaluations;

/// <summary>A first draft of the reason for an outcome, from what the ranking says; a person makes it theirs.</summary>
internal static class ReasonProposed
{
    public static string Of(
        JudgedStage stage,
        RankedEntry ranked,
        bool chosen,
        BudgetRow? budget
    ) =>
        ranked.Standing switch
        {
            RankStanding.ScreenedOut => "It did not pass screening: "
                + stage.Of(new(ranked.Fact.Id))?.Screened?.Reason,
            RankStanding.RedLine =>
                $"It does not pass: {string.Join("; ", ranked.Fact.RedLinesFailed ?? [])}.",
            RankStanding.BelowMinimum => string.Join(". ", ranked.Below) + ".",
            RankStanding.Passed => chosen ? "It meets what was asked." : "",
            _ => Placed(stage, ranked, chosen, budget),
        };

    private static string Placed(
        JudgedStage stage,
        RankedEntry ranked,
        bool chosen,
        BudgetRow? budget
    )
    {
        var of = stage.Ranking.Count(r => r.Place is not null);
        var place =
            $"It came {RankWords.Place(ranked.Place!.Value)} of {of}"
            + (
                ranked.Pairs is { } pairs
                    ? $": it was preferred in {RankWords.Preferred(pairs.Won, pairs.Compared)} comparisons"
                    : $" with {RankWords.Points(ranked.Share)} of 100"
            );
        var tie = ranked.DecidedBy is { } by ? $", placed among equals by {by}" : "";
        return budget is null ? $"{place}{tie}."
            : chosen ? $"{place}{tie}, and the budget reaches it."
            : $"{place}{tie}. The budget did not reach it.";
    }
}
