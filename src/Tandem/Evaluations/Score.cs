using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Calls.Kinds;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What is given a score.</summary>
public enum ScoreKind
{
    /// <summary>A criterion, on the scale.</summary>
    Criterion,

    /// <summary>A red line: 1 where the entry passes it, 0 where it does not.</summary>
    RedLine,

    /// <summary>A vote for the entry: 1, or 0.</summary>
    Vote,
}

/// <summary>A score as it is given.</summary>
/// <param name="Code">Code of the criterion or red line; <see cref="ScoreRules.Vote"/> for a vote.</param>
/// <param name="Value">Null: not given yet.</param>
/// <param name="Words">The justification; null: not touched.</param>
public sealed record ScoreGiven(ScoreKind Kind, string Code, int? Value, string? Words = null)
{
    internal string? CleanWords => PlainText.Clean(Words) is { Length: > 0 } clean ? clean : null;

    /// <summary>Name of its field on the form.</summary>
    public string Field => $"{Kind}.{Code}";
}

/// <summary>What is missing, or does not fit, of the scores of one assessor.</summary>
public sealed record ScoreGap(string Field, string Message);

/// <summary>What the terms of a stage ask of the scores of one assessor.</summary>
public static class ScoreRules
{
    /// <summary>Code of the one thing that is given a vote.</summary>
    public const string Vote = "vote";

    /// <summary>Everything an assessor is asked about an entry, in order.</summary>
    public static IEnumerable<(ScoreKind Kind, string Code, string Title)> Asked(
        JudgingTerms terms
    ) =>
        [
            .. terms.RedLines.Select(r => (ScoreKind.RedLine, r.Code, r.Text)),
            .. terms.IsScored
                ? terms.Criteria.Select(c => (ScoreKind.Criterion, c.Code, c.Title))
                : [],
            .. terms.Method == JudgingMethod.Votes
                ? new[] { (ScoreKind.Vote, Vote, "Your vote") }
                : [],
        ];

    /// <summary>Whether the typed scores say that the entry crosses a red line: then nothing else is asked.</summary>
    public static bool FailsRedLine(JudgingTerms terms, ScoreDraft typed) =>
        terms.RedLines.Any(r => typed.Find(ScoreKind.RedLine, r.Code)?.Value == 0);

    /// <summary>That the score can be given at all.</summary>
    /// <exception cref="Refusal">There is no such thing to score, the value is outside the scale, or the words are too long.</exception>
    public static void Fits(JudgingTerms terms, ScoreGiven given)
    {
        if (!Asked(terms).Any(a => a.Kind == given.Kind && a.Code == given.Code))
        {
            throw new Refusal("That is not asked about this entry.", given.Field);
        }
        var fits =
            given.Value is not { } value
            || (
                given.Kind == ScoreKind.Criterion
                    ? terms.Scale.Any(s => s.Score == value)
                    : value is 0 or 1
            );
        if (!fits)
        {
            throw new Refusal(
                given.Kind == ScoreKind.Criterion
                    ? $"Choose a score from {terms.Scale[0].Score} to {terms.Scale[^1].Score}"
                    : "Choose one of the two",
                given.Field
            );
        }
        if (PlainText.Clean(given.Words).Length > Assignment.LongestWords)
        {
            throw new Refusal(
                $"Use {Assignment.LongestWords:N0} characters or fewer",
                given.Field + ".Words"
            );
        }
    }

    /// <summary>What is still to be done before the scores can be handed in; empty: nothing.</summary>
    public static IReadOnlyList<ScoreGap> Gaps(JudgingTerms terms, ScoreDraft typed) =>
        [
            .. Needed(terms, typed)
                .Select(a => Gap(terms, typed.Find(a.Kind, a.Code) ?? new(a.Kind, a.Code, null)))
                .OfType<ScoreGap>(),
        ];

    /// <summary>What is missing of one score.</summary>
    public static ScoreGap? Gap(JudgingTerms terms, ScoreGiven given)
    {
        var title = Asked(terms)
            .FirstOrDefault(a => a.Kind == given.Kind && a.Code == given.Code)
            .Title;
        return given.Value is not { } value
                ? new(
                    given.Field,
                    given.Kind == ScoreKind.Criterion
                        ? $"Give a score for {title}"
                        : $"Say yes or no: {title}"
                )
            : NeedsWords(terms, given.Kind, value) && given.CleanWords is null
                ? new(
                    given.Field + ".Words",
                    given.Kind == ScoreKind.RedLine
                        ? $"Say why it does not pass: {title}"
                        : $"Justify the score {value.ToString(CultureInfo.InvariantCulture)} for {title}"
                )
            : null;
    }

    /// <summary>Whether a score of this kind needs words: by the rule of the terms, and always where a red line is crossed.</summary>
    public static bool NeedsWords(JudgingTerms terms, ScoreKind kind, int value) =>
        kind switch
        {
            ScoreKind.Criterion => terms.Justify.Needs(value),
            ScoreKind.RedLine => value == 0,
            _ => false,
        };

    /// <summary>The rule of justification as a sentence for assessors and entrants.</summary>
    public static string Sentence(JustifyRule rule) =>
        rule switch
        {
            { All: true } => "Every score needs a justification.",
            { Below: { } below, Above: { } above } =>
                $"A score below {below} or above {above} needs a justification.",
            { Below: { } below } => $"A score below {below} needs a justification.",
            { Above: { } above } => $"A score above {above} needs a justification.",
            _ => "A justification is welcome with any score.",
        };

    internal static IEnumerable<ScoreGiven> Counted(JudgingTerms terms, ScoreDraft typed) =>
        Needed(terms, typed).Select(a => typed.Find(a.Kind, a.Code)!);

    // An entry that crosses a red line is not scored.
    private static IEnumerable<(ScoreKind Kind, string Code, string Title)> Needed(
        JudgingTerms terms,
        ScoreDraft typed
    ) =>
        FailsRedLine(terms, typed)
            ? Asked(terms).Where(a => a.Kind == ScoreKind.RedLine)
            : Asked(terms);
}

/// <summary>One score as it was handed in. It is never changed: a correction is one more, with its reason.</summary>
public sealed class Score
{
    public Id<Score> Id { get; private set; }
    public Id<Assignment> AssignmentId { get; private set; }
    public ScoreKind Kind { get; private set; }

    /// <summary>Code of the criterion or red line.</summary>
    public string Code { get; private set; } = "";
    public int Value { get; private set; }
    public string? Justification { get; private set; }
    public DateTime At { get; private set; }

    /// <summary>Why it stands in place of an earlier one; null for the first.</summary>
    public string? ChangeReason { get; private set; }

    /// <summary>Hex SHA-256 over all of it, as the timeline keeps it; the random id makes it impossible to guess the score from it.</summary>
    public string Digest() =>
        RowDigest.Of(
            Id.Value,
            AssignmentId.Value,
            Kind.ToString(),
            Code,
            Value,
            Justification,
            At.Ticks,
            ChangeReason
        );

    internal static Score Of(
        Assignment assignment,
        ScoreGiven given,
        string? changeReason,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Score>.New(now),
            AssignmentId = assignment.Id,
            Kind = given.Kind,
            Code = given.Code,
            Value = given.Value!.Value,
            Justification = given.CleanWords,
            At = now,
            ChangeReason = changeReason,
        };

    private sealed class Mapping : IEntityTypeConfiguration<Score>
    {
        public void Configure(EntityTypeBuilder<Score> entity)
        {
            entity.Property(s => s.Id).ValueGeneratedNever();
            entity.HasIndex(s => s.AssignmentId);
        }
    }
}
