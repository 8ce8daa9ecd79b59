using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tandem.Formats.Tabular;

namespace Tandem.Tests.Formats.Tabular;

public sealed class SafeCsvFacts
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+44 20", "'+44 20")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("-.5", "-.5")]
    [InlineData("'=x", "''=x")]
    [InlineData("O'Neill", "O'Neill")]
    [InlineData("", "")]
    public void What_would_start_a_formula_gets_an_apostrophe_and_numbers_stay_numbers(
        string cell,
        string safe
    )
    {
        Assert.Equal(safe, SafeCsv.Defuse(cell));
        Assert.Equal(cell, SafeCsv.Restore(safe));
    }

    [Fact]
    public void Rows_are_written_with_quotation_marks_where_they_are_needed_and_a_byte_order_mark_if_wanted()
    {
        var with = new MemoryStream();
        SafeCsv.Write(
            with,
            [
                ["a", "b,c", "d\"e", "f\ng", null],
            ]
        );
        Assert.Equal(
            [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes("a,\"b,c\",\"d\"\"e\",\"f\ng\",\r\n")],
            with.ToArray()
        );
        var without = new MemoryStream();
        SafeCsv.Write(
            without,
            [
                ["a"],
            ],
            byteOrderMark: false
        );
        Assert.Equal("a\r\n"u8, without.ToArray());
    }

    [Fact]
    public void What_is_written_is_read_again_as_it_was() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                Rows(),
                rows =>
                {
                    var file = new MemoryStream();
                    SafeCsv.Write(file, rows);
                    file.Position = 3;
                    var records = new CsvRecords(new StreamReader(file, Encoding.UTF8), ',');
                    foreach (var row in rows)
                    {
                        var read = records.Read();
                        Assert.Equal(row, read!.Value.Cells.Select(SafeCsv.Restore));
                        Assert.Null(read.Value.Fault);
                    }
                    Assert.Null(records.Read());
                }
            )
        );

    /// <summary>Rows of cells made of the characters that make trouble.</summary>
    static Arbitrary<string[][]> Rows()
    {
        var part = Gen.Elements(
            "a",
            "é",
            "£5",
            "\"",
            "\"\"",
            ",",
            ";",
            "\n",
            "\r\n",
            " ",
            "'",
            "=",
            "+",
            "-",
            "-1.5",
            "@",
            "\t",
            "|",
            "x",
            "12",
            ""
        );
        var cell = part.ListOf().Select(string.Concat);
        return cell.NonEmptyListOf()
            .Select(c => c.ToArray())
            .NonEmptyListOf()
            .Select(r => r.ToArray())
            .ToArbitrary();
    }
}
