using System.Text.RegularExpressions;

namespace Tandem.Playbooks.Reading;

/// <summary>What a page of a playbook is about, whichever kind it is.</summary>
/// <param name="Lead">What it is for, in a sentence.</param>
/// <param name="Text">All its words.</param>
public sealed partial record PageFacts(
    string Title,
    string Lead,
    string Text,
    IReadOnlyList<string> Stages,
    GuideRoles Roles,
    IReadOnlyList<string> Topics,
    DateOnly Reviewed
)
{
    private static readonly GuideRoles Nobody = new([], [], [], []);

    /// <summary>Those of one page; null where the playbook has none such.</summary>
    public static PageFacts? Of(Playbook playbook, PageKind kind, string code) =>
        kind switch
        {
            PageKind.Stage => playbook.Stage(code) is { } stage ? OfStage(playbook, stage) : null,
            PageKind.Guide => playbook.Guide(code) is { } guide
                ? new(
                    guide.Title,
                    FirstWords(guide.Body),
                    guide.Body,
                    [guide.Stage],
                    guide.Roles,
                    guide.Topics,
                    guide.Reviewed
                )
                : null,
            PageKind.Method => playbook.Method(code) is { } card
                ? new(
                    card.Title,
                    card.Purpose,
                    card.Body,
                    card.Stages,
                    Nobody with
                    {
                        Responsible = card.Roles,
                    },
                    [],
                    playbook.Reviewed
                )
                : null,
            _ => playbook.Template(code) is { } template
                ? new(
                    template.Title,
                    template.Summary,
                    template.Body,
                    template.Stage is { } at ? [at] : [],
                    Nobody,
                    [],
                    playbook.Reviewed
                )
                : null,
        };

    private static PageFacts OfStage(Playbook playbook, Stage stage) =>
        new(
            stage.Title,
            stage.Summary,
            string.Join(
                '\n',
                stage
                    .Steps.Select(s => $"{s.Title} {s.Summary}")
                    .Concat(stage.Gate?.Checklist.Select(c => c.Text) ?? [])
                    .Concat(stage.Gate?.Evidence.Select(c => c.Text) ?? [])
            ),
            [stage.Code],
            Nobody with
            {
                Responsible = [.. stage.Steps.Select(s => s.Role).Distinct()],
                Accountable = stage.Gate?.Approvers ?? [],
            },
            [],
            playbook.Reviewed
        );

    /// <summary>The first paragraph that is no heading and no list, without its marks.</summary>
    private static string FirstWords(string markdown)
    {
        var first =
            markdown
                .Split("\n\n")
                .Select(p => p.Trim())
                .Select(p =>
                    p.StartsWith('#') ? string.Join('\n', p.Split('\n').Skip(1)).Trim() : p
                )
                .FirstOrDefault(p => p.Length > 0 && !p.StartsWith('-') && !p.StartsWith('|'))
            ?? "";
        var plain = Link()
            .Replace(first, "$1")
            .Replace("*", "")
            .Replace("`", "")
            .ReplaceLineEndings(" ");
        return plain.Length > 240 ? plain[..239].TrimEnd() + "…" : plain;
    }

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();
}
