using System.Text.RegularExpressions;
using Tandem.Kernel.Yaml;

namespace Tandem.Playbooks.Files;

/// <summary>Reads the files of a playbook. It never throws on what they hold: every problem is said with its file and line, and what can be understood comes back.</summary>
public sealed partial class PlaybookReader
{
    private readonly List<ContentProblem> problems = [];
    private readonly References references;
    private readonly IReadOnlyDictionary<string, string> files;

    private PlaybookReader(IReadOnlyDictionary<string, string> files) =>
        (this.files, references) = (files, new(problems));

    /// <summary>Reads the files.</summary>
    /// <param name="files">Texts by their paths below the folder, with forward slashes.</param>
    public static ReadPlaybook Read(IReadOnlyDictionary<string, string> files)
    {
        var reader = new PlaybookReader(files);
        var playbook = reader.Whole();
        return new(
            playbook,
            [
                .. reader
                    .problems.Distinct()
                    .OrderBy(p => p.File != PlaybookFolder.Main)
                    .ThenBy(p => p.File, StringComparer.Ordinal)
                    .ThenBy(p => p.Line),
            ]
        );
    }

    private Playbook? Whole()
    {
        CheckFiles();
        if (
            !files.TryGetValue(PlaybookFolder.Main, out var main)
            || YamlText.Read(main, PlaybookFolder.Main, 0, problems) is not { } root
        )
        {
            if (main is null)
            {
                problems.Add(new(PlaybookFolder.Main, 1, "The file playbook.yaml is missing."));
            }
            return null;
        }
        var reviewed = root.Day("reviewed");
        if (reviewed is null && !root.Has("reviewed"))
        {
            root.Complain("reviewed", "Say with ‘reviewed’ on which day all of it was last read.");
        }
        var language = Shaped(root, "language", LanguageShape(), "is no language: write en, or sv");
        var headings = PageHeadings.Of(root, language);
        var roles = root.Parts("roles").Select(Role).ToList();
        var stages = new StageReader(references).Read(root);
        var pages = new PageReader(references, headings, reviewed ?? DateOnly.MinValue, problems);
        var guides = Pages("guides", pages.Guide).OfType<Guide>().ToList();
        var methods = Pages("methods", pages.Method).OfType<MethodCard>().ToList();
        var templates = Pages(
                "templates",
                (code, path, text) =>
                    pages.Template(code, path, text) is var (t, above)
                        ? (t, path, above)
                        : ((Template, string, int)?)null
            )
            .OfType<(Template Template, string Path, int Above)>()
            .ToList();
        foreach (var (template, path, above) in templates)
        {
            pages.CheckFields(path, template.Body, above);
        }
        references.Check();
        var playbook = new Playbook(
            root.Code("name"),
            root.Text("title"),
            language,
            root.Has("translation-of") ? root.Code("translation-of") : root.Maybe("translation-of"),
            Shaped(
                root,
                "version",
                VersionShape(),
                "is no version: write numbers with dots, such as 1.2, in quotes"
            ),
            root.Text("owner"),
            reviewed ?? DateOnly.MinValue,
            root.Text("summary"),
            Sources(root),
            roles,
            stages,
            [.. InOrder(guides, stages)],
            methods,
            [.. templates.Select(t => t.Template)]
        );
        root.Done();
        return playbook;
    }

    internal static IReadOnlyList<PlaybookSource> Sources(YamlPart part) =>
        [
            .. part.Parts("sources")
                .Select(s =>
                {
                    var source = new PlaybookSource(
                        s.Text("title"),
                        s.Maybe("url"),
                        s.Maybe("licence")
                    );
                    if (source.Url is { } url && !PageLinks.IsOutside(url))
                    {
                        s.Complain("url", $"‘{url}’ is no address that begins with https://.");
                    }
                    s.Done();
                    return source;
                }),
        ];

    // Guides in the order in which steps name them; those that no step names stand last in their stage, by title.
    private static IEnumerable<Guide> InOrder(List<Guide> guides, IReadOnlyList<Stage> stages)
    {
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var step in stages.SelectMany(s => s.Steps).Where(s => s.Guide is not null))
        {
            place.TryAdd(step.Guide!, place.Count);
        }
        var stageAt = stages
            .Select((s, i) => (s.Code, i))
            .GroupBy(s => s.Code)
            .ToDictionary(s => s.Key, s => s.First().i);
        return guides
            .OrderBy(g => stageAt.GetValueOrDefault(g.Stage, int.MaxValue))
            .ThenBy(g => place.GetValueOrDefault(g.Code, int.MaxValue))
            .ThenBy(g => g.Title, StringComparer.Ordinal);
    }

    private PlaybookRole Role(YamlPart part)
    {
        var role = new PlaybookRole(part.Code("code"), part.Text("title"), part.Maybe("summary"));
        references.Add("role", role.Code, part.File, part.LineAt("code"));
        part.Done();
        return role;
    }

    private List<T> Pages<T>(string kind, Func<string, string, string, T> read)
    {
        var pages = new List<T>();
        foreach (
            var (path, text) in files
                .Where(f =>
                    PlaybookFolder.IsPart(f.Key)
                    && f.Key.StartsWith(kind + "/", StringComparison.Ordinal)
                )
                .OrderBy(f => f.Key, StringComparer.Ordinal)
        )
        {
            var code = path[(kind.Length + 1)..^3];
            references.Add(PageLinks.SingularOf(kind), code, path, 1);
            pages.Add(read(code, path, text));
        }
        return pages;
    }

    private void CheckFiles()
    {
        if (files.Count > PlaybookFolder.MostFiles)
        {
            problems.Add(
                new(
                    PlaybookFolder.Main,
                    1,
                    $"A playbook has at most {PlaybookFolder.MostFiles} files."
                )
            );
        }
        foreach (var (path, text) in files)
        {
            if (!PlaybookFolder.IsPart(path))
            {
                problems.Add(
                    new(
                        path,
                        1,
                        "This file is no part of a playbook: they are playbook.yaml, guides/CODE.md, methods/CODE.md and templates/CODE.md."
                    )
                );
            }
            if (text.Length > PlaybookFolder.LongestFile)
            {
                problems.Add(
                    new(path, 1, $"A file has at most {PlaybookFolder.LongestFile} characters.")
                );
            }
        }
    }

    private static string Shaped(YamlPart part, string key, Regex shape, string says)
    {
        var text = part.Text(key);
        if (text.Length > 0 && !shape.IsMatch(text))
        {
            part.Complain(key, $"‘{text}’ {says}.");
        }
        return text;
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Z]{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageShape();

    [GeneratedRegex(@"^\d{1,4}(\.\d{1,4}){0,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionShape();
}
