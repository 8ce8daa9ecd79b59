using System.Text.Json;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>What money a call is about, and the rules of it.</summary>
public sealed partial class Call
{
    /// <summary>Says what money it is about.</summary>
    /// <exception cref="Refusal">It is no draft, or an amount will not do.</exception>
    public void Fund(CallSums sums, DateTime now)
    {
        MustBeDraft();
        MustAddUp(sums);
        Hold(sums);
        ChangedAt = now;
    }

    private static void MustAddUp(CallSums sums)
    {
        var refusals = new Refusals();
        if (sums.Currency is not { Length: 3 } currency || !currency.All(char.IsAsciiLetterUpper))
        {
            refusals.Say("Enter a currency, like GBP", "Sums.Currency");
        }
        foreach (
            var (amount, field) in new[]
            {
                (sums.BudgetMinor, "Sums.Budget"),
                (sums.LeastAskMinor, "Sums.LeastAsk"),
                (sums.MostAskMinor, "Sums.MostAsk"),
                (sums.ValueMinor, "Sums.Value"),
            }
        )
        {
            if (amount < 0)
            {
                refusals.Say("An amount is not below zero", field);
            }
        }
        if (sums.LeastAskMinor > sums.MostAskMinor)
        {
            refusals.Say(
                "The most that can be asked for is not less than the least",
                "Sums.MostAsk"
            );
        }
        if (sums.MostAskMinor > sums.BudgetMinor)
        {
            refusals.Say(
                "The most that can be asked for is not more than the budget",
                "Sums.MostAsk"
            );
        }
        refusals.Throw();
    }

    private void Hold(CallSums sums)
    {
        (Currency, BudgetMinor, LeastAskMinor, MostAskMinor, ValueMinor) = (
            sums.Currency,
            sums.BudgetMinor,
            sums.LeastAskMinor,
            sums.MostAskMinor,
            sums.ValueMinor
        );
        Prizes = JsonSerializer.Serialize(sums.Prizes, JsonSerializerOptions.Web);
        foreach (var (code, fee) in sums.Fees)
        {
            MustHave(code).FeeMinor = fee;
        }
    }
}
