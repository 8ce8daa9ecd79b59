using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>Something that stands between a draft and its submission.</summary>
/// <param name="Message">What to do, in words for who answers.</param>
public sealed record Gap(Section Section, Question Question, string Message);

/// <summary>What a rule comes to over the answers of now.</summary>
/// <param name="Value">Null: not known yet.</param>
public sealed record RuleResult(Rule Rule, Value? Value)
{
    /// <summary>Whether an auto-fail or warning is raised.</summary>
    public bool IsRaised => Value is Value.Truth { Is: true };
}

/// <summary>How far a section has come.</summary>
public enum SectionState
{
    /// <summary>The answers so far leave it out.</summary>
    NotAsked,
    NotStarted,

    /// <summary>Nothing is given, and nothing need be.</summary>
    Optional,
    InProgress,
    Done,
}

/// <summary>
/// The answers to one set of questions, and all that follows from them: which questions are asked, what is missing or wrong, what the rules come to. It follows from the answers alone, never from the order in
/// which they were given. An answer to a question that is not asked is kept, and no rule sees it.
/// </summary>
public sealed class AnswerSheet
{
    private readonly IReadOnlyDictionary<string, Value> given;
    private readonly IReadOnlySet<string> withEvidence;
    private readonly Dictionary<string, bool> asked = [];
    private readonly Dictionary<string, Value?> seen = [];
    private readonly FormulaInput input;

    /// <param name="given">What is kept, by codes of questions. Codes that the set does not know are let be.</param>
    /// <param name="today">What <c>today</c> stands for in formulas.</param>
    /// <param name="withEvidence">Codes of questions with evidence.</param>
    public AnswerSheet(
        QuestionSet set,
        IReadOnlyDictionary<string, Value> given,
        DateOnly today,
        IReadOnlySet<string>? withEvidence = null
    )
    {
        Set = set;
        this.given = given;
        this.withEvidence = withEvidence ?? new HashSet<string>();
        input = new(See, today);
        Results = [.. set.Rules.Select(r => new RuleResult(r, See(r.Code)))];
    }

    public QuestionSet Set { get; }

    /// <summary>What each rule comes to, in the order of the set.</summary>
    public IReadOnlyList<RuleResult> Results { get; }

    /// <summary>What is kept for a question, whether or not it is asked.</summary>
    public Value? Given(string code) => given.GetValueOrDefault(code);

    /// <summary>What formulas see under a code: the answer of a question that is asked, or what a rule comes to.</summary>
    public Value? this[string code] => See(code);

    public RuleResult Result(string rule) => Results.First(r => r.Rule.Code == rule);

    public bool IsAsked(Section section) => section.When?.Holds(input) ?? true;

    public bool IsAsked(Question question)
    {
        if (!asked.TryGetValue(question.Code, out var is_))
        {
            is_ = IsAsked(Set.SectionOf(question.Code)!) && (question.When?.Holds(input) ?? true);
            asked[question.Code] = is_;
        }
        return is_;
    }

    public bool IsRequired(Question question) =>
        question.IsRequired || question.RequiredWhen?.Holds(input) == true;

    /// <summary>Whether something was given that could be an answer.</summary>
    public bool IsAnswered(Question question) =>
        question.Type.Take(Given(question.Code)) is not null;

    public bool HasEvidence(Question question) => withEvidence.Contains(question.Code);

    /// <summary>What is wrong or missing for this question where it is asked, or null.</summary>
    public string? GapOf(Question question)
    {
        if (!IsAsked(question))
        {
            return null;
        }
        var value = Given(question.Code);
        if (AnswerChecks.Problem(question, value) is { } problem)
        {
            return problem;
        }
        if (!IsAnswered(question))
        {
            return IsRequired(question) ? AnswerChecks.Missing(question) : null;
        }
        if (
            IsRequired(question)
            && value is Value.Rows { Items.Count: 0 }
            && question.Limits.Min is not Value.Number { Amount: 0 }
        )
        {
            return AnswerChecks.Missing(question);
        }
        return question.Evidence == EvidenceRule.Required && !HasEvidence(question)
            ? "Add a file that shows it"
            : null;
    }

    /// <summary>Everything that stands between this draft and its submission, in the order of the set.</summary>
    public IEnumerable<Gap> Gaps =>
        Set.Sections.SelectMany(s =>
            s.Questions.Select(q => (q, Message: GapOf(q)))
                .Where(g => g.Message is not null)
                .Select(g => new Gap(s, g.q, g.Message!))
        );

    public SectionState StateOf(Section section)
    {
        var questions = section.Questions.Where(IsAsked).ToList();
        return questions.Count == 0 ? SectionState.NotAsked
            : questions.All(q => Given(q.Code) is null && !HasEvidence(q))
                ? questions.Any(q => GapOf(q) is not null) ? SectionState.NotStarted
                    : SectionState.Optional
            : questions.Any(q => GapOf(q) is not null) ? SectionState.InProgress
            : SectionState.Done;
    }

    private Value? See(string code)
    {
        if (seen.TryGetValue(code, out var value))
        {
            return value;
        }
        value = Set.Find(code) is { } question
            ? IsAsked(question)
                ? question.Type.Take(Given(code))
                : null
            : Set.FindRule(code)?.Formula.Evaluate(input);
        seen[code] = value;
        return value;
    }
}
