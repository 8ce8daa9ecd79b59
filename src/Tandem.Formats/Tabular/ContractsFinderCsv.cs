namespace Tandem.Formats.Tabular;

/// <summary>
/// Reads the 43-column CSV export of Contracts Finder. A bad cell costs the cell, not the row; a row without notice identifier,
/// title or organisation is refused.
/// </summary>
public static class ContractsFinderCsv
{
    const string SupplierColumn = "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]";
    static readonly string[] Needed = ["Notice Identifier", "Organisation Name", "Title"];

    /// <summary>Whether a row of column names is this export's.</summary>
    public static bool Recognises(IReadOnlyList<string> columns) =>
        Needed.All(n => columns.Contains(n, StringComparer.OrdinalIgnoreCase))
        && columns.Contains("Notice Type", StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens the export as a table (CSV, also gzipped), whose rows <see cref="Read"/> takes.</summary>
    public static Table Open(Stream stream, string file, TableLimits? limits = null) =>
        TableReader.Open(
            stream,
            file,
            new()
            {
                IsKnownHeading = h => Needed.Contains(h.Trim(), StringComparer.OrdinalIgnoreCase),
                Limits = limits ?? new(),
            }
        );

    /// <summary>Reads every row; problems of the file as a whole are in <see cref="Table.Problems"/>.</summary>
    public static IEnumerable<RowOutcome<ContractsFinderNotice>> Read(Table table)
    {
        var columns = table
            .Columns.Select((name, i) => (name, i))
            .ToDictionary(c => c.name, c => c.i, StringComparer.OrdinalIgnoreCase);
        var seen = new Dictionary<(string, string), long>();
        foreach (var row in table.Rows())
        {
            var cells = new CellReader(
                table.File,
                row.Line,
                c => columns.TryGetValue(c, out var i) ? row.Cells[i] : null
            );
            var notice = row.Fault is null ? Notice(cells) : null;
            List<Problem> problems = row.Fault is null ? cells.Problems : [row.Fault];
            long? repeats = null;
            if (
                notice is not null
                && !seen.TryAdd((notice.Organisation, notice.Identifier), row.Line)
            )
            {
                repeats = seen[(notice.Organisation, notice.Identifier)];
                cells.Note(Needed[0], $"the notice stands on line {repeats} already");
            }
            yield return new(row.Line, notice, problems, row.Cells, repeats);
        }
    }

    static ContractsFinderNotice? Notice(CellReader cells)
    {
        foreach (var column in Needed.Where(c => cells.Text(c) is null))
        {
            cells.Refuse(column, "it is blank, and without it the notice cannot be kept");
        }
        if (cells.Problems.Count > 0)
        {
            return null;
        }
        var (suppliers, wrong) = SupplierCell.Read(cells.Text(SupplierColumn) ?? "");
        if (wrong is not null)
        {
            cells.Note("Supplier", wrong);
        }
        var notice = new ContractsFinderNotice
        {
            Place = cells.Place,
            Identifier = cells.Text("Notice Identifier")!,
            Organisation = Values.Tidy(cells.Text("Organisation Name")),
            Title = Values.Tidy(cells.Text("Title")),
            NoticeType = cells.Text("Notice Type"),
            Status = cells.Text("Status")?.ToLowerInvariant(),
            Published = cells.Date("Published Date") is { } published
                ? published.Instant
                    ?? new DateTimeOffset(published.First, TimeOnly.MinValue, TimeSpan.Zero)
                : null,
            Description = cells.Text("Description"),
            Nationwide = cells.Flag("Nationwide"),
            Postcode = cells.Text("Postcode")?.ToUpperInvariant(),
            Regions = cells.List("Region"),
            CpvCodes = cells.Cpv("Cpv Codes"),
            Contact = Contact(cells),
            Attachments = cells.Text("Attachments"),
            Links = cells.Text("Links"),
            AdditionalText = cells.Text("Additional Text"),
            Start = cells.Date("Start Date")?.First,
            End = cells.Date("End Date")?.Last,
            Closing = cells.Date("Closing Date")?.Last,
            ClosingTime = ClosingTime(cells),
            IsSubContract = cells.Flag("Is sub-contract"),
            ParentReference = cells.Text("Parent Reference"),
            SuitableForSme = cells.Flag("Suitable for SME"),
            SuitableForVcse = cells.Flag("Suitable for VCO"),
            SupplyChain = cells.Flag("Supply Chain"),
            ContractType = cells.Text("OJEU Contract Type")
                is { } type
                    and not ("NotApplicable" or "NotSpecified")
                ? type
                : null,
            ValueLow = cells.Value("Value Low"),
            ValueHigh = cells.Value("Value High"),
            AwardedDate = cells.Date("Awarded Date")?.First,
            AwardedValue = cells.Value("Awarded Value"),
            Suppliers = suppliers,
            ContractStart = cells.Date("Contract start date")?.First,
            ContractEnd = cells.Date("Contract end date")?.Last,
            Procedure = cells.Text("OJEU Procedure Type") is { } procedure and not "NotSpecified"
                ? procedure
                : null,
            AcceleratedJustification = cells.Text("Accelerated Justification"),
        };
        Doubts(notice, cells);
        return notice;
    }

    /// <summary>Says what cannot all be true or is unlikely; nothing is changed.</summary>
    internal static void Doubts(ContractsFinderNotice notice, CellReader cells)
    {
        if (notice.Start > notice.End)
        {
            cells.Note(
                "End Date",
                $"the end ({notice.End:yyyy-MM-dd}) is before the start ({notice.Start:yyyy-MM-dd})"
            );
        }
        if (notice.ContractStart > notice.ContractEnd)
        {
            cells.Note(
                "Contract end date",
                $"the end ({notice.ContractEnd:yyyy-MM-dd}) is before the start ({notice.ContractStart:yyyy-MM-dd})"
            );
        }
        var estimate = Math.Max(
            notice.ValueLow?.MinorUnits ?? 0,
            notice.ValueHigh?.MinorUnits ?? 0
        );
        var awarded = notice.AwardedValue?.MinorUnits ?? 0;
        if (estimate > 0 && awarded >= estimate * 9)
        {
            cells.Note(
                "Awarded Value",
                $"the awarded value is {awarded / estimate} times the estimate: it may have extra zeros"
            );
        }
        else if (Math.Max(estimate, awarded) >= 50_000_000_000)
        {
            cells.Note(
                awarded >= estimate ? "Awarded Value" : "Value High",
                "the value is £500 million or more: it may have extra zeros"
            );
        }
    }

    static ContractsFinderContact? Contact(CellReader cells)
    {
        var address = string.Join(
            ", ",
            new[] { cells.Text("Contact Address 1"), cells.Text("Contact Address 2") }.Where(a =>
                a is not null
            )
        );
        var contact = new ContractsFinderContact(
            cells.Text("Contact Name"),
            cells.Text("Contact Email"),
            address.Length == 0 ? null : address,
            cells.Text("Contact Town"),
            cells.Text("Contact Postcode")?.ToUpperInvariant(),
            cells.Text("Contact Country"),
            cells.Text("Contact Telephone"),
            cells.Text("Contact Website")
        );
        return contact == new ContractsFinderContact(null, null, null, null, null, null, null, null)
            ? null
            : contact;
    }

    static TimeOnly? ClosingTime(CellReader cells)
    {
        const string column = "Closing Time";
        if (cells.Text(column) is not { } text)
        {
            return null;
        }
        if (
            TimeOnly.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time)
        )
        {
            return time;
        }
        cells.Note(column, $"{Values.Quote(text)} is not a time of day");
        return null;
    }
}
