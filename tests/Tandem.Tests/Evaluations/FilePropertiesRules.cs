using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tandem.Formats.Documents;
using Tandem.Formats.Documents.Properties;

namespace Tandem.Tests.Evaluations;

/// <summary>What files say of themselves, and files without it.</summary>
public sealed class FilePropertiesRules
{
    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    [Fact]
    public void A_word_document_keeps_what_one_sees_and_loses_its_author()
    {
        using var file = new MemoryStream();
        DocxWriter.Write(
            file,
            new("Plan", [new Paragraph("Sensors in homes")], Author: "Quayside Ltd")
        );
        var said = FileProperties.Of(file.ToArray());
        Assert.Contains(said.Said, s => s.Value.Contains("Quayside Ltd", StringComparison.Ordinal));
        var plain = FileProperties.Without(file.ToArray());
        Assert.Empty(FileProperties.Of(plain).Said);
        using var archive = new ZipArchive(new MemoryStream(plain));
        using var body = new StreamReader(archive.GetEntry("word/document.xml")!.Open());
        Assert.Contains("Sensors in homes", body.ReadToEnd());
        Assert.All(
            archive.Entries,
            e =>
            {
                using var part = new StreamReader(e.Open());
                Assert.DoesNotContain("Quayside", part.ReadToEnd());
            }
        );
    }

    [Fact]
    public void An_open_document_loses_its_author_too()
    {
        using var file = new MemoryStream();
        OdtWriter.Write(
            file,
            new("Plan", [new Paragraph("Sensors in homes")], Author: "Quayside Ltd")
        );
        Assert.Contains(FileProperties.Of(file.ToArray()).Said, s => s.Value == "Quayside Ltd");
        Assert.Empty(FileProperties.Of(FileProperties.Without(file.ToArray())).Said);
    }

    [Fact]
    public void The_author_of_a_pdf_is_written_over_and_nothing_else_moves()
    {
        var pdf = Latin(
            "%PDF-1.7\n1 0 obj\n<< /Title (Plan) /Author (Quayside \\(Ltd\\) (UK)) /Producer <51> >>\nendobj\n<x:xmpmeta><rdf:li>Quayside</rdf:li></x:xmpmeta>\n(Quayside is seen here) Tj\n%%EOF"
        );
        var said = FileProperties.Of(pdf);
        Assert.Equal(
            [("Author", "Quayside (Ltd) (UK)"), ("Producer", "Q"), ("XMP", "Quayside")],
            said.Said
        );
        Assert.Null(said.Remains);
        var plain = FileProperties.Without(pdf);
        Assert.Equal(pdf.Length, plain.Length);
        var text = Encoding.Latin1.GetString(plain);
        Assert.DoesNotContain("Ltd", text);
        Assert.Contains("/Title (Plan)", text);
        Assert.Contains("(Quayside is seen here) Tj", text);
        Assert.Contains("compressed", FileProperties.Of(Latin("%PDF-1.7 /ObjStm")).Remains);
    }

    [Fact]
    public void Pictures_lose_their_exif_and_comments_and_keep_the_picture()
    {
        byte[] jpeg =
        [
            0xFF,
            0xD8,
            0xFF,
            0xE0,
            0,
            4,
            1,
            2,
            0xFF,
            0xE1,
            0,
            8,
            .. "Exif"u8,
            7,
            7,
            0xFF,
            0xFE,
            0,
            5,
            .. "Nia"u8,
            0xFF,
            0xDA,
            0,
            2,
            9,
            9,
            9,
            0xFF,
            0xD9,
        ];
        Assert.Equal(["Exif or XMP", "Comment"], FileProperties.Of(jpeg).Said.Select(s => s.Name));
        Assert.Equal(
            [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xDA, 0, 2, 9, 9, 9, 0xFF, 0xD9],
            FileProperties.Without(jpeg)
        );
        byte[] png =
        [
            0x89,
            .. "PNG\r\n"u8,
            0x1A,
            0x0A,
            0,
            0,
            0,
            1,
            .. "IHDR"u8,
            5,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            10,
            .. "tEXtAuthor\0Nia"u8,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            .. "IEND"u8,
            0,
            0,
            0,
            0,
        ];
        Assert.Equal([("tEXt", "Author:Nia")], FileProperties.Of(png).Said);
        var plain = FileProperties.Without(png);
        Assert.Empty(FileProperties.Of(plain).Said);
        Assert.Equal(png.Length - 22, plain.Length);
    }

    [Fact]
    public void A_file_of_another_kind_is_given_as_it_is_and_said_to_be()
    {
        byte[] film = [0, 0, 0, 24, .. "ftypmp42"u8, 1, 2, 3];
        Assert.Same(film, FileProperties.Without(film));
        Assert.NotNull(FileProperties.Of(film).Remains);
        Assert.Null(FileProperties.Of(Latin("a,b,c")).Remains);
    }

    [Fact]
    public void Whatever_bytes_come_after_the_first_nothing_breaks() =>
        Prop.ForAll(
                Gen.Elements<byte[]>(
                        [.. "%PDF-1.4 /Author ("u8],
                        [.. "PK\u0003\u0004"u8],
                        [0xFF, 0xD8, 0xFF, 0xE1],
                        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
                    )
                    .ToArbitrary(),
                ArbMap.Default.ArbFor<byte[]>(),
                (head, rest) =>
                {
                    byte[] file = [.. head, .. rest];
                    _ = FileProperties.Of(file);
                    Assert.True(FileProperties.Without(file).Length <= file.Length + 1024);
                }
            )
            .QuickCheckThrowOnFailure();
}
