using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>A prize as it is typed.</summary>
public sealed class PrizeDraft
{
    public string? Title { get; set; }
    public string? Amount { get; set; }
    public string? Words { get; set; }
}

/// <summary>Money of a call as it is typed.</summary>
public sealed class SumsForm
{
    private const int Spare = 2;
    private const int Longest = 300;

    [Display(Name = "Currency")]
    public string Currency { get; set; } = "GBP";

    [Display(Name = "Budget", Description = "What is shared out in all")]
    public string? Budget { get; set; }

    [Display(Name = "Least to ask for (optional)")]
    public string? LeastAsk { get; set; }

    [Display(Name = "Most to ask for (optional)")]
    public string? MostAsk { get; set; }

    [Display(
        Name = "Estimated value",
        Description = "Of the whole contract with all its options, without VAT"
    )]
    public string? Value { get; set; }
    public Dictionary<string, string?> Fees { get; set; } = [];
    public List<PrizeDraft> Prizes { get; set; } = [];

    /// <summary>The call it is about, which says what is asked.</summary>
    internal Call Call { get; set; } = null!;

    /// <summary>Whether a call has anything to say of money.</summary>
    internal static bool IsAskedOf(Call call) =>
        call.Kind.Money != CallMoney.None || call.Kind.Stages.Any(s => s.PaysEach);

    /// <summary>What is there, with room for more prizes.</summary>
    internal static SumsForm Of(Call call) =>
        new()
        {
            Call = call,
            Currency = call.Currency,
            Budget = Said(call.BudgetMinor),
            LeastAsk = Said(call.LeastAskMinor),
            MostAsk = Said(call.MostAskMinor),
            Value = Said(call.ValueMinor),
            Fees = call.Stages.ToDictionary(s => s.Code, s => Said(s.FeeMinor)),
            Prizes =
            [
                .. call.PrizeList.Select(p => new PrizeDraft
                {
                    Title = p.Title,
                    Amount = Said(p.AmountMinor),
                    Words = p.Words,
                }),
                .. Enumerable.Range(0, Spare).Select(_ => new PrizeDraft()),
            ],
        };

    /// <exception cref="Refusal">Something is no amount, or too long: all that is wrong is said.</exception>
    internal CallSums Read()
    {
        var refusals = new Refusals();
        long? Amount(string? text, string field) => refusals.Of(() => Minor(text, field));
        var sums = new CallSums
        {
            Currency = Currency,
            BudgetMinor = Amount(Budget, "Sums.Budget"),
            LeastAskMinor = Amount(LeastAsk, "Sums.LeastAsk"),
            MostAskMinor = Amount(MostAsk, "Sums.MostAsk"),
            ValueMinor = Amount(Value, "Sums.Value"),
            Fees = Fees.ToDictionary(f => f.Key, f => Amount(f.Value, $"Sums.Fees[{f.Key}]")),
            Prizes = [.. ReadPrizes(refusals)],
        };
        refusals.Throw();
        return sums;
    }

    private IEnumerable<Prize> ReadPrizes(Refusals refusals)
    {
        for (var i = 0; i < Prizes.Count; i++)
        {
            var (prize, field) = (Prizes[i], $"Sums.Prizes[{i}]");
            var (title, words) = (prize.Title?.Trim() ?? "", prize.Words?.Trim() ?? "");
            if (title.Length == 0)
            {
                continue;
            }
            if (title.Length > Longest || words.Length > Longest)
            {
                refusals.Say(
                    $"This must be {Longest} characters or fewer",
                    title.Length > Longest ? $"{field}.Title" : $"{field}.Words"
                );
            }
            yield return new(
                title,
                refusals.Of(() => Minor(prize.Amount, $"{field}.Amount")),
                words.Length == 0 ? null : words
            );
        }
    }

    private static long? Minor(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        return
            decimal.TryParse(
                text.Replace("£", "", StringComparison.Ordinal)
                    .Replace(" ", "", StringComparison.Ordinal),
                NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var amount
            )
            && amount < 1e12m
            ? (long)decimal.Round(amount * 100)
            : throw new Refusal("Enter an amount, such as 25000", field);
    }

    private static string? Said(long? minor) =>
        minor is { } amount ? (amount / 100m).ToString("0.##", CultureInfo.InvariantCulture) : null;
}
