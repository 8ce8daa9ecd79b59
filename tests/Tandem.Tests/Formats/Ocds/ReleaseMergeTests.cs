using Tandem.Formats.Ocds;
using Tandem.Tests.Support;

namespace Tandem.Tests.Formats.Ocds;

public sealed class ReleaseMergeTests
{
    private const string Fixtures = "ocds-tool-fixtures/ocds-merge/fixtures";

    /// <summary>What the fixtures' own schema.json says, in our form.</summary>
    private static readonly MergeRules SchemaRules = MergeRules.Of(
        "id\ndate\nomitWhenMerged\nidentifierMerge.omitWhenMerged\nwholeListMergeObject.c",
        """
        arrayWithoutObjectId
        identifierMerge.subarray.subsubarray
        wholeListMergeOmitWhenMerged
        wholeListMergeVersionId
        mixedArray
        """
    );

    [SharedDataFact(Fixtures)]
    public void Every_fixture_of_the_reference_tool_merges_to_exactly_the_same_json()
    {
        var root = SharedData.Find(Fixtures)!;
        var checkedFiles = 0;
        foreach (var folder in new[] { "1.0", "1.1", "schema" })
        {
            var rules = folder switch
            {
                "1.0" => MergeRules.Ocds10,
                "1.1" => MergeRules.Ocds11,
                _ => SchemaRules,
            };
            foreach (
                var expected in Directory.GetFiles(Path.Combine(root, folder), "*-compiled.json")
            )
            {
                var releases = OcdsText.Releases(
                    expected.Replace("-compiled", "", StringComparison.Ordinal)
                );
                Assert.Equal(
                    (expected, OcdsText.Canonical(File.ReadAllText(expected))),
                    (expected, Compile(rules, releases))
                );
                checkedFiles++;
            }
            foreach (
                var expected in Directory.GetFiles(Path.Combine(root, folder), "*-versioned.json")
            )
            {
                var releases = OcdsText.Releases(
                    expected.Replace("-versioned", "", StringComparison.Ordinal)
                );
                Assert.Equal(
                    (expected, OcdsText.Canonical(File.ReadAllText(expected))),
                    (expected, Version(rules, releases))
                );
                checkedFiles++;
            }
        }
        Assert.Equal(50, checkedFiles);
    }

    [SharedDataFact(Fixtures)]
    public void Arrays_can_be_appended_or_merged_by_position_as_the_reference_tool_can()
    {
        var folder = Path.Combine(SharedData.Find(Fixtures)!, "schema");
        var expected = new Dictionary<string, MergeRules>
        {
            ["duplicate-id-append"] = MergeRules.Of("id\ndate", "", append: "nested.array"),
            ["duplicate-id-by-position"] = MergeRules.Of(
                "id\ndate",
                "",
                byPosition: "nested.array"
            ),
            ["no-id-append"] = MergeRules.Of("id\ndate", ""),
        };
        foreach (var (name, rules) in expected)
        {
            var input = name.Replace("-append", "", StringComparison.Ordinal)
                .Replace("-by-position", "", StringComparison.Ordinal);
            var releases = OcdsText.Releases(
                Path.Combine(folder, $"identifier-merge-{input}.json")
            );
            var wanted = OcdsText.Canonical(
                File.ReadAllText(Path.Combine(folder, $"identifier-merge-{name}.json"))
            );
            Assert.Equal((name, wanted), (name, Compile(rules, [.. releases, .. releases])));
        }
    }

    internal static string Compile(MergeRules rules, params string[] releases)
    {
        var tree = new ReleaseTree();
        var nodes = releases.Select(r => Plain(tree, r)).ToArray();
        return OcdsText.Canonical(ReleaseMerge.Compile(tree, nodes, rules).ToJson());
    }

    internal static string Version(MergeRules rules, params string[] releases)
    {
        var tree = new ReleaseTree();
        var nodes = releases.Select(r => Plain(tree, r)).ToArray();
        return OcdsText.Canonical(ReleaseMerge.Version(tree, nodes, rules).ToJson());
    }

    private static ReleaseNode Plain(ReleaseTree tree, string json) =>
        tree.ReadAny(System.Text.Encoding.UTF8.GetBytes(json));
}
