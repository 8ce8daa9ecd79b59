using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>A question that is in both versions and not quite the same.</summary>
/// <param name="What">What differs, in words.</param>
public sealed record ChangedQuestion(Question Before, Question Now, IReadOnlyList<string> What);

/// <summary>What differs between two versions of a set, question by question.</summary>
public sealed record VersionChanges(
    IReadOnlyList<Question> New,
    IReadOnlyList<ChangedQuestion> Changed,
    IReadOnlyList<Question> Removed
)
{
    public bool IsNone => New.Count + Changed.Count + Removed.Count == 0;

    public static VersionChanges Between(QuestionSet before, QuestionSet now)
    {
        var pairs = before.Questions.Select(q => (Before: q, Now: now.Successor(q.Code))).ToList();
        var kept = pairs.Select(p => p.Now?.Code).OfType<string>().ToHashSet();
        return new(
            [.. now.Questions.Where(q => !kept.Contains(q.Code))],
            [
                .. pairs
                    .Where(p => p.Now is not null)
                    .Select(p => new ChangedQuestion(
                        p.Before,
                        p.Now!,
                        What(before, p.Before, now, p.Now!)
                    ))
                    .Where(c => c.What.Count > 0),
            ],
            [.. pairs.Where(p => p.Now is null).Select(p => p.Before)]
        );
    }

    private static List<string> What(
        QuestionSet old,
        Question before,
        QuestionSet set,
        Question now
    )
    {
        var what = new List<string>();
        void Differs(bool differs, string words)
        {
            if (differs)
            {
                what.Add(words);
            }
        }
        Differs(before.Text != now.Text, "the words");
        Differs(before.Kind != now.Kind, "the kind of answer");
        Differs(
            !before
                .Options.Select(o => (o.Code, o.Text))
                .SequenceEqual(now.Options.Select(o => (o.Code, o.Text))),
            "the options"
        );
        Differs(
            !before
                .Columns.Select(c => (c.Code, c.Text, c.Kind))
                .SequenceEqual(now.Columns.Select(c => (c.Code, c.Text, c.Kind))),
            "the columns"
        );
        Differs(Bounds(before.Limits) != Bounds(now.Limits), "the limits");
        Differs(
            (before.IsRequired, before.RequiredWhen?.Text)
                != (now.IsRequired, now.RequiredWhen?.Text),
            now.IsRequired ? "it must be answered" : "when it must be answered"
        );
        Differs(
            (before.When?.Text, old.SectionOf(before.Code)!.When?.Text)
                != (now.When?.Text, set.SectionOf(now.Code)!.When?.Text),
            "when it is asked"
        );
        Differs(before.Evidence != now.Evidence, "the evidence");
        return what;
    }

    private static (Value?, Value?, bool, int?, string?) Bounds(Limits limits) =>
        (limits.Min, limits.Max, limits.IsWhole, limits.MaxWords, limits.Pattern?.ToString());
}

/// <summary>Where each answer stands in another version of its set.</summary>
internal static class AnswerCarrier
{
    /// <summary>
    /// The code under which each answer is kept in <paramref name="set"/>: that of the question it was given to where the version has it, else that of the question which says it was this one, else its own, where it is
    /// kept and seen by no rule. Where two would come together, the one under the question's own code goes first, then in the order the question names them; the other keeps its own. So no answer is ever lost.
    /// </summary>
    public static Dictionary<string, string> Targets(QuestionSet set, IEnumerable<string> codes)
    {
        var given = codes.ToHashSet();
        var targets = given.ToDictionary(c => c, c => c);
        foreach (var question in set.Questions.Where(q => !given.Contains(q.Code)))
        {
            if (
                question.Was.FirstOrDefault(w => given.Contains(w) && set.Find(w) is null) is
                { } was
            )
            {
                targets[was] = question.Code;
            }
        }
        return targets;
    }
}
