using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Calls;

/// <summary>Calls in words.</summary>
public static class CallWording
{
    /// <summary>How it stands, in a word or two.</summary>
    public static string Standing(CallStanding standing) =>
        standing switch
        {
            CallStanding.InPreparation => "In preparation",
            CallStanding.OpensSoon => "Opens soon",
            CallStanding.Open => "Open",
            CallStanding.BeingJudged => "Closed, being judged",
            CallStanding.BetweenStages => "Closed for now",
            CallStanding.BeingRead => "Closed, being read",
            CallStanding.Decided => "Decided",
            CallStanding.Cancelled => "Cancelled",
            _ => "Ended",
        };

    /// <summary>Colour of its tag.</summary>
    public static string Colour(CallStanding standing) =>
        standing switch
        {
            CallStanding.Open => "green",
            CallStanding.OpensSoon => "blue",
            CallStanding.BeingJudged or CallStanding.BetweenStages or CallStanding.BeingRead =>
                "purple",
            CallStanding.Decided => "teal",
            CallStanding.Cancelled => "red",
            CallStanding.InPreparation => "yellow",
            _ => "grey",
        };

    /// <summary>How it stands and what comes next, in a sentence a stranger understands.</summary>
    public static string Sentence(Call call, DateTime now)
    {
        var (kind, standing) = (call.Kind, call.StandingAt(now));
        var stage = call.NowOrNext(now);
        var many = kind.Stages.Count > 1;
        return standing switch
        {
            CallStanding.InPreparation => call.State switch
            {
                CallState.InReview => "It waits for an approver.",
                CallState.Approved => "It is approved, and can be published.",
                _ => $"This {kind.Words.Call} is being written. Nobody else sees it yet.",
            },
            CallStanding.OpensSoon when stage?.OpensAt is { } opens =>
                $"It opens at {LocalTime.Words(opens, call.TimeZone)}.",
            CallStanding.OpensSoon => "It opens soon.",
            CallStanding.Open when stage!.ClosesAt is { } closes =>
                $"{(many ? $"{stage.Title}: open" : "Open")} until {LocalTime.Words(closes, call.TimeZone)}.",
            CallStanding.Open =>
                $"Open without a deadline: {kind.Words.Entries} are answered one by one.",
            CallStanding.BeingJudged
            or CallStanding.BetweenStages when stage?.OpensAt is { } next =>
                $"Closed for now. Next: {stage.Title}, from {LocalTime.Words(next, call.TimeZone)}.",
            CallStanding.BeingJudged =>
                $"Closed. What was entered is being judged{(call.DecisionBy is { } by ? $"; the decision is meant to come by {Words.Day(by)}" : "")}.",
            CallStanding.BetweenStages => "Closed for now; another stage follows.",
            CallStanding.BeingRead =>
                $"Closed. {Capital(kind.Words.Entries)} are being read, not judged against each other. What was learnt will be published here{(call.DecisionBy is { } by ? $" by {Words.Day(by)}, as planned" : "")}.",
            CallStanding.Decided => "It is decided.",
            CallStanding.Cancelled => "It was cancelled.",
            _ when call.Learnt is not null => "It is over, and what was learnt is published.",
            _ => "It is over.",
        };
    }

    /// <summary>A role, as people call it.</summary>
    public static string Role(CallRole role) =>
        role switch
        {
            CallRole.LeadAssessor => "Lead assessor",
            _ => role.ToString(),
        };

    /// <summary>What a role does.</summary>
    public static string RoleMeans(CallRole role) =>
        role switch
        {
            CallRole.Owner =>
                "Answers for it: publishes, amends and cancels it, and answers questions",
            CallRole.Editor => "Writes it with the owner, and answers questions",
            CallRole.Approver => "Approves it before publication, and what is decided",
            CallRole.Opener => "With one other opener opens what is sealed, after the deadline",
            CallRole.Assessor => "Reads and scores",
            CallRole.LeadAssessor =>
                "Leads the panel: assigns, reveals, records consensus, recommends",
            CallRole.Commenter => "Advises the panel without scoring",
            CallRole.Moderator => "Looks after what is public",
            _ => "Watches how it is judged, without a part in it",
        };

    /// <summary>What money it is about, in a line; null where it is about none, or the sum is not said.</summary>
    public static string? Money(Call call) =>
        call.Kind.Money switch
        {
            CallMoney.Budget when call.BudgetMinor is { } budget => $"{Sum(budget, call)} in all"
                + (call.MostAskMinor is { } most ? $", up to {Sum(most, call)} each" : ""),
            CallMoney.Value when call.ValueMinor is { } value => $"Worth about {Sum(value, call)}",
            CallMoney.Prizes
                when call.PrizeList.Sum(p => p.AmountMinor ?? 0) is > 0 and var total =>
                $"Prizes of {Sum(total, call)}",
            CallMoney.Fee when call.Stages.Sum(s => s.FeeMinor ?? 0) is > 0 and var fee =>
                $"{Sum(fee, call)} for taking part",
            _ => null,
        };

    /// <summary>An amount of the call's currency.</summary>
    public static string Sum(long minor, Call call) =>
        Words.Money(new Money(minor, call.Currency).Amount, call.Currency);

    /// <summary>With a capital: “Challenge”.</summary>
    public static string Capital(string word) =>
        word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
