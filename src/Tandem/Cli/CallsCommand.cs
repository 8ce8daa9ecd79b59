using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Cli;

/// <summary><c>tandem calls</c>: for authors of kinds of call.</summary>
internal static class CallsCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Build() => new("calls", "Work on kinds of call.") { Check() };

    private static Command Check()
    {
        var file = new Argument<FileInfo>("file") { Description = "The kind of call, as YAML." };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object.",
        };
        var command = new Command(
            "check",
            "Say whether a kind of call is sound, and what is wrong, line by line. Needs no database."
        )
        {
            file,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(json), cancellation)
        );
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file,
        bool asJson,
        CancellationToken cancellation
    )
    {
        if (!file.Exists)
        {
            throw new Refusal($"There is no file {file.FullName}.");
        }
        var sets = SetsFor(file);
        KindReading read;
        try
        {
            read = CallKindReader.Read(
                await File.ReadAllTextAsync(file.FullName, cancellation),
                name => sets.All.LastOrDefault(s => s.Name == name)
            );
        }
        catch (FormatException wrong)
        {
            throw new Refusal($"A question set cannot be read: {wrong.Message}");
        }
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        stages = read.Stages,
                        criteria = read.Criteria,
                        problems = read.Problems.Select(p => new { p.Line, p.Message }),
                    },
                    Json
                )
            );
        }
        else
        {
            foreach (var problem in read.Problems)
            {
                Console.WriteLine($"{file.Name}:{problem.Line}: {problem.Message}");
            }
            Console.WriteLine(
                $"{read.Stages} stages, {read.Criteria} criteria, {read.Problems.Count} problems."
            );
        }
        return read.Problems.Count == 0 ? 0 : 1;
    }

    // The question sets beside the file, where it lies in a content folder of its own; otherwise those that ship.
    private static ShippedQuestionSets SetsFor(FileInfo file) =>
        file.Directory?.Parent is { } content
        && Directory.Exists(Path.Combine(content.FullName, "question-sets"))
            ? new(new Content(content.FullName))
            : new(Content.Shipped);
}
