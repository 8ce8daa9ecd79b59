using System.IO.Compression;
using System.Text;
using Tandem.Imports;
using Tandem.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Market;

/// <summary>What people bring by mistake: each is answered with its place and its reason, and what was good is kept.</summary>
[UsesDatabase]
public sealed class BadInputTests(TestApp app) : IClassFixture<TestApp>
{
    private static string Release(string ocid) =>
        $$$"""{"ocid":"{{{ocid}}}","id":"1","date":"2026-01-05T09:00:00Z","tag":["tender"],"buyer":{"name":"Leeds City Council"},"tender":{"title":"Salt"}}""";

    private static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }
        return packed.ToArray();
    }

    [Theory]
    [InlineData("<html><body>Not found</body></html>", "HTML")]
    [InlineData("", "empty")]
    [InlineData("ocid,title\n1,Salt\n", "not JSON")]
    public async Task What_is_not_JSON_fails_with_the_reason_in_words(string text, string reason)
    {
        var run = await app.BringAsync(ImportKind.Ocds, text, name: "wrong.json");
        Assert.Equal(ImportState.Failed, run.State);
        Assert.Equal(1, run.Counts().Item5);
        var problem = Assert.Single(await app.ProblemsAsync(run));
        Assert.Contains(reason, problem.Reason);
        Assert.Equal("wrong.json", problem.File);
    }

    [Fact]
    public async Task A_truncated_gzip_keeps_what_came_before_and_says_where_it_broke()
    {
        var packed = Gzip(
            string.Join('\n', Enumerable.Range(0, 5000).Select(i => Release($"ocds-cut-{i:x}")))
        );
        var run = await app.BringAsync(ImportKind.Ocds, packed[..(packed.Length * 2 / 3)]);
        var (_, added, _, _, refused) = run.Counts();
        Assert.Equal(ImportState.Completed, run.State);
        Assert.True(added > 100);
        Assert.True(refused >= 1);
        var problem = (await app.ProblemsAsync(run)).Last(p => p.Refused);
        Assert.Contains("gzip", problem.Reason);
        Assert.True(problem.Line > added - 1);
    }

    [Fact]
    public async Task One_line_nested_too_deep_and_one_of_the_wrong_encoding_cost_only_themselves()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);
        var bytes = new List<byte>();
        bytes.AddRange(Encoding.UTF8.GetBytes(Release("ocds-bad-1") + "\n"));
        bytes.AddRange(
            Encoding.UTF8.GetBytes($$$"""{"ocid":"ocds-bad-2","tender":{{{deep}}}}""" + "\n")
        );
        bytes.AddRange(
            Encoding.Latin1.GetBytes(Release("ocds-bad-3").Replace("Salt", "Åker") + "\n")
        );
        bytes.AddRange(Encoding.UTF8.GetBytes(Release("ocds-bad-4") + "\n"));
        var run = await app.BringAsync(ImportKind.Ocds, [.. bytes]);
        Assert.Equal((4, 2, 0, 0, 2), run.Counts());
        Assert.Equal([2L, 3L], (await app.ProblemsAsync(run)).Select(p => p.Line));
    }

    [Fact]
    public async Task A_line_larger_than_a_release_may_be_is_refused_without_being_held()
    {
        var huge =
            $$$"""{"ocid":"ocds-huge","tender":{"title":"{{{new string('x', 20 << 20)}}}"}}""";
        var run = await app.BringAsync(
            ImportKind.Ocds,
            huge + "\n" + Release("ocds-after-huge") + "\n"
        );
        Assert.Equal((2, 1, 0, 0, 1), run.Counts());
        Assert.Equal(1, Assert.Single(await app.ProblemsAsync(run)).Line);
    }

    [Fact]
    public async Task A_zip_bomb_is_stopped_and_named()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var spaces = Enumerable.Repeat((byte)' ', 1 << 20).ToArray();
            for (var i = 0; i < 300; i++)
            {
                gzip.Write(spaces);
            }
        }
        var run = await app.BringAsync(ImportKind.Ocds, packed.ToArray());
        Assert.Equal(ImportState.Failed, run.State);
        Assert.Contains("inflates", Assert.Single(await app.ProblemsAsync(run)).Reason);
    }

    [Fact]
    public async Task Notices_that_are_OCDS_are_not_taken_for_an_export_of_Contracts_Finder()
    {
        var run = await app.BringAsync(ImportKind.ContractsFinder, Release("ocds-elsewhere"));
        Assert.Equal(ImportState.Failed, run.State);
        Assert.Contains("OCDS", Assert.Single(await app.ProblemsAsync(run)).Reason);
        Assert.DoesNotContain(await app.AllAsync<Notice>(), n => n.Ocid == "ocds-elsewhere");
    }
}
