using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Playbooks.Reading;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Pages;

/// <summary>A flag as a reader sees it.</summary>
/// <param name="Text">Null where it waits and is somebody else’s: nobody has looked at it yet.</param>
public sealed record SeenFlag(
    string? Text,
    string Version,
    DateTime At,
    FlagState State,
    string? Answer,
    bool IsMine
);

/// <summary>What does this guide, card or template say?</summary>
[AllowAnonymous]
public sealed class PartOfPlaybookModel(PlaybookShelf shelf, Db db, Actor actor, FlagPage flag)
    : ReadingPage(shelf, db, actor),
        IRedisplay
{
    private readonly Actor reader = actor;

    public PageKind Kind { get; private set; }
    public string Title { get; private set; } = "";
    public string Lead { get; private set; } = "";
    public Guide? Guide { get; private set; }
    public MethodCard? Method { get; private set; }
    public Template? Template { get; private set; }
    public Stage? Stage { get; private set; }
    public IHtmlContent Body { get; private set; } = HtmlString.Empty;
    public IReadOnlyList<PageLink> Headings { get; private set; } = [];
    public IReadOnlyList<PlaybookSource> Sources { get; private set; } = [];
    public IReadOnlyList<TemplateField> Fields { get; private set; } = [];
    public IReadOnlyList<(PageKind Kind, string Title, string Href)> Linked { get; private set; } =
    [];
    public (string Title, string Href)? Before { get; private set; }
    public (string Title, string Href)? Next { get; private set; }

    /// <summary>The page, whichever version is read; null where none has been published with it.</summary>
    public Id<PlaybookPage>? PageId { get; private set; }
    public IReadOnlyList<SeenFlag> Flags { get; private set; } = [];

    /// <summary>Its address below the playbook’s, and the path of its file.</summary>
    public string Below { get; private set; } = "";
    public string FilePath => Below[1..] + ".md";

    [
        BindProperty,
        Display(
            Name = "What is outdated, and what would be right?",
            Description = "Whoever keeps the playbook answers. Your words are published with the answer, without your name."
        )
    ]
    public string? Outdated { get; set; }

    public Task OnGetAsync(string key, string folder, string code) => RedisplayAsync();

    public async Task<IActionResult> OnPostFlagAsync(string key, string folder, string code)
    {
        await flag.RunAsync(key, KindOf(folder), code, Outdated, Stopped);
        TempData[PageKeys.Done] = "Thank you. Whoever keeps this playbook will answer here.";
        return LocalRedirect($"/playbooks/{key}/{folder}/{code}#flags");
    }

    public async Task RedisplayAsync()
    {
        string Part(string name) => (string)RouteData.Values[name]!;
        await LoadAsync(Part("key"));
        var (folder, code) = (Part("folder"), Part("code"));
        (Kind, Below) = (KindOf(folder), $"/{folder}/{code}");
        var facts =
            PageFacts.Of(Playbook, Kind, code)
            ?? throw new Refusal("This playbook has no such page.", kind: RefusalKind.NotFound);
        (Title, Lead) = (facts.Title, facts.Lead);
        (Guide, Method, Template) = (
            Kind == PageKind.Guide ? Playbook.Guide(code) : null,
            Kind == PageKind.Method ? Playbook.Method(code) : null,
            Kind == PageKind.Template ? Playbook.Template(code) : null
        );
        Stage = facts.Stages is [var first, ..] ? Playbook.Stage(first) : null;
        Sources = Guide?.Sources ?? Method?.Sources ?? [];
        Draw(facts.Text);
        Linked = [.. Links(code)];
        Turn(code);
        if (!ForRun)
        {
            await ReadFlagsAsync(code);
        }
    }

    /// <summary>Titles of roles, in a sentence; null for none.</summary>
    public string? Titles(IReadOnlyList<string> roles) =>
        roles.Count == 0 ? null : Words.List([.. roles.Select(Playbook.RoleTitle)]);

    private static PageKind KindOf(string folder) =>
        folder switch
        {
            "guides" => PageKind.Guide,
            "methods" => PageKind.Method,
            _ => PageKind.Template,
        };

    private void Draw(string markdown)
    {
        if (Template is null)
        {
            (Body, Headings) = PlaybookMarkdown.Render(markdown, Href);
            return;
        }
        Body = PlaybookMarkdown.RenderTemplate(markdown, Href);
        Fields =
        [
            .. TemplateFields
                .In(markdown)
                .Select(f => f.Name)
                .Distinct()
                .Select(name => new TemplateField(name, TemplateFields.Says(name, Playbook))),
        ];
    }

    private IEnumerable<(PageKind, string, string)> Links(string code)
    {
        var templates = Guide?.Templates ?? (Method?.Template is { } one ? [one] : []);
        foreach (var t in templates.Select(Playbook.Template).OfType<Template>())
        {
            yield return (PageKind.Template, t.Title, Href("/templates/" + t.Code));
        }
        foreach (var m in (Guide?.Methods ?? []).Select(Playbook.Method).OfType<MethodCard>())
        {
            yield return (PageKind.Method, m.Title, Href("/methods/" + m.Code));
        }
        foreach (
            var g in Playbook.Guides.Where(g =>
                (Kind == PageKind.Template && g.Templates.Contains(code))
                || (Kind == PageKind.Method && g.Methods.Contains(code))
            )
        )
        {
            yield return (PageKind.Guide, g.Title, Href("/guides/" + g.Code));
        }
    }

    private void Turn(string code)
    {
        var pages = PlaybookPages.Of(Playbook).Where(p => p.Kind == Kind).ToList();
        var at = pages.FindIndex(p => p.Code == code);
        Before = At(at - 1);
        Next = At(at + 1);

        (string, string)? At(int place) =>
            place >= 0 && place < pages.Count
                ? (pages[place].Title, Href(PlaybookPage.PathOf(Kind, pages[place].Code)))
                : null;
    }

    private async Task ReadFlagsAsync(string code)
    {
        var page = await Database
            .Set<PlaybookPage>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                p => p.PlaybookId == Kept.Id && p.Kind == Kind && p.Code == code,
                Stopped
            );
        if (page is null)
        {
            return;
        }
        PageId = page.Id;
        var flags = await Database
            .Set<PageFlag>()
            .AsNoTracking()
            .Where(f => f.PageId == page.Id && f.State != FlagState.SetAside)
            .OrderBy(f => f.At)
            .ToListAsync(Stopped);
        Flags =
        [
            .. flags.Select(f =>
            {
                var mine = f.ById.Value == reader.PersonId;
                return new SeenFlag(
                    f.State == FlagState.Answered || mine || MayEdit ? f.Text : null,
                    f.Version,
                    f.At,
                    f.State,
                    f.Answer,
                    mine
                );
            }),
        ];
    }
}
