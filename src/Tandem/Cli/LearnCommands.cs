using System.CommandLine;

namespace Tandem.Cli;

/// <summary><c>tandem learn …</c>: writes the learned weights that ship in <c>content/</c>. Seeded: the same files give the same weights.</summary>
internal static class LearnCommands
{
    public static Command Build() =>
        new("learn", "Learn the weights that ship in content/.")
        {
            LearnSameNeed.Build(),
            LearnSuppliers.Build(),
            LearnCpv.Build(),
        };
}
