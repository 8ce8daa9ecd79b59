using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tandem.Kernel;
using Tandem.Playbooks.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Tandem.Playbooks.Editing;

/// <summary>
/// The steps of one stage as they stand in playbook.yaml. A change puts other lines in place of those of one step, or of who decides at the gate; every other line of the file, comments among them,
/// stays as it is. A step that is changed is written on one line, as the steps that ship are: comments within its own lines are lost.
/// </summary>
public sealed partial class StepText
{
    private static readonly JsonSerializerOptions Quoted = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly string text;
    private readonly YamlMappingNode stage;
    private readonly List<(string Code, YamlMappingNode Node, int From, int Until)> steps = [];
    private readonly List<string> lines;

    /// <param name="text">playbook.yaml.</param>
    /// <param name="code">Code of the stage.</param>
    /// <exception cref="Refusal">The file cannot be read, has no such stage, or its steps do not stand on lines of their own.</exception>
    public StepText(string text, string code)
    {
        this.text = text;
        lines = [.. text.Split('\n')];
        if (
            PlaybookReader
                .Read(new Dictionary<string, string> { [PlaybookFolder.Main] = text })
                .Playbook
            is null
        )
        {
            throw new Refusal("Its playbook.yaml cannot be read: mend it first.");
        }
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        stage =
            (
                Of<YamlSequenceNode>((YamlMappingNode)stream.Documents[0].RootNode, "stages")
                    ?.OfType<YamlMappingNode>()
                ?? []
            ).FirstOrDefault(s => Of<YamlScalarNode>(s, "code")?.Value == code)
            ?? throw new Refusal("The draft has no such stage.", kind: RefusalKind.NotFound);
        foreach (var node in Of<YamlSequenceNode>(stage, "steps")?.OfType<YamlMappingNode>() ?? [])
        {
            var from = (int)node.Start.Line - 1;
            var indent = Indent(lines[from]);
            if (!lines[from].AsSpan(indent).StartsWith("- "))
            {
                throw new Refusal(
                    "The steps of this stage do not stand on lines of their own. Change them in playbook.yaml."
                );
            }
            var until = from + 1;
            while (
                until < lines.Count && (lines[until].Length == 0 || Indent(lines[until]) > indent)
            )
            {
                until++;
            }
            while (string.IsNullOrWhiteSpace(lines[until - 1]))
            {
                until--;
            }
            steps.Add((Of<YamlScalarNode>(node, "code")?.Value ?? "", node, from, until));
        }
    }

    /// <summary>The file with other values of a step.</summary>
    /// <param name="values">By key; null takes the key out. Keys that are not named stay.</param>
    public string Change(string code, IReadOnlyDictionary<string, object?> values)
    {
        var (_, node, from, until) = Step(code);
        return With(from, until, [Line(lines[from], Merged(node, values))]);
    }

    /// <summary>The file with one more step at the end of the stage.</summary>
    public string Add(IReadOnlyDictionary<string, object?> values)
    {
        if (steps.Count == 0)
        {
            throw new Refusal("This stage has no steps yet. Write the first in playbook.yaml.");
        }
        var (_, _, from, until) = steps[^1];
        return With(until, until, [Line(lines[from], Merged(new YamlMappingNode(), values))]);
    }

    /// <summary>The file with a step moved before the one above it, or after the one below; unchanged at either end.</summary>
    public string Move(string code, bool up)
    {
        var at = steps.IndexOf(Step(code));
        var other = up ? at - 1 : at + 1;
        if (other < 0 || other >= steps.Count)
        {
            return text;
        }
        var (first, second) = (steps[Math.Min(at, other)], steps[Math.Max(at, other)]);
        return With(
            first.From,
            second.Until,
            [
                .. lines[second.From..second.Until],
                .. lines[first.Until..second.From],
                .. lines[first.From..first.Until],
            ]
        );
    }

