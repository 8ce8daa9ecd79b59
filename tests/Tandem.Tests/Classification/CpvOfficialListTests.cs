using System.Text;
using System.Text.Json;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Classification;

public sealed class CpvOfficialListTests
{
    private static readonly CpvList Before = CpvList.In(Content.Shipped);

    public static TheoryData<string, string> Forms =>
        new()
        {
            {
                "list.csv",
                Rows("CODE;EN;SV\n", e => $"{Full(e)};{Csv(e.Name)};{Csv(e.SwedishName)}\n", "")
            },
            { "bare.csv", Rows("", e => $"{Full(e)};{Csv(e.Name)}\n", "") },
            { "list.tsv", Rows("Code\tDescription\n", e => $"{e.Code}\t{e.Name}\n", "") },
            {
                "list.json",
                JsonSerializer.Serialize(
                    Before
                        .Entries.Select(e => new
                        {
                            code = Full(e),
                            version = 2,
                            name = e.Name,
                        })
                        .Append(
                            new
                            {
                                code = "01000000-7",
                                version = 1,
                                name = "Of CPV 2003",
                            }
                        )
                )
            },
            {
                "languages.json",
                JsonSerializer.Serialize(
                    new
                    {
                        codes = Before.Entries.Select(e => new
                        {
                            id = Full(e),
                            labels = new { en = e.Name, sv = e.SwedishName },
                        }),
                    }
                )
            },
            {
                "sparql.json",
                JsonSerializer.Serialize(
                    new
                    {
                        head = new { vars = new[] { "code" } },
                        results = new
                        {
                            distinct = false,
                            bindings = Before.Entries.Select(e => new
                            {
                                code = new { type = "literal", value = e.Code.Digits },
                            }),
                        },
                    }
                )
            },
            {
                "cpv.xml",
                Rows(
                    "<?xml version=\"1.0\"?><!DOCTYPE x><CPV_CODE>",
                    e =>
                        $"<CPV CODE=\"{Full(e)}\"><TEXT LANG=\"DE\">x</TEXT><TEXT LANG=\"EN\">{Xml(e.Name)}</TEXT><TEXT LANG=\"SV\">{Xml(e.SwedishName)}</TEXT></CPV>",
                    "</CPV_CODE>"
                )
            },
            {
                "cpv.gc",
                Rows(
                    "<gc:CodeList xmlns:gc=\"urn:x\"><SimpleCodeList>",
                    e =>
                        $"<Row><Value ColumnRef=\"code\"><SimpleValue>{e.Code}</SimpleValue></Value><Value ColumnRef=\"eng_label\"><SimpleValue>{Xml(e.Name)}</SimpleValue></Value></Row>",
                    "</SimpleCodeList></gc:CodeList>"
                )
            },
        };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_list_of_any_published_form_gives_the_same_codes_and_names(
        string name,
        string text
    )
    {
        var (list, problems) = CpvOfficialList.Read(Encoding.UTF8.GetBytes(text), name, Before);

        Assert.Empty(problems);
        Assert.Equal(Before.Entries, list!.Entries);
        Assert.Contains(name, list.Source);
    }

    [Fact]
    public void What_cannot_be_read_is_named_with_its_line_and_the_rest_is_kept()
    {
        var text =
            Rows("CODE;EN\n", e => $"{Full(e)};{Csv(e.Name)}\n", "")
            + "99999999;New without check digit\n99999998-1;\nabc;Nothing\n03000000-1;Again\n99999997-4;New and whole\n";

        var (list, problems) = CpvOfficialList.Read(Encoding.UTF8.GetBytes(text), "x.csv", Before);

        Assert.Equal(4, problems.Count);
        Assert.StartsWith("x.csv, line 9456: ", problems[0]);
        Assert.Equal("New and whole", list!.NameOf(Cpv.Parse("99999997")));
        Assert.Equal(Before.Entries.Count + 1, list.Entries.Count);
    }

    [Theory]
    [InlineData("x.json", "{\"codes\": 1}")]
    [InlineData("x.json", "[{\"code\": \"45000000-7\", ")]
    [InlineData("x.xml", "<a><b></a>")]
    [InlineData("x.csv", "CODE;EN\n45000000-7;Construction work\n")]
    [InlineData("x.csv", "")]
    public void A_file_that_is_no_list_is_refused_with_a_reason(string name, string text)
    {
        var (list, problems) = CpvOfficialList.Read(Encoding.UTF8.GetBytes(text), name, Before);

        Assert.Null(list);
        Assert.NotEmpty(problems);
    }

    [SharedDataFact("cpv-2008/cpvCodes.json", "cpv-2008/CPVmeaning.csv", "cpv-2008/op-cpv.json")]
    public void The_real_lists_are_read_whole()
    {
        foreach (var name in new[] { "cpvCodes.json", "CPVmeaning.csv", "op-cpv.json" })
        {
            var file = File.ReadAllBytes(SharedData.Find($"cpv-2008/{name}")!);

            var (list, problems) = CpvOfficialList.Read(file, name, Before);

            Assert.Empty(problems);
            Assert.Equal(Before.Entries.Select(e => e.Code), list!.Entries.Select(e => e.Code));
            Assert.Equal(
                Before.Entries.Select(e => e.CheckDigit),
                list.Entries.Select(e => e.CheckDigit)
            );
        }
    }

    private static string Full(CpvEntry entry) => $"{entry.Code}-{entry.CheckDigit}";

    private static string Csv(string text) => $"\"{text.Replace("\"", "\"\"")}\"";

    private static string Xml(string text) => text.Replace("&", "&amp;");

    private static string Rows(string head, Func<CpvEntry, string> row, string foot) =>
        head + string.Concat(Before.Entries.Select(row)) + foot;
}
