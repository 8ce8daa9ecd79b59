using System.Collections.Concurrent;
using Tandem.Kernel;

namespace Tandem.Calls.Kinds;

/// <summary>The kinds of call this installation knows: files of <c>content/call-kinds</c>, each one version of one kind. A kind is added by adding a file.</summary>
public sealed class CallKinds(Content content)
{
    /// <summary>The folder of kinds, below <c>content</c>.</summary>
    public const string Folder = "call-kinds";

    private static readonly ConcurrentDictionary<string, CallKind> Kept = new(
        StringComparer.Ordinal
    );

    private readonly Lazy<IReadOnlyList<CallKind>> kinds = new(() =>
        Directory.Exists(content.PathOf(Folder))
            ?
            [
                .. Directory
                    .EnumerateFiles(content.PathOf(Folder), "*.yaml")
                    .Order(StringComparer.Ordinal)
                    .Select(f => Parse(File.ReadAllText(f), Path.GetFileName(f))),
            ]
            : []
    );

    /// <summary>The newest version of each kind, by title.</summary>
    public IReadOnlyList<CallKind> Newest =>
        [
            .. kinds
                .Value.GroupBy(k => k.Name)
                .Select(g => g.MaxBy(k => k.Version, StringComparer.Ordinal)!)
                .OrderBy(k => k.Title, StringComparer.Ordinal),
        ];

    /// <summary>That version of a kind, or the newest where none is named; null where there is none.</summary>
    public CallKind? Find(string name, string? version = null) =>
        version is null
            ? Newest.FirstOrDefault(k => k.Name == name)
            : kinds.Value.FirstOrDefault(k => k.Name == name && k.Version == version);

    /// <summary>Reads one file of a kind.</summary>
    /// <exception cref="Refusal">It cannot be understood, or does not fit together.</exception>
    public static CallKind Parse(string yaml, string name)
    {
        var reading = CallKindReader.Read(yaml);
        return reading.Kind
            ?? throw new Refusal(
                $"{name}, line {reading.Problems[0].Line}: {reading.Problems[0].Message}"
            );
    }

    /// <summary>The kind a call was made from, read from the text the call keeps: a file changed or removed later changes nothing.</summary>
    public static CallKind Of(string keptText) =>
        Kept.GetOrAdd(keptText, text => Parse(text, "The kind of this call"));
}
