using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Classification;

public sealed class CpvClassifierTests
{
    private static readonly CpvList List = CpvList.In(Content.Shipped);

    // Divisions and groups alone: quick to learn from.
    private static readonly CpvList Short = new(
        "divisions and groups",
        List.Entries.Where(e => e.Code.SignificantDigits <= 3)
    );
    private static readonly CpvWordMeanings Words = CpvWeights.In(Content.Shipped).Words;
    private static readonly CpvClassifier Shipped = CpvClassifier.In(Content.Shipped);

    [Theory]
    [InlineData("Supply of gritting salt for winter maintenance", "14")]
    [InlineData("Window cleaning of council offices", "90")]
    [InlineData("Legal advice on housing disrepair claims", "79")]
    [InlineData("Home to school transport for pupils", "60")]
    [InlineData("Supply of refuse collection vehicles", "34")]
    [InlineData("Structural engineer for bridge design", "71")]
    [InlineData("School meals catering", "55")]
    public void Plain_purchases_are_told_apart(string title, string division) =>
        Assert.Contains(
            Shipped.Suggest(title, null, 2, CpvLevel.Division),
            s => s.Code.IsUnder(division)
        );

    [Theory]
    [InlineData("Window cleaning of council offices", "Inside and out, each month.")]
    [InlineData("Security guards", null)]
    [InlineData("Qwxyzq", null)]
    public void The_likeliest_codes_are_those_suggested(string title, string? description)
    {
        var (groups, division) = Shipped.Likeliest(title, description, 40);

        Assert.Equal(
            Shipped.Suggest(title, description, 40).Select(s => (s.Code, s.Probability)),
            groups.Select(g => (g.Code, g.Probability))
        );
        Assert.Equal(
            Shipped
                .Suggest(title, description, 1, CpvLevel.Division)
                .Select(s => ((Cpv, double)?)(s.Code, s.Probability))
                .FirstOrDefault(),
            division is { } one ? (one.Code, one.Probability) : null
        );
    }

    [Fact]
    public void A_suggestion_names_the_words_that_speak_for_it_as_they_were_written()
    {
        var suggestion = Shipped.Suggest("Resurfacing of roads", "Two lay-bys.", 1)[0];

        Assert.Equal("45200000", suggestion.Code.Digits);
        Assert.Contains(suggestion.Words, w => w.Words.Contains("roads"));
        Assert.All(suggestion.Words, w => Assert.True(w.Weight > 0));
    }

    [Fact]
    public void What_the_words_add_comes_to_the_score()
    {
        var (score, start, reasons) = Shipped.Explain(
            "Grounds maintenance",
            "Grass cutting in parks &amp; playing fields, see https://example.org/parks; children&#039;s play areas.",
            Cpv.Parse("77300000")
        );

        Assert.Equal(score, start + reasons.Sum(r => r.Weight), 1e-3);
        Assert.Contains(reasons, r => r.Words == "Grass cutting");
        Assert.DoesNotContain(reasons, r => r.Words is "https" or "example" or "amp");
    }

    [Theory]
    [InlineData(CpvLevel.Division)]
    [InlineData(CpvLevel.Group)]
    public void Probabilities_fall_and_come_to_one(CpvLevel level)
    {
        var all = Shipped.Suggest("Security guards", "Guarding of town halls", 1000, level);

        Assert.Equal(1, all.Sum(s => s.Probability), 1e-3);
        Assert.Equal(all.OrderByDescending(s => s.Probability), all);
        Assert.All(all, s => Assert.Equal(level, s.Code.Level));
    }

    [Fact]
    public void A_text_without_a_known_word_suggests_nothing()
    {
        Assert.Empty(Shipped.Suggest("", null, 3));
        Assert.Empty(Shipped.Suggest("DN501879 – 28643936", "Qwxyzq", 3));
        Assert.Empty(Shipped.Suggest("Roads", null, 0));
    }

    [Fact]
    public void Text_that_is_hostile_or_broken_is_read_like_any_other()
    {
        var long_ = string.Concat(Enumerable.Repeat("<&&amp;<b ", 20_000)) + "roads";

        Assert.NotEmpty(Shipped.Suggest("roads", long_, 1));
        Assert.NotEmpty(Shipped.Suggest("roads", new string('x', 100_000) + " \uD800 \0", 1));
    }

