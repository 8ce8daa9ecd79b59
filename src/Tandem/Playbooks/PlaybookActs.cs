namespace Tandem.Playbooks;

/// <summary>Verbs of the acts on playbooks, as the timeline holds them.</summary>
public static class PlaybookActs
{
    public const string Started = "playbook-started";
    public const string Adapted = "playbook-adapted";
    public const string Drafted = "playbook-drafted";
    public const string Changed = "playbook-part-changed";
    public const string Removed = "playbook-part-removed";
    public const string TakenOver = "playbook-upstream-taken-over";
    public const string Imported = "playbook-imported";
    public const string Discarded = "playbook-draft-discarded";
    public const string Published = "playbook-published";
    public const string Withdrawn = "playbook-withdrawn";
    public const string Shared = "playbook-shared";
    public const string Flagged = "playbook-page-flagged";
    public const string FlagAnswered = "playbook-flag-answered";
    public const string FlagSetAside = "playbook-flag-set-aside";
}
