using System.CommandLine;

namespace Tandem.Cli;

/// <summary><c>tandem import …</c>: brings data and official lists in.</summary>
internal static class ImportCommands
{
    public static Command Build() =>
        new("import", "Bring data and official lists in.")
        {
            ImportMarket.Ocds(),
            ImportMarket.ContractsFinder(),
            ImportRegister.Register(),
            ImportRegister.Pipeline(),
            ImportMarket.ServiceAssessments(),
            Codes(),
        };

    private static Command Codes() =>
        new("codes", "Bring a newer official code list.")
        {
            ImportAuthorities.Build(),
            ImportList.Cpv(),
            ImportList.Regions(),
        };
}