    [Fact]
    public void Learning_twice_gives_the_same_bytes()
    {
        var examples = Examples();

        Assert.Equal(Bytes(examples), Bytes(examples));
    }

    [Fact]
    public void What_was_learnt_is_used_and_survives_writing_and_reading()
    {
        var examples = Examples();
        var before = new CpvClassifier(new CpvLearner(Short, Words).Learn(examples));
        var after = new CpvClassifier(CpvWeights.Read(new MemoryStream(Bytes(examples))));

        foreach (var classifier in new[] { before, after })
        {
            Assert.Equal(
                "92",
                classifier.Suggest("Zumbo hall", "zumbo", 1, CpvLevel.Division)[0].Code.Prefix
            );
        }
        Assert.NotEqual("92", Shipped.Suggest("Zumbo hall", "zumbo", 1)[0].Code.Division.Prefix);
    }

    [Fact]
    public void A_file_that_holds_no_weights_is_refused()
    {
        var other = new MemoryStream();
        using (
            var gzip = new System.IO.Compression.GZipStream(
                other,
                System.IO.Compression.CompressionMode.Compress,
                leaveOpen: true
            )
        )
        {
            gzip.Write("something else"u8);
        }
        other.Position = 0;

        Assert.Throws<InvalidDataException>(() => CpvWeights.Read(other));
    }

    [Fact]
    public void Notices_without_a_code_or_a_form_are_named_not_read()
    {
        var (examples, problems) = CpvExample.Read(
            new StringReader(
                """
                {"title":"A","description":null,"cpv":["45210000-2","45000000"],"date":"2024-01-31"}
                {"title":"B","cpv":"99999999"}
                [1]
                not json

                {"title":"C","cpv":"72000000"}
                """
            ),
            List
        );

        Assert.Equal(["A", "C"], examples.Select(e => e.Title));
        Assert.Equal("20240131", examples[0].Date);
        Assert.Equal(["45210000", "45000000"], examples[0].Codes.Select(c => c.Digits));
        Assert.Equal(["line 2", "line 3", "line 4"], problems.Select(p => p[..6]));
    }

    [Fact]
    public void The_first_suggestion_counts_once_and_three_count_as_three()
    {
        CpvExample Of(string title, string code) => new("", "", "", title, "", [Cpv.Parse(code)]);

        var score = CpvScore.Of(
            Shipped,
            [Of("Resurfacing of roads", "45233000"), Of("Resurfacing of roads", "03000000")]
        );

        Assert.Equal(new CpvHits(0.5, 0.5), score.Division);
        Assert.Equal(new CpvHits(1, 1), score.Group);
    }

    [SharedDataFact("cpv-text-english/dev.jsonl")]
    public void Notices_of_later_years_are_classified_better_than_the_floor()
    {
        using var lines = File.OpenText(SharedData.Find("cpv-text-english/dev.jsonl")!);
        var (examples, problems) = CpvExample.Read(lines, List);

        var later = new CpvTrial(List, Words, examples).Later("20230101");

        Assert.Empty(problems);
        Assert.True(later.Division.Top1 > 0.60, $"division, first: {later.Division.Top1}");
        Assert.True(later.Division.Top3 > 0.79, $"division, three: {later.Division.Top3}");
    }

    private static List<CpvExample> Examples() =>
        [
            .. Enumerable
                .Range(0, 30)
                .Select(i => new CpvExample(
                    "own",
                    "",
                    "",
                    i % 2 == 0 ? "Zumbo hall hire" : "Road works",
                    i % 2 == 0 ? "zumbo for all" : "Works on roads",
                    [Cpv.Parse(i % 2 == 0 ? "92000000" : "45233000")]
                )),
        ];

    private static byte[] Bytes(IReadOnlyList<CpvExample> examples)
    {
        var bytes = new MemoryStream();
        new CpvLearner(Short, Words).Learn(examples).Write(bytes);
        return bytes.ToArray();
    }
}
