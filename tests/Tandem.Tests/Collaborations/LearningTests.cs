using Tandem.Classification;
using Tandem.Collaborations;
using Tandem.Kernel;

namespace Tandem.Tests.Collaborations;

public sealed class LearningTests
{
    [Fact]
    public void Average_precision_is_the_mean_of_the_precision_at_each_right_one()
    {
        var reached = AveragePrecision.Of([(0.9, true), (0.8, false), (0.7, true), (0.1, false)]);

        Assert.Equal((1 + 2.0 / 3) / 2, reached, 10);
    }

    [Fact]
    public void A_regression_finds_the_measure_that_matters_and_its_direction()
    {
        var random = new Random(3);
        var measured = Enumerable
            .Range(0, 400)
            .Select(_ => new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() })
            .ToList();

        var (weights, start) = LogisticRegression.Fit(
            measured,
            [.. measured.Select(m => m[0] - m[2] > 0.1)],
            1
        );

        Assert.True(weights[0] > 5);
        Assert.True(weights[2] < -5);
        Assert.InRange(weights[1], -1.5, 1.5);
        Assert.True(start < 0);
    }

    [Fact]
    public void The_same_notices_give_the_same_table_which_reads_back_as_written()
    {
        var once = Written(Learn());
        var again = Written(Learn());

        var read = NeedWords.Read(new MemoryStream(once));

        Assert.Equal(once, again);
        Assert.Equal(once, Written(read));
        Assert.True(read.Find("cleaning") >= 0);
    }

    [Fact]
    public void A_word_that_tells_the_purchase_weighs_more_than_one_that_stands_everywhere()
    {
        var words = Learn();

        float WeightOf(string word) => words.Words[words.Find(word)].Weight;

        Assert.True(WeightOf("cleaning") > 2 * WeightOf("provision"));
        Assert.Equal(0, WeightOf("preston"));
    }

    [Fact]
    public void Pairs_on_which_readers_differ_are_neither_same_nor_different()
    {
        string[][] rows =
        [
            [
                "pair",
                "a_id",
                "a_buyer",
                "a_title",
                "a_description",
                "a_cpv",
                "b_id",
                "b_buyer",
                "b_title",
                "b_description",
                "b_cpv",
                "reader_1",
                "reader_2",
            ],
            [
                "1",
                "cf:1",
                "A",
                "Cleaning",
                "",
                "90910000 90911300",
                "s2w:2",
                "B",
                "Cleaning",
                "",
                "",
                "2",
                "2",
            ],
            ["2", "cf:1", "A", "Cleaning", "", "90910000;", "s2w:2", "B", "Meat", "", "", "0", "1"],
            ["3", "cf:1", "A", "Cleaning", "", "", "s2w:2", "B", "Windows", "", "", "2", "1"],
        ];

        var pairs = JudgedPair.Read(rows);

        Assert.Equal([true, false, null], pairs.Select(p => p.IsSame));
        Assert.Equal([2, 1, 0], pairs.Select(p => p.A.Codes.Count));
        Assert.Equal(["cf", "s2w"], pairs[0].Sources);
    }

    [Fact]
    public void A_file_of_pairs_without_a_column_is_refused_by_the_name_of_the_column()
    {
        var refusal = Assert.Throws<FormatException>(() =>
            JudgedPair.Read([
                ["pair", "a_title"],
                ["1", "Cleaning"],
            ])
        );

        Assert.Contains("“reader_1”", refusal.Message);
    }

    private static NeedWords Learn()
    {
        var notices = Enumerable
            .Range(0, 30)
            .Select(i => new Need(
                "Preston City Council",
                i % 2 == 0 ? "Provision of office cleaning Preston" : "Provision of boats",
                "",
                [Cpv.Parse(i % 2 == 0 ? "90919200" : "34520000")]
            ))
            .ToList();
        (string, float[])[] vectors =
        [
            ("cleaning", Vector(1, 0)),
            ("boats", Vector(0, 1)),
            ("office", Vector(1, 1)),
            ("provision", Vector(-1, 1)),
        ];
        using var names = new StreamReader(Content.Shipped.Open("cpv/cpv-2008.tsv"));
        return new NeedWordLearner(CpvList.Read(names), new HashSet<string> { "preston" }).Learn(
            notices,
            vectors
        );
    }

    private static float[] Vector(float first, float second)
    {
        var vector = new float[NeedWords.Dimensions];
        (vector[0], vector[1]) = (first, second);
        return vector;
    }

    private static byte[] Written(NeedWords words)
    {
        using var stream = new MemoryStream();
        words.Write(stream);
        return stream.ToArray();
    }
}
