using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>How the money of a published call changes by an addendum.</summary>
public sealed partial class Call
{
    private List<AddendumChange> AmendMoney(CallSums? sums, DateTime now)
    {
        if (sums is null)
        {
            return [];
        }
        if (sums.Currency != Currency)
        {
            throw new Refusal("The currency stays as it was published.");
        }
        MustAddUp(sums);
        MustStillSay(sums);
        var before = Stages.ToDictionary(s => s.Code, s => s.FeeMinor);
        var changes = new List<AddendumChange>();
        void Compare(string what, long? was, long? isNow)
        {
            if (was != isNow)
            {
                changes.Add(new(what, Said(was), Said(isNow)));
            }
        }
        Compare("Budget", BudgetMinor, sums.BudgetMinor);
        Compare("Least to ask for", LeastAskMinor, sums.LeastAskMinor);
        Compare("Most to ask for", MostAskMinor, sums.MostAskMinor);
        Compare("Estimated value", ValueMinor, sums.ValueMinor);
        foreach (var (code, fee) in sums.Fees)
        {
            var stage = MustHave(code);
            if (fee != stage.FeeMinor && stage.Clock.StateAt(now) == StageState.Closed)
            {
                throw new Refusal(
                    $"The deadline of {stage.Title} has passed: what its entrants are paid cannot be changed any more",
                    $"Sums.Fees[{code}]"
                );
            }
            Compare($"Paid to each entrant of {stage.Title}", before[code], fee);
        }
        changes.AddRange(PrizeChanges(PrizeList, sums.Prizes));
        Hold(sums);
        return changes;
    }

    // What has to be said before publication is not unsaid after it.
    private void MustStillSay(CallSums sums)
    {
        var (missing, field) = Kind.Money switch
        {
            CallMoney.Budget when sums.BudgetMinor is null => ("Enter the budget", "Sums.Budget"),
            CallMoney.Value when sums.ValueMinor is null => (
                "Enter the estimated value",
                "Sums.Value"
            ),
            CallMoney.Prizes when sums.Prizes.Count == 0 => (
                "Enter at least one prize",
                "Sums.Prizes[0].Title"
            ),
            _ => (null, null),
        };
        if (missing is not null)
        {
            throw new Refusal(missing, field);
        }
        if (
            InOrder.FirstOrDefault(s =>
                Kind.Stage(s.Code).PaysEach && sums.Fees.GetValueOrDefault(s.Code) is null
            ) is
            { } unpaid
        )
        {
            throw new Refusal(
                $"Enter what each entrant of {unpaid.Title} is paid",
                $"Sums.Fees[{unpaid.Code}]"
            );
        }
    }

    private IEnumerable<AddendumChange> PrizeChanges(
        IReadOnlyList<Prize> before,
        IReadOnlyList<Prize> after
    )
    {
        for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
        {
            var (was, now) = (before.ElementAtOrDefault(i), after.ElementAtOrDefault(i));
            if (was != now)
            {
                yield return new($"Prize {i + 1}", Said(was), Said(now));
            }
        }
    }

    private string? Said(long? minor) => minor is { } sum ? CallWording.Sum(sum, this) : null;

    private string? Said(Prize? prize) =>
        prize is null
            ? null
            : string.Join(
                ", ",
                new[] { prize.Title, Said(prize.AmountMinor), prize.Words }.OfType<string>()
            );
}
