using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tandem.Questionnaires;

/// <summary>A mapping of a YAML file that is read key by key; what is wrong is noted with its line, and a key nobody asked for is wrong.</summary>
internal sealed class YamlMapping
{
    private readonly Dictionary<string, YamlNode> nodes = [];
    private readonly HashSet<string> asked = [];
    private readonly List<SetProblem> problems;

    private YamlMapping(YamlMappingNode node, List<SetProblem> problems)
    {
        this.problems = problems;
        Line = LineOf(node);
        foreach (var (key, value) in node.Children)
        {
            nodes[(key as YamlScalarNode)?.Value ?? ""] = value;
        }
    }

    public int Line { get; }

    /// <summary>The mapping a node is, or null with a problem where it is none.</summary>
    public static YamlMapping? Of(YamlNode? node, string what, List<SetProblem> problems)
    {
        if (node is YamlMappingNode mapping)
        {
            return new(mapping, problems);
        }
        problems.Add(new(node is null ? 1 : LineOf(node), $"{what} must have keys and values"));
        return null;
    }

    /// <summary>The first document of a text, or null with a problem.</summary>
    public static YamlMapping? OfText(string yaml, List<SetProblem> problems)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(yaml);
            stream.Load(reader);
            return Of(
                stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode,
                "The file",
                problems
            );
        }
        catch (YamlException fault)
        {
            problems.Add(
                new(
                    (int)Math.Max(1, fault.Start.Line),
                    "This is not YAML: " + (fault.InnerException ?? fault).Message.TrimEnd('.')
                )
            );
            return null;
        }
    }

    public int LineAt(string key) => nodes.TryGetValue(key, out var node) ? LineOf(node) : Line;

    public void Wrong(string message, string? key = null) =>
        problems.Add(new(key is null ? Line : LineAt(key), message));

    /// <summary>Words, or null where there are none.</summary>
    public string? Maybe(string key)
    {
        asked.Add(key);
        switch (nodes.GetValueOrDefault(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                return
                    scalar.Value is { } text
                    && text.Trim() is { Length: > 0 } words
                    && !(scalar.Style == ScalarStyle.Plain && words is "null" or "~")
                    ? words
                    : null;
            default:
                Wrong($"‘{key}’ must be one value", key);
                return null;
        }
    }

    /// <summary>Words that must be there.</summary>
    public string Text(string key)
    {
        var text = Maybe(key);
        if (text is null)
        {
            Wrong($"‘{key}’ is missing", nodes.ContainsKey(key) ? key : null);
        }
        return text ?? "";
    }

    /// <summary>One of a few words.</summary>
    public T One<T>(string key, IReadOnlyDictionary<string, T> words, T otherwise)
    {
        var said = Maybe(key);
        if (said is null || words.TryGetValue(said, out var found))
        {
            return said is null ? otherwise : words[said];
        }
        Wrong($"‘{key}’ is one of {string.Join(", ", words.Keys)}, not ‘{said}’", key);
        return otherwise;
    }

    public bool IsTrue(string key) =>
        One(key, new Dictionary<string, bool> { ["true"] = true, ["false"] = false }, false);

    public decimal? Number(string key)
    {
        if (Maybe(key) is not { } said)
        {
            return null;
        }
        if (
            decimal.TryParse(
                said,
                NumberStyles.Number & ~NumberStyles.AllowThousands,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            return number;
        }
        Wrong($"‘{key}’ must be a number, not ‘{said}’", key);
        return null;
    }

    public DateOnly? Day(string key)
    {
        if (Maybe(key) is not { } said)
        {
            return null;
        }
        if (
            DateOnly.TryParseExact(
                said,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            return day;
        }
        Wrong($"‘{key}’ must be a day, as 2026-04-27, not ‘{said}’", key);
        return null;
    }

    /// <summary>A list of mappings; none where the key is not there.</summary>
    public List<YamlMapping> Each(string key, string what)
    {
        asked.Add(key);
        if (nodes.GetValueOrDefault(key) is not { } node)
        {
            return [];
        }
        if (node is not YamlSequenceNode list)
        {
            Wrong($"‘{key}’ must be a list", key);
            return [];
        }
        return [.. list.Children.Select(c => Of(c, what, problems)).OfType<YamlMapping>()];
    }

    /// <summary>One mapping, or null where the key is not there.</summary>
    public YamlMapping? Inner(string key)
    {
        asked.Add(key);
        return nodes.TryGetValue(key, out var node) ? Of(node, $"‘{key}’", problems) : null;
    }

    /// <summary>A word, or a list of words.</summary>
    public List<string> Words(string key)
    {
        asked.Add(key);
        switch (nodes.GetValueOrDefault(key))
        {
            case null:
                return [];
            case YamlScalarNode { Value: { } one }:
                return [one];
            case YamlSequenceNode list when list.Children.All(c => c is YamlScalarNode):
                return [.. list.Children.Select(c => ((YamlScalarNode)c).Value ?? "")];
            default:
                Wrong($"‘{key}’ must be a word or a list of words", key);
                return [];
        }
    }

    /// <summary>Notes every key that was never asked for.</summary>
    public void Finish()
    {
        foreach (var key in nodes.Keys.Where(k => !asked.Contains(k)))
        {
            Wrong($"‘{key}’ is not known here", key);
        }
    }

    private static int LineOf(YamlNode node) => (int)Math.Max(1, node.Start.Line);
}
