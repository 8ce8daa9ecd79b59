using System.Text.Json;
using Tandem.Discussions;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline;

/// <summary>Acts on an item, as sentences.</summary>
public static class PipelineTelling
{
    private const int Told = 4;

    /// <summary>What an act says to those who follow the item; null where it is the organisation's own affair.</summary>
    public static string? ToFollowers(Event act) =>
        act.Verb switch
        {
            PipelineActs.Published or PipelineActs.Shared or PipelineActs.Approved =>
                "It is on the pipeline.",
            PipelineActs.Changed => IsOpen(act) ? Changes(act) : "It was changed.",
            PipelineActs.Reported => IsOpen(act)
                ? Text(act, "text")
                : "There is a report on it for those it was shared with.",
            PipelineActs.Confirmed => "It was looked at, and is still true.",
            PipelineActs.Withdrawn => $"It was withdrawn: {act.Reason}",
            PipelineActs.Superseded => $"{Text(act, "by")} takes its place: {act.Reason}",
            PipelineActs.Done => $"It has led to {Text(act, "into")}.",
            PipelineActs.Called => $"{Called(act)}.",
            PipelineActs.TookUp => "It takes up an idea that was put forward.",
            PipelineActs.ReplacedMoved =>
                $"The contract it replaces now ends on {Text(act, "ends")}.",
            _ => null,
        };

    /// <summary>That a call has come of it, and which, where everybody may know.</summary>
    internal static string Called(Event act) =>
        Text(act, "call") is { } call ? $"A call has come of it: {call}" : "A call has come of it";

    /// <summary>What an act says to members of the organisation.</summary>
    public static string ToMembers(Event act) =>
        act.Verb switch
        {
            PipelineActs.Drafted => "A draft was begun.",
            PipelineActs.Changed => Changes(act),
            PipelineActs.Reported => $"Reported: {Text(act, "text")}",
            PipelineActs.Published
            or PipelineActs.Shared
            or PipelineActs.Approved when SharedWith(act) is { } audience =>
                $"{(act.Verb == PipelineActs.Published ? "Put on the pipeline" : act.Verb == PipelineActs.Approved ? "Approved" : "Shared")}: {PipelineWords.Visibility(audience).ToLowerInvariant()}.",
            PipelineActs.Asked => "Somebody asked for it to be public.",
            PipelineActs.Returned => $"The approver returned it: {act.Reason}",
            PipelineActs.Assigned => $"{Text(act, "owner")} keeps it from now on.",
            PipelineActs.OwnerLeft => "Its owner left the organisation.",
            _ => ToFollowers(act) ?? DiscussionNews.Tell(act) ?? act.Verb,
        };

    /// <summary>Whom the act showed the item to; null where it did not.</summary>
    internal static ItemVisibility? SharedWith(Event act) =>
        act.Verb is PipelineActs.Published or PipelineActs.Shared or PipelineActs.Approved
        && Enum.TryParse<ItemVisibility>(Text(act, "visibility"), out var audience)
            ? audience
            : null;

    /// <summary>Whether everybody could see the item when it was done: what was said before is not repeated to those who came later.</summary>
    private static bool IsOpen(Event act) => Text(act, "audience") == nameof(ItemVisibility.Public);

    private static string Changes(Event act)
    {
        using var data = JsonDocument.Parse(act.Data);
        if (
            !data.RootElement.TryGetProperty("changes", out var list)
            || list.ValueKind != JsonValueKind.Array
        )
        {
            return "It was changed.";
        }
        var said = list.EnumerateArray()
            .Select(c =>
                (
                    Fact: PipelineFact.SaysOf(c.GetProperty("name").GetString() ?? ""),
                    After: c.GetProperty("after").GetString()
                )
            )
            .Select(c => c.After is null ? c.Fact : $"{c.Fact}: {c.After}")
            .ToList();
        var rest = said.Count - Told;
        return $"Changed: {string.Join("; ", said.Take(Told))}{(rest > 0 ? $"; and {Words.Count(rest, "other thing")}" : "")}.";
    }

    private static string? Text(Event act, string name)
    {
        using var data = JsonDocument.Parse(act.Data);
        return data.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
