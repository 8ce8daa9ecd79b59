using System.Text.Json;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What an act in a run is called: in its history for those inside, and to those who follow it.</summary>
public static class RunHistoryWords
{
    /// <summary>For those inside.</summary>
    public static string Say(Event act)
    {
        using var data = JsonDocument.Parse(act.Data);
        string Fact(string name) =>
            data.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
        return act.Verb switch
        {
            "run-started" => "The run was started",
            "run-described" => "What it is about was changed",
            "run-published" => "Everybody may read where it stands",
            "run-unpublished" => "It has no public page any more",
            "run-held" => "The run was put on hold",
            "run-stopped" => "The run was stopped",
            "run-resumed" => "The run was taken up again",
            "run-completed" => "The run was completed",
            "stage-finished" => $"{Fact("from")} was finished; {Fact("to")} began",
            "run-went-back" => $"Back from {Fact("from")} to {Fact("to")}",
            "run-moved" => $"Moved from version {Fact("from")} of the playbook to {Fact("to")}",
            "run-handed-over" => $"{Fact("organisation")} leads now",
            "authority-joined" => $"{Fact("organisation")} takes part now",
            "authority-left" => $"{Fact("organisation")} no longer takes part",
            "decisions-left-to-lead" => $"{Fact("organisation")} leaves decisions to the lead",
            "decisions-taken-back" => $"{Fact("organisation")} decides for itself again",
            "role-named" => $"{Fact("person")} is {Fact("role")}",
            "holder-left" => $"Somebody with a part in it left {Fact("organisation")}",
            "step-started" => $"Begun: {Fact("title")}",
            "step-finished" => $"Done: {Fact("title")}",
            "step-not-needed" => $"Not needed: {Fact("title")}",
            "step-reopened" => $"Opened again: {Fact("title")}",
            "step-planned" => $"Owner, day or note changed: {Fact("title")}",
            "step-added" => $"A step was added: {Fact("title")}",
            "method-added" => $"A method card was added: {Fact("title")}",
            "checklist-ticked" => $"Ticked at the gate of {Fact("stage")}: {Fact("line")}",
            "checklist-unticked" =>
                $"Tick taken away at the gate of {Fact("stage")}: {Fact("line")}",
            "evidence-added" => $"Evidence was added: {Fact("title")}",
            "evidence-withdrawn" => $"Evidence was taken back: {Fact("title")}",
            "decision-asked" => $"{Fact("approvers")} asked to decide on {Fact("stage")}",
            "gate-approved" => $"The gate of {Fact("stage")} was approved"
                + (Fact("conditions") is { Length: > 0 } given ? $", on condition: {given}" : ""),
            "gate-returned" => $"The gate of {Fact("stage")} was returned; back to {Fact("to")}",
            "gate-stopped" => $"Stopped at the gate of {Fact("stage")}",
            "record-attached" => $"Attached: {Fact("reference")} {Fact("title")}",
            "record-detached" => $"No longer attached: {Fact("reference")} {Fact("title")}",
            "document-made" => $"{Fact("title")} was made, version {Fact("version")}",
            "edited-copy-brought" =>
                $"An edited copy of {Fact("title")} was brought, version {Fact("version")}",
            "file-brought" => $"{Fact("title")} was brought",
            "document-taken-away" => $"{Fact("title")} was taken away",
            _ => act.Verb.Replace('-', ' '),
        };
    }

    /// <summary>For those who follow it, who may see no more than its public page: null where it is no news to them.</summary>
    public static string? Tell(Event act)
    {
        using var data = JsonDocument.Parse(act.Data);
        string Fact(string name) =>
            data.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
        return act.Verb switch
        {
            "run-started"
            or "run-held"
            or "run-stopped"
            or "run-resumed"
            or "run-completed"
            or "stage-finished"
            or "run-went-back"
            or "run-handed-over"
            or "authority-joined"
            or "authority-left" => Say(act),
            "gate-approved" when Fact("passed") == "True" => $"{Fact("stage")} was passed",
            "gate-returned" => $"Back from {Fact("stage")} to {Fact("to")}",
            _ => Discussions.DiscussionNews.Tell(act),
        };
    }
}
