namespace Tandem.Playbooks.Files;

/// <summary>Something in a playbook's files that does not hold.</summary>
/// <param name="File">Path below the playbook's folder, with forward slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Message">What is wrong, for the author.</param>
public sealed record PlaybookProblem(string File, int Line, string Message);

/// <summary>What the files of a folder say.</summary>
/// <param name="Playbook">As far as it can be understood; null where there is no playbook.yaml, or it is not YAML.</param>
/// <param name="Problems">By file and line. A playbook is published only when there are none.</param>
public sealed record ReadPlaybook(Playbook? Playbook, IReadOnlyList<PlaybookProblem> Problems);
