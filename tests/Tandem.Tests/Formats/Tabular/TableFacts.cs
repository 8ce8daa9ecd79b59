using System.IO.Compression;
using System.Text;
using Tandem.Formats;
using Tandem.Formats.Tabular;

namespace Tandem.Tests.Formats.Tabular;

/// <summary>Opens text and bytes as tables in tests.</summary>
static class Tables
{
    public static Table Text(string text, TableOptions? options = null) =>
        Bytes(Encoding.UTF8.GetBytes(text), options);

    public static Table Bytes(byte[] bytes, TableOptions? options = null) =>
        TableReader.Open(new MemoryStream(bytes), "register.csv", options);

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }

    public static string Cells(IEnumerable<TableRow> rows) =>
        string.Join("\n", rows.Select(r => $"{r.Line}: {string.Join("|", r.Cells)}"));
}

public sealed class TableFacts
{
    const string Plain = "Title,Supplier,End date\nCleaning,Acme Ltd,31/03/2026\n";

    [Fact]
    public void Rows_carry_the_line_on_which_they_begin_even_after_cells_of_several_lines()
    {
        using var table = Tables.Text(
            "Title,Supplier,Note\r\n\"Cleaning\r\nof \"\"offices\"\"\",Acme,a\r\nGritting,Bolt,\"x,y\"\r\n"
        );
        Assert.Equal(
            "2: Cleaning\r\nof \"offices\"|Acme|a\n4: Gritting|Bolt|x,y",
            Tables.Cells(table.Rows())
        );
        Assert.Empty(table.Problems);
    }

    [Theory]
    [InlineData(',', "commas")]
    [InlineData(';', "semicolons")]
    [InlineData('\t', "tabs")]
    [InlineData('|', "pipes")]
    public void The_delimiter_is_found(char delimiter, string word)
    {
        using var table = Tables.Text(
            "Title,Supplier,Value\nCleaning,Acme,\"1 234,50\"\nGritting,Bolt,\"2 500,00\"\n"
                .Replace("\"", delimiter == ',' ? "\"" : "")
                .Replace("1 234,50", "1 234@50")
                .Replace("2 500,00", "2 500@00")
                .Replace(',', delimiter)
                .Replace('@', ',')
        );
        Assert.Contains(word, table.Format);
        Assert.Equal(["Title", "Supplier", "Value"], table.Columns);
        Assert.Equal(
            "2: Cleaning|Acme|1 234,50\n3: Gritting|Bolt|2 500,00",
            Tables.Cells(table.Rows())
        );
    }

    [Fact]
    public void A_line_that_names_the_delimiter_is_obeyed_and_counted()
    {
        using var table = Tables.Text("sep=;\nTitle;Supplier\nCleaning;Acme, Bolt\n");
        Assert.Equal("3: Cleaning|Acme, Bolt", Tables.Cells(table.Rows()));
    }

    [Fact]
    public void The_header_is_found_below_a_title_a_date_and_a_blank_row()
    {
        using var table = Tables.Text(
            "Contracts register 2025,,\nPublished:,01/04/2025,\n,,\nTitle,Supplier,End date\nCleaning,Acme,31/03/2026\n"
        );
        Assert.Equal(4, table.HeaderLine);
        Assert.Equal("5: Cleaning|Acme|31/03/2026", Tables.Cells(table.Rows()));
    }

    [Fact]
    public void A_repeated_header_is_passed_over_and_said()
    {
        using var table = Tables.Text(
            Plain + "\nTitle,Supplier,End date\nGritting,Bolt,01/05/2026\n"
        );
        Assert.Equal(
            "2: Cleaning|Acme Ltd|31/03/2026\n5: Gritting|Bolt|01/05/2026",
            Tables.Cells(table.Rows())
        );
        var notice = Assert.Single(table.Problems);
        Assert.Equal((4, ProblemKind.Noticed), (notice.Place.Line, notice.Kind));
    }

    [Fact]
    public void A_table_without_a_header_says_that_it_has_none()
    {
        using var table = Tables.Text(
            "C1,Cleaning,31/03/2026,£1200\nC2,Gritting,30/04/2026,£900\n"
        );
        Assert.False(table.IsReadable);
        Assert.Contains(
            "We could not find a row of column names",
            Assert.Single(table.Problems).Message
        );
    }

    [Fact]
    public void Columns_of_one_name_are_told_apart_and_nameless_ones_are_named_by_their_place()
    {
        using var table = Tables.Text("Title,Value,Value,,End\nCleaning,1,2,3,4\n");
        Assert.Equal(["Title", "Value", "Value (2)", "Column 4", "End"], table.Columns);
    }

    [Fact]
    public void A_row_with_too_many_cells_is_at_fault_and_one_with_too_few_is_filled()
    {
        using var table = Tables.Text(
            "Title,Supplier,End\nCleaning,Acme, Ltd,2026\nGritting,Bolt\n"
        );
        var rows = table.Rows().ToList();
        Assert.Contains("4 cells where there are 3 columns", rows[0].Fault!.Message);
        Assert.Null(rows[1].Fault);
        Assert.Equal(["Gritting", "Bolt", ""], rows[1].Cells);
        Assert.Equal([2L, 3L], table.Problems.Select(p => p.Place.Line));
    }

