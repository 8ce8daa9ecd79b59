using Tandem.Calls.Kinds;
using Tandem.Web;

namespace Tandem.Calls;

/// <summary>Terms of judging as sentences, the same on the page, in an addendum and in a document.</summary>
public static class JudgingWords
{
    /// <summary>By which method entries are put in order.</summary>
    public static string Method(JudgingTerms terms) =>
        terms.Method switch
        {
            JudgingMethod.WeightedMean => "Scores are weighted; the total is out of 100.",
            JudgingMethod.Sum => "Scores are added up.",
            JudgingMethod.Pairwise => "Entries are compared two by two.",
            JudgingMethod.Votes => "Votes are counted.",
            JudgingMethod.PassFail => "Entries pass or fail; they are not put in order.",
            _ => "Entries are read; they are not judged against each other.",
        };

    /// <summary>How scores of several assessors become one; null where nothing is scored.</summary>
    public static string? Together(JudgingTerms terms) =>
        !terms.IsScored
            ? null
            : terms.Together switch
            {
                Kinds.Together.Mean => "The mean of the assessors’ scores counts.",
                Kinds.Together.Median => "The median of the assessors’ scores counts.",
                _ => "The panel agrees on each score, with reasons.",
            };

    /// <summary>When a red line counts as not passed; null where there are none.</summary>
    public static string? RedLines(JudgingTerms terms) =>
        terms.RedLines.Count == 0
            ? null
            : "Every assessor says of each red line whether it is passed. It is passed when more than half of them say so; where as many say no as yes, it is not.";

    /// <summary>What an entry has to reach at least.</summary>
    public static string? Minimum(JudgingTerms terms) =>
        terms.Minimum is { } least ? $"An entry needs at least {least} out of 100." : null;

    /// <summary>What puts equals in order.</summary>
    public static string? Ties(JudgingTerms terms) =>
        terms.Ties.Count == 0
            ? null
            : $"Where totals are equal: {string.Join(", then ", terms.Ties.Select(t => Tie(t, terms)))}.";

    /// <summary>How many go on or, of the last stage, are chosen.</summary>
    public static string? GoesOn(JudgingTerms terms, bool isLast)
    {
        var (one, many) = isLast ? ("is chosen", "are chosen") : ("goes on", "go on");
        return terms.GoesOn switch
        {
            { Least: { } least, Most: { } most } when least == most =>
                $"{least} {(least == 1 ? one : many)}.",
            { Least: { } least, Most: { } most } => $"{least} to {most} {many}.",
            { Most: { } most } => $"{most} at most {(most == 1 ? one : many)}.",
            { Least: { } least } => $"At least {least} {(least == 1 ? one : many)}.",
            _ => null,
        };
    }

    /// <summary>Which scores are justified; null where nothing is scored.</summary>
    public static string? Justified(JudgingTerms terms) =>
        !terms.IsScored
            ? null
            : terms.Justify switch
            {
                { All: true } => "Every score is given with its reason.",
                { Below: { } below, Above: { } above } =>
                    $"Scores below {below} and above {above} are given with their reason.",
                { Below: { } below } => $"Scores below {below} are given with their reason.",
                { Above: { } above } => $"Scores above {above} are given with their reason.",
                _ => null,
            };

    /// <summary>How the panel reads; null where there is none.</summary>
    public static string? Reading(JudgingTerms terms)
    {
        if (terms.Method == JudgingMethod.None)
        {
            return null;
        }
        var readers =
            terms.Assessors == 1
                ? "Each entry is read by at least one assessor"
                : $"Each entry is read by at least {Words.Count(terms.Assessors, "assessor")}";
        return readers
            + (
                terms.Blind && terms.IsScored
                    ? ", none of whom sees the scores of others before giving their own"
                    : ""
            )
            + (terms.Anonymised == Anonymity.Always ? ", without the name of who entered" : "")
            + ".";
    }

    private static string Tie(TieRule tie, JudgingTerms terms) =>
        tie.By switch
        {
            TieBreak.Criterion => $"the higher score for {terms.Find(tie.Criterion ?? "")?.Title}",
            TieBreak.Earlier => "the one received earlier",
            _ => "a lot drawn from a published seed",
        };
}
