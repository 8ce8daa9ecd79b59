using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Following.Pages;

/// <summary>The list of what somebody follows, with or without an account.</summary>
/// <param name="Action">Where its forms go.</param>
/// <param name="Token">What stands for a reader without an account.</param>
public sealed record FollowedThings(
    IReadOnlyList<Follow> Follows,
    IReadOnlyList<Choice> Choices,
    string Action,
    string? Token
)
{
    /// <summary>What a reader follows, the last begun first.</summary>
    public static Task<List<Follow>> ReadAsync(Db db, string recipient) =>
        db.Set<Follow>()
            .AsNoTracking()
            .Where(f => f.Recipient == recipient && f.EndedAt == null)
            .OrderByDescending(f => f.CreatedAt)
            .ToListAsync();
}

/// <summary>How often, and what, in words.</summary>
public static class FrequencyWords
{
    public static string Of(Frequency frequency) =>
        frequency switch
        {
            Frequency.AtOnce => "As soon as something happens",
            Frequency.Daily => "Once a day",
            Frequency.Weekly => "Once a week",
            _ => "Not at all",
        };

    public static string KindOf(FollowKind kind) =>
        kind switch
        {
            FollowKind.Record => "record",
            FollowKind.Cpv => "category",
            FollowKind.Authority => "authority",
            FollowKind.Place => "place",
            FollowKind.Search => "search",
            _ => "",
        };
}
