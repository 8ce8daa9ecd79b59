using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tandem.Kernel;
using Tandem.Playbooks.Files;

namespace Tandem.Cli;

/// <summary><c>tandem playbooks …</c>: for authors of playbooks.</summary>
internal static class PlaybooksCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Build() => new("playbooks", "Look after playbooks as files.") { Check() };

    private static Command Check()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "The playbook's folder, with playbook.yaml in it.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var command = new Command(
            "check",
            "Say what is wrong in a playbook's files, with file and line. Needs no database."
        )
        {
            folder,
            json,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder), parsed.GetValue(json)));
        return command;
    }

    private static int Run(DirectoryInfo folder, bool asJson)
    {
        if (!folder.Exists)
        {
            throw new Refusal($"There is no folder ‘{folder}’.");
        }
        var read = PlaybookReader.Read(PlaybookFolder.Read(folder.FullName));
        var playbook = read.Playbook;
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        stages = playbook?.Stages.Count ?? 0,
                        guides = playbook?.Guides.Count ?? 0,
                        templates = playbook?.Templates.Count ?? 0,
                        methodCards = playbook?.Methods.Count ?? 0,
                        problems = read.Problems,
                    },
                    Json
                )
            );
        }
        else
        {
            foreach (var problem in read.Problems)
            {
                Console.WriteLine($"{problem.File}:{problem.Line}: {problem.Message}");
            }
            Console.WriteLine(
                read.Problems.Count > 0
                    ? $"{read.Problems.Count} problems."
                    : $"{playbook!.Title} {playbook.Version} holds: {playbook.Stages.Count} stages, {playbook.Guides.Count} guides, {playbook.Templates.Count} templates, {playbook.Methods.Count} method cards."
            );
        }
        return read.Problems.Count > 0 ? 1 : 0;
    }
}
