using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tandem.Formats.Tabular;

namespace Tandem.Tests.Formats.Tabular;

/// <summary>No sequence of bytes makes a reader throw.</summary>
public sealed class AnyBytesFacts
{
    static readonly string[] Parts =
    [
        "Title",
        "Supplier",
        "Start date",
        "Notice Identifier",
        "Organisation Name",
        "Notice Type",
        "id",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "|",
        "\r\n",
        "\n",
        "\r",
        "\0",
        "'",
        "=",
        "31/02/2025",
        "1/4/25",
        "£1.2m",
        "(0.01)",
        "3+1+1 years",
        "{",
        "}",
        "[",
        "]",
        "{\"id\":\"\\ud800\",\"title\":\"a\",\"organisation\":\"b\",\"value_low\":1e400}",
        "é",
        "\ufeff",
        "9999999999999",
        "[a|b|NONE||No|No]",
        "ocid",
        "<html",
        "PK\u0003\u0004",
        "sep=;",
    ];

    static Gen<byte[]> Texts() =>
        Gen.Elements(Parts).ListOf().Select(p => Encoding.UTF8.GetBytes(string.Concat(p)));

    static Gen<byte[]> Any() => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf();

    static readonly byte[] Good = Workbook.Of(
        (
            "Register",
            [
                ["Title", "Supplier", "End date"],
                ["Cleaning", "Acme", new DateOnly(2026, 3, 31)],
                ["Gritting", "Bolt", 12],
            ],
            "A2:A3"
        )
    );

    /// <summary>Good files with some of their bytes altered, or cut off.</summary>
    static Gen<byte[]> Altered(byte[] good) =>
        from edits in Gen.Choose(0, 12).Two().Select(t => t.Item1)
        from places in Gen.Choose(0, good.Length - 1).ArrayOf(edits)
        from values in Gen.Choose(0, 255).ArrayOf(edits)
        from cut in Gen.Choose(0, good.Length)
        from whole in Gen.Elements(true, true, false)
        select Alter(good, places, values, whole ? good.Length : cut);

    static byte[] Alter(byte[] good, int[] places, int[] values, int length)
    {
        var bytes = good.ToArray();
        for (var i = 0; i < places.Length; i++)
        {
            bytes[places[i]] = (byte)values[i];
        }
        return bytes[..length];
    }

    static void ReadEverything(byte[] bytes)
    {
        using var table = RegisterReader.Open(
            new MemoryStream(bytes),
            "any",
            RegisterFacts.Vocabulary
        );
        var mapping = RegisterColumns.Mapping(
            RegisterColumns.Recognise(table.Columns, RegisterFacts.Vocabulary)
        );
        var rows = RegisterReader.Read(table, mapping).ToList();
        Assert.True(table.IsReadable || table.Problems.Count > 0);
        Assert.All(rows, r => Assert.True(r.Record is not null || r.Reason.Length > 0));
        using var export = ContractsFinderCsv.Open(new MemoryStream(bytes), "any");
        Assert.All(
            ContractsFinderCsv.Read(export),
            r => Assert.True(r.Record is not null || r.Reason.Length > 0)
        );
        Assert.All(
            ContractsFinderJson.Read(new MemoryStream(bytes), "any"),
            r => Assert.True(r.Record is not null || r.Reason.Length > 0)
        );
        Assert.True(Enum.IsDefined(ContractsFinderFile.Detect(new MemoryStream(bytes))));
    }

    static void Hold(Gen<byte[]> bytes, int times) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(times),
            Prop.ForAll(bytes.ToArbitrary(), ReadEverything)
        );

    [Fact]
    public void No_bytes_make_a_reader_throw() => Hold(Any(), 300);

    [Fact]
    public void No_text_makes_a_reader_throw() => Hold(Texts(), 500);

    [Fact]
    public void No_altered_workbook_makes_a_reader_throw() => Hold(Altered(Good), 200);

    [Fact]
    public void No_altered_gzip_makes_a_reader_throw() =>
        Hold(
            Altered(
                Tables.Gzip(
                    Encoding.UTF8.GetBytes(
                        "Title,Supplier,Start date\n"
                            + string.Concat(
                                Enumerable
                                    .Range(0, 50)
                                    .Select(i => $"Contract {i},Supplier {i},0{i % 9}/01/2025\n")
                            )
                    )
                )
            ),
            200
        );

    [Fact]
    public void No_text_makes_a_value_throw() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                Gen.OneOf(
                        Gen.Elements(Parts).ListOf().Select(string.Concat),
                        Gen.Elements("0123456789-/.,:+ xTZ£kmyears()jan".ToCharArray())
                            .ArrayOf()
                            .Select(c => new string(c))
                    )
                    .ToArbitrary(),
                text =>
                {
                    Values.Date(text);
                    Values.Money(text);
                    Values.YesNo(text);
                    Values.Duration(text, DurationUnit.Years);
                    SupplierCell.Read(text);
                    Assert.Equal(text, SafeCsv.Restore(SafeCsv.Defuse(text)));
                }
            )
        );
}
