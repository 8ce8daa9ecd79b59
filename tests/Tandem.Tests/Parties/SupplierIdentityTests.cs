using FsCheck;
using FsCheck.Fluent;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Parties;

public sealed class SupplierIdentityTests
{
    private static readonly WordWeights NoWords = new(
        new Dictionary<string, double> { ["services"] = 0.1 },
        []
    );

    [Theory]
    [InlineData("ACCENTURE (UK) LIMITED", "accenture ltd")]
    [InlineData("Accenture Ltd.", "accenture ltd")]
    [InlineData("**USE 14967** SSE CONTRACTING LT", "sse contracting ltd")]
    [InlineData("S S E CONTRACTING LTD", "sse contracting ltd")]
    [InlineData("S.S.E. Contracting Limited", "sse contracting ltd")]
    [InlineData("Prime Life Ltd t/a Fir Close", "prime life ltd")]
    [InlineData("Marks &amp; Spencer P.L.C.", "marks spencer plc")]
    [InlineData("Eat That Frog Community Interest Company", "eat that frog cic")]
    [InlineData("AB Fencing", "ab fencing")]
    [InlineData("Skanska Sverige AB", "skanska sverige ab")]
    [InlineData("Ltd", "ltd")]
    public void A_name_is_brought_to_one_comparable_form(string name, string expected)
    {
        Assert.Equal(expected, SupplierName.Normalise(name));
        Assert.Equal(name, SupplierName.Parse(name).Original);
    }

    [Fact]
    public void A_trading_name_is_kept_apart() =>
        Assert.Equal(
            ["fir", "close"],
            Assert.Single(SupplierName.Parse("PRIME LIFE LTD T/A FIR CLOSE").Others)
        );

