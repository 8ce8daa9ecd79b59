using Tandem.Formats;
using Tandem.Formats.Tabular;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Contracts.Registers;

/// <summary>Reads the register of an import row by row: refused rows and notes go to the account, the others become drafts.</summary>
internal sealed class RegisterReading(
    ImportWork work,
    RegisterChoices choices,
    RegisterOwner owner,
    RegisterVocabulary vocabulary
)
{
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private readonly HashSet<Problem> accounted = new(ReferenceEqualityComparer.Instance);

    /// <summary>Keys of all contracts that stand in the file, refused rows with a reference included.</summary>
    public IReadOnlySet<string> Keys => keys;

    /// <summary>Whether what was read is the whole register: to its end, and not only refused rows that were put right.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <exception cref="Refusal">The file is not a table, or the chosen columns are not in it.</exception>
    public IEnumerable<List<RegisterDraft>> Batches(int size)
    {
        var batch = new List<RegisterDraft>(size);
        foreach (var source in work.Sources)
        {
            work.Begin(source);
            using var stream = source.Open();
            using var table = Open(stream, source.Name);
            foreach (var row in RegisterReader.Read(table, choices.Mapping))
            {
                if (Take(row, table) is not { } draft)
                {
                    continue;
                }
                batch.Add(draft);
                if (batch.Count == size)
                {
                    work.ReadTo(stream.Position);
                    yield return batch;
                    batch = new(size);
                }
            }
            work.ReadTo(stream.Position);
            foreach (var problem in table.Problems.Where(p => !accounted.Contains(p)))
            {
                if (problem.Kind == ProblemKind.Refused)
                {
                    work.Refuse(problem);
                    IsWhole = false;
                }
                else
                {
                    work.Note(problem);
                }
            }
        }
        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private Table Open(Stream stream, string name)
    {
        var table = RegisterReader.Open(stream, name, vocabulary, choices.Sheet);
        if (!table.IsReadable)
        {
            using (table)
            {
                throw new Refusal(RegisterHeadings.WhyUnreadable(table));
            }
        }
        if (!table.Columns.Any(choices.Mapping.ContainsKey))
        {
            using (table)
            {
                throw new Refusal(
                    $"None of the columns that were chosen is in {name}. Check the columns again."
                );
            }
        }
        IsWhole &= !table.Columns.Contains(RefusedRows.ReasonColumn);
        work.Columns(table.Columns);
        return table;
    }

    private RegisterDraft? Take(RowOutcome<RegisterRow> row, Table table)
    {
        if (row.Record is not { } record)
        {
            accounted.UnionWith(row.Problems);
            var why = row.Problems.First(p => p.Kind == ProblemKind.Refused);
            work.Refuse(
                why.Place.Path is null ? new(why.Place, row.Reason) : Joined(row, why),
                row.Cells
            );
            Remember(row, table);
            return null;
        }
        if (record.Reference.Length > RegisterDraft.LongestReference)
        {
            work.Refuse(
                new(
                    record.Place,
                    $"the reference has more than {RegisterDraft.LongestReference} characters; check that the right column was chosen for it"
                ),
                row.Cells
            );
            return null;
        }
        foreach (var notice in row.Problems)
        {
            work.Note(notice);
        }
        var draft = RegisterDraft.Of(record, owner, choices.Visibility);
        NoteNumbers(record, draft);
        keys.Add(draft.Key);
        return draft;
    }

    /// <summary>A number that no register can have given leaves the supplier known by its name alone: worth knowing.</summary>
    private void NoteNumbers(RegisterRow record, RegisterDraft draft)
    {
        if (draft.Supplier is not { Identifiers.Count: > 0 } supplier)
        {
            return;
        }
        var (key, _, _) = SupplierBook.Identify(supplier, owner.Name);
        if (!key.StartsWith("name:", StringComparison.Ordinal))
        {
            return;
        }
        var (kind, text) = record.CompanyNumber is { } number
            ? ("company number", number)
            : ("VAT number", record.VatNumber!);
        work.Note(
            new(
                record.Place,
                $"‘{text}’ cannot be a {kind}, so the supplier is known by its name alone",
                ProblemKind.Noticed
            )
        );
    }

    /// <summary>One reason for the row, at the place of the first; the others follow with their columns.</summary>
    private static Problem Joined(RowOutcome<RegisterRow> row, Problem first)
    {
        var others = row
            .Problems.Where(p => p.Kind == ProblemKind.Refused && p != first)
            .Select(p => p.Place.Path is { } column ? $"{column}: {p.Message}" : p.Message)
            .ToList();
        return others.Count == 0
            ? first
            : first with
            {
                Message = $"{first.Message}; {string.Join("; ", others)}",
            };
    }

    /// <summary>A contract whose row is refused this time has not left the register.</summary>
    private void Remember(RowOutcome<RegisterRow> row, Table table)
    {
        var column = choices
            .Mapping.Where(m => m.Value == "reference")
            .Select(m => Index(table, m.Key))
            .FirstOrDefault(-1);
        if (
            column >= 0
            && row.Cells[column].Trim()
                is { Length: > 0 and <= RegisterDraft.LongestReference } text
        )
        {
            keys.Add(RegisterDraft.KeyOf(owner.Id, text));
        }
    }

    private static int Index(Table table, string heading)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i].Equals(heading, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return -1;
    }
}
