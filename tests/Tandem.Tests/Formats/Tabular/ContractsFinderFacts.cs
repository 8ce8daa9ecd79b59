using System.Text;
using Tandem.Formats;
using Tandem.Formats.Tabular;
using Tandem.Tests.Support;

namespace Tandem.Tests.Formats.Tabular;

public sealed class ContractsFinderFacts
{
    const string Header =
        "Notice Identifier,Notice Type,Organisation Name,Status,Published Date,Title,Description,Nationwide,Postcode,Region,Cpv Codes,Start Date,End Date,Closing Date,Suitable for SME,Value Low,Value High,Awarded Date,Awarded Value,Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE],Contract start date,Contract end date,Closing Time\r\n";

    static List<RowOutcome<ContractsFinderNotice>> Csv(string rows)
    {
        using var table = ContractsFinderCsv.Open(
            new MemoryStream(Encoding.UTF8.GetBytes(Header + rows)),
            "notices.csv"
        );
        return [.. ContractsFinderCsv.Read(table)];
    }

    static List<RowOutcome<ContractsFinderNotice>> Json(string lines) =>
        [
            .. ContractsFinderJson.Read(
                new MemoryStream(Encoding.UTF8.GetBytes(lines)),
                "notices.jsonl"
            ),
        ];

    [Fact]
    public void A_row_becomes_a_notice_with_every_field_typed()
    {
        var row = Assert.Single(
            Csv(
                "CF-1,Contract,Exeford Council,Awarded,2025-04-01T09:30:00Z,Salt,\"Road\r\nsalt\",,ex1 1aa,\"South West,London\",34927100 44113910 ,01/06/2025,31/05/2027,2025-05-01,Yes,1000,2500.50,15/05/2025,2400,\"[Acme (UK) [Salt] Ltd|1 High St\r\nExeford|COMPANIES_HOUSE|01234567|Yes|No][Bolt|2 Low | St|NONE||No|]\",01/06/2025,31/05/2027,12:00\r\n"
            )
        );
        var notice = row.Record!;
        Assert.Empty(row.Problems);
        Assert.Equal(
            ("CF-1", "Exeford Council", "Salt", "awarded", "EX1 1AA"),
            (notice.Identifier, notice.Organisation, notice.Title, notice.Status, notice.Postcode)
        );
        Assert.Equal(["34927100", "44113910"], notice.CpvCodes);
        Assert.Equal(["South West", "London"], notice.Regions);
        Assert.Equal(
            (100000, 250050, 240000),
            (
                notice.ValueLow!.Value.MinorUnits,
                notice.ValueHigh!.Value.MinorUnits,
                notice.AwardedValue!.Value.MinorUnits
            )
        );
        Assert.Equal(
            (new DateOnly(2025, 6, 1), new DateOnly(2027, 5, 31), new DateOnly(2025, 5, 1)),
            (notice.Start, notice.ContractEnd, notice.Closing)
        );
        Assert.Equal(
            (DateTimeOffset.Parse("2025-04-01T09:30:00Z"), new TimeOnly(12, 0), true),
            (notice.Published, notice.ClosingTime, notice.SuitableForSme)
        );
        Assert.Equal(
            [
                new(
                    "Acme (UK) [Salt] Ltd",
                    "1 High St\r\nExeford",
                    "COMPANIES_HOUSE",
                    "01234567",
                    true,
                    false
                ),
                new("Bolt", "2 Low | St", null, null, false, null),
            ],
            notice.Suppliers
        );
    }

    [Fact]
    public void A_bad_cell_costs_the_cell_and_is_said_with_line_column_and_reason()
    {
        var row = Assert.Single(
            Csv(
                "CF-1,Contract,Exeford Council,Open,2025-04-01,Salt,,,,,none here,31/02/2025,31/12/9999,,maybe,lots,1,,,[broken,,,27:80\r\n"
            )
        );
        Assert.NotNull(row.Record);
        Assert.Null(row.Record.Start);
        Assert.Equal(
            [
                "Supplier",
                "Cpv Codes",
                "Start Date",
                "End Date",
                "Closing Time",
                "Suitable for SME",
                "Value Low",
                "Value High",
            ],
            row.Problems.Select(p => p.Place.Path)
        );
        Assert.All(
            row.Problems,
            p => Assert.Equal((2, ProblemKind.Noticed), (p.Place.Line, p.Kind))
        );
        Assert.Contains("“31/02/2025”", row.Problems[2].Message);
    }