    [Fact]
    public void An_unclosed_quotation_mark_costs_its_own_line_only_and_names_it()
    {
        using var table = Tables.Text(
            "Title,Supplier\nCleaning,\"Acme\nGritting,Bolt\nMowing,Crop\n"
        );
        var rows = table.Rows().ToList();
        Assert.Equal([2L, 3L, 4L], rows.Select(r => r.Line));
        Assert.Contains("opened on line 2 is never closed", rows[0].Fault!.Message);
        Assert.Equal(["Mowing", "Crop"], rows[2].Cells);
    }

    [Fact]
    public void A_cell_beyond_the_bound_is_cut_and_the_next_row_is_read()
    {
        using var table = Tables.Text(
            $"Title,Supplier\nCleaning,{new string('x', 5000)}\nGritting,Bolt\n",
            new() { Limits = new() { CellCharacters = 1000 } }
        );
        var rows = table.Rows().ToList();
        Assert.Equal(1000, rows[0].Cells[1].Length);
        Assert.Contains("longer than 1000", rows[0].Fault!.Message);
        Assert.Equal(["Gritting", "Bolt"], rows[1].Cells);
    }

    [Fact]
    public void Windows_1252_is_read_right_and_said_with_its_line()
    {
        byte[] bytes = [.. "Title,Value\nCleaning,1\nCaf"u8, 0xe9, .. ","u8, 0xa3, .. "5\n"u8];
        using var table = Tables.Bytes(bytes);
        Assert.Equal("2: Cleaning|1\n3: Café|£5", Tables.Cells(table.Rows()));
        Assert.Contains("Windows-1252", table.Format);
        Assert.Equal(
            (3, ProblemKind.Noticed),
            (Assert.Single(table.Problems).Place.Line, table.Problems[0].Kind)
        );
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_decides_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        using var table = Tables.Bytes([
            .. encoding.GetPreamble(),
            .. encoding.GetBytes("Title,Supplier\nCafé,£5\n"),
        ]);
        Assert.Equal(["Title", "Supplier"], table.Columns);
        Assert.Equal("2: Café|£5", Tables.Cells(table.Rows()));
        Assert.Empty(table.Problems);
    }

    [Fact]
    public void NUL_characters_are_left_out_and_said()
    {
        using var table = Tables.Text("Title,Supplier\nClean\0ing,Acme\n");
        Assert.Equal("2: Cleaning|Acme", Tables.Cells(table.Rows()));
        Assert.Contains("NUL", Assert.Single(table.Problems).Message);
    }

    [Fact]
    public void Gzip_is_seen_by_its_bytes_and_a_truncated_one_keeps_what_was_good_and_says_where_it_broke()
    {
        var lines = string.Concat(
            Enumerable
                .Range(0, 60_000)
                .Select(i => $"Contract {i * 7919 % 60_013},Supplier {i * 104_729 % 60_013}\n")
        );
        var packed = Tables.Gzip(Encoding.UTF8.GetBytes("Title,Supplier\n" + lines));
        using var whole = Tables.Bytes(packed);
        Assert.Equal(60_000, whole.Rows().Count());
        Assert.Empty(whole.Problems);
        using var cut = Tables.Bytes(packed[..(packed.Length * 2 / 3)]);
        var kept = cut.Rows().Count();
        Assert.InRange(kept, 10_000, 59_999);
        var problem = Assert.Single(
            cut.Problems,
            p => p.Kind == ProblemKind.Refused && p.Message.Contains("cut off")
        );
        Assert.InRange(problem.Place.Line, kept, kept + 2);
    }

    [Fact]
    public void A_gzip_bomb_is_stopped()
    {
        var bomb = Tables.Gzip([
            .. "Title,Supplier\n"u8,
            .. Enumerable.Repeat((byte)'\n', 40_000_000),
        ]);
        using var table = Tables.Bytes(bomb);
        Assert.Empty(table.Rows());
        Assert.Contains("beyond measure", Assert.Single(table.Problems).Message);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \r\n ", "empty")]
    [InlineData("%PDF-1.7 …", "PDF")]
    [InlineData("<!DOCTYPE html><html><table><tr><td>x", "web page")]
    [InlineData("\n<table border=1><tr><th>Title</th>", "web page")]
    [InlineData("<?xml version=\"1.0\"?><Workbook/>", "XML")]
    [InlineData("{\"releases\":[]}", "JSON")]
    [InlineData("{\\rtf1 hello}", "text document")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006", "not a spreadsheet")]
    [InlineData("PK\u0003\u0004 no archive", "damaged")]
    public void What_is_no_table_is_named(string content, string named)
    {
        using var table = Tables.Text(content);
        Assert.False(table.IsReadable);
        Assert.Empty(table.Rows());
        Assert.Contains(named, Assert.Single(table.Problems).Message);
    }

    [Fact]
    public void An_old_workbook_that_is_damaged_is_named()
    {
        using var table = Tables.Bytes([
            0xd0,
            0xcf,
            0x11,
            0xe0,
            0xa1,
            0xb1,
            0x1a,
            0xe1,
            .. new byte[600],
        ]);
        Assert.Contains("damaged", Assert.Single(table.Problems).Message);
    }
}