    /// <summary>The file without a step.</summary>
    /// <exception cref="Refusal">It is the only one of its stage.</exception>
    public string Remove(string code)
    {
        var (_, _, from, until) = Step(code);
        return steps.Count > 1
            ? With(from, until, [])
            : throw new Refusal("A stage has at least one step. Add another first.");
    }

    /// <summary>The file with others who decide at the gate.</summary>
    /// <param name="roles">Codes.</param>
    /// <exception cref="Refusal">There is no gate, nobody is named, or they do not stand on one line.</exception>
    public string Approvers(IReadOnlyCollection<string> roles)
    {
        if (roles.Count == 0)
        {
            throw new Refusal("Choose at least one role that decides at the gate", "Approvers");
        }
        var gate = Of<YamlMappingNode>(stage, "gate");
        if (
            gate is null
            || !gate.Children.TryGetValue(new YamlScalarNode("approvers"), out var held)
            || held is YamlSequenceNode { Style: not SequenceStyle.Flow }
        )
        {
            throw new Refusal(
                "Who decides here does not stand on one line. Change it in playbook.yaml."
            );
        }
        // A list says where it begins, and each of its items where it ends.
        var end = held is YamlSequenceNode list
            ? text.IndexOf(']', (int)(list.Children.LastOrDefault() ?? list).End.Index - 1) + 1
            : (int)held.End.Index;
        return $"{text[..(int)held.Start.Index]}[{string.Join(", ", roles)}]{text[end..]}";
    }

    private (string Code, YamlMappingNode Node, int From, int Until) Step(string code) =>
        steps.Find(s => s.Code == code) is { Node: not null } found
            ? found
            : throw new Refusal("This stage has no such step.", kind: RefusalKind.NotFound);

    private string With(int from, int until, IEnumerable<string> put) =>
        string.Join('\n', [.. lines[..from], .. put, .. lines[until..]]);

    private static string Line(string like, IEnumerable<KeyValuePair<string, object?>> values) =>
        $"{like[..Indent(like)]}- {Written(values)}";

    private static List<KeyValuePair<string, object?>> Merged(
        YamlMappingNode node,
        IReadOnlyDictionary<string, object?> values
    )
    {
        var merged = node
            .Children.Select(c => new KeyValuePair<string, object?>(
                ((YamlScalarNode)c.Key).Value!,
                c.Value
            ))
            .ToList();
        foreach (var (key, value) in values)
        {
            var at = merged.FindIndex(m => m.Key == key);
            if (value is null)
            {
                merged.RemoveAll(m => m.Key == key);
            }
            else if (at < 0)
            {
                merged.Add(new(key, value));
            }
            else
            {
                merged[at] = new(key, value);
            }
        }
        return merged;
    }

    private static string Written(object? value) =>
        value switch
        {
            // Without quotes these say that there is nothing.
            YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" } =>
                "null",
            YamlScalarNode scalar => Scalar(scalar.Value ?? ""),
            YamlSequenceNode list => $"[{string.Join(", ", list.Select(Written))}]",
            YamlMappingNode map => Written(
                map.Children.Select(c => new KeyValuePair<string, object?>(
                    ((YamlScalarNode)c.Key).Value!,
                    c.Value
                ))
            ),
            IEnumerable<KeyValuePair<string, object?>> pairs =>
                $"{{{string.Join(", ", pairs.Select(p => $"{p.Key}: {Written(p.Value)}"))}}}",
            _ => Scalar(value?.ToString() ?? ""),
        };

    private static string Scalar(string words) =>
        Plain().IsMatch(words) && words is not "null"
            ? words
            : JsonSerializer.Serialize(words, Quoted);

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    private static T? Of<T>(YamlMappingNode node, string key)
        where T : YamlNode =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value as T : null;

    [GeneratedRegex(
        @"^[\p{L}\p{N}]([\p{L}\p{N} .’/()£–-]*[\p{L}\p{N}.)’])?$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Plain();
}
