using System.Text.RegularExpressions;
using Tandem.Kernel.Yaml;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>One version of a set of questions, as a file of <c>content/question-sets</c> or a table brought in describes it. It never changes; what changes is a new version.</summary>
/// <param name="Name">One name, many versions.</param>
/// <param name="From">The first day a response is begun with it; null: from ever.</param>
/// <param name="To">The last day a response is begun with it; null: until a newer version takes over.</param>
public sealed record QuestionSet(
    string Name,
    string Version,
    string Title,
    string Language,
    DateOnly? From,
    DateOnly? To,
    SetSource? Source,
    IReadOnlyList<Section> Sections,
    IReadOnlyList<Rule> Rules
)
{
    private readonly Dictionary<string, (Section Section, Question Question)> byCode = Sections
        .SelectMany(s => s.Questions.Select(q => (Section: s, Question: q)))
        .ToDictionary(p => p.Question.Code);

    private readonly Dictionary<string, Rule> rules = Rules.ToDictionary(r => r.Code);

    /// <summary>All questions, in order.</summary>
    public IEnumerable<Question> Questions => Sections.SelectMany(s => s.Questions);

    /// <summary>What its codes stand for in formulas: questions with an answer, and rules with a value.</summary>
    public IReadOnlyDictionary<string, FormulaType> Names { get; internal set; } =
        new Dictionary<string, FormulaType>();

    public Question? Find(string code) =>
        byCode.TryGetValue(code, out var found) ? found.Question : null;

    public Section? SectionOf(string code) =>
        byCode.TryGetValue(code, out var found) ? found.Section : null;

    /// <summary>The question that took the place of one of an earlier version: of the same code, or one that says it was this; null where there is none.</summary>
    public Question? Successor(string code) =>
        Find(code) ?? Questions.FirstOrDefault(q => q.Was.Contains(code));

    public Rule? FindRule(string code) => rules.GetValueOrDefault(code);

    /// <summary>These questions, with those of which it follows from them, by however many steps, whether they are asked or must be answered.</summary>
    public IReadOnlySet<string> WithFollowing(IEnumerable<string> codes)
    {
        var reached = codes.ToHashSet();
        bool Follows(Formula? formula) => formula?.Names.Any(reached.Contains) == true;
        int before;
        do
        {
            before = reached.Count;
            reached.UnionWith(Rules.Where(r => Follows(r.Formula)).Select(r => r.Code));
            reached.UnionWith(
                Sections
                    .SelectMany(s => s.Questions.Select(q => (Section: s, Question: q)))
                    .Where(p =>
                        Follows(p.Section.When)
                        || Follows(p.Question.When)
                        || Follows(p.Question.RequiredWhen)
                    )
                    .Select(p => p.Question.Code)
                    .ToList()
            );
        } while (reached.Count > before);
        reached.RemoveWhere(code => Find(code) is null);
        return reached;
    }

    /// <summary>Whether a response begun that day is begun with this version.</summary>
    public bool IsInForce(DateOnly day) => (From ?? day) <= day && day <= (To ?? day);

    /// <summary>“Cyber Essentials, version 3.3”.</summary>
    public string FullTitle => $"{Title}, version {Version}";
}

/// <summary>Where the rules behind a set of questions stand.</summary>
public sealed record SetSource(string Title, string? Url, string? Licence);

/// <summary>Questions that are answered together, on one page.</summary>
/// <param name="Guidance">Markdown.</param>
public sealed record Section(
    string Code,
    string Title,
    string? Guidance,
    IReadOnlyList<Question> Questions
)
{
    /// <summary>Asked only where this holds; null: always.</summary>
    public Formula? When { get; internal set; }
}

/// <summary>The kinds of questions.</summary>
public enum QuestionKind
{
    YesNo,
    Text,
    LongText,
    Number,
    Date,
    Money,
    Choice,
    Choices,
    File,
    Rows,
}

/// <summary>Whether evidence can, or must, be given with an answer.</summary>
public enum EvidenceRule
{
    None,
    Optional,
    Required,
}

