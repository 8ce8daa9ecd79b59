using Microsoft.EntityFrameworkCore;
using Tandem.Formats.Ocds;
using Tandem.Kernel;

namespace Tandem.Market;

/// <summary>A release of a notice, as its page lists them.</summary>
/// <param name="Changed">How many facts it gave for the first time, and how many it changed.</param>
public sealed record ReleaseRow(
    string Id,
    DateTime? Date,
    string Tag,
    string SourcePlace,
    int Added,
    int Changed
);

/// <summary>One fact of a notice and the release it came from.</summary>
/// <param name="Name">The field in words: “tender: value, amount”.</param>
/// <param name="Path">The field as the standard names it.</param>
/// <param name="Earlier">Values it had before, oldest first.</param>
public sealed record FactRow(
    string Name,
    string Path,
    string? Value,
    string? ReleaseId,
    string? ReleaseDate,
    string? ReleaseTag,
    IReadOnlyList<string> Earlier
);

/// <summary>The history of a notice: its releases as they came, and where each fact comes from.</summary>
public sealed record NoticeFacts(IReadOnlyList<ReleaseRow> Releases, IReadOnlyList<FactRow> Facts)
{
    /// <summary>More than this is not merged for a page: the list of releases is enough.</summary>
    private const int MostReleases = 200;

    /// <summary>Reads the releases of a process and merges them again, keeping every version of every fact.</summary>
    public static async Task<NoticeFacts> ReadAsync(
        Db db,
        string ocid,
        CancellationToken cancellation = default
    )
    {
        var releases = await db.Set<Release>()
            .AsNoTracking()
            .Where(r => r.Ocid == ocid)
            .OrderBy(r => r.Date)
            .ThenBy(r => r.Id)
            .Take(MostReleases)
            .ToListAsync(cancellation);
        var origins = Origins(releases);
        var rows = releases.ConvertAll(r =>
        {
            var given = origins.Where(o => o.ReleaseId == r.ReleaseId).ToList();
            var first = given.Count(o => origins.First(e => e.Path == o.Path) == o);
            return new ReleaseRow(
                r.ReleaseId,
                r.Date,
                r.Tag,
                r.SourcePlace,
                first,
                given.Count - first
            );
        });
        return new(rows, [.. origins.GroupBy(o => o.Path).Select(Row)]);
    }

    private static FactRow Row(IGrouping<string, FactOrigin> versions)
    {
        var now = versions.Last();
        return new(
            InWords(now.Path),
            now.Path,
            now.Value,
            now.ReleaseId,
            now.ReleaseDate,
            now.ReleaseTag,
            [.. versions.SkipLast(1).Select(v => v.Value ?? "(not given)")]
        );
    }

    private static List<FactOrigin> Origins(List<Release> releases)
    {
        if (releases.Count == 0)
        {
            return [];
        }
        var tree = new ReleaseTree();
        var nodes = new List<ReleaseNode>();
        foreach (var release in releases)
        {
            var item = new OcdsItem(
                PackedJson.Unpack(release.Json),
                OcdsItemKind.Release,
                release.SourcePlace,
                1,
                1,
                0,
                -1,
                -1
            );
            if (tree.Read(item, out var node) is null)
            {
                nodes.Add(node);
            }
        }
        return nodes.Count == 0
            ? []
            :
            [
                .. FactOrigin
                    .Of(ReleaseMerge.Version(tree, nodes.ToArray()))
                    .Where(o => o.Path is not ("ocid" or "id" or "date")),
            ];
    }

    // tender/value/amount: “tender: value, amount”; items of lists by their number.
    private static string InWords(string path)
    {
        var words = new System.Text.StringBuilder();
        var inId = false;
        foreach (var c in path)
        {
            inId = c == '[' || (inId && c != ']');
            words.Append(
                c switch
                {
                    '/' => ", ",
                    '[' => " ",
                    ']' => "",
                    _ when char.IsUpper(c) && !inId => " " + char.ToLowerInvariant(c),
                    _ => c.ToString(),
                }
            );
        }
        return words.ToString();
    }
}
