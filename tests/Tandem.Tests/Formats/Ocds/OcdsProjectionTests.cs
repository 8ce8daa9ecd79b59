using Tandem.Formats.Ocds;
using Tandem.Tests.Support;
using static Tandem.Tests.Formats.Ocds.OcdsText;

namespace Tandem.Tests.Formats.Ocds;

public sealed class OcdsProjectionTests
{
    private const string Tender = """
        {"ocid":"ocds-x-1","id":"r1","date":"2026-02-01T09:00:00Z","tag":["tender"],"language":"EN",
         "parties":[
          {"id":"b","name":"Ashby Borough Council","roles":["buyer"],"identifier":{"scheme":"GB-LAE","id":"ASH"},"address":{"locality":"Ashby","region":"UKF21","postalCode":"AS1 1AA","countryName":"UK"}},
          {"id":"b2","name":"Brook District Council","roles":["buyer"]}],
         "buyer":{"id":"b","name":"Ashby"},
         "tender":{"id":"t","title":" Grounds &amp; trees ","description":"First.rnrnSecondly for the Northern area.rn Lotsrn The end","status":"active",
          "classification":{"scheme":"CPV","id":"77310000-6"},
          "items":[{"id":"1","classification":{"scheme":"CPV","id":77340000},"additionalClassifications":[{"scheme":"CPV","id":"9061"},{"scheme":"UNSPSC","id":"70111703"}],
            "deliveryAddresses":[{"region":"UKF21"},{"region":"Leicestershire"}],"deliveryLocation":{"description":"Ashby parks"}}],
          "value":{"amount":"125000.505","currency":"gbp"},"minValue":{"amount":1e5,"currency":"GBP"},
          "procurementMethod":"open","procurementMethodDetails":"Open procedure","mainProcurementCategory":"services",
          "tenderPeriod":{"endDate":"2026-03-02T12:00:00+01:00"},
          "lots":[{"id":"1","contractPeriod":{"startDate":"2026-06-01","endDate":"2028-05-31"},"renewal":{"description":"Two further years"}},
                  {"id":"2","contractPeriod":{"startDate":"2026-05-01","endDate":"31/02/2029"}}],
          "documents":[{"id":"1","documentType":"biddingDocuments","url":"https://example.org/itt"},{"id":"2","documentType":"tenderNotice","url":"https://example.org/n/1"}]}}
        """;

    private const string Award = """
        {"ocid":"ocds-x-1","id":"r2","date":"2026-05-01T09:00:00Z","tag":["award","contract"],
         "parties":[{"id":"s","name":"Copse Ltd","roles":["supplier"],"identifier":{"scheme":"GB-COH","id":"01234567","legalName":"COPSE LIMITED"},
          "additionalIdentifiers":[{"scheme":"GB-VAT","id":"GB123"}],"address":{"postalCode":"AS2 2BB"},"details":{"scale":"sme","vcse":false}}],
         "awards":[{"id":"a1","title":"Grounds","status":"active","date":"2026-04-20T00:00:00Z","value":{"amount":120000,"currency":"GBP"},
          "suppliers":[{"id":"s","name":"Copse"},{"id":"s","name":"Copse"}],"contractPeriod":{"startDate":"2026-06-01T00:00:00Z","durationInDays":730}}],
         "contracts":[{"id":"c1","awardID":"a1","status":"active","dateSigned":"2026-05-01T00:00:00Z","period":{"startDate":"2026-06-01T00:00:00Z","endDate":"2028-05-31T00:00:00Z","maxExtentDate":"2030-05-31T00:00:00Z"}}]}
        """;

