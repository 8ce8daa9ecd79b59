namespace Tandem.Playbooks;

/// <summary>Verbs of the acts on playbooks, as the timeline holds them.</summary>
public static class PlaybookActs
{
    public const string Published = "playbook-published";
}
