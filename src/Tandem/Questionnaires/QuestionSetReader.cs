using System.Text.RegularExpressions;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>Reads a set of questions from YAML. Whatever is wrong is told with its line, all of it at once; only a sound set is given.</summary>
public static partial class QuestionSetReader
{
    /// <summary>Characters of one file.</summary>
    public const int Longest = 2_000_000;

    /// <summary>Questions of one set.</summary>
    public const int Most = 2_000;

    private static readonly Dictionary<string, QuestionKind> Kinds = Enum.GetValues<QuestionKind>()
        .ToDictionary(k => Spelt(k.ToString()));

    private static readonly Dictionary<string, RuleKind> RuleKinds = Enum.GetValues<RuleKind>()
        .ToDictionary(k => Spelt(k.ToString()));

    private static readonly Dictionary<string, EvidenceRule> EvidenceRules = new()
    {
        ["optional"] = EvidenceRule.Optional,
        ["required"] = EvidenceRule.Required,
    };

    /// <summary>How a kind is spelt in a file: <c>yes-no</c>.</summary>
    public static string Spelt(QuestionKind kind) => Spelt(kind.ToString());

    /// <inheritdoc cref="QuestionSetReader"/>
    public static SetReading Read(string yaml)
    {
        var problems = new List<SetProblem>();
        if (yaml.Length > Longest)
        {
            problems.Add(new(1, $"A file has {Longest:N0} characters at most"));
            return new(null, 0, 0, 0, problems);
        }
        if (YamlMapping.OfText(yaml, problems) is not { } root)
        {
            return new(null, 0, 0, 0, problems);
        }
        var later = new List<Action<QuestionSet>>();
        var formulas = new FormulaPlaces(problems, later);
        var effective = root.Inner("effective");
        var (from, to) = (effective?.Day("from"), effective?.Day("to"));
        effective?.Finish();
        if (to < from)
        {
            root.Wrong("The set ends before it begins", "effective");
        }
        var name = root.Text("name");
        if (name.Length > 0 && !Code().IsMatch(name))
        {
            root.Wrong($"‘{name}’ is no name: use small letters, digits and hyphens", "name");
        }
        var head = (
            Version: root.Text("version"),
            Title: root.Text("title"),
            Language: root.Maybe("language") ?? "en",
            Source: ReadSource(root)
        );
        var sections = root.Each("sections", "A section")
            .Select(s => ReadSection(s, formulas))
            .ToList();
        var rules = root.Each("rules", "A rule").Select(r => ReadRule(r, formulas)).ToList();
        root.Finish();
        var count = sections.Sum(s => s.Questions.Count);
        if (sections.Count == 0)
        {
            root.Wrong("There are no sections");
        }
        if (count > Most)
        {
            root.Wrong($"A set has {Most:N0} questions at most, and this has {count:N0}");
        }
        QuestionSet? set = null;
        if (SetChecks.Codes(sections, rules, problems))
        {
            set = new(
                name,
                head.Version,
                head.Title,
                head.Language,
                from,
                to,
                head.Source,
                sections,
                rules
            )
            {
                Names = sections
                    .SelectMany(s => s.Questions.Select(q => (q.Code, q.Type)))
                    .Concat(rules.Select(r => (r.Code, r.Type)))
                    .ToDictionary(n => n.Code, n => n.Type),
            };
            foreach (var read in later)
            {
                read(set);
            }
            SetChecks.Cycles(set, problems);
        }
        problems.Sort((a, b) => a.Line.CompareTo(b.Line));
        return new(problems.Count == 0 ? set : null, sections.Count, count, rules.Count, problems);
    }

    private static SetSource? ReadSource(YamlMapping root)
    {
        if (root.Inner("source") is not { } source)
        {
            return null;
        }
        var read = new SetSource(
            source.Text("title"),
            source.Maybe("url"),
            source.Maybe("licence")
        );
        if (
            read.Url is { } url
            && !(
                Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            )
        )
        {
            source.Wrong("‘url’ must be an address of the web", "url");
        }
        source.Finish();
        return read;
    }

    private static Section ReadSection(YamlMapping yaml, FormulaPlaces formulas)
    {
        var section = new Section(
            ReadCode(yaml),
            yaml.Text("title"),
            yaml.Maybe("guidance"),
            [
                .. yaml.Each("questions", "A question")
                    .Select(q => ReadQuestion(q, formulas, isColumn: false)),
            ]
        );
        formulas.Note(yaml, "when", ValueKind.Truth, f => section.When = f);
        if (section.Questions.Count == 0)
        {
            yaml.Wrong("A section has at least one question");
        }
        yaml.Finish();
        return section;
    }

