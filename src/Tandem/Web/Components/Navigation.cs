using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>One page back.</summary>
public sealed record BackLink : Component
{
    /// <summary>Address.</summary>
    public string Href { get; init; } = "#";

    /// <summary>The words.</summary>
    public IHtmlContent? Content { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        new Element("a")
            .With("href", Href)
            .Class("govuk-back-link", Classes)
            .With(Attributes)
            .Add(Content ?? Components.Content.Text("Back"));
}

/// <summary>A link to a page, in words.</summary>
/// <param name="Text">The words.</param>
/// <param name="Href">Address; null for the page itself.</param>
public sealed record PageLink(string Text, string? Href);

/// <summary>Where in the site this page is.</summary>
public sealed record Breadcrumbs : Component
{
    /// <summary>From the outside in.</summary>
    public required IReadOnlyList<PageLink> Items { get; init; }

    /// <summary>Only the first and last are shown on a phone.</summary>
    public bool CollapseOnMobile { get; init; }

    /// <summary>Name of the landmark.</summary>
    public string LabelText { get; init; } = "Breadcrumb";

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Open(
                "nav",
                "govuk-breadcrumbs",
                CollapseOnMobile ? "govuk-breadcrumbs--collapse-on-mobile" : null
            )
            .With("aria-label", LabelText)
            .With(Attributes)
            .Add(new Element("ol").Class("govuk-breadcrumbs__list").Add(Items.Select(Item)));

    private static Element Item(PageLink item) =>
        item.Href is null
            ? new Element("li")
                .Class("govuk-breadcrumbs__list-item")
                .With("aria-current", "page")
                .Add(item.Text)
            : new Element("li")
                .Class("govuk-breadcrumbs__list-item")
                .Add(
                    new Element("a")
                        .Class("govuk-breadcrumbs__link")
                        .With("href", item.Href)
                        .Add(item.Text)
                );
}

/// <summary>Past the menus to the content, for people who move by keyboard.</summary>
public sealed record SkipLink : Component
{
    /// <summary>Where the content begins.</summary>
    public string Href { get; init; } = "#content";

    /// <summary>The words.</summary>
    public IHtmlContent? Content { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        new Element("a")
            .With("href", Href)
            .Class("govuk-skip-link", Classes)
            .With(Attributes)
            .With("data-module", "govuk-skip-link")
            .Add(Content);
}

/// <summary>The pages of a long list.</summary>
public sealed record Pagination : Component
{
    /// <summary>One page of the list, or a gap.</summary>
    /// <param name="Number">Number shown; null for a gap.</param>
    /// <param name="Href">Address.</param>
    /// <param name="IsCurrent">The page being read.</param>
    public sealed record Item(string? Number, string? Href, bool IsCurrent = false);

    private static readonly IHtmlContent Backward = Arrow(
        "prev",
        "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"
    );
    private static readonly IHtmlContent Forward = Arrow(
        "next",
        "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"
    );

    /// <summary>Numbered pages.</summary>
    public IReadOnlyList<Item> Items { get; init; } = [];

    /// <summary>Address of the page before.</summary>
    public string? Previous { get; init; }

    /// <summary>Address of the page after.</summary>
    public string? Next { get; init; }

    /// <summary>Name of the landmark.</summary>
    public string LandmarkLabel { get; init; } = "Pagination";

    /// <summary>The usual pages: the first, the last, the current with its neighbours, and gaps between.</summary>
    public static Pagination For(int current, int pages, Func<int, string> address)
    {
        var shown = new SortedSet<int> { 1, pages, current, current - 1, current + 1 };
        shown.RemoveWhere(p => p < 1 || p > pages);
        var items = new List<Item>();
        var last = 0;
        foreach (var page in shown)
        {
            if (page == last + 2)
            {
                items.Add(Numbered(last + 1));
            }
            else if (page > last + 2)
            {
                items.Add(new Item(null, null));
            }
            items.Add(Numbered(page));
            last = page;
        }
        return new Pagination
        {
            Items = items,
            Previous = current > 1 ? address(current - 1) : null,
            Next = current < pages ? address(current + 1) : null,
        };

        Item Numbered(int page) => new(Words.Number(page), address(page), page == current);
    }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Open("nav", "govuk-pagination", Items.Count == 0 ? "govuk-pagination--block" : null)
            .With("aria-label", LandmarkLabel)
            .With(Attributes)
            .Add(
                Previous is null ? null : Step("prev", "Previous", Previous),
                Items.Count == 0
                    ? null
                    : new Element("ul").Class("govuk-pagination__list").Add(Items.Select(Page)),
                Next is null ? null : Step("next", "Next", Next)
            );

    private static Element Page(Item item) =>
        item.Number is null
            ? new Element("li")
                .Class("govuk-pagination__item govuk-pagination__item--ellipsis")
                .Add("⋯")
            : new Element("li")
                .Class(
                    "govuk-pagination__item",
                    item.IsCurrent ? "govuk-pagination__item--current" : null
                )
                .Add(
                    new Element("a")
                        .Class("govuk-link govuk-pagination__link")
                        .With("href", item.Href)
                        .With("aria-label", "Page " + item.Number)
                        .With("aria-current", item.IsCurrent ? "page" : null)
                        .Add(item.Number)
                );

    private Element Step(string direction, string word, string href)
    {
        var first = direction == "prev" || Items.Count == 0;
        var arrow = direction == "prev" ? Backward : Forward;
        return new Element("div")
            .Class("govuk-pagination__" + direction)
            .Add(
                new Element("a")
                    .Class("govuk-link govuk-pagination__link")
                    .With("href", href)
                    .With("rel", direction)
                    .Add(
                        first ? arrow : null,
                        new Element("span")
                            .Class(
                                "govuk-pagination__link-title",
                                Items.Count == 0 ? "govuk-pagination__link-title--decorated" : null
                            )
                            .Add(word)
                            .Add(new Element("span").Class("govuk-visually-hidden").Add(" page")),
                        first ? null : arrow
                    )
            );
    }

    private static Element Arrow(string direction, string path) =>
        new Element("svg")
            .Class("govuk-pagination__icon govuk-pagination__icon--" + direction)
            .With("xmlns", "http://www.w3.org/2000/svg")
            .With("height", "13")
            .With("width", "15")
            .With("aria-hidden", "true")
            .With("focusable", "false")
            .With("viewBox", "0 0 15 13")
            .Add(new Element("path").With("d", path));
}
