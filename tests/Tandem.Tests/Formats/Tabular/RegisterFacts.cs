using System.Text;
using Tandem.Formats;
using Tandem.Formats.Tabular;

namespace Tandem.Tests.Formats.Tabular;

public sealed class RegisterFacts
{
    internal static readonly RegisterVocabulary Vocabulary = RegisterVocabulary.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "content", "register-columns.yaml"))
    );

    static List<RowOutcome<RegisterRow>> Read(string csv, string currency = "GBP")
    {
        using var table = RegisterReader.Open(
            new MemoryStream(Encoding.UTF8.GetBytes(csv)),
            "register.csv",
            Vocabulary
        );
        var mapping = RegisterColumns.Mapping(RegisterColumns.Recognise(table.Columns, Vocabulary));
        return [.. RegisterReader.Read(table, mapping, currency)];
    }

    [Theory]
    [InlineData("Reference number", "reference")]
    [InlineData("Contract Ref.", "reference")]
    [InlineData("CONTRACT ID", "reference")]
    [InlineData("Title of agreement", "title")]
    [InlineData("ContractTitle", "title")]
    [InlineData("Contarct Title", "title")]
    [InlineData("Local authority department responsible", "department")]
    [InlineData("Directorate", "department")]
    [InlineData("Description of the goods and/or services being provided", "description")]
    [InlineData("Supplier name and details", "supplier")]
    [InlineData("Supplier(s)", "supplier")]
    [InlineData("Suplier Name", "supplier")]
    [InlineData(
        "Sum to be paid over the length of the contract (or the estimated annual spending or budget for the contract)",
        "value"
    )]
    [InlineData("Contract Value (£)", "value")]
    [InlineData("Total Value", "total-value")]
    [InlineData("Annual value £", "annual-value")]
    [InlineData("Value Added Tax that cannot be recovered", "irrecoverable-vat")]
    [InlineData("Start Date", "start")]
    [InlineData("Contract Start Date (dd/mm/yyyy)", "start")]
    [InlineData("End date (excluding extensions)", "end")]
    [InlineData("End Date (including extensions)", "maximum-end")]
    [InlineData("Extension End Date", "maximum-end")]
    [InlineData("Maximum end date", "maximum-end")]
    [InlineData("Extension", "extension")]
    [InlineData("Review date", "review-date")]
    [InlineData("Notice period", "notice-period")]
    [InlineData("CPV code(s)", "cpv")]
    [InlineData("ProClass", "category")]
    [InlineData("Procurement route", "procedure")]
    [InlineData("Company number", "company-number")]
    [InlineData("Company No", "company-number")]
    [InlineData("Co. no.", "company-number")]
    [InlineData("VAT number", "vat-number")]
    [InlineData("SME", "sme")]
    [InlineData("VCSE?", "vcse")]
    [InlineData("Avtalsnummer", "reference")]
    [InlineData("Leverantör", "supplier")]
    [InlineData("Startdatum", "start")]
    [InlineData("Slutdatum", "end")]
    [InlineData("Avtalsvärde", "value")]
    [InlineData("Förlängning", "extension")]
    [InlineData("Favourite colour", null)]
    [InlineData("12345", null)]
    public void A_heading_is_recognised_with_a_reason(string heading, string? field)
    {
        var match = Assert.Single(RegisterColumns.Recognise([heading], Vocabulary));
        Assert.Equal(field, match.Field);
        Assert.NotEmpty(match.Why);
        Assert.InRange(match.Confidence, field is null ? 0 : RegisterColumns.Sure, 1);
    }

    [Fact]
    public void A_field_goes_to_the_surest_column_and_the_other_is_offered_as_a_question()
    {
        var matches = RegisterColumns.Recognise(
            ["Supplier details", "Supplier name", "Value", "Colour"],
            Vocabulary
        );
        Assert.Equal(["supplier", null, "value", null], matches.Select(m => m.Field));
        Assert.Equal(["supplier"], matches[1].Alternatives);
        Assert.Contains("“Supplier details” was taken for that", matches[1].Why);
        Assert.Equal(["Supplier details", "Value"], RegisterColumns.Mapping(matches).Keys);
    }

    [Fact]
    public void No_heading_names_two_fields_and_each_is_recognised_as_its_own()
    {
        foreach (var field in Vocabulary.Fields)
        {
            Assert.All(
                field.Headings,
                h =>
                    Assert.Equal(
                        (field.Name, h),
                        (RegisterColumns.Recognise([h], Vocabulary)[0].Field, h)
                    )
            );
        }
    }

    [Fact]
    public void A_row_is_typed_with_values_terms_and_extensions()
    {
        var row = Assert.Single(
            Read(
                "Contract register of Exeford\n\nContract Ref,Contract Title,Department,Supplier,Company number,Total Value,Annual value,Start Date,End date (excluding extensions),Extension,Review date,Notice period (months),CPV code,SME,Procurement route\nEX-1,Road salt,Highways,\"Salt, Sons Ltd\",01234567,\"£1,200,000\",300k,01/04/2024,31/03/2028,1+1 years,Oct-27,6,34927100-2; 44113910,Yes,Open\n"
            )
        );
        var contract = row.Record!;
        Assert.Equal(
            ("EX-1", false, "Road salt", "Highways", "Salt, Sons Ltd", "01234567"),
            (
                contract.Reference,
                contract.ReferenceIsDerived,
                contract.Title,
                contract.Department,
                contract.SupplierName,
                contract.CompanyNumber
            )
        );
        Assert.Equal(
            (new Amount(120_000_000, "GBP"), ValueBasis.Total, new Amount(30_000_000, "GBP")),
            (contract.Value!.Value, contract.ValueBasis, contract.AnnualValue!.Value)
        );
        Assert.Equal(
            (new DateOnly(2024, 4, 1), new DateOnly(2028, 3, 31)),
            (contract.Start!.Value, contract.End!.Value)
        );
        Assert.Equal(
            [new DateOnly(2029, 3, 31), new DateOnly(2030, 3, 31)],
            contract.ExtensionEnds
        );
        Assert.Equal(
            (new DateOnly(2027, 10, 1), new Span(6, 0), true),
            (contract.ReviewDate!.Value, contract.NoticePeriod!.Value, contract.IsSme)
        );
        Assert.Equal(["34927100", "44113910"], contract.CpvCodes);
        Assert.Equal("Review date", Assert.Single(row.Problems).Place.Path);
    }

    [Fact]
    public void An_end_is_worked_out_from_start_and_term()
    {
        var contract = Assert
            .Single(
                Read(
                    "Title,Supplier,Start,Contract term\nRoad salt,Salt Ltd,01/04/2024,3+1 years\n"
                )
            )
            .Record!;
        Assert.Equal(
            (new DateOnly(2027, 3, 31), new DateOnly(2028, 3, 31)),
            (contract.End!.Value, Assert.Single(contract.ExtensionEnds))
        );
    }

    [Fact]
    public void A_Swedish_register_is_read()
    {
        var contract = Assert
            .Single(
                Read(
                    "Avtalsnummer;Avtalsnamn;Leverantör;Startdatum;Slutdatum;Avtalsvärde\nA-1;Vägsalt;Salt AB;2024-04-01;2028-03-31;1 250 000 kr\n",
                    "SEK"
                )
            )
            .Record!;
        Assert.Equal(
            (
                "A-1",
                "Vägsalt",
                "Salt AB",
                new Amount(125_000_000, "SEK"),
                new DateOnly(2028, 3, 31)
            ),
            (
                contract.Reference,
                contract.Title,
                contract.SupplierName,
                contract.Value!.Value,
                contract.End!.Value
            )
        );
    }

    [Theory]
    [InlineData(",,Acme,01/04/2025,31/03/2026", "title", "no title, reference or description")]
    [InlineData(
        "C1,Cleaning,Acme,31/02/2025,31/03/2026",
        "Start date",
        "“31/02/2025” is not a date that exists"
    )]
    [InlineData("C1,Cleaning,Acme,01/04/2025,soon", "End date", "“soon” is not a date")]
    [InlineData("C1,Cleaning,Acme,01/04/2025,31/03/2024", "End date", "before the start")]
    [InlineData("Total,,,,", "Reference", "is a total")]
    [InlineData(
        "C1,Cleaning,Acme, Ltd,01/04/2025,31/03/2026",
        "",
        "6 cells where there are 5 columns"
    )]
    [InlineData("C1,\"Cleaning,Acme,01/04/2025,31/03/2026", "", "never closed")]
    public void A_row_that_cannot_be_kept_is_refused_with_line_column_and_reason(
        string cells,
        string column,
        string reason
    )
    {
        var rows = Read(
            $"Reference,Title,Supplier,Start date,End date\nC0,Gritting,Bolt,01/04/2025,31/03/2026\n{cells}\n"
        );
        Assert.NotNull(rows[0].Record);
        Assert.Null(rows[1].Record);
        var problem = Assert.Single(rows[1].Problems, p => p.Kind == ProblemKind.Refused);
        Assert.Equal(3, problem.Place.Line);
        Assert.Contains(reason, rows[1].Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(column, rows[1].Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_bad_cell_that_does_not_matter_so_much_costs_only_itself()
    {
        var row = Assert.Single(
            Read("Reference,Title,Value,Review date,SME\nC1,Cleaning,lots,31/02/2025,perhaps\n")
        );
        Assert.Equal(
            (null, null, null),
            (row.Record!.Value, row.Record.ReviewDate, row.Record.IsSme)
        );
        Assert.Equal(
            ["Review date", "SME", "Value"],
            row.Problems.Select(p => p.Place.Path).Order()
        );
    }

    [Fact]
    public void A_derived_reference_is_stable_and_told_apart()
    {
        const string rows =
            "Title,Supplier,Start\nCleaning,Acme,01/04/2025\nGritting,Bolt,01/04/2025\nCleaning,Acme,01/04/2025\n";
        var first = Read(rows);
        var again = Read(
            "Supplier,Title,Start,Notes\nBOLT.,Gritting,2025-04-01,x\nAcme,Cleaning,2025-04-01,y\n"
        );
        Assert.True(first[0].Record!.ReferenceIsDerived);
        Assert.Equal(first[0].Record!.Reference, again[1].Record!.Reference);
        Assert.Equal(first[1].Record!.Reference, again[0].Record!.Reference);
        Assert.Equal((null, 2L), (first[2].Record, first[2].RepeatsLine));
    }

    [Fact]
    public void Two_contracts_of_one_reference_are_both_kept()
    {
        var rows = Read("Reference,Title,Supplier\nC1,Care,Acme\nC1,Care,Bolt\nC1,Care,Acme\n");
        Assert.Equal("C1", rows[0].Record!.Reference);
        Assert.StartsWith("C1/", rows[1].Record!.Reference);
        Assert.Equal((null, 2L), (rows[2].Record, rows[2].RepeatsLine));
    }

    [Fact]
    public void Refused_rows_are_given_back_with_their_reason_and_can_be_imported_again()
    {
        const string csv = "Reference,Title,Start date\nC1,=Cleaning,31/02/2025\n";
        using var table = RegisterReader.Open(
            new MemoryStream(Encoding.UTF8.GetBytes(csv)),
            "register.csv",
            Vocabulary
        );
        var rows = RegisterReader
            .Read(
                table,
                RegisterColumns.Mapping(RegisterColumns.Recognise(table.Columns, Vocabulary))
            )
            .ToList();
        var file = new MemoryStream();
        RefusedRows.Write(file, table.Columns, rows.Select(r => (r.Line, r.Reason, r.Cells)));
        var text = Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains(
            "Line in the file,Why it was refused,Reference,Title,Start date\r\n2,Start date: “31/02/2025” is not a date that exists,C1,'=Cleaning,31/02/2025",
            text
        );
        var again = Assert.Single(Read(text.TrimStart('\ufeff').Replace("31/02", "28/02")));
        Assert.Equal(("C1", "=Cleaning"), (again.Record!.Reference, again.Record.Title));
    }

    [Fact]
    public void A_mapping_can_be_corrected()
    {
        using var table = RegisterReader.Open(
            new MemoryStream("Ref,What,Who\nC1,Cleaning,Acme\n"u8.ToArray()),
            "r.csv",
            Vocabulary
        );
        var mapping = new Dictionary<string, string>
        {
            ["Ref"] = "reference",
            ["what"] = "title",
            ["Who"] = "supplier",
            ["Gone"] = "end",
            ["Ref "] = "nonsense",
        };
        var row = Assert.Single(RegisterReader.Read(table, mapping)).Record!;
        Assert.Equal(("C1", "Cleaning", "Acme"), (row.Reference, row.Title, row.SupplierName));
    }
}
