using System.Text.Json;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What an act in a collaboration is called in its history, for members.</summary>
public static class HistoryWords
{
    public static string Say(Event act)
    {
        using var data = JsonDocument.Parse(act.Data);
        string Fact(string name) =>
            data.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
        int Count(string name) => int.TryParse(Fact(name), out var count) ? count : 0;
        return act.Verb switch
        {
            "collaboration-started" => "The collaboration was started",
            "collaboration-described" => "Name and aims were changed",
            "collaboration-published" =>
                $"May now be seen by {(Enum.TryParse<CollaborationVisibility>(Fact("visibility"), out var who) ? WorkspaceWords.Audience(who) : "others")}",
            "collaboration-closed" => "The collaboration was closed",
            "collaboration-reopened" => "The collaboration was opened again",
            "standing-stated" => Enum.TryParse<Standing>(Fact("standing"), out var standing)
                ? $"{Fact("organisation")} {WorkspaceWords.Is(standing)}"
                : $"{Fact("organisation")} said where it stands",
            "standing-reminded" => $"{Fact("organisation")} was reminded to say whether it is in",
            "join-asked" => $"{Fact("organisation")} asked to join",
            "late-joiner-admitted" => $"{Fact("organisation")} may join",
            "joining-turned-down" => $"{Fact("organisation")} may not join",
            "lead-handed-over" => $"The lead passed from {Fact("from")} to {Fact("to")}",
            "decision-recorded" => $"Decision {Fact("number")} was recorded: {Fact("text")}",
            "document-added" => $"{Fact("title")} was added",
            "document-taken-away" => $"{Fact("title")} was taken away",
            "task-added" => $"Task: {Fact("text")}",
            "task-done" => $"Done: {Fact("text")}",
            "task-reopened" => $"Not done after all: {Fact("text")}",
            "benefit-recorded" => $"Benefit {Fact("number")} was recorded",
            "benefit-taken-back" => $"Benefit {Fact("number")} was taken back",
            "requirement-added" => $"Line {Fact("number")} was added: {Fact("text")}",
            "requirement-changed" => $"Line {Fact("number")} was changed",
            "requirement-removed" => $"Line {Fact("number")} was removed: {Fact("text")}",
            "requirements-imported" =>
                $"Requirements were brought in from {Fact("fileName")}: {Words.Count(Count("added"), "line")} added, {Count("updated")} changed",
            "requirements-marked" => data.RootElement.TryGetProperty("marks", out var marks)
            && marks.ValueKind == JsonValueKind.Array
                ? $"{Words.Count(marks.GetArrayLength(), "line")} marked"
                : "Lines were marked",
            "strictest-proposed" =>
                $"The strictest mark was proposed for {Words.Count(Count("lines"), "line")}",
            "version-proposed" => $"Version {Fact("number")} of the requirements was proposed",
            "version-accepted" => $"{Fact("organisation")} agreed to version {Fact("number")}",
            "version-refused" =>
                $"{Fact("organisation")} did not agree to version {Fact("number")}",
            "version-agreed" => $"Version {Fact("number")} of the requirements is agreed",
            "version-taken-back" => $"Version {Fact("number")} was taken back",
            _ => WorkspaceWords.Capital(act.Verb.Replace('-', ' ')),
        };
    }
}
