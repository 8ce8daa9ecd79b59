using System.CommandLine;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary>The command line: one table of commands, each of which calls the same operations as the pages do.</summary>
public static class CommandLine
{
    /// <summary>Runs one command and gives its exit code: 0 done, 1 refused or failed, 2 not understood.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false }
            );
            return parsed.Errors.Count > 0 ? 2 : code;
        }
        catch (Refusal refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }

    private static RootCommand Build() =>
        new("Tandem: open innovation in public procurement.")
        {
            ServeCommand.Build(),
            MigrateCommand.Build(),
            AddCommand.Build(),
            VerifyLogCommand.Build(),
            ScoreCommands.Build(),
            ImportCommands.Build(),
            LearnCommands.Build(),
            MatchCommand.Build(),
            QuestionsCommands.Build(),
            PlaybooksCommand.Build(),
            CallsCommand.Build(),
            AuditCommand.Build(),
        };
}
