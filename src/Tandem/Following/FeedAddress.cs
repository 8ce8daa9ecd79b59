using Microsoft.AspNetCore.WebUtilities;

namespace Tandem.Following;

/// <summary>Where the feeds of a thing are.</summary>
public static class FeedAddress
{
    /// <summary>Path of its feed in a format: atom, rss, json or ics.</summary>
    /// <param name="secret">The secret of a private feed, or null for what everybody may see.</param>
    public static string Of(Followable what, string format, string? secret = null)
    {
        var root = secret is null ? "/feeds" : $"/feeds/private/{secret}";
        if (what.Kind == FollowKind.All)
        {
            return $"{root}/all.{format}";
        }
        if (what.Kind != FollowKind.Search)
        {
            return $"{root}/{what.Kind.ToString().ToLowerInvariant()}/{Uri.EscapeDataString(what.Key)}.{format}";
        }
        var parts = what.Key.Split('?', 2);
        var address = QueryHelpers.AddQueryString($"{root}/search.{format}", "in", parts[0][1..]);
        return parts is [_, { Length: > 0 } query] ? $"{address}&{query}" : address;
    }
}
