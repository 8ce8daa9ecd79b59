using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Tandem.Kernel;
using Tandem.Releases;
using Tandem.Tests.Support;

namespace Tandem.Tests.Releases;

/// <summary>Drafts of the notices a pipeline item owes.</summary>
[UsesDatabase]
public sealed class NoticeDraftTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<(Visitor Olu, string Item)> ItemAsync(string title)
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", title)
            .FillIn("What problem is to be solved?", "Penalty notices are typed twice.")
            .FillIn("Estimated value", "2500000")
            .FillIn("CPV codes", "48000000")
            .PressAsync("Save and check");
        await olu.Choose("Members of Preston City Council").PressAsync("Put it on the pipeline");
        return (olu, olu.At);
    }

    [Fact]
    public async Task An_officer_sees_what_is_missing_fills_it_in_once_and_takes_the_draft_away()
    {
        var (olu, item) = await ItemAsync("Parking software");
        await olu.GoAsync(item);
        await olu.FollowAsync("Drafts of notices");
        Assert.Contains("UK1 Pipeline notice", olu.Text);
        await olu.FollowAsync("UK3 Planned procurement notice");
        Assert.Contains("6 things the law requires are missing.", olu.Text);
        Assert.Contains("48000000 Software package and information systems", olu.Text);
        Assert.Contains("does not shorten the tendering period", olu.Text);

        await olu.FillIn("Postal address of the authority", "Town Hall, Lancaster Road, Preston")
            .FillIn("E-mail address of the authority", "buying@preston.example")
            .FillIn("Unique identifier of the authority", "PABC-1234-DEFG")
            .FillIn("Whom to ask about this notice", "Jo Hill, Town Hall, jo@preston.example")
            .FillIn("Goods, services or works", "Services")
            .FillIn("That a tender notice is intended", "We intend to publish one in March 2027.")
            .PressAsync("Keep with the draft");
        Assert.Contains("Everything the law requires is there.", olu.Text);

        // Typed once for the organisation, it is there for the other notices and other items too.
        var (_, other) = await ItemAsync("Library software");
        await olu.GoAsync(other + "/notices/UK1");
        Assert.Contains("PABC-1234-DEFG", olu.Text);
        Assert.Contains("owes this notice by 26 May", olu.Text);
        Assert.Contains("2 things the law requires are missing.", olu.Text);

        var json = JsonNode.Parse(
            await (
                await olu.RawAsync(new(HttpMethod.Get, item + "/notices/UK3.json"))
            ).Content.ReadAsStringAsync()
        )!;
        Assert.Equal("UK3", (string)json["planning"]!["documents"]![0]!["noticeType"]!);
        var docx = await olu.RawAsync(new(HttpMethod.Get, item + "/notices/UK3.docx"));
        using var zip = new ZipArchive(await docx.Content.ReadAsStreamAsync());
        using var text = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        Assert.Contains("buying@preston.example", await text.ReadToEndAsync());
    }

    [Fact]
    public async Task Only_those_who_may_change_the_item_see_its_drafts()
    {
        var (olu, item) = await ItemAsync("Ferry tickets");
        Assert.Equal(HttpStatusCode.OK, (await olu.GoAsync(item + "/notices")).Status);
        foreach (
            var (who, status) in new[]
            {
                ("mei@example.org", HttpStatusCode.Forbidden),
                ("lee@example.org", HttpStatusCode.NotFound),
            }
        )
        {
            var visitor = await app.SignInAsync(who);
            Assert.Equal(status, (await visitor.GoAsync(item + "/notices")).Status);
            var file = await visitor.RawAsync(new(HttpMethod.Get, item + "/notices/UK2.odt"));
            Assert.Equal(status, file.StatusCode);
        }
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_refused_and_still_there()
    {
        var (olu, item) = await ItemAsync("Street sweeping");
        await olu.GoAsync(item + "/notices/UK2");
        await olu.FillIn("How suppliers are engaged", new string('x', 10_001))
            .PressAsync("Keep with the draft");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("Use 10,000 letters or fewer", olu.Text);
        Assert.Contains("xxxxx", olu.Text);
    }

    [Fact]
    public void Every_notice_that_ships_can_be_read_and_asks_for_nothing_twice()
    {
        var forms = new NoticeForms(Content.Shipped).All;
        Assert.Equal(["UK1", "UK2", "UK3", "UK6"], forms.Select(f => f.Code));
        Assert.All(
            forms,
            f => Assert.Equal(f.Fields.Count, f.Fields.DistinctBy(x => x.Key).Count())
        );
    }

    [Fact]
    public void One_more_notice_is_one_more_file()
    {
        var folder = Directory.CreateTempSubdirectory("notices");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "notices"));
            File.WriteAllText(
                Path.Combine(folder.FullName, "notices", "UK4.yaml"),
                """
                code: UK4
                name: Tender notice
                purpose: Asks for tenders.
                law: Procurement Act 2023, section 21
                document-type: tenderNotice
                checks: []
                fields:
                  - { key: title, label: Title, from: title, need: must, law: regulation 18 }
                  - { key: deadline, label: Deadline, ask: item, need: must, law: regulation 18 }
                """
            );
            var form = Assert.Single(new NoticeForms(new Content(folder.FullName)).All);
            Assert.Equal(("UK4", 2), (form.Code, form.Fields.Count));
            Assert.Equal(AskedOf.Item, form.Fields[1].Asked);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
