using System.Text.RegularExpressions;
using Tandem.Kernel.Yaml;
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
        var problems = new List<ContentProblem>();
        if (yaml.Length > Longest)
        {
            problems.Add(new(1, $"A file has {Longest:N0} characters at most"));
            return new(null, 0, 0, 0, problems);
        }
        if (YamlText.Read(yaml, "", 0, problems) is not { } root)
        {
            return new(null, 0, 0, 0, problems);
        }
        var later = new List<Action<QuestionSet>>();
        var formulas = new FormulaPlaces(problems, later);
        var effective = root.Part("effective");
        var (from, to) = (effective?.Day("from"), effective?.Day("to"));
        effective?.Done();
        if (to < from)
        {
            root.Complain("effective", "The set ends before it begins");
        }
        var name = root.Text("name");
        if (name.Length > 0 && !Code().IsMatch(name))
        {
            root.Complain("name", $"‘{name}’ is no name: use small letters, digits and hyphens");
        }
        var head = (
            Version: root.Text("version"),
            Title: root.Text("title"),
            Language: root.Maybe("language") ?? "en",
            Source: ReadSource(root)
        );
        var sections = root.Parts("sections").Select(s => ReadSection(s, formulas)).ToList();
        var rules = root.Parts("rules").Select(r => ReadRule(r, formulas)).ToList();
        root.Done();
        var count = sections.Sum(s => s.Questions.Count);
        if (sections.Count == 0)
        {
            root.Complain("There are no sections");
        }
        if (count > Most)
        {
            root.Complain($"A set has {Most:N0} questions at most, and this has {count:N0}");
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
        return new(
            problems.Count == 0 ? set : null,
            sections.Count,
            count,
            rules.Count,
            // Sentences alike, whoever found what is wrong.
            [.. problems.Select(p => p with { Message = p.Message.TrimEnd('.') })]
        );
    }

    private static SetSource? ReadSource(YamlPart root)
    {
        if (root.Part("source") is not { } source)
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
            source.Complain("url", "‘url’ must be an address of the web");
        }
        source.Done();
        return read;
    }

    private static Section ReadSection(YamlPart yaml, FormulaPlaces formulas)
    {
        var section = new Section(
            ReadCode(yaml),
            yaml.Text("title"),
            yaml.Maybe("guidance"),
            [.. yaml.Parts("questions").Select(q => ReadQuestion(q, formulas, isColumn: false))]
        );
        formulas.Note(yaml, "when", ValueKind.Truth, f => section.When = f);
        if (section.Questions.Count == 0)
        {
            yaml.Complain("A section has at least one question");
        }
        yaml.Done();
        return section;
    }

    private static Question ReadQuestion(YamlPart yaml, FormulaPlaces formulas, bool isColumn)
    {
        var kind = yaml.One("kind", Kinds, QuestionKind.Text);
        if (yaml.Maybe("kind") is null)
        {
            yaml.Complain("‘kind’ is missing");
        }
        if (isColumn && kind is QuestionKind.Rows or QuestionKind.File)
        {
            yaml.Complain("kind", $"A column cannot be of kind {Spelt(kind)}");
        }
        var question = new Question(
            ReadCode(yaml),
            yaml.Words("was"),
            yaml.Text("text"),
            yaml.Maybe("hint"),
            kind,
            ReadOptions(yaml, kind),
            kind == QuestionKind.Rows
                ? [.. yaml.Parts("rows").Select(c => ReadQuestion(c, formulas, isColumn: true))]
                : [],
            LimitsReader.Read(yaml, kind),
            yaml.Maybe("unit") ?? (kind == QuestionKind.Money ? "GBP" : null),
            yaml.Maybe("guidance"),
            yaml.One("evidence", EvidenceRules, EvidenceRule.None),
            yaml.Line
        );
        if (kind == QuestionKind.Rows && question.Columns.Count == 0 && !isColumn)
        {
            yaml.Complain("A question of kind rows says in ‘rows’ which columns each row has");
        }
        if (kind == QuestionKind.Money && question.Unit is not { Length: 3 })
        {
            yaml.Complain("unit", "The unit of money is a currency of three letters, as GBP");
        }
        if (question.Evidence != EvidenceRule.None && (isColumn || kind == QuestionKind.File))
        {
            yaml.Complain(
                "evidence",
                "Evidence is given with an answer, not with a column or a file"
            );
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
                yaml.Complain("required", "A column is required or not: ‘true’ or ‘false’");
                break;
            default:
                formulas.Note(yaml, "required", ValueKind.Truth, f => question.RequiredWhen = f);
                break;
        }
        yaml.Done();
        return question;
    }

    private static List<Option> ReadOptions(YamlPart yaml, QuestionKind kind)
    {
        var options = new List<Option>();
        foreach (var option in yaml.Parts("options"))
        {
            options.Add(
                new(
                    ReadCode(option),
                    option.Text("text"),
                    option.Amount("points"),
                    option.Maybe("hint")
                )
            );
            option.Done();
        }
        var choosing = kind is QuestionKind.Choice or QuestionKind.Choices;
        if (choosing && options.Count == 0)
        {
            yaml.Complain($"A question of kind {Spelt(kind)} has options");
        }
        if (!choosing && options.Count > 0)
        {
            yaml.Complain("options", $"A question of kind {Spelt(kind)} has no options");
        }
        foreach (var twice in options.GroupBy(o => o.Code).Where(g => g.Count() > 1))
        {
            yaml.Complain("options", $"The option ‘{twice.Key}’ is there twice");
        }
        return [.. options.DistinctBy(o => o.Code)];
    }

    private static Rule ReadRule(YamlPart yaml, FormulaPlaces formulas)
    {
        var kind = yaml.One("kind", RuleKinds, RuleKind.Warning);
        if (yaml.Maybe("kind") is null)
        {
            yaml.Complain("‘kind’ is missing");
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
            yaml.Complain($"A rule of kind {Spelt(kind.ToString())} has ‘{key}’");
        }
        if (says && rule.Message is null)
        {
            yaml.Complain($"A rule of kind {Spelt(kind.ToString())} has a message");
        }
        formulas.Note(yaml, key, rule.Type.Kind, f => rule.Formula = f);
        yaml.Done();
        return rule;
    }

    private static string ReadCode(YamlPart yaml)
    {
        var code = yaml.Text("code");
        if (code.Length > 0 && (!Code().IsMatch(code) || code.Length > 80))
        {
            yaml.Complain(
                "code",
                $"‘{code}’ is no code: use small letters, digits and hyphens, beginning with a letter"
            );
        }
        else if (FormulaParser.Reserved.Contains(code))
        {
            yaml.Complain("code", $"‘{code}’ means something in formulas and cannot be a code");
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
internal sealed class FormulaPlaces(List<ContentProblem> problems, List<Action<QuestionSet>> later)
{
    public void Note(YamlPart yaml, string key, ValueKind wanted, Action<Formula> keep)
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
