using System.IO.Compression;
using Tandem.Formats;
using Tandem.Formats.Tabular;

namespace Tandem.Tests.Formats.Tabular;

public sealed class SpreadsheetFacts
{
    static readonly object?[] Header = ["Title", "Supplier", "End date", "Value"];

    [Fact]
    public void Cells_become_text_with_real_dates_and_rows_keep_their_number()
    {
        using var table = Tables.Bytes(
            Workbook.Of(
                (
                    "Register",
                    [
                        ["Contracts register"],
                        [],
                        Header,
                        ["Cleaning", "Acme", new DateOnly(2026, 3, 31), 1234.5],
                        [],
                        ["Gritting", "Bolt", "TBC", 900],
                    ],
                    null
                )
            )
        );
        Assert.Equal(3, table.HeaderLine);
        Assert.Equal(
            "4: Cleaning|Acme|2026-03-31|1234.5\n6: Gritting|Bolt|TBC|900",
            Tables.Cells(table.Rows())
        );
        Assert.Empty(table.Problems);
    }

    [Fact]
    public void A_sheet_that_seems_to_end_in_many_blank_rows_says_where()
    {
        var workbook = Workbook.Of(
            (
                "Register",
                [Header, ["Cleaning", "Acme", "31/03/2026", 1], [], [], [], ["Gritting", "Bolt"]],
                null
            )
        );
        var limits = new TableLimits { BlankRows = 3 };
        using var cut = Tables.Bytes(workbook, new() { Limits = limits });
        Assert.Single(cut.Rows());
        var notice = Assert.Single(cut.Problems);
        Assert.Equal((2L, ProblemKind.Noticed), (notice.Place.Line, notice.Kind));
        Assert.Contains("3 blank rows", notice.Message);

        using var whole = Tables.Bytes(workbook, new() { Limits = limits with { BlankRows = 4 } });
        Assert.Equal(2, whole.Rows().Count());
        Assert.Empty(whole.Problems);
    }

    [Fact]
    public void The_first_sheet_with_a_header_is_read_unless_one_is_named()
    {
        var workbook = Workbook.Of(
            (
                "Read me",
                [
                    ["Please read this first"],
                ],
                null
            ),
            ("Current", [Header, ["Cleaning", "Acme", "31/03/2026", 1]], null),
            ("Expired", [Header, ["Gritting", "Bolt", "31/03/2020", 2]], null)
        );
        using var first = Tables.Bytes(workbook);
        Assert.StartsWith("2: Cleaning", Tables.Cells(first.Rows()));
        using var named = Tables.Bytes(workbook, new() { Sheet = "expired" });
        Assert.StartsWith("2: Gritting", Tables.Cells(named.Rows()));
        using var absent = Tables.Bytes(workbook, new() { Sheet = "Old" });
        Assert.Contains(
            "no sheet “Old”. Its sheets are “Read me”, “Current”, “Expired”",
            Assert.Single(absent.Problems).Message
        );
    }

    [Fact]
    public void A_cell_merged_downwards_is_said_for_each_row()
    {
        using var table = Tables.Bytes(
            Workbook.Of(
                (
                    "Register",
                    [
                        ["Department", "Title", "Supplier"],
                        ["Housing", "Cleaning", "Acme"],
                        [null, "Gritting", "Bolt"],
                        ["Parks", "Mowing", "Crop"],
                    ],
                    "A2:A3"
                )
            )
        );
        Assert.Equal(
            "2: Housing|Cleaning|Acme\n3: Housing|Gritting|Bolt\n4: Parks|Mowing|Crop",
            Tables.Cells(table.Rows())
        );
    }

    [Fact]
    public void A_workbook_without_a_header_says_so()
    {
        using var table = Tables.Bytes(
            Workbook.Of(
                (
                    "A",
                    [
                        ["only a title"],
                    ],
                    null
                ),
                (
                    "B",
                    [
                        ["C1", 12, 13],
                    ],
                    null
                )
            )
        );
        Assert.Contains(
            "We could not find a row of column names on the sheets “A”, “B”",
            Assert.Single(table.Problems).Message
        );
    }

    [Fact]
    public void A_workbook_that_inflates_beyond_measure_is_not_opened()
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Workbook.Add(zip, "xl/worksheets/sheet1.xml", new string(' ', 30_000_000));
        }
        using var table = Tables.Bytes(file.ToArray());
        Assert.Contains("beyond measure", Assert.Single(table.Problems).Message);
    }

    [Theory]
    [InlineData("word/document.xml", "Word document")]
    [InlineData("content.xml", "OpenDocument")]
    [InlineData("register.csv", "ZIP archive")]
    public void An_archive_that_is_no_workbook_is_named(string entry, string named)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Workbook.Add(zip, entry, "x");
        }
        using var table = Tables.Bytes(file.ToArray());
        Assert.Contains(named, Assert.Single(table.Problems).Message);
    }
}
