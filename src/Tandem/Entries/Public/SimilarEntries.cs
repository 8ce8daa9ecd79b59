using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Entries;

/// <summary>A public entry that may say the same.</summary>
public sealed record SimilarEntry(string Path, string Title, int Support);

/// <summary>Finds public entries of a call that share the telling words of a text: those that occur seldom among the entries count most.</summary>
public sealed class SimilarEntries(Db db, Actor actor)
{
    /// <summary>How many are shown.</summary>
    public const int Most = 5;

    private const int LongestText = 2000;

    /// <param name="except">Number of the entry that is being written.</param>
    public async Task<IReadOnlyList<SimilarEntry>> ToAsync(
        Call call,
        string text,
        long? except = null,
        CancellationToken cancellation = default
    )
    {
        var asked = Terms(text);
        if (asked.Count == 0)
        {
            return [];
        }
        var known = db.Set<Call>().VisibleTo(actor).Select(c => c.Id);
        var all = await db.Set<Entry>()
            .AsNoTracking()
            .Where(e =>
                e.CallId == call.Id
                && known.Contains(e.CallId)
                && e.PublishedAt != null
                && e.HiddenAt == null
                && e.WithdrawnAt == null
                && e.MergedIntoId == null
                && e.Number != except
            )
            .Select(e => new
            {
                e.CallReference,
                e.Number,
                e.Title,
                e.Text,
                e.SupportCount,
            })
            .ToListAsync(cancellation);
        var read = all.Select(e => (Entry: e, Title: Terms(e.Title), Text: Terms(e.Text))).ToList();
        var weight = asked.ToDictionary(
            t => t,
            t =>
                Math.Log(
                    1
                        + (double)read.Count
                            / (1 + read.Count(e => e.Title.Contains(t) || e.Text.Contains(t)))
                )
        );
        var whole = weight.Values.Sum();
        return
        [
            .. read.Select(e =>
                    (
                        e.Entry,
                        Score: asked.Sum(t =>
                            weight[t]
                            * (
                                e.Title.Contains(t) ? 1
                                : e.Text.Contains(t) ? 0.6
                                : 0
                            )
                        ) / whole
                    )
                )
                .Where(e => e.Score >= 0.3)
                .OrderByDescending(e => e.Score)
                .ThenByDescending(e => e.Entry.SupportCount)
                .Take(Most)
                .Select(e => new SimilarEntry(
                    Entry.PathOf(e.Entry.CallReference, e.Entry.Number),
                    e.Entry.Title ?? "",
                    e.Entry.SupportCount
                )),
        ];
    }

    private static HashSet<string> Terms(string? text) =>
        [
            .. WordForms
                .Terms(text is { Length: > LongestText } ? text[..LongestText] : text ?? "")
                .Where(t => t.Length > 2 && !WordForms.IsStopWord(t)),
        ];
}
