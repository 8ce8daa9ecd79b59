namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Addresses of a playbook's pages in the version that a run is pinned to.</summary>
public static class RunLinks
{
    public static string Guide(Run run, string code) =>
        $"/playbooks/{run.Playbook}/guides/{code}?version={run.Version}";

    public static string Method(Run run, string code) =>
        $"/playbooks/{run.Playbook}/methods/{code}?version={run.Version}";
}
