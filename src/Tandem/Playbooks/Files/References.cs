using Tandem.Kernel.Yaml;

namespace Tandem.Playbooks.Files;

/// <summary>What parts of a playbook name of others, checked once all of it has been read.</summary>
internal sealed class References(List<ContentProblem> problems)
{
    private readonly Dictionary<string, HashSet<string>> known = new(StringComparer.Ordinal);
    private readonly List<(string Kind, string Code, string File, int Line)> named = [];

    /// <summary>Codes of a kind that there are.</summary>
    public IReadOnlySet<string> Of(string kind) => known.GetValueOrDefault(kind) ?? [];

    /// <summary>There is one of this kind with this code; a second is a problem.</summary>
    public void Add(string kind, string code, string file, int line)
    {
        if (!known.TryGetValue(kind, out var codes))
        {
            known[kind] = codes = new(StringComparer.Ordinal);
        }
        if (!codes.Add(code) && code.Length > 0)
        {
            problems.Add(new(file, line, $"There is already a {kind} with the code ‘{code}’."));
        }
    }

    /// <summary>Something of this kind is named.</summary>
    public string? Name(string kind, YamlPart part, string key)
    {
        var code = part.Maybe(key);
        if (code is not null)
        {
            named.Add((kind, code, part.File, part.LineAt(key)));
        }
        return code;
    }

    /// <summary>Some of this kind are named.</summary>
    public IReadOnlyList<string> NameAll(string kind, YamlPart part, string key)
    {
        var codes = part.Texts(key);
        named.AddRange(codes.Select(c => (kind, c.Text, part.File, c.Line)));
        return [.. codes.Select(c => c.Text).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Something is named in a page’s text.</summary>
    public void Name(string kind, string code, string file, int line) =>
        named.Add((kind, code, file, line));

    /// <summary>Notes what is named and not there.</summary>
    public void Check()
    {
        foreach (var (kind, code, file, line) in named)
        {
            var codes = Of(kind);
            if (!codes.Contains(code))
            {
                var near = codes
                    .Where(c =>
                        c.Contains(code, StringComparison.Ordinal)
                        || code.Contains(c, StringComparison.Ordinal)
                    )
                    .Take(3)
                    .ToList();
                problems.Add(
                    new(
                        file,
                        line,
                        $"There is no {kind} ‘{code}’.{(near.Count > 0 ? $" There is ‘{string.Join("’, ‘", near)}’." : "")}"
                    )
                );
            }
        }
    }
}
