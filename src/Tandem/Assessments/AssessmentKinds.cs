using System.Collections.Concurrent;
using Tandem.Kernel;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Tandem.Assessments;

/// <summary>
/// The kinds of assessment this installation knows: files of <c>content/assessments</c>, each one version of one kind. A kind is added, or a standard,
/// by adding a file. Read once; a file that cannot be used is refused with its line rather than half understood.
/// </summary>
public sealed class AssessmentKinds(Content content)
{
    private readonly Lazy<IReadOnlyList<AssessmentKind>> kinds = new(() =>
        [
            .. Files(content, "assessments")
                .Select(file =>
                    Read<AssessmentKind>(File.ReadAllText(file), Path.GetFileName(file))
                )
                .Select(Checked)
                .OrderBy(k => k.Title, StringComparer.Ordinal),
        ]
    );
    private readonly ConcurrentDictionary<string, Standard> standards = new();

    /// <summary>The newest version of each kind, by title.</summary>
    public IReadOnlyList<AssessmentKind> All =>
        [
            .. kinds
                .Value.GroupBy(k => k.Name)
                .Select(g => g.MaxBy(k => k.Version, StringComparer.Ordinal)!),
        ];

    /// <summary>Names of kinds, in any version, whose assessors say to have no interest before they read any answer.</summary>
    public IReadOnlyList<string> AskingInterest =>
        [.. kinds.Value.Where(k => k.AsksInterest).Select(k => k.Name).Distinct()];

    /// <summary>The roles in which they say so, as <c>kind/role</c>.</summary>
    public IReadOnlyList<string> RolesAskingInterest =>
        [
            .. kinds
                .Value.SelectMany(k =>
                    k.Roles.Where(r => r.AsksInterest).Select(r => $"{k.Name}/{r.Code}")
                )
                .Distinct(),
        ];

    /// <summary>The version an assessment was started on, or the newest where none is named.</summary>
    /// <exception cref="Refusal">There is no such kind, or no such version of it.</exception>
    public AssessmentKind Find(string name, string? version = null) =>
        (
            version is null
                ? All.FirstOrDefault(k => k.Name == name)
                : kinds.Value.FirstOrDefault(k => k.Name == name && k.Version == version)
        )
        ?? throw new Refusal(
            version is null
                ? "There is no such kind of assessment."
                : $"This installation lacks version {version} of the kind of assessment ‘{name}’.",
            kind: RefusalKind.NotFound
        );

    /// <summary>A standard by the name of its file.</summary>
    /// <exception cref="Refusal">There is none of that name.</exception>
    public Standard Standard(string name) =>
        standards.GetOrAdd(
            name,
            n =>
                Files(content, "assessments/standards")
                    .FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == n)
                    is { } file
                    ? Read<Standard>(File.ReadAllText(file), Path.GetFileName(file))
                    : throw new Refusal($"There is no standard called ‘{n}’.")
        );

    /// <summary>The points of an assessment of this kind, with this standard, in this form.</summary>
    public IReadOnlyList<Point> PointsOf(AssessmentKind kind, string? standard, string? form)
    {
        var all =
            kind.Standards.Count == 0
                ? kind.Points
                : Standard(standard ?? kind.Standards[0]).Points;
        return kind.Form(form) is { Points.Count: > 0 } some
            ? [.. all.Where(p => some.Points.Contains(p.Code))]
            : [.. all];
    }

    /// <summary>Reads one file of a kind.</summary>
    /// <exception cref="Refusal">It cannot be understood, or does not fit together.</exception>
    public static AssessmentKind Parse(string yaml, string name) =>
        Checked(Read<AssessmentKind>(yaml, name));

    private static IEnumerable<string> Files(Content content, string folder) =>
        Directory.Exists(content.PathOf(folder))
            ? Directory.EnumerateFiles(content.PathOf(folder), "*.yaml").Order()
            : [];

    private static T Read<T>(string yaml, string name)
    {
        try
        {
            return new DeserializerBuilder()
                .WithNamingConvention(HyphenatedNamingConvention.Instance)
                .WithEnumNamingConvention(HyphenatedNamingConvention.Instance)
                .WithDuplicateKeyChecking()
                .Build()
                .Deserialize<T>(yaml);
        }
        catch (YamlException fault)
        {
            throw new Refusal(
                $"{name}, line {fault.Start.Line}: {fault.InnerException?.Message ?? fault.Message}"
            );
        }
    }

    private static AssessmentKind Checked(AssessmentKind kind)
    {
        var problems = KindCheck.Of(kind);
        return problems.Count == 0
            ? kind
            : throw new Refusal($"The kind of assessment ‘{kind.Name}’: {problems[0]}");
    }
}
