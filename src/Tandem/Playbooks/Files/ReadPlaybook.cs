using Tandem.Kernel.Yaml;

namespace Tandem.Playbooks.Files;

/// <summary>What the files of a folder say.</summary>
/// <param name="Playbook">As far as it can be understood; null where there is no playbook.yaml, or it is not YAML.</param>
/// <param name="Problems">By file and line. A playbook is published only when there are none.</param>
public sealed record ReadPlaybook(Playbook? Playbook, IReadOnlyList<ContentProblem> Problems);
