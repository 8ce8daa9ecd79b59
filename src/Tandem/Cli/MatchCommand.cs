using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tandem.Collaborations;
using Tandem.Contracts.Lists;
using Tandem.Formats.Tabular;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Cli;

/// <summary><c>tandem match</c>: who could buy together, as the page has it; for another day, without keeping it.</summary>
internal static class MatchCommand
{
    private const int Shown = 10;

    public static Command Build()
    {
        var asOf = new Option<string?>("--as-of")
        {
            Description =
                "The day to match for, as 2026-11-21; today where it is not given. Another day's result is shown and not kept.",
        };
        var output = new Option<FileInfo?>("--out")
        {
            Description = "Write all opportunities to this file, as .json or .csv.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var command = new Command("match", "Work out who could buy together.")
        {
            asOf,
            output,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Operations.RunAsync<RefreshOpportunities>(
                    refresh =>
                        RunAsync(
                            refresh,
                            DayOf(parsed.GetValue(asOf)),
                            Checked(parsed.GetValue(output)),
                            parsed.GetValue(json),
                            cancellation
                        ),
                    cancellation
                )
        );
        return command;
    }

    private static async Task RunAsync(
        RefreshOpportunities refresh,
        DateOnly? asOf,
        FileInfo? output,
        bool asJson,
        CancellationToken cancellation
    )
    {
        var started = Stopwatch.GetTimestamp();
        var (found, purchases) =
            asOf is { } day && day != refresh.Today
                ? await refresh.FindAsync(day, cancellation)
                : await KeepAsync();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var records = found.Select(OpportunityRecord.Of).ToList();
        if (output is not null)
        {
            await WriteAsync(output, records, cancellation);
        }
        foreach (var one in found.Take(Shown))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Strength, 3:F0} {OpportunityWords.Band(one.Band), -7} {one.Title} | {Words.List([.. one.Authorities.Select(a => a.Name)])} | {Words.Span(one.From, one.To)}"
                )
            );
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Words.Count(found.Count, "opportunity")} among {Words.Count(purchases, "purchase")} in {seconds:F1} s."
            )
        );
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new { opportunities = found.Count, seconds = Math.Round(seconds, 3) }
                )
            );
        }

        async Task<(IReadOnlyList<FoundOpportunity>, int)> KeepAsync()
        {
            var (kept, run) = await refresh.RunAsync(Actor.System, cancellation);
            return (kept, run.PurchaseCount);
        }
    }

    private static async Task WriteAsync(
        FileInfo file,
        List<OpportunityRecord> records,
        CancellationToken cancellation
    )
    {
        if (file.Extension.Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            await using var stream = file.Create();
            await JsonSerializer.SerializeAsync(
                stream,
                new OpportunityAnswer(records.Count, records),
                RecordExport.Json,
                cancellation
            );
            return;
        }
        await using var text = new StreamWriter(file.Create(), new System.Text.UTF8Encoding(true));
        SafeCsv.WriteRow(text, OpportunityRecord.Columns);
        foreach (var record in records)
        {
            SafeCsv.WriteRow(text, record.Cells);
        }
    }

    private static DateOnly? DayOf(string? text) =>
        text is null ? null
        : DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
        : throw new Refusal($"--as-of must be a day, as 2026-11-21, not “{text}”.");

    private static FileInfo? Checked(FileInfo? file) =>
        file is null || file.Extension.ToUpperInvariant() is ".JSON" or ".CSV"
            ? file
            : throw new Refusal("--out must name a file that ends in .json or .csv.");
}
