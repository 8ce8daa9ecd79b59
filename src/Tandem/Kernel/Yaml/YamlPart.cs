using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tandem.Kernel.Yaml;

/// <summary>Keys and values of one part of a file. Whatever is missing, misshapen or unknown is noted with its line; reading goes on.</summary>
public sealed partial class YamlPart(
    YamlMappingNode node,
    string file,
    int above,
    List<ContentProblem> problems
)
{
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    /// <summary>Line at which it begins.</summary>
    public int Line => LineOf(node);

    public string File => file;

    /// <summary>Line of the value of a key; that of the part where it has none.</summary>
    public int LineAt(string key) => Find(key) is { } value ? LineOf(value) : Line;

    /// <summary>Notes a problem at the value of a key.</summary>
    public void Complain(string key, string message) =>
        problems.Add(new(file, LineAt(key), message));

    /// <summary>Notes a problem of the part as a whole.</summary>
    public void Complain(string message) => problems.Add(new(file, Line, message));

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Whether the value has keys and values of its own, where a word would do as well.</summary>
    public bool IsPart(string key) => Find(key) is YamlMappingNode;

    /// <summary>A text; empty where it is missing, which is noted.</summary>
    public string Text(string key)
    {
        var text = Maybe(key);
        if (text is null && !Has(key))
        {
            problems.Add(new(file, Line, $"‘{key}’ is missing."));
        }
        return text ?? "";
    }

    /// <summary>A text, or null.</summary>
    public string? Maybe(string key)
    {
        read.Add(key);
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalarNode { Value: var value } scalar:
                if (!string.IsNullOrWhiteSpace(value))
                {
                    return value.Trim();
                }
                problems.Add(new(file, LineOf(scalar), $"‘{key}’ is empty."));
                return null;
            case var other:
                problems.Add(new(file, LineOf(other), $"‘{key}’ should be one text."));
                return null;
        }
    }

    /// <summary>A code: lower-case letters, digits and hyphens.</summary>
    public string Code(string key)
    {
        var code = Text(key);
        if (code.Length > 0 && !IsCode(code))
        {
            Complain(
                key,
                $"‘{code}’ is no code: use lower-case letters, digits and hyphens, at most 60, beginning with a letter."
            );
        }
        return code;
    }

    public bool Flag(string key) =>
        Maybe(key) switch
        {
            null or "false" or "no" => false,
            "true" or "yes" => true,
            var other => Wrong(key, $"‘{key}’ is true or false, not ‘{other}’.", false),
        };

    public DateOnly? Day(string key) =>
        Maybe(key) is not { } text ? null
        : DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
        : Wrong<DateOnly?>(key, $"‘{text}’ is no day: write it as 2026-11-01.", null);

    public int? Number(string key, int most) =>
        Maybe(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= most
            ? number
        : Wrong<int?>(key, $"‘{text}’ is no whole number from 0 to {most}.", null);

    /// <summary>A number with or without decimals.</summary>
    public decimal? Amount(string key) =>
        Maybe(key) is not { } text ? null
        : decimal.TryParse(
            text,
            NumberStyles.Number & ~NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture,
            out var amount
        )
            ? amount
        : Wrong<decimal?>(key, $"‘{text}’ is no number.", null);

    /// <summary>What one of a few words stands for.</summary>
    public T One<T>(string key, IReadOnlyDictionary<string, T> words, T otherwise) =>
        OneOf(key, [.. words.Keys]) is { } word ? words[word] : otherwise;

    /// <summary>One of a few words.</summary>
    public string? OneOf(string key, IReadOnlyList<string> words) =>
        Maybe(key) is not { } text ? null
        : words.Contains(text) ? text
        : Wrong<string?>(
            key,
            $"‘{text}’ is not known here. ‘{key}’ is one of: {string.Join(", ", words)}.",
            null
        );

    /// <summary>Texts with their lines: a list, or one text alone.</summary>
    public IReadOnlyList<(string Text, int Line)> Texts(string key)
    {
        read.Add(key);
        switch (Find(key))
        {
            case null:
                return [];
            case YamlScalarNode { Value: { Length: > 0 } value } one:
                return [(value.Trim(), LineOf(one))];
            case YamlSequenceNode list:
                var texts = new List<(string, int)>();
                foreach (var item in list)
                {
                    if (item is YamlScalarNode { Value: { Length: > 0 } text })
                    {
                        texts.Add((text.Trim(), LineOf(item)));
                    }
                    else
                    {
                        problems.Add(
                            new(file, LineOf(item), $"Each of ‘{key}’ should be one text.")
                        );
                    }
                }
                return texts;
            default:
                return Wrong<IReadOnlyList<(string, int)>>(
                    key,
                    $"‘{key}’ should be a list of texts.",
                    []
                );
        }
    }

    /// <summary>Texts without their lines.</summary>
    public IReadOnlyList<string> Words(string key) => [.. Texts(key).Select(t => t.Text)];

    /// <summary>The parts in a list.</summary>
    public IReadOnlyList<YamlPart> Parts(string key)
    {
        read.Add(key);
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                var parts = new List<YamlPart>();
                foreach (var item in list)
                {
                    if (item is YamlMappingNode mapping)
                    {
                        parts.Add(new(mapping, file, above, problems));
                    }
                    else
                    {
                        problems.Add(
                            new(file, LineOf(item), $"Each of ‘{key}’ should have keys and values.")
                        );
                    }
                }
                return parts;
            default:
                return Wrong<IReadOnlyList<YamlPart>>(key, $"‘{key}’ should be a list.", []);
        }
    }

    /// <summary>One part, or null.</summary>
    public YamlPart? Part(string key)
    {
        read.Add(key);
        return Find(key) switch
        {
            null => null,
            YamlMappingNode mapping => new(mapping, file, above, problems),
            _ => Wrong<YamlPart?>(key, $"‘{key}’ should have keys and values.", null),
        };
    }

    /// <summary>Notes the keys that nobody asked for: most are misspelt.</summary>
    public void Done()
    {
        foreach (var (key, _) in node.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || !read.Contains(name))
            {
                problems.Add(
                    new(
                        file,
                        LineOf(key),
                        $"‘{key}’ is not known here. It may be: {string.Join(", ", read.Order(StringComparer.Ordinal))}."
                    )
                );
            }
        }
    }

    internal static bool IsCode(string text) => CodeShape().IsMatch(text);

    private T Wrong<T>(string key, string message, T otherwise)
    {
        Complain(key, message);
        return otherwise;
    }

    private YamlNode? Find(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value)
        && value
            is not YamlScalarNode { Value: null or "" or "null" or "~", Style: ScalarStyle.Plain }
            ? value
            : null;

    private int LineOf(YamlNode at) => (int)at.Start.Line + above;

    [GeneratedRegex("^[a-z][a-z0-9-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeShape();
}
