using System.CommandLine;
using Tandem.Parties;

namespace Tandem.Cli;

/// <summary><c>tandem learn suppliers FOLDER</c>: learns the likeness of suppliers' names on judged pairs.</summary>
internal static class LearnSuppliers
{
    public static Command Build()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description =
                $"Folder with {string.Join(", ", SupplierPairs.Files.Select(f => f.File))}.",
        };
        var output = new Option<FileInfo>("--out")
        {
            Description = "File for the weights.",
            DefaultValueFactory = _ => new FileInfo("content/" + SupplierWeights.File),
        };
        var command = new Command("suppliers", "Learn when two names are the same supplier.")
        {
            folder,
            output,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(output))
        );
        return command;
    }

    private static int Run(DirectoryInfo folder, FileInfo to)
    {
        var pairs = ScoreSuppliers.Read(folder);
        if (pairs.Count == 0)
        {
            Console.Error.WriteLine($"{folder.FullName} has no judged pairs.");
            return 1;
        }
        var expected = SupplierPairs.CrossValidate(pairs, [SupplierDuplicates.Threshold])[0];
        var heading =
            $"Likeness of suppliers' names, learnt with: tandem learn suppliers FOLDER. Cross-validated, {ScoreSuppliers.Words(expected)}";
        File.WriteAllText(to.FullName, SupplierPairs.Learn(pairs).Write(heading));
        Console.WriteLine(heading);
        return 0;
    }
}
