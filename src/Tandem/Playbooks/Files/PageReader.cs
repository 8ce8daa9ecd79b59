using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Tandem.Kernel.Yaml;

namespace Tandem.Playbooks.Files;

/// <summary>Reads the Markdown pages of a playbook: guides, method cards and templates, each with its front matter.</summary>
internal sealed class PageReader(
    References references,
    PageHeadings headings,
    DateOnly reviewed,
    List<ContentProblem> problems
)
{
    private static readonly MarkdownPipeline Plain = new MarkdownPipelineBuilder()
        .UsePreciseSourceLocation()
        .Build();

    public Guide? Guide(string code, string path, string text)
    {
        if (Split(path, text) is not var (part, body, above))
        {
            return null;
        }
        var roles = part.Part("roles");
        if (roles is null)
        {
            part.Complain("roles", "Say with ‘roles’ who is responsible and accountable.");
        }
        var guide = new Guide(
            code,
            part.Text("title"),
            references.Name("stage", part, "stage") ?? Missing(part, "stage"),
            roles is null ? new([], [], [], []) : RolesOf(roles),
            [.. part.Texts("topics").Select(t => t.Text)],
            references.NameAll("template", part, "templates"),
            references.NameAll("method", part, "methods"),
            part.Day("reviewed") ?? reviewed,
            PlaybookReader.Sources(part),
            body
        );
        part.Done();
        CheckBody(path, body, above, headings.Guide);
        return guide;
    }

    public MethodCard? Method(string code, string path, string text)
    {
        if (Split(path, text) is not var (part, body, above))
        {
            return null;
        }
        var card = new MethodCard(
            code,
            part.Text("title"),
            part.Text("purpose"),
            part.Number("minutes", 60_000),
            part.Number("days", 1_000),
            part.Maybe("people"),
            [
                .. references
                    .NameAll("stage", part, "stage")
                    .Concat(references.NameAll("stage", part, "stages"))
                    .Distinct(),
            ],
            StageReader.ModeOf(part),
            references.Name("template", part, "template"),
            references.NameAll("role", part, "roles"),
            PlaybookReader.Sources(part),
            body
        );
        part.Done();
        CheckBody(path, body, above, headings.Method);
        return card;
    }

    public (Template Template, int Above)? Template(string code, string path, string text)
    {
        if (Split(path, text) is not var (part, body, above))
        {
            return null;
        }
        var template = new Template(
            code,
            part.Text("title"),
            part.Text("summary"),
            references.Name("stage", part, "stage"),
            body
        );
        part.Done();
        CheckBody(path, body, above, []);
        if (body.Length == 0)
        {
            problems.Add(new(path, above + 1, "The template has no text."));
        }
        return (template, above);
    }

    /// <summary>Notes the fields of a template that no run can fill in.</summary>
    public void CheckFields(string path, string body, int above)
    {
        foreach (var (at, _, name) in TemplateFields.In(body))
        {
            if (!TemplateFields.IsKnown(name, references.Of("role"), references.Of("step")))
            {
                problems.Add(
                    new(
                        path,
                        above + LineAt(body, at),
                        $"No run can fill in ‘{name}’. Use a field of the list, or write [square brackets] where a person writes."
                    )
                );
            }
        }
    }

    private GuideRoles RolesOf(YamlPart part)
    {
        var roles = new GuideRoles(
            references.NameAll("role", part, "responsible"),
            references.NameAll("role", part, "accountable"),
            references.NameAll("role", part, "consulted"),
            references.NameAll("role", part, "informed")
        );
        if (roles.Responsible.Count == 0)
        {
            part.Complain("responsible", "Say with ‘responsible’ who does it.");
        }
        part.Done();
        return roles;
    }

    private static string Missing(YamlPart part, string key)
    {
        if (!part.Has(key))
        {
            part.Complain(key, $"‘{key}’ is missing.");
        }
        return "";
    }

    /// <summary>Front matter, the text below it, and how many lines stand above that text.</summary>
    private (YamlPart Part, string Body, int Above)? Split(string path, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var end =
            lines[0].TrimEnd() == "---" ? Array.FindIndex(lines, 1, l => l.TrimEnd() == "---") : -1;
        if (end < 0)
        {
            problems.Add(
                new(
                    path,
                    1,
                    "Begin the page with its facts: a line ‘---’, keys and values, a line ‘---’."
                )
            );
            return null;
        }
        var part = YamlText.Read(string.Join('\n', lines[1..end]), path, 1, problems);
        var first = Array.FindIndex(lines, end + 1, l => l.Trim().Length > 0);
        return part is null
            ? null
            : (
                part,
                first < 0 ? "" : string.Join('\n', lines[first..]).TrimEnd(),
                first < 0 ? lines.Length - 1 : first
            );
    }

    private void CheckBody(string path, string body, int above, IReadOnlyList<string> wanted)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(body, Plain);
        }
        catch (ArgumentException)
        {
            // Markdig refuses what is nested some hundred levels deep.
            problems.Add(new(path, above + 1, "The text is nested too deeply."));
            return;
        }
        var found = document
            .OfType<HeadingBlock>()
            .Where(h => h.Level == 2)
            .Select(h => body.Substring(h.Span.Start, h.Span.Length).TrimStart('#').Trim())
            .ToList();
        foreach (
            var heading in wanted.Where(w => !found.Contains(w, StringComparer.OrdinalIgnoreCase))
        )
        {
            problems.Add(new(path, above + 1, $"The heading ‘## {heading}’ is missing."));
        }
        foreach (var block in document.Descendants<HtmlBlock>())
        {
            problems.Add(new(path, above + block.Line + 1, "Write Markdown: HTML is not shown."));
        }
        foreach (var link in document.Descendants<LinkInline>())
        {
            CheckLink(path, link.Url ?? "", above + link.Line + 1, link.IsImage);
        }
    }

    private void CheckLink(string path, string url, int line, bool isImage)
    {
        if (isImage)
        {
            problems.Add(new(path, line, "Pictures are not part of a playbook: say it in words."));
        }
        else if (PageLinks.PartOf(url) is var (kind, code))
        {
            references.Name(PageLinks.SingularOf(kind), code, path, line);
        }
        else if (!PageLinks.IsOutside(url))
        {
            problems.Add(
                new(
                    path,
                    line,
                    $"The link to ‘{url}’ leads nowhere. Link a page as guides/CODE.md, or write a whole address that begins with https://."
                )
            );
        }
    }

    private static int LineAt(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;
}