    [Theory]
    [InlineData(",Contract,Exeford,Open,,Salt", "Notice Identifier")]
    [InlineData("CF-1,Contract,,Open,,Salt", "Organisation Name")]
    [InlineData("CF-1,Contract,Exeford,Open,, ", "Title")]
    public void A_row_without_identifier_organisation_or_title_is_refused(
        string start,
        string column
    )
    {
        var row = Assert.Single(Csv(start + ",,,,,,,,,,,,,,,,,\r\n"));
        Assert.Null(row.Record);
        Assert.StartsWith(column, row.Reason);
    }

    [Fact]
    public void A_notice_that_stands_twice_says_where_it_stood_first()
    {
        var rows = Csv(
            "CF-1,Contract,Exeford,Open,,Salt,,,,,,,,,,,,,,,,,\r\nCF-1,Contract,Exeford,Open,,Salt,,,,,,,,,,,,,,,,,\r\nCF-1,Contract,Bolton,Open,,Salt,,,,,,,,,,,,,,,,,\r\n"
        );
        Assert.Equal([null, 2L, null], rows.Select(r => r.RepeatsLine));
    }

    [Fact]
    public void A_pipe_inside_a_name_or_address_does_not_shift_the_fields()
    {
        var (suppliers, wrong) = SupplierCell.Read(
            "[Acme | Sons|UNIT 5 | PARK | GU16|NONE||No|No]"
        );
        Assert.Null(wrong);
        Assert.Equal(
            ("Acme | Sons", "UNIT 5 | PARK | GU16"),
            (suppliers[0].Name, suppliers[0].Address)
        );
    }

    [Fact]
    public void Flat_JSON_becomes_the_same_notice_with_entities_decoded_and_zero_unknown()
    {
        var row = Assert.Single(
            Json(
                """{"id":"a1","title":"Supply &amp; fit","description":"St Anne&#039;s","organisation":"Wyre","status":"awarded","published_date":"2024-12-16","deadline_date":null,"value_low":0,"value_high":20000,"awarded_value":200000,"awarded_supplier":"Baker, Lomax Ltd,Ellis &amp; York,Ltd","awarded_to_sme":true,"cpv_codes":"90500000","region":"North West","suitable_for_sme":true,"url":"https://example.org/1"}"""
            )
        );
        var notice = row.Record!;
        Assert.Equal(("Supply & fit", "St Anne's"), (notice.Title, notice.Description));
        Assert.Equal(
            (null, 2000000, 20000000),
            (
                notice.ValueLow,
                notice.ValueHigh!.Value.MinorUnits,
                notice.AwardedValue!.Value.MinorUnits
            )
        );
        Assert.Equal(
            ["Baker, Lomax Ltd", "Ellis & York,Ltd"],
            notice.Suppliers.Select(s => s.Name)
        );
        Assert.Contains("extra zeros", Assert.Single(row.Problems).Message);
    }

    [Fact]
    public void Every_line_of_JSON_Lines_is_accounted_for()
    {
        var rows = Json(
            "{\"id\":\"1\",\"title\":\"a\",\"organisation\":\"b\"}\n\n{broken\n[1]\n{\"id\":\"2\",\"title\":\"a\"}\n{\"id\":\"1\",\"title\":\"a\",\"organisation\":\"b\"}\n"
        );
        Assert.Equal([1L, 3L, 4L, 5L, 6L], rows.Select(r => r.Line));
        Assert.Equal([true, false, false, false, true], rows.Select(r => r.Record is not null));
        Assert.Equal(
            [
                "",
                "The line is not valid JSON",
                "The line is not a JSON object",
                "organisation: it is blank or absent, and without it the notice cannot be kept",
                "",
            ],
            rows.Select(r => r.Reason)
        );
        Assert.Equal(1, rows[4].RepeatsLine);
    }

