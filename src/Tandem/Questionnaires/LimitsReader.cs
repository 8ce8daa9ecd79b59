using System.Text.RegularExpressions;
using Tandem.Kernel.Yaml;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>Reads what an answer may be, and refuses a limit that its kind of question does not have.</summary>
internal static class LimitsReader
{
    /// <summary>Rows of one answer.</summary>
    public const int MostRows = 5_000;

    public static Limits Read(YamlPart yaml, QuestionKind kind)
    {
        var (min, max) = (Bound(yaml, "min", kind), Bound(yaml, "max", kind));
        var words = yaml.Amount("max-words");
        var isWhole = yaml.Flag("whole");
        var pattern = yaml.Maybe("pattern");
        var hint = yaml.Maybe("pattern-hint");
        var isText = kind is QuestionKind.Text or QuestionKind.LongText;
        if (!isText && words is not null)
        {
            yaml.Complain("max-words", "Only text has ‘max-words’");
        }
        if (!isText && pattern is not null)
        {
            yaml.Complain("pattern", "Only text has a ‘pattern’");
        }
        if (kind != QuestionKind.Number && isWhole)
        {
            yaml.Complain("whole", "Only a number can be ‘whole’");
        }
        if (pattern is not null && hint is null)
        {
            yaml.Complain(
                "pattern",
                "Say in ‘pattern-hint’ what the pattern asks for, to follow “Enter”"
            );
        }
        if (
            (min, max) is (Value.Number { Amount: var a }, Value.Number { Amount: var b }) && a > b
            || (min, max) is (Value.Day { On: var c }, Value.Day { On: var d }) && c > d
        )
        {
            yaml.Complain("min", "‘min’ is greater than ‘max’");
        }
        return new(min, max, isWhole, (int?)words, ReadPattern(yaml, pattern), hint);
    }

    private static Value? Bound(YamlPart yaml, string key, QuestionKind kind)
    {
        switch (kind)
        {
            case QuestionKind.Date:
                return yaml.Day(key) is { } day ? new Value.Day(day) : null;
            case QuestionKind.YesNo or QuestionKind.Choice:
                if (yaml.Maybe(key) is not null)
                {
                    yaml.Complain(
                        key,
                        $"A question of kind {QuestionSetReader.Spelt(kind)} has no ‘{key}’"
                    );
                }
                return null;
            default:
                if (yaml.Amount(key) is not { } number)
                {
                    return null;
                }
                if (kind == QuestionKind.Rows && number > MostRows)
                {
                    yaml.Complain(key, $"A table has {MostRows:N0} rows at most");
                }
                return new Value.Number(number);
        }
    }

    private static Regex? ReadPattern(YamlPart yaml, string? pattern)
    {
        if (pattern is null)
        {
            return null;
        }
        try
        {
            // Without backtracking the time is in proportion to the text, whatever the pattern.
            return new Regex(
                $"^(?:{pattern})$",
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
            );
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            yaml.Complain("pattern", "The pattern cannot be read: " + fault.Message.TrimEnd('.'));
            return null;
        }
    }
}