/// <summary>An answer to choose.</summary>
public sealed record Option(string Code, string Text, decimal? Points, string? Hint);

/// <summary>What an answer may be.</summary>
/// <param name="Min">Least number or amount; fewest rows or choices; earliest day.</param>
/// <param name="Max">Most, or latest.</param>
/// <param name="IsWhole">Only whole numbers.</param>
/// <param name="Pattern">What the whole text must match.</param>
/// <param name="PatternHint">What the pattern asks for, in words to follow “Enter”.</param>
public sealed record Limits(
    Value? Min = null,
    Value? Max = null,
    bool IsWhole = false,
    int? MaxWords = null,
    Regex? Pattern = null,
    string? PatternHint = null
)
{
    public static Limits None { get; } = new();
}

/// <summary>One question, or one column of a table of rows.</summary>
/// <param name="Was">Codes it had in earlier versions; what carries answers over.</param>
/// <param name="Unit">Shown after the answer; for money the currency (ISO 4217).</param>
/// <param name="Guidance">Markdown.</param>
public sealed record Question(
    string Code,
    IReadOnlyList<string> Was,
    string Text,
    string? Hint,
    QuestionKind Kind,
    IReadOnlyList<Option> Options,
    IReadOnlyList<Question> Columns,
    Limits Limits,
    string? Unit,
    string? Guidance,
    EvidenceRule Evidence,
    int Line
)
{
    /// <summary>Asked only where this holds; null: always.</summary>
    public Formula? When { get; internal set; }

    /// <summary>Must be answered, whatever else was.</summary>
    public bool IsRequired { get; internal set; }

    /// <summary>Must be answered where this holds.</summary>
    public Formula? RequiredWhen { get; internal set; }

    /// <summary>What its code stands for in formulas.</summary>
    public FormulaType Type { get; } =
        Kind switch
        {
            QuestionKind.YesNo => FormulaType.Truth,
            QuestionKind.Number or QuestionKind.Money => FormulaType.Number,
            QuestionKind.Date => FormulaType.Day,
            QuestionKind.Choice => new(ValueKind.Text, Points(Options)),
            QuestionKind.Choices => new(ValueKind.Set, Points(Options)),
            QuestionKind.File => new(ValueKind.File),
            QuestionKind.Rows => new(
                ValueKind.Rows,
                Columns: Columns.ToDictionary(c => c.Code, c => c.Type)
            ),
            _ => FormulaType.Text,
        };

    public Option? Option(string code) => Options.FirstOrDefault(o => o.Code == code);

    private static Dictionary<string, decimal?> Points(IReadOnlyList<Option> options) =>
        options.ToDictionary(o => o.Code, o => o.Points);
}

/// <summary>What a rule comes to.</summary>
public enum RuleKind
{
    /// <summary>Where it holds, nothing else can make up for it.</summary>
    AutoFail,

    /// <summary>Where it holds, the person is told.</summary>
    Warning,

    /// <summary>A number.</summary>
    Score,

    /// <summary>One of a few words.</summary>
    Band,
}

/// <summary>Something worked out from the answers.</summary>
/// <param name="Title">Of a score or band, as shown; null: the code.</param>
/// <param name="Message">What is said where an auto-fail or warning holds.</param>
public sealed record Rule(string Code, RuleKind Kind, string? Title, string? Message, int Line)
{
    public Formula Formula { get; internal set; } = null!;

    public FormulaType Type =>
        Kind switch
        {
            RuleKind.Score => FormulaType.Number,
            RuleKind.Band => FormulaType.Text,
            _ => FormulaType.Truth,
        };
}

/// <summary>What was read of a file.</summary>
/// <param name="Set">The set, where nothing is wrong.</param>
/// <param name="SectionCount">Sections found, whether or not the set is sound.</param>
public sealed record SetReading(
    QuestionSet? Set,
    int SectionCount,
    int QuestionCount,
    int RuleCount,
    IReadOnlyList<ContentProblem> Problems
);