    [Theory]
    [InlineData(Header, NoticeFile.ContractsFinderCsv)]
    [InlineData(
        "{\"id\":\"1\",\"title\":\"a\",\"organisation\":\"b\"}\n",
        NoticeFile.ContractsFinderJson
    )]
    [InlineData("{\"uri\":\"x\",\"releases\": [{\"ocid\":\"o\"}]}", NoticeFile.Ocds)]
    [InlineData("{\"ocid\":\"o\",\"id\":\"1\",\"title\":\"ocid\"}", NoticeFile.Ocds)]
    [InlineData("Title,Supplier\nSalt,Acme\n", NoticeFile.Other)]
    [InlineData("{\"id\":\"1\"}", NoticeFile.Other)]
    [InlineData("%PDF", NoticeFile.Other)]
    [InlineData("", NoticeFile.Other)]
    public void A_file_of_notices_is_told_by_its_first_bytes_also_inside_gzip(
        string content,
        NoticeFile kind
    )
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        Assert.Equal(kind, ContractsFinderFile.Detect(new MemoryStream(bytes)));
        Assert.Equal(kind, ContractsFinderFile.Detect(new MemoryStream(Tables.Gzip(bytes))));
    }

    [SharedDataFact("contracts-finder-csv")]
    public void Every_row_of_real_exports_is_read_with_its_suppliers()
    {
        var counts = new List<(int Rows, int Kept, int Codes, int Suppliers, int Wrong)>();
        foreach (
            var path in Directory
                .GetFiles(SharedData.Find("contracts-finder-csv")!, "*.csv")
                .Order()
        )
        {
            using var file = File.OpenRead(path);
            Assert.Equal(NoticeFile.ContractsFinderCsv, ContractsFinderFile.Detect(file));
            using var table = ContractsFinderCsv.Open(file, Path.GetFileName(path));
            var rows = ContractsFinderCsv.Read(table).ToList();
            Assert.Equal(43, table.Columns.Count);
            Assert.All(table.Problems, p => Assert.Contains("rows have fewer cells", p.Message));
            var kept = rows.Where(r => r.Record is not null).Select(r => r.Record!).ToList();
            var wrong = rows.SelectMany(r => r.Problems)
                .Count(p =>
                    !p.Message.Contains("stands for")
                    && !p.Message.Contains("extra zeros")
                    && !p.Message.Contains("before the start")
                );
            counts.Add(
                (
                    rows.Count,
                    kept.Count,
                    kept.Count(n => n.CpvCodes.Count > 0),
                    kept.Sum(n => n.Suppliers.Count),
                    wrong
                )
            );
        }
        Assert.Equal([(1000, 1000, 1000, 2562, 0), (380, 380, 380, 917, 0)], counts);
    }

    [SharedDataFact("lancashire-15-councils/notices.jsonl")]
    public void Every_line_of_a_real_flat_extract_is_read()
    {
        using var file = File.OpenRead(SharedData.Find("lancashire-15-councils/notices.jsonl")!);
        Assert.Equal(NoticeFile.ContractsFinderJson, ContractsFinderFile.Detect(file));
        var rows = ContractsFinderJson.Read(file, "notices.jsonl").ToList();
        Assert.All(rows, r => Assert.NotNull(r.Record));
        Assert.Equal(
            (1097, 1, 691),
            (
                rows.Count,
                rows.Count(r => r.RepeatsLine is not null),
                rows.Count(r => r.Record!.Suppliers.Count > 0)
            )
        );
        Assert.DoesNotContain(
            rows,
            r => r.Record!.Title.Contains("&amp;") || r.Record.Organisation.Contains("&#")
        );
        Assert.All(rows, r => Assert.NotNull(r.Record!.Published));
    }

    [SharedDataFact("devon-spend-500")]
    public void Years_of_real_spending_files_are_read_without_a_bad_row()
    {
        var rows = 0;
        foreach (
            var path in Directory
                .GetFiles(SharedData.Find("devon-spend-500")!, "*.csv.gz")
                .Order()
                .Take(6)
        )
        {
            using var file = File.OpenRead(path);
            using var table = TableReader.Open(file, Path.GetFileName(path));
            Assert.Contains("Supplier Name", table.Columns);
            foreach (var row in table.Rows())
            {
                rows++;
                Assert.Null(row.Fault);
                Assert.False(Values.Money(row.Cells[5]).IsWrong);
                Assert.False(Values.Date(row.Cells[2]).IsWrong);
            }
            Assert.Empty(table.Problems);
        }
        Assert.True(rows > 40_000, $"{rows} rows");
    }
}
