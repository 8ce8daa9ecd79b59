using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Market;

[UsesDatabase]
public sealed class ContractsFinderImportTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Header =
        "Notice Identifier,Notice Type,Organisation Name,Status,Published Date,Title,Description,Cpv Codes,Value Low,Value High,Awarded Date,Awarded Value,\"Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]\",Contract start date,Contract end date\n";

    private static string Row(string id, string title = "Lift maintenance", string extra = "") =>
        $"{id},Contract,Wyre Borough Council,Awarded,2026-01-02,{title},\"Two years with an option to extend for up to 24 months. {extra}\",50750000,1000,2000,2026-03-01,1500,\"[Hoists Ltd|1 High St, Poulton|COMPANIES_HOUSE|07654399|Yes|No]\",2026-04-01,2028-03-31\n";

    [Fact]
    public async Task An_awarded_notice_gives_a_contract_with_its_supplier_and_how_far_it_may_be_extended()
    {
        var run = await app.BringAsync(ImportKind.ContractsFinder, Header + Row("W1"));
        Assert.Equal((1, 1, 0, 0, 0), run.Counts());
        var notice = Assert.Single(await app.AllAsync<Notice>(), n => n.Ocid.EndsWith(":W1"));
        Assert.Equal(
            (Stage.Award, "WYR", 100000L, 200000L),
            (notice.Stage, notice.AuthorityCode, notice.ValueMinor, notice.ValueHighMinor)
        );
        var contract = Assert.Single(
            await app.AllAsync<Contract>(),
            c => c.NoticeId == notice.Id.Value
        );
        Assert.Equal(
            (
                new DateOnly(2026, 4, 1),
                new DateOnly(2028, 3, 31),
                new DateOnly(2030, 3, 31),
                150000L
            ),
            (contract.StartDate, contract.EndDate, contract.LatestEndDate, contract.ValueMinor)
        );
        Assert.Contains(await app.AllAsync<Supplier>(), s => s.Key == "GB-COH:07654399");
    }

    [Fact]
    public async Task The_same_rows_again_change_nothing_and_a_changed_one_is_updated()
    {
        var first = Header + Row("W2") + Row("W3") + Row("W2");
        Assert.Equal(
            (3, 2, 0, 1, 0),
            (await app.BringAsync(ImportKind.ContractsFinder, first)).Counts()
        );
        var second = Header + Row("W2") + Row("W3", "Lift maintenance and repair");
        Assert.Equal(
            (2, 0, 1, 1, 0),
            (await app.BringAsync(ImportKind.ContractsFinder, second, dryRun: true)).Counts()
        );
        Assert.Equal(
            (2, 0, 1, 1, 0),
            (await app.BringAsync(ImportKind.ContractsFinder, second)).Counts()
        );
    }

    [Theory]
    [InlineData("up to 24 months", 24)]
    [InlineData("option to extend for a further period of 2 years", 24)]
    [InlineData("two further periods of 12 months", 24)]
    [InlineData("2 x 12 months", 24)]
    [InlineData("a further two (2) years", 24)]
    [InlineData("12 months, then another 6 months", null)]
    [InlineData("may be extended by agreement", null)]
    [InlineData("up to 400 months", null)]
    public void Extensions_are_read_only_where_they_are_plain(string words, int? months) =>
        Assert.Equal(months, Renewals.Months(words));

    [SharedDataFact("contracts-finder-csv", "lancashire-15-councils")]
    public async Task Every_row_of_the_shared_files_is_accounted_for()
    {
        foreach (
            var (folder, ending) in new[]
            {
                ("contracts-finder-csv", ".csv"),
                ("lancashire-15-councils", ".jsonl"),
            }
        )
        {
            var run = await app.BringFolderAsync(ImportKind.ContractsFinder, folder, ending);
            Assert.Equal(ImportState.Completed, run.State);
            Assert.Equal(run.Read, run.Counts().Item1);
            Assert.True(run.Read > 1000);
            Assert.Equal(run.Refused, (await app.ProblemsAsync(run)).LongCount(p => p.Refused));
            var notices = (await app.AllAsync<Notice>()).LongCount(n => n.ImportRunId == run.Id);
            Assert.Equal(run.Added, notices);
        }
    }
}
