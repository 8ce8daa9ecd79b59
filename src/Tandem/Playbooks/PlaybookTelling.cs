using System.Text.Json;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Playbooks;

/// <summary>Acts on a playbook, as sentences for those who keep it.</summary>
public static class PlaybookTelling
{
    public static string Says(Event act) =>
        act.Verb switch
        {
            PlaybookActs.Started => "Begun from nothing.",
            PlaybookActs.Imported =>
                $"{Fact(act, "files")} files were brought in as version {Fact(act, "version")}.",
            PlaybookActs.Adapted =>
                $"Made from version {Fact(act, "version")} of {Fact(act, "from")}.",
            PlaybookActs.Drafted => $"A draft of version {Fact(act, "version")} was begun.",
            PlaybookActs.Changed =>
                $"{Fact(act, "path")} was changed in version {Fact(act, "version")}.",
            PlaybookActs.Removed =>
                $"{Fact(act, "path")} was taken out of version {Fact(act, "version")}.",
            PlaybookActs.TakenOver =>
                $"What changed upstream in version {Fact(act, "version")} was taken into account.",
            PlaybookActs.Discarded => $"The draft of version {Fact(act, "version")} was discarded.",
            PlaybookActs.Published =>
                $"Version {Fact(act, "version")} was published.{(act.Reason is { } note ? $" {note}" : "")}",
            PlaybookActs.Withdrawn => $"Version {Fact(act, "version")} was withdrawn: {act.Reason}",
            PlaybookActs.FlagAnswered =>
                $"What a reader said about “{Fact(act, "page")}” was answered.",
            PlaybookActs.Shared => $"From then on read by: {Fact(act, "audience")}.",
            _ => DiscussionNews.Tell(act) ?? act.Verb,
        };

    private static string? Fact(Event act, string name)
    {
        using var data = JsonDocument.Parse(act.Data);
        return data.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }
}