    [Fact]
    public void A_process_gives_what_is_stored_of_its_notice()
    {
        var release = Project(Tender);
        Assert.Equal("ocds-x-1", release.Ocid);
        Assert.Equal("Grounds & trees", release.Title);
        Assert.Equal("First.\nSecondly for the Northern area.\nLots\nThe end", release.Description);
        Assert.Equal("Ashby Borough Council", release.Buyer!.Name);
        Assert.Equal(
            new OcdsIdentifier("GB-LAE", "ASH", null),
            Assert.Single(release.Buyer.Identifiers)
        );
        Assert.Equal(
            new OcdsAddress(null, "Ashby", "UKF21", "AS1 1AA", "UK"),
            release.Buyer.Address
        );
        Assert.Equal("Brook District Council", Assert.Single(release.OtherBuyers).Name);
        Assert.Equal(
            (OcdsStage.Tender, "active", "services", "open"),
            (release.Stage, release.Status, release.MainCategory, release.Method)
        );
        Assert.Equal(["77310000", "77340000", "90610000"], release.Cpv);
        Assert.Equal(["UKF21"], release.Regions);
        Assert.Equal(["Leicestershire", "Ashby parks"], release.Places);
        Assert.Equal(12500051, release.Value!.Value.MinorUnits);
        Assert.Equal("GBP", release.Value.Value.Currency);
        Assert.Equal(100000m, release.MinValue!.Value.Amount);
        Assert.Equal(new DateTime(2026, 3, 2, 11, 0, 0, DateTimeKind.Utc), release.Deadline);
        Assert.Equal(new DateTime(2026, 2, 1, 9, 0, 0, DateTimeKind.Utc), release.Published);
        Assert.Equal(
            new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc),
            release.ContractPeriod!.Start
        );
        Assert.Equal(
            new DateTime(2028, 5, 31, 0, 0, 0, DateTimeKind.Utc),
            release.ContractPeriod.End
        );
        Assert.Equal("Two further years", release.Renewal);
        Assert.Equal("https://example.org/n/1", release.NoticeUrl);
        Assert.Contains("“31/02/2029” is not a date", release.Doubts[0], StringComparison.Ordinal);
        Assert.Equal("en", release.Language);
    }

    [Fact]
    public void Awards_and_contracts_carry_their_suppliers_with_every_identifier()
    {
        var release = Project(Award, Tender);
        Assert.Equal(OcdsStage.Contract, release.Stage);
        Assert.Equal(["award", "contract"], release.Tags);
        Assert.Equal("r2", release.ReleaseId);
        var award = Assert.Single(release.Awards);
        var supplier = Assert.Single(award.Suppliers);
        Assert.Equal("Copse Ltd", supplier.Name);
        Assert.Equal(
            [
                new OcdsIdentifier("GB-COH", "01234567", "COPSE LIMITED"),
                new OcdsIdentifier("GB-VAT", "GB123", null),
            ],
            supplier.Identifiers
        );
        Assert.Equal(("sme", false), (supplier.Scale, supplier.Vcse));
        var contract = Assert.Single(release.Contracts);
        Assert.Equal("Copse Ltd", Assert.Single(contract.Suppliers).Name);
        Assert.Equal("Grounds", contract.Title);
        Assert.Equal(120000m, contract.Value!.Value.Amount);
        Assert.Equal(2030, contract.Period!.MaxExtent!.Value.Year);
        Assert.Equal(730, award.ContractPeriod!.DurationInDays);
        Assert.Equal(supplier, Assert.Single(release.Suppliers), (a, b) => a.Id == b.Id);
    }

    [Theory]
    [InlineData(
        """{"ocid":"o","tag":["planning"],"tender":{"status":"planned","title":"T","communication":{"futureNoticeDate":"2026-09-01T00:00:00Z"}}}""",
        OcdsStage.Planning,
        2026
    )]
    [InlineData(
        """{"ocid":"o","tag":["planning"],"planning":{"milestones":[{"id":"1","dueDate":"2027-01-01T00:00:00Z"}]}}""",
        OcdsStage.Planning,
        2027
    )]
    [InlineData(
        """{"ocid":"o","tag":["planning"],"tender":{"status":"planned","tenderPeriod":{"startDate":"2028-01-01"}}}""",
        OcdsStage.Planning,
        2028
    )]
    [InlineData(
        """{"ocid":"o","tag":["tender"],"tender":{"tenderPeriod":{"startDate":"2028-01-01"}}}""",
        OcdsStage.Tender,
        0
    )]
    public void The_stage_and_the_planned_date_are_told(string json, OcdsStage stage, int year)
    {
        var release = Project(json);
        Assert.Equal((stage, year), (release.Stage, release.PlannedNotice?.Year ?? 0));
    }

    [Theory]
    [InlineData("JPY", 1234.5, 1235)]
    [InlineData("GBP", 0.005, 1)]
    [InlineData("KWD", 1.2345, 1235)]
    [InlineData(null, -2.5, -250)]
    public void Amounts_become_whole_minor_units_of_their_currency(
        string? currency,
        double amount,
        long minor
    ) => Assert.Equal(minor, new OcdsAmount((decimal)amount, currency).MinorUnits);

    [Theory]
    [InlineData("2026-01-02", "2026-01-02T00:00:00Z")]
    [InlineData("2016-06-07T20:36:24.169305+03:00", "2016-06-07T17:36:24Z")]
    [InlineData("2016-06-07 20:36", "2016-06-07T20:36:00Z")]
    [InlineData("2026-02-30T00:00:00Z", null)]
    [InlineData("2026-01-02T25:00:00Z", null)]
    [InlineData("31/02/2025", null)]
    [InlineData("2026-01-02T00:00:00 GMT", null)]
    public void Dates_are_read_in_the_forms_publishers_write(string text, string? expected)
    {
        var read = OcdsTime.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var utc)
            ? utc.ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                System.Globalization.CultureInfo.InvariantCulture
            )
            : null;
        Assert.Equal(expected, read);
    }

    [Fact]
    public void Every_value_of_a_field_is_told_with_the_release_it_came_from()
    {
        var tree = new ReleaseTree();
        var releases = new[]
        {
            Tender,
            Award,
            """{"ocid":"ocds-x-1","id":"r3","date":"2026-06-01","tag":["tenderUpdate"],"tender":{"id":"t","status":"complete"}}""",
        }
            .Select(r => Parse(tree, r))
            .ToArray();
        var facts = FactOrigin.Of(ReleaseMerge.Version(tree, releases));
        Assert.Equal(
            [
                new FactOrigin(
                    "tender/status",
                    "active",
                    "r1",
                    "2026-02-01T09:00:00Z",
                    "tender",
                    false
                ),
                new FactOrigin(
                    "tender/status",
                    "complete",
                    "r3",
                    "2026-06-01",
                    "tenderUpdate",
                    true
                ),
            ],
            facts.Where(f => f.Path == "tender/status")
        );
        Assert.Contains(
            facts,
            f =>
                f
                    is {
                        Path: "awards[a1]/value/amount",
                        Value: "120000",
                        ReleaseId: "r2",
                        IsCurrent: true
                    }
        );
    }

    [SharedDataFact("uk-ocds-2025", "ocds-real-samples")]
    public void Real_releases_give_titles_buyers_codes_and_repaired_texts()
    {
        var releases = ProjectFile("uk-ocds-2025/public-contracts-scotland.jsonl")
            .Concat(ProjectFile("uk-ocds-2025/sell2wales.jsonl"))
            .ToList();
        Assert.Equal(180, releases.Count);
        Assert.All(
            releases,
            r =>
                Assert.True(
                    r.Title is not null
                        && r.Buyer?.Name is not null
                        && r.Cpv.Count > 0
                        && r.Deadline is not null
                        && r.NoticeUrl is not null,
                    r.Ocid
                )
        );
        Assert.All(
            releases,
            r => Assert.DoesNotContain(".rn ", r.Description, StringComparison.Ordinal)
        );
        Assert.True(releases.Count(r => r.Regions.Count > 0) > 150);
        Assert.True(releases.Count(r => r.ContractPeriod is not null) > 120);
        Assert.True(
            releases.Sum(r => r.Doubts.Count) == 0,
            string.Join("; ", releases.SelectMany(r => r.Doubts))
        );

        var history = Directory
            .GetFiles(SharedData.Find("ocds-real-samples/uk-contracts-finder-history")!, "*.json")
            .SelectMany(f => ProjectFile(f))
            .ToList();
        Assert.True(history.Count > 200);
        Assert.All(history, r => Assert.NotNull(r.Buyer?.Name));
        Assert.True(
            history.Count(r => r.ContractPeriod?.End is not null) > 30,
            $"{history.Count(r => r.ContractPeriod?.End is not null)}"
        );
        Assert.True(history.Count(r => r.Cpv.Count > 0) > 200);
    }

    private static CompiledRelease Project(params string[] releases)
    {
        var tree = new ReleaseTree();
        return new OcdsProjection().Project(tree, releases.Select(r => Parse(tree, r)).ToArray());
    }

    private static IEnumerable<CompiledRelease> ProjectFile(string file)
    {
        var projection = new OcdsProjection();
        var tree = new ReleaseTree();
        foreach (
            var item in Read(
                File.ReadAllBytes(Path.IsPathRooted(file) ? file : SharedData.Find(file)!)
            ).Items
        )
        {
            tree.Clear();
            yield return projection.Project(tree, [Parse(tree, item.Json)]);
        }
    }
}
