namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Addresses of a playbook's pages in the version that a run is pinned to.</summary>
public static class RunLinks
{
    public static string Playbook(Run run) => Of(run, "");

    public static string Guide(Run run, string code) => Of(run, $"/guides/{code}");

    public static string Method(Run run, string code) => Of(run, $"/methods/{code}");

    private static string Of(Run run, string below) =>
        $"/playbooks/{run.Playbook}{below}?version={run.Version}";
}
