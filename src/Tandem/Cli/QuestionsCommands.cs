using System.CommandLine;
using System.Text.Json;
using Tandem.Questionnaires;

namespace Tandem.Cli;

/// <summary><c>tandem questions</c>: for authors of question sets.</summary>
internal static class QuestionsCommands
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "The question set, as YAML." };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object.",
        };
        var check = new Command(
            "check",
            "Say whether a question set is sound, and what is wrong, line by line."
        )
        {
            file,
            json,
        };
        check.SetAction(
            (parsed, cancellation) =>
                CheckAsync(parsed.GetValue(file)!, parsed.GetValue(json), cancellation)
        );
        return new("questions", "Work on question sets.") { check };
    }

    private static async Task<int> CheckAsync(
        FileInfo file,
        bool asJson,
        CancellationToken cancellation
    )
    {
        if (!file.Exists)
        {
            throw new Kernel.Refusal($"There is no file {file.FullName}.");
        }
        var read = QuestionSetReader.Read(await File.ReadAllTextAsync(file.FullName, cancellation));
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        sections = read.SectionCount,
                        questions = read.QuestionCount,
                        rules = read.RuleCount,
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
                Console.WriteLine($"{file.Name}, line {problem.Line}: {problem.Message}.");
            }
            Console.WriteLine(
                $"{read.SectionCount} sections, {read.QuestionCount} questions, {read.RuleCount} rules, {read.Problems.Count} problems."
            );
        }
        return read.Problems.Count == 0 ? 0 : 1;
    }
}
