using System.Text.Json;
using Tandem.Formats.Ocds;
using Tandem.Tests.Support;
using static Tandem.Tests.Formats.Ocds.OcdsText;

namespace Tandem.Tests.Formats.Ocds;

public sealed class ReleaseUpgradeTests
{
    private const string Fixtures = "ocds-tool-fixtures/ocdskit/fixtures";

    [Theory]
    [InlineData(
        """{"ocid":"o","buyer":{"name":"Ashby","address":{"locality":"Ashby"}},"tender":{"procuringEntity":{"name":"Ashby","address":{"locality":"Ashby"}}}}""",
        """{"ocid":"o","buyer":{"id":"ID","name":"Ashby"},"tender":{"procuringEntity":{"id":"ID","name":"Ashby"}},"parties":[{"id":"ID","roles":["buyer","procuringEntity"],"name":"Ashby","address":{"locality":"Ashby"}}]}"""
    )]
    [InlineData(
        """{"ocid":"o","contracts":[{"amendment":{"date":"d"},"amendments":[{"date":"d"}]}]}""",
        """{"ocid":"o","contracts":[{"amendments":[{"date":"d"}]}]}"""
    )]
    [InlineData(
        """{"ocid":"o","buyer":{"id":"7","name":"Ashby"},"parties":[{"id":"7","name":"Ashby Council"}]}""",
        """{"ocid":"o","buyer":{"id":"7","name":"Ashby"},"parties":[{"id":"7","name":"Ashby Council"}]}"""
    )]
    [InlineData(
        """{"ocid":"o","buyer":{"id":"7","name":"Ashby"}}""",
        """{"ocid":"o","buyer":{"id":"7","name":"Ashby"}}"""
    )]
    public void Organisations_and_amendments_of_1_0_take_the_form_of_1_1(
        string release,
        string expected
    )
    {
        var upgraded = JsonDocument.Parse(Parse(new ReleaseTree(), release).ToJson());
        var id = upgraded.RootElement.TryGetProperty("parties", out var parties)
            ? parties[0].GetProperty("id").GetString()!
            : "";
        Assert.Equal(
            Canonical(expected.Replace("ID", id, StringComparison.Ordinal)),
            Canonical(upgraded.RootElement.GetRawText())
        );
    }

    [Fact]
    public void Transactions_of_1_0_get_value_payer_and_payee()
    {
        var release = Parse(
            new ReleaseTree(),
            """
            {"ocid":"o","buyer":{"name":"A"},"contracts":[{"implementation":{"transactions":[
              {"amount":{"amount":1},"providerOrganization":{"id":"9","legalName":"Ashby"},"receiverOrganization":{"id":"8","legalName":"Brook Ltd"}}]}}]}
            """
        );
        var transaction = release["contracts"u8].Each.GetEnumerator();
        Assert.True(transaction.MoveNext());
        var json = transaction.Current["implementation"u8].ToJson();
        Assert.Contains("\"value\":{\"amount\":1}", json, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"Ashby\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Organization", json, StringComparison.Ordinal);
        Assert.Equal(1, release["parties"u8].Count);
    }

    [SharedDataFact(Fixtures)]
    public void The_reference_tools_upgrades_are_matched_exactly()
    {
        var folder = SharedData.Find(Fixtures)!;
        foreach (
            var (before, after) in new[]
            {
                ("release_1.0.json", "release_1.1.json"),
                ("realdata/release-package_1.0-1.json", "realdata/release-package_1.1-1.json"),
                ("realdata/release-package_1.0-2.json", "realdata/release-package_1.1-2.json"),
                ("realdata/record-package_1.0.json", "realdata/record-package_1.1.json"),
            }
        )
        {
            var old = Read(File.ReadAllBytes(Path.Combine(folder, before))).Items;
            var expected = Read(File.ReadAllBytes(Path.Combine(folder, after))).Items;
            Assert.NotEmpty(old);
            Assert.Equal(expected.Count, old.Count);
            for (var i = 0; i < old.Count; i++)
            {
                Assert.Equal(
                    (before, Canonical(expected[i].Json)),
                    (before, Canonical(Parse(new ReleaseTree(), old[i].Json).ToJson()))
                );
            }
        }
    }
}
