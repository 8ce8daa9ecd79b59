using System.CommandLine;
using System.Text.Json;
using Tandem.Evaluations.Auditing;

namespace Tandem.Cli;

/// <summary><c>tandem audit CALL</c>: works out ranking and outcome of a call again, and says what does not agree with the record.</summary>
internal static class AuditCommand
{
    public static Command Build()
    {
        var call = new Argument<string>("call")
        {
            Description = "Reference of the call, like CALL-2026-014.",
        };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new Command(
            "audit",
            "Recompute the ranking and outcome of a call from stored facts and verify hashes, receipts and the timeline."
        )
        {
            call,
            json,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var holds = true;
                await Operations.RunAsync<AuditCall>(
                    async audit =>
                    {
                        var report = await audit.RunAsync(parsed.GetValue(call)!, cancellation);
                        holds = report.Holds;
                        Print(report, parsed.GetValue(json));
                    },
                    cancellation
                );
                return holds ? 0 : 1;
            }
        );
        return command;
    }

    private static void Print(AuditReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            return;
        }
        Console.WriteLine(
            report.Holds
                ? $"{report.Call}: everything agrees with the record."
                : $"{report.Call}: {Web.Words.Count(report.Problems.Count, "problem")}."
        );
        foreach (var (what, count) in report.Checked)
        {
            Console.WriteLine($"  {what}: {count} looked at");
        }
        foreach (var problem in report.Problems)
        {
            Console.WriteLine($"  {problem.What}: {problem.Message}");
        }
    }
}
