using Tandem.Playbooks.Files;

namespace Tandem.Playbooks.Editing;

/// <summary>The files a new playbook, or a new page of one, begins with: without problems, and with everything in its place.</summary>
internal static class FirstFiles
{
    public static IReadOnlyDictionary<string, string> Of(
        string name,
        string title,
        DateOnly today
    ) =>
        new Dictionary<string, string>
        {
            [
                PlaybookFolder.Main
            ] = $$"""
                name: {{name}}
                title: "{{title.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(
                    "\"",
                    "\\\"",
                    StringComparison.Ordinal
                )}}"
                language: en
                version: "0.1"
                owner: Say who answers for it
                reviewed: {{today:yyyy-MM-dd}}
                summary: Say in a sentence or two what it is for.
                roles:
                  - {code: lead, title: Lead}
                  - {code: approver, title: Approver}
                stages:
                  - code: first
                    title: First stage
                    summary: Say what is decided here.
                    steps:
                      - {code: begin, title: Begin, role: lead, guide: begin}
                    gate:
                      title: Ready to go on?
                      approvers: [approver]
                      checklist: [{code: agreed, text: Say what has to hold}]
                """,
            ["guides/begin.md"] = Page("guides", "Begin", "first", "lead"),
        };

    /// <summary>A new page of a kind.</summary>
    public static string Page(string kind, string title, string stage, string role) =>
        kind switch
        {
            "guides" => $$"""
                ---
                title: {{title}}
                stage: {{stage}}
                roles: {responsible: [{{role}}], accountable: [], consulted: [], informed: []}
                topics: []
                ---

                ## What it is

                ## Who does it

                ## How

                ## Pitfalls
                """,
            "methods" => $$"""
                ---
                title: {{title}}
                purpose: Say what it is good for.
                minutes: 60
                people: "3–8"
                stages: [{{stage}}]
                ---

                ## Steps

                ## What you have afterwards
                """,
            _ => $$$"""
                ---
                title: {{{title}}}
                summary: Say what the document is for.
                stage: {{{stage}}}
                ---

                # {{run.title}}

                [Say what a person writes here.]
                """,
        };
}
