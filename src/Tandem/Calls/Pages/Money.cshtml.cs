using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
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

/// <summary>What money is it about?</summary>
public sealed class MoneyModel(Db db, Actor actor, WriteCall write) : CallPageModel(db, actor)
{
    private const int Spare = 2;
    private const int Longest = 300;

    [BindProperty, Display(Name = "Currency")]
    public string Currency { get; set; } = "GBP";

    [BindProperty, Display(Name = "Budget", Description = "What is shared out in all")]
    public string? Budget { get; set; }

    [BindProperty, Display(Name = "Least to ask for (optional)")]
    public string? LeastAsk { get; set; }

    [BindProperty, Display(Name = "Most to ask for (optional)")]
    public string? MostAsk { get; set; }

    [
        BindProperty,
        Display(
            Name = "Estimated value",
            Description = "Of the whole contract with all its options, without VAT"
        )
    ]
    public string? Value { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Fees { get; set; } = [];

    [BindProperty]
    public List<PrizeDraft> Prizes { get; set; } = [];

    public async Task<IActionResult> OnPostAsync()
    {
        await write.MoneyAsync(
            Reference,
            new()
            {
                Currency = Currency,
                BudgetMinor = Minor(Budget, nameof(Budget)),
                LeastAskMinor = Minor(LeastAsk, nameof(LeastAsk)),
                MostAskMinor = Minor(MostAsk, nameof(MostAsk)),
                ValueMinor = Minor(Value, nameof(Value)),
                Fees = Fees.ToDictionary(f => f.Key, f => Minor(f.Value, $"Fees[{f.Key}]")),
                Prizes = [.. Read()],
            },
            HttpContext.RequestAborted
        );
        return Done("The money is saved.");
    }

    /// <inheritdoc/>
    protected override Task FillAsync(CancellationToken cancellation)
    {
        Currency = Call.Currency;
        (Budget, LeastAsk) = (Said(Call.BudgetMinor), Said(Call.LeastAskMinor));
        (MostAsk, Value) = (Said(Call.MostAskMinor), Said(Call.ValueMinor));
        Fees = Call.Stages.ToDictionary(s => s.Code, s => Said(s.FeeMinor));
        Prizes =
        [
            .. Call.PrizeList.Select(p => new PrizeDraft
            {
                Title = p.Title,
                Amount = Said(p.AmountMinor),
                Words = p.Words,
            }),
            .. Enumerable.Range(0, Spare).Select(_ => new PrizeDraft()),
        ];
        return Task.CompletedTask;
    }

    private IEnumerable<Prize> Read()
    {
        for (var i = 0; i < Prizes.Count; i++)
        {
            var prize = Prizes[i];
            var (title, words) = (prize.Title?.Trim() ?? "", prize.Words?.Trim() ?? "");
            if (title.Length == 0)
            {
                continue;
            }
            if (title.Length > Longest || words.Length > Longest)
            {
                throw new Refusal(
                    $"This must be {Longest} characters or fewer",
                    $"Prizes[{i}].Title"
                );
            }
            yield return new(
                title,
                Minor(prize.Amount, $"Prizes[{i}].Amount"),
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
