using System.Globalization;
using Tandem.Calls.Kinds;

namespace Tandem.Calls;

/// <summary>What differs between terms of judging, in words entrants understand.</summary>
internal static class TermsChanges
{
    public static IEnumerable<AddendumChange> Between(
        string stage,
        JudgingTerms before,
        JudgingTerms after,
        bool isLast
    )
    {
        foreach (var code in before.Criteria.Concat(after.Criteria).Select(c => c.Code).Distinct())
        {
            var (was, now) = (before.Find(code), after.Find(code));
            if (Said(was, before) != Said(now, after))
            {
                yield return new(
                    $"{stage}: criterion {(now ?? was)!.Title}",
                    Said(was, before),
                    Said(now, after)
                );
            }
        }
        foreach (
            var (what, was, now) in Parts(before, isLast)
                .Zip(Parts(after, isLast), (a, b) => (a.What, a.Words, b.Words))
        )
        {
            if (was != now)
            {
                yield return new($"{stage}: {what}", was, now);
            }
        }
    }

    private static string? Said(Criterion? criterion, JudgingTerms terms) =>
        criterion is null
            ? null
            : $"{criterion.Title}{(terms.IsWeighted ? $" ({Number(criterion.Weight)}%)" : "")}: {criterion.Meaning}{(criterion.Minimum is { } least ? $" At least {least}." : "")}{(criterion.Questions.Count == 0 ? "" : $" Judged by the answers to: {string.Join(", ", criterion.Questions)}.")}";

    private static IEnumerable<(string What, string Words)> Parts(JudgingTerms terms, bool isLast)
    {
        yield return (
            "scale",
            string.Join("; ", terms.Scale.Select(s => $"{s.Score} {s.Title}: {s.Meaning}"))
        );
        yield return ("red lines", string.Join("; ", terms.RedLines.Select(l => l.Text)));
        yield return (
            "method",
            string.Join(
                "; ",
                new[]
                {
                    JudgingWords.Method(terms),
                    JudgingWords.Together(terms),
                    JudgingWords.Minimum(terms),
                    JudgingWords.Ties(terms),
                    JudgingWords.GoesOn(terms, isLast),
                    JudgingWords.Justified(terms),
                    JudgingWords.Reading(terms),
                }.OfType<string>()
            )
        );
    }

    private static string Number(decimal number) =>
        number.ToString("0.##", CultureInfo.InvariantCulture);
}
