using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Web.TagHelpers;

/// <summary>Filters of a list, beside it on a desk and folded on a phone. The questions are the content.</summary>
[HtmlTargetElement("t-filters")]
public sealed class FiltersTagHelper : ComponentTagHelper
{
    /// <summary>Address of the list; the page's own where none is given.</summary>
    public string? Action { get; set; }

    /// <summary>How many filters are in force; said on the folded panel.</summary>
    public int Active { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content)
    {
        var request = ViewContext.HttpContext.Request;
        var action = Action ?? request.Path.Value ?? "/";
        var form = new Element("form")
            .Class("td-filters__form")
            .With("method", "get")
            .With("action", action)
            .With("aria-label", "Filters");
        if (request.Query["sort"].FirstOrDefault() is { Length: > 0 } sort)
        {
            form.Add(
                new Element("input").With("type", "hidden").With("name", "sort").With("value", sort)
            );
        }
        form.Add(content)
            .Add(
                new Element("div")
                    .Class("td-filters__act")
                    .Add(
                        new Button { Content = Content.Text("Apply filters") },
                        Active == 0
                            ? null
                            : new Element("a")
                                .Class("govuk-link")
                                .With("href", action)
                                .Add("Clear all")
                    )
            );
        return new Element("details")
            .Class("td-filters", Classes)
            .Add(
                new Element("summary").Add(
                    Active == 0 ? "Filter this list" : $"Filter this list ({Active} in force)"
                ),
                form
            );
    }
}

/// <summary>How many were found and in which orders they can be read: <c>&lt;t-results total="@n" noun="contract" sort="@s" orders="@Orders" /&gt;</c>.</summary>
[HtmlTargetElement("t-results")]
public sealed class ResultsTagHelper : ComponentTagHelper
{
    /// <summary>How many.</summary>
    public long Total { get; set; }

    /// <summary>Of what, in the singular.</summary>
    public string Noun { get; set; } = "result";

    /// <summary>The plural, where it is not regular.</summary>
    public string? Plural { get; set; }

    /// <summary>The order in force.</summary>
    public string? Sort { get; set; }

    /// <summary>Orders to choose from: key and words.</summary>
    public IReadOnlyList<Choice> Orders { get; set; } = [];

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content)
    {
        var request = ViewContext.HttpContext.Request;
        var row = new Element("div")
            .Class("td-results", Classes)
            .Add(
                new Element("h2").Class("td-results__count").Add(Words.Count(Total, Noun, Plural))
            );
        if (Orders.Count > 1 && Total > 1)
        {
            row.Add(
                new Element("ul")
                    .Class("td-sort")
                    .With("aria-label", "Order")
                    .Add(
                        Orders.Select(order =>
                            new Element("li").Add(
                                new Element("a")
                                    .Class("govuk-link")
                                    .With(
                                        "href",
                                        ListAddress.With(
                                            request,
                                            ("sort", order.Value),
                                            ("page", null)
                                        )
                                    )
                                    .With("aria-current", order.Value == Sort ? "true" : null)
                                    .Add(order.Text)
                            )
                        )
                    )
            );
        }
        return row.Add(content);
    }
}

/// <summary>Filters in force, each a link that takes it away: <c>&lt;t-chips items="@Model.InForce" /&gt;</c>.</summary>
[HtmlTargetElement("t-chips")]
public sealed class ChipsTagHelper : ComponentTagHelper
{
    /// <summary>Words of each filter and the address without it (see <see cref="ListAddress"/>).</summary>
    public IReadOnlyList<PageLink> Items { get; set; } = [];

    /// <inheritdoc/>
    protected override IHtmlContent? Build(IHtmlContent? content) =>
        Items.Count == 0
            ? null
            : new Element("ul")
                .Class("td-chips", Classes)
                .With("aria-label", "Filters in force")
                .Add(
                    Items.Select(item =>
                        new Element("li").Add(
                            new Element("a")
                                .With("href", item.Href)
                                .Add(
                                    new Element("span")
                                        .Class("govuk-visually-hidden")
                                        .Add("Remove filter: ")
                                )
                                .Add(item.Text)
                        )
                    )
                );
}

/// <summary>Pages of a list: <c>&lt;t-pages page="@Model.Page" total="@Model.Total" /&gt;</c>.</summary>
[HtmlTargetElement("t-pages")]
public sealed class PagesTagHelper : ComponentTagHelper
{
    /// <summary>The page being read, from 1.</summary>
    public int Page { get; set; } = 1;

    /// <summary>How many there are in all.</summary>
    public long Total { get; set; }

    /// <summary>How many on a page.</summary>
    public int Size { get; set; } = 25;

