using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tandem.Formats.Ocds;
using static Tandem.Tests.Formats.Ocds.OcdsText;

namespace Tandem.Tests.Formats.Ocds;

public sealed class ReleaseMergeProperties
{
    private static readonly Config Thorough = Config
        .QuickThrowOnFailure.WithMaxTest(700)
        .WithEndSize(40);

    private static Arbitrary<int[][]> Histories =>
        ArbMap.Default.ArbFor<int[][]>().Filter(h => h.Length > 0);

    [Fact]
    public void Any_history_merges_as_the_plain_reading_of_the_standard_does() =>
        Check.One(
            Thorough,
            Prop.ForAll(
                Histories,
                numbers =>
                {
                    var history = PlainMerge.History(numbers);
                    var texts = history.Select(r => r.ToJsonString()).ToArray();
                    Assert.Equal(
                        Canonical(PlainMerge.Compile(history).ToJsonString()),
                        ReleaseMergeTests.Compile(MergeRules.Ocds11, texts)
                    );
                    Assert.Equal(
                        Canonical(PlainMerge.Version(history).ToJsonString()),
                        ReleaseMergeTests.Version(MergeRules.Ocds11, texts)
                    );
                }
            )
        );

    [Fact]
    public void The_order_in_which_releases_are_given_does_not_matter_when_their_dates_differ() =>
        Check.One(
            Thorough,
            Prop.ForAll(
                Histories,
                ArbMap.Default.ArbFor<int>(),
                (numbers, seed) =>
                {
                    var texts = PlainMerge.History(numbers).Select(r => r.ToJsonString()).ToArray();
                    var shuffled = texts.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    Assert.Equal(
                        ReleaseMergeTests.Compile(MergeRules.Ocds11, texts),
                        ReleaseMergeTests.Compile(MergeRules.Ocds11, shuffled)
                    );
                    Assert.Equal(
                        ReleaseMergeTests.Version(MergeRules.Ocds11, texts),
                        ReleaseMergeTests.Version(MergeRules.Ocds11, shuffled)
                    );
                }
            )
        );

    [Fact]
    public void A_tree_that_is_used_again_gives_the_same_as_a_new_one()
    {
        var tree = new ReleaseTree();
        Check.One(
            Thorough,
            Prop.ForAll(
                Histories,
                numbers =>
                {
                    var texts = PlainMerge.History(numbers).Select(r => r.ToJsonString()).ToArray();
                    tree.Clear();
                    var again = ReleaseMerge
                        .Compile(tree, texts.Select(t => Parse(tree, t)).ToArray())
                        .ToJson();
                    Assert.Equal(
                        ReleaseMergeTests.Compile(MergeRules.Ocds11, texts),
                        Canonical(again)
                    );
                }
            )
        );
    }

    [Fact]
    public void Every_way_of_packing_releases_gives_the_same_releases_however_the_bytes_arrive() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Histories,
                ArbMap.Default.ArbFor<PositiveInt>(),
                (numbers, chunk) =>
                {
                    var releases = PlainMerge.History(numbers);
                    var lines = releases.Select(r => r.ToJsonString()).ToList();
                    var package = new JsonObject
                    {
                        ["uri"] = "u",
                        ["releases"] = new JsonArray([.. releases.Select(r => r.DeepClone())]),
                    };
                    var pretty = package.ToJsonString(
                        new JsonSerializerOptions { WriteIndented = true }
                    );
                    var records = new JsonObject
                    {
                        ["records"] = new JsonArray([
                            .. releases.Select(r => new JsonObject
                            {
                                ["ocid"] = "o",
                                ["releases"] = new JsonArray(r.DeepClone()),
                            }),
                        ]),
                    };
                    foreach (
                        var content in new[]
                        {
                            string.Join('\n', lines),
                            string.Join("\r\n", lines),
                            package.ToJsonString(),
                            pretty,
                            records.ToJsonString(),
                            "[" + string.Join(" ,\n", lines) + "]",
                        }
                    )
                    {
                        var reading = Read(Gzip(Encoding.UTF8.GetBytes(content)), chunk: chunk.Get);
                        Assert.Equal(
                            lines.Select(Canonical),
                            reading.Items.Select(i => Canonical(i.Json))
                        );
                        Assert.All(
                            reading.Problems,
                            p => Assert.Contains("empty", p.Message, StringComparison.Ordinal)
                        );
                    }
                }
            )
        );

    [Fact]
    public void Whatever_bytes_are_changed_or_cut_the_reader_ends_and_places_its_problems()
    {
        var sound = Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                PlainMerge
                    .History([
                        [1, 15, 28, 41, 54],
                        [67, 80, 3, 17],
                        [5, 19, 33, 47, 61],
                    ])
                    .Select(r => r.ToJsonString())
            )
        );
        var package = Encoding.UTF8.GetBytes(
            "{\"releases\":["
                + Encoding.UTF8.GetString(sound).Replace("\n", ",\n", StringComparison.Ordinal)
                + "]}"
        );
        Check.One(
            Thorough,
            Prop.ForAll(
                ArbMap.Default.ArbFor<(PositiveInt At, byte Value)[]>(),
                ArbMap.Default.ArbFor<NonNegativeInt>(),
                (changes, cut) =>
                {
                    foreach (var whole in new[] { sound, package, Gzip(sound) })
                    {
                        var bytes = whole[..Math.Max(1, whole.Length - (cut.Get % whole.Length))];
                        foreach (var (at, value) in changes)
                        {
                            bytes[at.Get * 31 % bytes.Length] = value;
                        }
                        var tree = new ReleaseTree();
                        var reading = Read(bytes, new OcdsLimits { MaxReleaseBytes = 100_000 });
                        foreach (var item in reading.Items)
                        {
                            var json = Encoding.UTF8.GetBytes(item.Json);
                            var parsed = new OcdsItem(json, item.Kind, "f", 1, 1, 0, -1, -1);
                            if (tree.Read(parsed, out var release) is null)
                            {
                                new OcdsProjection().Project(tree, [release]);
                            }
                        }
                        Assert.All(
                            reading.Problems,
                            p =>
                                Assert.True(
                                    p.Place.Line >= 1
                                        && p.Place.Column >= 1
                                        && p.Message.Length > 0,
                                    p.ToString()
                                )
                        );
                    }
                }
            )
        );
    }
}
