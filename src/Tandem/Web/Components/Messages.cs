using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>All that is wrong with a form, first on the page, each line a link to its answer.</summary>
public sealed record ErrorSummary : Component
{
    /// <summary>One thing that is wrong.</summary>
    /// <param name="Text">What to do.</param>
    /// <param name="Href">The answer it is about, as <c>#id</c>.</param>
    public sealed record Line(string Text, string? Href);

    /// <summary>Heading.</summary>
    public string Title { get; init; } = "There is a problem";

    /// <summary>Said below the heading.</summary>
    public string? Description { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Line> Errors { get; init; } = [];

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var body = new Element("div").Class("govuk-error-summary__body");
        if (Description is not null)
        {
            body.Add(new Element("p").Add(Description));
        }
        if (Errors.Count > 0)
        {
            body.Add(
                new Element("ul")
                    .Class("govuk-list govuk-error-summary__list")
                    .Add(Errors.Select(e => new Element("li").Add(Link(e))))
            );
        }
        return Open("div", "govuk-error-summary")
            .With(Attributes)
            .With("data-module", "govuk-error-summary")
            .Add(
                new Element("div")
                    .With("role", "alert")
                    .Add(new Element("h2").Class("govuk-error-summary__title").Add(Title), body)
            );
    }

    private static IHtmlContent? Link(Line line) =>
        line.Href is null
            ? Content.Text(line.Text)
            : new Element("a").With("href", line.Href).Add(line.Text);
}

/// <summary>What has just happened, or what everyone on this page should know.</summary>
public sealed record NotificationBanner : Component
{
    /// <summary>Something went well: announced at once.</summary>
    public bool IsSuccess { get; init; }

    /// <summary>Heading; "Success" or "Important" where none is given.</summary>
    public string? Title { get; init; }

    /// <summary>Id of the heading.</summary>
    public string TitleId { get; init; } = "govuk-notification-banner-title";

    /// <summary>One line, large.</summary>
    public string? Text { get; init; }

    /// <summary>Content in place of one line.</summary>
    public IHtmlContent? Content { get; init; }

    /// <summary>ARIA role in place of the usual one.</summary>
    public string? Role { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Open(
                "div",
                "govuk-notification-banner",
                IsSuccess ? "govuk-notification-banner--success" : null
            )
            .With("role", Role ?? (IsSuccess ? "alert" : "region"))
            .With("aria-labelledby", TitleId)
            .With("data-module", "govuk-notification-banner")
            .With(Attributes)
            .Add(
                new Element("div")
                    .Class("govuk-notification-banner__header")
                    .Add(
                        new Element("h2")
                            .Class("govuk-notification-banner__title")
                            .With("id", TitleId)
                            .Add(Title ?? (IsSuccess ? "Success" : "Important"))
                    ),
                new Element("div")
                    .Class("govuk-notification-banner__content")
                    .Add(
                        Content
                            ?? new Element("p")
                                .Class("govuk-notification-banner__heading")
                                .Add(Text)
                    )
            );
}

/// <summary>Something that has consequences.</summary>
public sealed record WarningText : Component
{
    /// <summary>The warning.</summary>
    public IHtmlContent? Content { get; init; }

    /// <summary>Said in place of the icon.</summary>
    public string IconFallbackText { get; init; } = "Warning";

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Open("div", "govuk-warning-text")
            .With(Attributes)
            .Add(
                new Element("span")
                    .Class("govuk-warning-text__icon")
                    .With("aria-hidden", "true")
                    .Add("!"),
                new Element("strong")
                    .Class("govuk-warning-text__text")
                    .Add(new Element("span").Class("govuk-visually-hidden").Add(IconFallbackText))
                    .Add(" ")
                    .Add(Content)
            );
}

/// <summary>Confirms at the end of a journey what was done, with the reference to quote.</summary>
public sealed record Panel : Component
{
    /// <summary>What was done.</summary>
    public required string Title { get; init; }

    /// <summary>Level of the heading.</summary>
    public int HeadingLevel { get; init; } = 1;

    /// <summary>The reference to quote, or what comes next.</summary>
    public IHtmlContent? Content { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Open("div", "govuk-panel", "govuk-panel--confirmation")
            .With(Attributes)
            .Add(
                new Element($"h{HeadingLevel}").Class("govuk-panel__title").Add(Title),
                Content is null ? null : new Element("div").Class("govuk-panel__body").Add(Content)
            );
}

/// <summary>Text set apart.</summary>
public sealed record InsetText : Component
{
    /// <summary>Id of the element.</summary>
    public string? Id { get; init; }

    /// <summary>The text.</summary>
    public IHtmlContent? Content { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        new Element("div")
            .With("id", Id)
            .Class("govuk-inset-text", Classes)
            .With(Attributes)
            .Add(Content);
}

/// <summary>More for those who want it, opened by a click.</summary>
public sealed record Details : Component
{
    /// <summary>Id of the element.</summary>
    public string? Id { get; init; }

    /// <summary>What is inside, in a few words.</summary>
    public required IHtmlContent Summary { get; init; }

    /// <summary>What is inside.</summary>
    public IHtmlContent? Content { get; init; }

    /// <summary>Open from the start.</summary>
    public bool IsOpen { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        new Element("details")
            .With("id", Id)
            .Class("govuk-details", Classes)
            .With(Attributes)
            .Flag("open", IsOpen)
            .Add(
                new Element("summary")
                    .Class("govuk-details__summary")
                    .Add(new Element("span").Class("govuk-details__summary-text").Add(Summary)),
                new Element("div").Class("govuk-details__text").Add(Content)
            );
}

/// <summary>A state in a word or two. Colour says it again, never alone.</summary>
public sealed record Tag : Component
{
    /// <summary>The word.</summary>
    public IHtmlContent? Content { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Open("strong", "govuk-tag").With(Attributes).Add(Content);
}

/// <summary>Says on every page what kind of site this is.</summary>
public sealed record PhaseBanner : Component
{
    /// <summary>The word in the tag.</summary>
    public required string Tag { get; init; }

    /// <summary>What it means for the reader.</summary>
    public IHtmlContent? Content { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Open("div", "govuk-phase-banner govuk-width-container")
            .With(Attributes)
            .Add(
                new Element("p")
                    .Class("govuk-phase-banner__content")
                    .Add(
                        new Tag
                        {
                            Classes = "govuk-phase-banner__content__tag",
                            Content = Components.Content.Text(Tag),
                        },
                        Components.Content.Text(" "),
                        new Element("span").Class("govuk-phase-banner__text").Add(Content)
                    )
            );
}
