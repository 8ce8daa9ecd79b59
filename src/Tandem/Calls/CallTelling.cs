using System.Globalization;
using System.Text.Json;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Acts on a call, as sentences.</summary>
public static class CallTelling
{
    /// <summary>What an act says to everybody who follows the call; null where it is the team's own affair.</summary>
    public static string? ToFollowers(Event act) =>
        act.Verb switch
        {
            CallActs.Published => "It is published.",
            CallActs.StageOpened => $"{Text(act, "stage")} {Text(act, "verb") ?? "is"} open.",
            CallActs.StageClosed => $"{Text(act, "stage")} {Text(act, "verb") ?? "is"} closed.",
            CallActs.Amended => $"Addendum {Number(act, "number")}: {Text(act, "text")}",
            CallActs.Cancelled => $"It was cancelled: {act.Reason}",
            CallActs.Decided => "It is decided.",
            CallActs.Ended => $"It has ended. What was learnt: {Text(act, "learnt")}",
            _ => null,
        };

    /// <summary>What an act says to those who make the call.</summary>
    /// <param name="rooms">Later rooms, which say what they have recorded on calls.</param>
    public static string ToTeam(Event act, IEnumerable<ICallActWords> rooms) =>
        act.Verb switch
        {
            CallActs.Made => "It was begun.",
            CallActs.Written => $"Written: {Text(act, "part")}.",
            CallActs.PersonNamed =>
                $"{Text(act, "person")} was named {CallWording.Role(Role(act)).ToLowerInvariant()}.",
            CallActs.PersonReleased =>
                $"{Text(act, "person")} is no longer {CallWording.Role(Role(act)).ToLowerInvariant()}.",
            CallActs.Submitted => "It was submitted for approval.",
            CallActs.TakenBack => "It was taken back.",
            CallActs.Returned => $"The approver returned it: {act.Reason}",
            CallActs.Approved => "It was approved.",
            _ => ToFollowers(act)
                ?? DiscussionNews.Tell(act)
                ?? rooms.Select(r => r.Say(act)).FirstOrDefault(s => s is not null)
                ?? act.Verb.Replace('-', ' '),
        };

    private static CallRole Role(Event act) =>
        Enum.TryParse<CallRole>(Text(act, "role"), out var role) ? role : default;

    private static string? Text(Event act, string name)
    {
        using var data = JsonDocument.Parse(act.Data);
        return
            data.RootElement.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }

    private static string? Number(Event act, string name)
    {
        using var data = JsonDocument.Parse(act.Data);
        return
            data.RootElement.TryGetProperty(name, out var value)
            && value.TryGetInt32(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;
    }
}
