using System.Globalization;
using Tandem.Kernel.Yaml;

namespace Tandem.Calls.Kinds;

/// <summary>Whether terms of judging hold together: the same rules for the file of a kind and for what an owner makes of it.</summary>
public static class JudgingChecks
{
    /// <summary>What weights have to total.</summary>
    public const decimal Whole = 100;

    internal static void Of(YamlPart part, JudgingTerms terms)
    {
        KindTerms.Once(part, "criteria", terms.Criteria.Select(c => c.Code));
        KindTerms.Once(part, "red-lines", terms.RedLines.Select(l => l.Code));
        foreach (var (key, message) in Problems(terms))
        {
            part.Complain(key, message);
        }
    }

    /// <summary>What does not hold: the key of the part of the terms that is meant, and why, in a sentence.</summary>
    public static IEnumerable<(string Key, string Message)> Problems(JudgingTerms terms) =>
        OfMethod(terms).Concat(OfScale(terms)).Concat(OfCriteria(terms)).Concat(OfTies(terms));

    private static IEnumerable<(string, string)> OfMethod(JudgingTerms terms)
    {
        if (terms.Assessors < 1)
        {
            yield return ("assessors", "Each entry needs at least one assessor.");
        }
        if (terms.IsScored && terms.Criteria.Count == 0)
        {
            yield return ("criteria", "Scores need at least one criterion.");
        }
        if (terms.IsScored && terms.Scale.Count < 2)
        {
            yield return ("scale", "Scores need a scale of at least two.");
        }
        if (terms is { Method: JudgingMethod.PassFail, Screening: false, RedLines.Count: 0 })
        {
            yield return ("method", "To pass or fail, there has to be screening or a red line.");
        }
        if (
            terms.Method is JudgingMethod.PassFail or JudgingMethod.None
            && terms.Criteria.Count > 0
        )
        {
            yield return (
                "criteria",
                "By this method nothing is scored, so there are no criteria."
            );
        }
        if (terms.IsWeighted && terms.Criteria.Count > 0 && terms.Weights != Whole)
        {
            yield return (
                "criteria",
                $"The weights total {Number(terms.Weights)}. They must total 100."
            );
        }
    }

    private static IEnumerable<(string, string)> OfScale(JudgingTerms terms)
    {
        if (terms.Scale.Zip(terms.Scale.Skip(1)).Any(p => p.First.Score >= p.Second.Score))
        {
            yield return ("scale", "The scale goes from the least score to the most, each once.");
        }
        if (
            terms.Scale.Count > 0
            && (OffScale(terms.Justify.Below) || OffScale(terms.Justify.Above))
        )
        {
            yield return ("justify", "The bounds of what is justified are scores of the scale.");
        }
        bool OffScale(int? score) =>
            score is { } s && (s < terms.Scale[0].Score || s > terms.Scale[^1].Score);
    }

    private static IEnumerable<(string, string)> OfCriteria(JudgingTerms terms)
    {
        foreach (var criterion in terms.Criteria)
        {
            if (terms.IsWeighted && criterion.Weight is <= 0 or > Whole)
            {
                yield return (
                    "criteria",
                    $"The weight of ‘{criterion.Title}’ is above 0, and 100 at most."
                );
            }
            if (
                criterion.Minimum is { } least
                && terms.Scale.Count > 0
                && terms.Scale.All(s => s.Score != least)
            )
            {
                yield return (
                    "criteria",
                    $"The minimum of ‘{criterion.Title}’ is no score of the scale."
                );
            }
        }
    }

    private static IEnumerable<(string, string)> OfTies(JudgingTerms terms)
    {
        if (
            terms.Ties.Count == 0
            && terms.Method is not (JudgingMethod.PassFail or JudgingMethod.None)
        )
        {
            yield return (
                "ties",
                "Say in ‘ties’ what puts entries with equal totals in order: criterion:CODE, earlier, lot."
            );
        }
        foreach (
            var tie in terms.Ties.Where(t =>
                t.By == TieBreak.Criterion && terms.Find(t.Criterion ?? "") is null
            )
        )
        {
            yield return ("ties", $"There is no criterion ‘{tie.Criterion}’.");
        }
    }

    private static string Number(decimal number) =>
        number.ToString("0.##", CultureInfo.InvariantCulture);
}
