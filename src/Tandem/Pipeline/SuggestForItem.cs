using Tandem.Classification;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Pipeline;

/// <summary>A category that the words suggest.</summary>
/// <param name="Sure">How sure that is, 0 to 1.</param>
/// <param name="Why">The words that speak for it.</param>
public sealed record SuggestedCategory(string Code, string Name, double Sure, string Why);

/// <summary>An item that is likely the same need.</summary>
/// <param name="Why">Why, in words.</param>
public sealed record SimilarItem(
    string Reference,
    string Path,
    string Title,
    string Organisation,
    double Likeness,
    string Why
);

/// <summary>What may help somebody who writes an item down: likely categories, and items that may be the same.</summary>
public sealed record Suggestions(
    IReadOnlyList<SuggestedCategory> Categories,
    IReadOnlyList<SimilarItem> Similar
);

/// <summary>Suggests a category and points to what is on the pipeline already. It suggests; the person decides.</summary>
public sealed class SuggestForItem(
    PipelineIndex index,
    PipelineRows rows,
    CpvClassifier classifier,
    CompareNeeds compare,
    FilterWords words,
    Actor actor
)
{
    private const int Categories = 3;
    private const double LeastSure = 0.1;
    private const int Similar = 5;
    private const int Candidates = 60;
    private const int ShortestWord = 4;
    private const int WordsAsked = 8;

    /// <param name="title">What it is called so far.</param>
    /// <param name="text">What is said of it so far.</param>
    /// <param name="codes">CPV codes chosen, separated by spaces.</param>
    /// <param name="organisation">Whose it is.</param>
    /// <param name="except">Reference of the item itself.</param>
    public async Task<Suggestions> RunAsync(
        string title,
        string text,
        string codes,
        string organisation,
        string? except,
        CancellationToken cancellation = default
    )
    {
        if (title.Trim().Length < ShortestWord)
        {
            return new([], []);
        }
        var likely = classifier.Suggest(title, text, Categories);
        return new(
            codes.Length > 0
                ? []
                :
                [
                    .. likely
                        .Where(s => s.Probability >= LeastSure)
                        .Select(s => new SuggestedCategory(
                            s.Code.Digits,
                            words.Cpv.NameOf(s.Code),
                            Math.Round(s.Probability, 3),
                            string.Join(", ", s.Words.Take(3).Select(w => w.Words))
                        )),
                ],
            await SimilarAsync(title, text, codes, likely, organisation, except, cancellation)
        );
    }

    private async Task<IReadOnlyList<SimilarItem>> SimilarAsync(
        string title,
        string text,
        string codes,
        IReadOnlyList<CpvSuggestion> likely,
        string organisation,
        string? except,
        CancellationToken cancellation
    )
    {
        var found = new HashSet<Guid>();
        foreach (var query in Queries(title, codes, likely))
        {
            var hits = await index.FindAsync(query, actor, cancellation);
            found.UnionWith(hits.Hits.Select(h => h.Id));
        }
        var others = (await rows.ByIdAsync([.. found])).Where(r => r.Reference != except).ToList();
        return
        [
            .. compare(
                    new(organisation, title, text, codes),
                    others.ConvertAll(r => new NeedWording(
                        r.Organisation.Name,
                        r.Title,
                        $"{r.Problem} {r.Why}",
                        string.Join(' ', r.Cpv.Select(c => c.Code))
                    ))
                )
                .Take(Similar)
                .Select(a => new SimilarItem(
                    others[a.At].Reference,
                    others[a.At].Path,
                    others[a.At].Title,
                    others[a.At].Organisation.Name,
                    Math.Round(a.Likeness, 3),
                    a.Why
                )),
        ];
    }

    /// <summary>What shares a longer word of the title, or the likeliest group.</summary>
    private static IEnumerable<SearchQuery> Queries(
        string title,
        string codes,
        IReadOnlyList<CpvSuggestion> likely
    )
    {
        var current = KeyValuePair.Create<string, IReadOnlyCollection<string>>(
            "state",
            ["current"]
        );
        foreach (
            var word in title
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(w => string.Concat(w.Where(char.IsLetterOrDigit)))
                .Where(w => w.Length >= ShortestWord)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(WordsAsked)
        )
        {
            yield return new()
            {
                Words = word,
                Facets = new Dictionary<string, IReadOnlyCollection<string>>([current]),
                Take = Candidates,
            };
        }
        var groups = codes
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(c => c[..Math.Min(3, c.Length)])
            .Concat(likely.Take(1).Select(s => s.Code.Digits[..3]))
            .Distinct()
            .ToList();
        if (groups.Count > 0)
        {
            yield return new()
            {
                Facets = new Dictionary<string, IReadOnlyCollection<string>>([
                    current,
                    KeyValuePair.Create<string, IReadOnlyCollection<string>>("cpv", groups),
                ]),
                Take = Candidates,
            };
        }
    }
}
