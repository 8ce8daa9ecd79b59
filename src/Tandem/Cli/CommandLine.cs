using System.CommandLine;

namespace Tandem.Cli;

/// <summary>The command line: one table of commands, each of which calls the same operations as the pages do.</summary>
public static class CommandLine
{
    /// <summary>Runs one command and gives its exit code: 0 done, 1 refused or failed, 2 not understood.</summary>
    public static Task<int> RunAsync(string[] args) => Build().Parse(args).InvokeAsync();

    private static RootCommand Build()
    {
        var root = new RootCommand("Tandem: open innovation in public procurement.");
        root.Subcommands.Add(ScoreCommands.Build());
        return root;
    }
}
