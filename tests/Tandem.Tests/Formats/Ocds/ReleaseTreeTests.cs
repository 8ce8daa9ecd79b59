using System.Text;
using System.Text.Json;
using Tandem.Formats.Ocds;
using static Tandem.Tests.Formats.Ocds.OcdsText;

namespace Tandem.Tests.Formats.Ocds;

public sealed class ReleaseTreeTests
{
    [Theory]
    [InlineData("{\"ocid\":\"x\",\n \"a\": tru}", 11, 10)]
    [InlineData("{\"ocid\":\"x\", \"a\": 1,}", 10, 26)]
    public void A_release_that_is_not_json_is_named_with_its_place_in_the_file(
        string json,
        int line,
        int column
    )
    {
        var problem = new ReleaseTree().Read(Item(json, 10, 6), out _);
        Assert.Equal((line, column), (problem!.Place.Line, problem.Place.Column));
        Assert.StartsWith("not valid JSON", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"ocid\":null}")]
    [InlineData("{\"ocid\":{\"a\":1}}")]
    [InlineData("[\"ocid\"]")]
    public void A_release_without_an_ocid_is_refused(string json) =>
        Assert.Contains(
            "no ocid",
            new ReleaseTree().Read(Item(json), out _)!.Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_property_given_twice_takes_the_last_value()
    {
        var large = string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"k{i}\":{i}"));
        var release = Parse(
            new ReleaseTree(),
            $"{{\"ocid\":\"x\",\"a\":{{{large}}},\"a\":{{{large},\"k7\":[1],\"last\":true}}}}"
        );
        Assert.Equal("[1]", release["a"u8]["k7"u8].ToJson());
        Assert.Equal(61, release["a"u8].Count);
        Assert.Equal(2, release.Count);
        using var read = JsonDocument.Parse(release.ToJson());
        Assert.Equal(59, read.RootElement.GetProperty("a").GetProperty("k59").GetInt32());
    }

    [Fact]
    public void Escapes_and_halves_of_characters_are_read_and_names_compare_by_meaning()
    {
        var release = Parse(
            new ReleaseTree(),
            """{"\u006fcid":"a\u00e9\n\"","half":"x\ud83d y \\ud83d","pair":"\ud83d\ude00"}"""
        );
        Assert.Equal("aé\n\"", release["ocid"u8].AsString());
        Assert.Equal("x\uFFFD y \\ud83d", release["half"u8].AsString());
        Assert.Equal("😀", release["pair"u8].AsString());
    }

    [Fact]
    public void Objects_and_lists_with_many_thousands_of_entries_merge_in_a_moment()
    {
        var tree = new ReleaseTree();
        var items = string.Join(
            ',',
            Enumerable.Range(0, 200_000).Select(i => $"{{\"id\":\"{i}\",\"v\":{i}}}")
        );
        var names = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"n{i}\":{i}"));
        var json =
            $"{{\"ocid\":\"x\",\"date\":\"2026-01-01\",\"tender\":{{\"items\":[{items}]}},\"extra\":{{{names}}}}}";
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var compiled = ReleaseMerge.Compile(tree, [Parse(tree, json), Parse(tree, json)]);
        Assert.Equal(200_000, compiled["tender"u8]["items"u8].Count);
        Assert.Equal(200_000, compiled["extra"u8].Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(40), $"{clock.Elapsed}");
    }

    [Fact]
    public void A_process_too_large_to_merge_is_refused_and_the_tree_can_be_used_again()
    {
        var tree = new ReleaseTree();
        var item = Item(
            "{\"ocid\":\"x\",\"a\":[" + string.Join(',', Enumerable.Repeat("[]", 1_500_000)) + "]}"
        );
        Assert.Null(tree.Read(item, out _));
        Assert.Contains(
            "larger together",
            tree.Read(item, out _)!.Message,
            StringComparison.Ordinal
        );
        tree.Clear();
        Assert.Null(tree.Read(item, out _));
    }

    private static OcdsItem Item(string json, int line = 1, int column = 1) =>
        new(Encoding.UTF8.GetBytes(json), OcdsItemKind.Release, "f.json", line, column, 0, -1, -1);
}
