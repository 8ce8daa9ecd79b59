using System.CommandLine;

namespace Tandem.Cli;

/// <summary><c>tandem score …</c>: how well a learner or a resolver does on a file of judged examples.</summary>
internal static class ScoreCommands
{
    public static Command Build()
    {
        var score = new Command(
            "score",
            "Measure matching, classification and identity against judged examples."
        );
        score.Subcommands.Add(ScoreAuthorities.Build());
        score.Subcommands.Add(ScoreNeedPairs.Build());
        score.Subcommands.Add(ScoreSuppliers.Build());
        score.Subcommands.Add(ScoreCpv.Build());
        return score;
    }
}