    private static Question ReadQuestion(YamlMapping yaml, FormulaPlaces formulas, bool isColumn)
    {
        var kind = yaml.One("kind", Kinds, QuestionKind.Text);
        if (yaml.Maybe("kind") is null)
        {
            yaml.Wrong("‘kind’ is missing");
        }
        if (isColumn && kind is QuestionKind.Rows or QuestionKind.File)
        {
            yaml.Wrong($"A column cannot be of kind {Spelt(kind)}", "kind");
        }
        var question = new Question(
            ReadCode(yaml),
            yaml.Words("was"),
            yaml.Text("text"),
            yaml.Maybe("hint"),
            kind,
            ReadOptions(yaml, kind),
            kind == QuestionKind.Rows
                ?
                [
                    .. yaml.Each("rows", "A column")
                        .Select(c => ReadQuestion(c, formulas, isColumn: true)),
                ]
                : [],
            LimitsReader.Read(yaml, kind),
            yaml.Maybe("unit") ?? (kind == QuestionKind.Money ? "GBP" : null),
            yaml.Maybe("guidance"),
            yaml.One("evidence", EvidenceRules, EvidenceRule.None),
            yaml.Maybe("shared"),
            yaml.Line
        );
        if (kind == QuestionKind.Rows && question.Columns.Count == 0 && !isColumn)
        {
            yaml.Wrong("A question of kind rows says in ‘rows’ which columns each row has");
        }
        if (kind == QuestionKind.Money && question.Unit is not { Length: 3 })
        {
            yaml.Wrong("The unit of money is a currency of three letters, as GBP", "unit");
        }
        if (question.Evidence != EvidenceRule.None && (isColumn || kind == QuestionKind.File))
        {
            yaml.Wrong("Evidence is given with an answer, not with a column or a file", "evidence");
        }
        if (!isColumn)
        {
            formulas.Note(yaml, "when", ValueKind.Truth, f => question.When = f);
        }
        switch (yaml.Maybe("required"))
        {
            case null or "false":
                break;
            case "true":
                question.IsRequired = true;
                break;
            case var _ when isColumn:
                yaml.Wrong("A column is required or not: ‘true’ or ‘false’", "required");
                break;
            default:
                formulas.Note(yaml, "required", ValueKind.Truth, f => question.RequiredWhen = f);
                break;
        }
        yaml.Finish();
        return question;
    }

    private static List<Option> ReadOptions(YamlMapping yaml, QuestionKind kind)
    {
        var options = new List<Option>();
        foreach (var option in yaml.Each("options", "An option"))
        {
            options.Add(
                new(
                    ReadCode(option),
                    option.Text("text"),
                    option.Number("points"),
                    option.Maybe("hint")
                )
            );
            option.Finish();
        }
        var choosing = kind is QuestionKind.Choice or QuestionKind.Choices;
        if (choosing && options.Count == 0)
        {
            yaml.Wrong($"A question of kind {Spelt(kind)} has options");
        }
        if (!choosing && options.Count > 0)
        {
            yaml.Wrong($"A question of kind {Spelt(kind)} has no options", "options");
        }
        foreach (var twice in options.GroupBy(o => o.Code).Where(g => g.Count() > 1))
        {
            yaml.Wrong($"The option ‘{twice.Key}’ is there twice", "options");
        }
        return [.. options.DistinctBy(o => o.Code)];
    }

    private static Rule ReadRule(YamlMapping yaml, FormulaPlaces formulas)
    {
        var kind = yaml.One("kind", RuleKinds, RuleKind.Warning);
        if (yaml.Maybe("kind") is null)
        {
            yaml.Wrong("‘kind’ is missing");
        }
        var rule = new Rule(
            ReadCode(yaml),
            kind,
            yaml.Maybe("title"),
            yaml.Maybe("message"),
            yaml.Line
        );
        var says = kind is RuleKind.AutoFail or RuleKind.Warning;
        var key = says ? "when" : "value";
        if (yaml.Maybe(key) is null)
        {
            yaml.Wrong($"A rule of kind {Spelt(kind.ToString())} has ‘{key}’");
        }
        if (says && rule.Message is null)
        {
            yaml.Wrong($"A rule of kind {Spelt(kind.ToString())} has a message");
        }
        formulas.Note(yaml, key, rule.Type.Kind, f => rule.Formula = f);
        yaml.Finish();
        return rule;
    }

    private static string ReadCode(YamlMapping yaml)
    {
        var code = yaml.Text("code");
        if (code.Length > 0 && (!Code().IsMatch(code) || code.Length > 80))
        {
            yaml.Wrong(
                $"‘{code}’ is no code: use small letters, digits and hyphens, beginning with a letter",
                "code"
            );
        }
        else if (FormulaParser.Reserved.Contains(code))
        {
            yaml.Wrong($"‘{code}’ means something in formulas and cannot be a code", "code");
        }
        return code;
    }

    private static string Spelt(string name) =>
        string.Concat(
            name.Select((c, i) => (i > 0 && char.IsUpper(c) ? "-" : "") + char.ToLowerInvariant(c))
        );

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Code();
}

/// <summary>Formulas found while a file is read; they are understood once every code is known.</summary>
internal sealed class FormulaPlaces(List<SetProblem> problems, List<Action<QuestionSet>> later)
{
    public void Note(YamlMapping yaml, string key, ValueKind wanted, Action<Formula> keep)
    {
        if (yaml.Maybe(key) is not { } text)
        {
            return;
        }
        var line = yaml.LineAt(key);
        later.Add(set =>
        {
            if (Formula.Read(text, set.Names, wanted, out var problem, line) is { } formula)
            {
                keep(formula);
            }
            else
            {
                problems.Add(new(line, problem!));
            }
        });
    }
}
