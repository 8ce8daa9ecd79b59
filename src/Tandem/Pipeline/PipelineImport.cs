using Tandem.Accounts;
using Tandem.Contracts.Registers;
using Tandem.Formats;
using Tandem.Formats.Tabular;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>
/// Brings in a pipeline that an organisation keeps in a table: its rows become items, known again by their reference, or by ours where the table came
/// from here. Every row ends as added, updated, unchanged or refused. An owner whom nobody knows costs the row its owner, not its place.
/// </summary>
internal sealed class PipelineImport(RegisterKinds kinds, PipelineIntake intake) : IImporter
{
    private const int RowsAtOnce = 500;

    public ImportKind Kind => ImportKind.Pipeline;

    public async Task RunAsync(ImportWork work, CancellationToken cancellation)
    {
        var choices = RegisterChoices.Parse(work.Run.Choices);
        var seen = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in work.Sources)
        {
            work.Begin(source);
            await using var stream = source.Open();
            using var table = Open(stream, source.Name, choices);
            work.Columns(table.Columns);
            var batch = new List<PipelineDraft>(RowsAtOnce);
            foreach (var cells in MappedCells.Read(table, choices.Mapping))
            {
                cancellation.ThrowIfCancellationRequested();
                if (Take(work, cells, seen) is not { } draft)
                {
                    continue;
                }
                batch.Add(draft);
                if (batch.Count == RowsAtOnce)
                {
                    work.ReadTo(stream.Position);
                    await intake.TakeAsync(work, choices, batch, cancellation);
                    batch.Clear();
                }
            }
            if (batch.Count > 0)
            {
                await intake.TakeAsync(work, choices, batch, cancellation);
            }
            work.ReadTo(stream.Position);
        }
        if (work.Writes)
        {
            await RecordAsync(work, cancellation);
        }
    }

    private Table Open(Stream stream, string name, RegisterChoices choices)
    {
        var table = RegisterReader.Open(
            stream,
            name,
            kinds.Of(ImportKind.Pipeline).Vocabulary,
            choices.Sheet
        );
        var why =
            !table.IsReadable ? RegisterHeadings.WhyUnreadable(table)
            : table.Columns.Any(choices.Mapping.ContainsKey) ? null
            : $"None of the columns that were chosen is in {name}. Check the columns again.";
        if (why is null)
        {
            return table;
        }
        using (table)
        {
            throw new Refusal(why);
        }
    }

    private static PipelineDraft? Take(
        ImportWork work,
        MappedCells cells,
        Dictionary<string, long> seen
    )
    {
        var draft = PipelineDraft.Of(cells);
        if (draft is not null && !seen.TryAdd(draft.Reference, draft.Line))
        {
            cells.Refuse(
                "reference",
                $"the row has the same reference, or title, as line {seen[draft.Reference]}"
            );
            draft = null;
        }
        if (draft is null)
        {
            work.Refuse(cells.Problems.First(p => p.Kind == ProblemKind.Refused), cells.Row.Cells);
        }
        return draft;
    }

    private static Task RecordAsync(ImportWork work, CancellationToken cancellation) =>
        work.WriteAsync(
            async db =>
            {
                var (run, counts) = (work.Run, work.Counts);
                db.Record(
                    PipelineIntake.Starter(run),
                    "pipeline-imported",
                    nameof(Organisation),
                    run.OrganisationId!.Value,
                    new
                    {
                        run.Reference,
                        run.SourceName,
                        counts.Read,
                        counts.Added,
                        counts.Updated,
                        counts.Unchanged,
                        counts.Refused,
                    }
                );
                await db.SaveChangesAsync(cancellation);
            },
            cancellation
        );
}