    [Fact]
    public void Normalising_twice_is_normalising_once() =>
        Prop.ForAll<string?>(text =>
                SupplierName.Normalise(text ?? "") is var once
                && SupplierName.Normalise(once) == once
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1234568", "GB-COH-01234568")]
    [InlineData("01234568", "GB-COH-01234568")]
    [InlineData("Company No: 1234568", "GB-COH-01234568")]
    [InlineData("GB-COH-01234568", "GB-COH-01234568")]
    [InlineData("sc 12346", "GB-COH-SC012346")]
    [InlineData("NI012346", "GB-COH-NI012346")]
    [InlineData("SC123456", "GB-COH-SC123456")]
    [InlineData("OC301540", "GB-COH-OC301540")]
    [InlineData("Charity number 1089464", "GB-CHC-1089464")]
    [InlineData("GB-CHC-1089464", "GB-CHC-1089464")]
    public void A_registered_number_is_read_however_it_is_written(string text, string expected) =>
        Assert.Equal(expected, CompanyNumber.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("N/A")]
    [InlineData("00000000")]
    [InlineData("12345678")]
    [InlineData("99999999")]
    [InlineData("XX123456")]
    [InlineData("SC000000")]
    [InlineData("123456789012")]
    [InlineData("see attached")]
    public void What_cannot_be_a_company_number_is_not_taken_for_one(string text) =>
        Assert.Null(CompanyNumber.Parse(text));

    [Theory]
    [InlineData("GB 980 7806 84", "GB980780684")]
    [InlineData("980780684", "GB980780684")]
    [InlineData("VAT No: GB980780684", "GB980780684")]
    [InlineData("GB980780684001", "GB980780684")]
    [InlineData("GBGD001", "GBGD001")]
    [InlineData("SE556012579001", "SE556012579001")]
    [InlineData("DE129273398", "DE129273398")]
    [InlineData("GR094014201", "EL094014201")]
    public void A_valid_VAT_number_is_read(string text, string expected) =>
        Assert.Equal(expected, VatNumber.Parse(text)?.ToString());

    [Theory]
    [InlineData("GB980780685")]
    [InlineData("GB999999999")]
    [InlineData("GB123456789")]
    [InlineData("000000000")]
    [InlineData("DE12345")]
    [InlineData("ZZ123456789")]
    [InlineData("")]
    public void An_invalid_or_filled_in_VAT_number_is_not_taken(string text) =>
        Assert.Null(VatNumber.Parse(text));

    [Fact]
    public void Both_check_sums_of_British_VAT_numbers_are_in_use()
    {
        // 1234567 weighs 112 by the rule; the two last digits bring it to a multiple of 97, or of 97 with 55 added.
        Assert.NotNull(VatNumber.Parse("GB123456782"));
        Assert.NotNull(VatNumber.Parse("GB123456727"));
        Assert.Null(VatNumber.Parse("GB123456728"));
    }

    [Fact]
    public void The_same_company_number_joins_and_another_keeps_apart()
    {
        var one = new SupplierFacts("1", ["Acme Ltd"], "1234568");
        Assert.Contains(
            "01234568",
            AutomaticJoin.Reason(one, new("2", ["Roadrunner plc"], "Company No: 01234568"), NoWords)
        );
        Assert.Null(AutomaticJoin.Reason(one, new("2", ["Acme Ltd"], "7654322"), NoWords));
    }

    [Fact]
    public void A_name_alone_never_joins() =>
        Assert.Null(AutomaticJoin.Reason(new("1", ["Acme Ltd"]), new("2", ["Acme Ltd"]), NoWords));

    [Fact]
    public void A_VAT_number_joins_where_the_names_agree_but_not_a_council_and_its_school()
    {
        var council = new SupplierFacts("1", ["Wiltshire Council"], null, "GB980780684");
        Assert.NotNull(
            AutomaticJoin.Reason(
                council,
                new("2", ["WILTSHIRE COUNCIL"], null, "980 7806 84"),
                NoWords
            )
        );
        Assert.Null(
            AutomaticJoin.Reason(
                council,
                new("2", ["Matravers School"], null, "980780684"),
                NoWords
            )
        );
    }

    [Fact]
    public void A_placeholder_for_a_number_joins_nothing() =>
        Assert.Null(
            AutomaticJoin.Reason(
                new("1", ["Acme"], "00000000", "GB999999999"),
                new("2", ["Acme"], "00000000", "GB999999999"),
                NoWords
            )
        );

    [Fact]
    public void Likely_duplicates_are_suggested_with_evidence_in_words()
    {
        var suggested = Assert.Single(
            SupplierDuplicates
                .In(Content.Shipped)
                .Suggest([
                    new("1", ["**USE 14967** SSE CONTRACTING LT"], Postcode: "EX1 1AA"),
                    new("2", ["S S E CONTRACTING LTD"], Postcode: "ex11aa"),
                    new("3", ["Quayside Childcare"]),
                ])
        );
        Assert.Equal(["1", "2"], [suggested.First.Key, suggested.Second.Key]);
        Assert.InRange(suggested.Likeness, SupplierDuplicates.Threshold, 1);
        Assert.Contains(
            "The same words but for legal form, order and punctuation.",
            suggested.Evidence
        );
        Assert.Contains("Same postcode EX1 1AA.", suggested.Evidence);
    }

    [Fact]
    public void Two_registered_companies_are_not_suggested_as_one() =>
        Assert.Empty(
            SupplierDuplicates
                .In(Content.Shipped)
                .Suggest([
                    new("1", ["Acme Group Ltd"], "1234568"),
                    new("2", ["Acme Group Limited"], "7654322"),
                ])
        );

    [Fact]
    public void Learnt_weights_are_the_same_when_written_and_read_again()
    {
        using var shipped = new StreamReader(Content.Shipped.Open(SupplierWeights.File));
        var weights = SupplierWeights.Read(shipped);
        var again = SupplierWeights.Read(new StringReader(weights.Write("again")));
        Assert.Equal(weights.Write("same"), again.Write("same"));
        Assert.NotEmpty(weights.Words);
    }

    [SharedDataFact("supplier-name-pairs")]
    public void Of_judged_pairs_most_with_one_company_number_are_suggested_and_few_different_ones()
    {
        var pairs = SupplierPairs
            .Files.SelectMany(f =>
                File.ReadLines(Path.Combine(SharedData.Find("supplier-name-pairs")!, f.File))
                    .Skip(1)
                    .Where(line => !line.Contains('"'))
                    .Select(line => line.Split(','))
                    .Select(c => new SupplierPair(c[0], c[1], f.Same, f.File))
            )
            .ToList();
        var score = Assert.Single(
            SupplierPairs.Score(
                pairs,
                SupplierDuplicates.In(Content.Shipped),
                [SupplierDuplicates.Threshold]
            )
        );
        var byNumber = score.Files.Single(f => f.File == "same_company_number.csv");
        Assert.InRange(byNumber.Suggested, byNumber.Pairs * 3 / 4, byNumber.Pairs);
        Assert.InRange(score.Recall, 0.5, 1);
        Assert.InRange(score.Wrong, 0, pairs.Count(p => !p.Same) * 7 / 100);
        var (joined, wrongly) = SupplierPairs.AutomaticJoins(
            pairs,
            SupplierDuplicates.In(Content.Shipped)
        );
        Assert.Equal(0, wrongly);
        Assert.InRange(joined, byNumber.Pairs, pairs.Count(p => p.Same));
    }
}
