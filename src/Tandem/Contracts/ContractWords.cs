using Tandem.Web;

namespace Tandem.Contracts;

/// <summary>What is said of contracts in plain words.</summary>
public static class ContractWords
{
    /// <summary>Who may see it.</summary>
    public static string Visibility(Visibility visibility) =>
        visibility switch
        {
            Contracts.Visibility.Organisation => "Your organisation only",
            Contracts.Visibility.Partnership => "Shared with partners",
            _ => "Public",
        };

    /// <summary>How long it runs, as one sentence.</summary>
    public static string Standing(ContractRow contract, DateOnly today)
    {
        var latest =
            contract.LatestEndDate is { } last && last > (contract.EndDate ?? DateOnly.MinValue)
                ? last
                : (DateOnly?)null;
        var option = latest is { } option1
            ? $", with an option to extend to {Words.Day(option1)}"
            : "";
        return contract switch
        {
            { EndDate: null } when latest is { } only =>
                $"Contract ends by {Words.Day(only)} at the latest.",
            { EndDate: null, StartDate: { } start } =>
                $"Contract starts {Words.Day(start)}; no end date is given.",
            { EndDate: null } => "No start or end date is given.",
            { StartDate: { } start } when start > today =>
                $"Contract starts {Words.Day(start)} and ends {Words.Day(contract.EndDate.Value)}{option}.",
            { EndDate: { } end } when end >= today => $"Contract ends {Words.Day(end)}{option}.",
            { EndDate: { } end } when latest >= today =>
                $"Contract ended {Words.Day(end)} unless it was extended, which it could be to {Words.Day(latest!.Value)}.",
            _ => $"Contract ended {Words.Day(contract.EndDate!.Value)}.",
        };
    }
}
