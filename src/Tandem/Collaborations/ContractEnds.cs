using Tandem.Contracts;

namespace Tandem.Collaborations;

/// <summary>When a contract ends and is bought again.</summary>
/// <param name="Day">Its last day; null where nothing is known of it.</param>
/// <param name="Assumed">Why that day is not stated but assumed, in words; null where it is stated.</param>
internal sealed record ContractEnd(DateOnly? Day, string? Assumed, PurchaseWindow Window);

/// <summary>Reckons when contracts end: by what they state, else by the years in their title, else by a usual term.</summary>
internal sealed class ContractEnds(UsualTerms terms, DateOnly today)
{
    /// <summary>Null where it states no end and none can be assumed, or the assumed one is past.</summary>
    public ContractEnd? Of(Contract contract)
    {
        if ((contract.EndDate ?? contract.LatestEndDate) is { } end)
        {
            var extended = contract.LatestEndDate > end ? contract.LatestEndDate : null;
            // One that has outrun its end is running on its extensions, and comes up when they end.
            var window =
                extended is { } last && end < today
                    ? PurchaseWindow.OfContractEnding(last)
                    : PurchaseWindow.OfContractEnding(end, extended);
            return new(end, null, window);
        }
        return Assumed(contract) is var (day, why) && day >= today
            ? new(day, why, PurchaseWindow.OfContractEnding(day))
            : null;
    }

    // The years in a title come before the usual term: they are the buyer's own words.
    private (DateOnly Day, string Why)? Assumed(Contract contract)
    {
        var (from, what) = contract.StartDate is { } start
            ? (start, "start")
            : (contract.AwardDate, "award");
        if (from is not { } begun)
        {
            return null;
        }
        if (TitleYears.EndOf(contract.Title, begun) is { } said)
        {
            return (said, $"Assumed from the {what} date and the years in its title");
        }
        return
            PurchaseReader.CodesOf(contract.CpvCodes) is [var main, ..]
            && terms.YearsOf(main) is { } years
            ? (
                begun.AddYears(years),
                $"Assumed from the {what} date and a usual term of {Web.Words.CountInWords(years, "year")}"
            )
            : null;
    }
}