    /// <inheritdoc/>
    protected override IHtmlContent? Build(IHtmlContent? content)
    {
        var pages = (int)Math.Min((Total + Size - 1) / Size, int.MaxValue);
        var request = ViewContext.HttpContext.Request;
        return pages < 2
            ? null
            : Pagination.For(
                Math.Clamp(Page, 1, pages),
                pages,
                page =>
                    ListAddress.With(
                        request,
                        ("page", page == 1 ? null : page.ToString(Words.Culture))
                    )
            );
    }
}

/// <summary>The list as data, exactly what is shown: <c>&lt;t-downloads path="/contracts" /&gt;</c> offers <c>/contracts.csv</c> and <c>.json</c>.</summary>
[HtmlTargetElement("t-downloads")]
public sealed class DownloadsTagHelper : ComponentTagHelper
{
    /// <summary>Address without its ending; the page's own where none is given.</summary>
    public string? Path { get; set; }

    /// <summary>Endings on offer.</summary>
    public string Formats { get; set; } = "csv,json";

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content)
    {
        var request = ViewContext.HttpContext.Request;
        var path = Path ?? request.Path.Value ?? "/";
        return new Element("ul")
            .Class("td-downloads", Classes)
            .With("aria-label", "This list as data")
            .Add(
                Formats
                    .Split(',', StringSplitOptions.TrimEntries)
                    .Select(format =>
                        new Element("li").Add(
                            new Element("a")
                                .Class("govuk-link")
                                .With(
                                    "href",
                                    ListAddress.With($"{path}.{format}", request, ("page", null))
                                )
                                .Flag("download", format == "csv")
                                .Add($"Download {format.ToUpperInvariant()}")
                        )
                    )
            )
            .Add(content);
    }
}

/// <summary>
/// Long work: <c>&lt;t-progress title="Reading the file" done="120" total="400" text="120 of 400 rows" poll="/imports/7/progress" /&gt;</c>. A script asks the
/// address for news (its answer is described in progress.js); without scripts the page loads itself again.
/// </summary>
[HtmlTargetElement("t-progress")]
public sealed class ProgressTagHelper : ComponentTagHelper
{
    /// <summary>What is being done.</summary>
    public string Title { get; set; } = "";

    /// <summary>How much is done.</summary>
    public long Done { get; set; }

    /// <summary>How much there is; 0 where that is not known yet.</summary>
    public long Total { get; set; }

    /// <summary>How far it is, in words.</summary>
    public string Text { get; set; } = "";

    /// <summary>Address of the news.</summary>
    public string? Poll { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content)
    {
        if (Poll is not null)
        {
            ViewContext.ViewData[PageKeys.Refresh] = 5;
        }
        return new Element("div")
            .Class("td-progress", Classes)
            .With("data-progress", Poll)
            .Add(
                new Element("p")
                    .Class("td-progress__title")
                    .With("id", "progress-title")
                    .Add(Title),
                new Element("progress")
                    .With("aria-labelledby", "progress-title")
                    .With("max", Math.Max(Total, 1).ToString(Words.Culture))
                    .With(
                        "value",
                        Total > 0 ? Math.Min(Done, Total).ToString(Words.Culture) : null
                    ),
                new Element("p")
                    .Class("td-progress__text")
                    .With("role", "status")
                    .With("data-progress-text", "")
                    .Add(Text)
            )
            .Add(content);
    }
}

/// <summary>What will be here and how to start: <c>&lt;t-empty title="No contracts yet"&gt;…&lt;/t-empty&gt;</c>.</summary>
[HtmlTargetElement("t-empty")]
public sealed class EmptyTagHelper : ComponentTagHelper
{
    /// <summary>What is not here yet.</summary>
    public string Title { get; set; } = "";

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Element("div")
            .Class("td-empty", Classes)
            .Add(
                new Element("img")
                    .Class("td-empty__mark")
                    .With("src", "/assets/empty.svg")
                    .With("alt", "")
                    .With("width", "72")
                    .With("height", "45"),
                new Element("h2").Class("govuk-heading-m").Add(Title)
            )
            .Add(content);
}

/// <summary>Copies an address: <c>&lt;t-copy-link href="/notices/abc" /&gt;</c>. Shown where scripts run.</summary>
[HtmlTargetElement("t-copy-link")]
public sealed class CopyLinkTagHelper : ComponentTagHelper
{
    /// <summary>The address; the page's own where none is given.</summary>
    public string? Href { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Element("span")
            .Class("td-copy", Classes)
            .Add(
                new Element("button")
                    .With("type", "button")
                    .With("data-copy-link", Href ?? ViewContext.HttpContext.Request.Path.Value)
                    .Flag("hidden", true)
                    .Add(content ?? Content.Text("Copy link")),
                new Element("span").With("role", "status")
            );
}
