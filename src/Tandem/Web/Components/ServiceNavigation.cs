using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>The bar of the site's main pages.</summary>
public sealed record ServiceNavigation : Component
{
    /// <summary>One entry.</summary>
    /// <param name="Text">The words.</param>
    /// <param name="Href">Address.</param>
    /// <param name="IsCurrent">It is the page being read.</param>
    /// <param name="IsActive">The page being read lies behind it.</param>
    public sealed record Item(
        string Text,
        string? Href,
        bool IsCurrent = false,
        bool IsActive = false
    );

    /// <summary>The entries.</summary>
    public required IReadOnlyList<Item> Items { get; init; }

    /// <summary>Word on the button that opens the bar on a phone.</summary>
    public string MenuButtonText { get; init; } = "Menu";

    /// <summary>Name of the landmark; the button's word where none is given.</summary>
    public string? NavigationLabel { get; init; }

    /// <summary>Id of the list.</summary>
    public string NavigationId { get; init; } = "navigation";

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var outer = Open("div", "govuk-service-navigation")
            .With("data-module", "govuk-service-navigation")
            .With(Attributes);
        var container = new Element("div").Class("govuk-service-navigation__container");
        outer.Add(new Element("div").Class("govuk-width-container").Add(container));
        if (Items.Count > 0)
        {
            container.Add(
                new Element("nav")
                    .With("aria-label", NavigationLabel ?? MenuButtonText)
                    .Class("govuk-service-navigation__wrapper")
                    .Add(
                        Items.Count > 1 ? Toggle() : null,
                        new Element("ul")
                            .Class("govuk-service-navigation__list")
                            .With("id", NavigationId)
                            .Add(Items.Select(Entry))
                    )
            );
        }
        return outer;
    }

    private Element Toggle() =>
        new Element("button")
            .With("type", "button")
            .Class("govuk-service-navigation__toggle govuk-js-service-navigation-toggle")
            .With("aria-controls", NavigationId)
            .Flag("hidden", true)
            .With("aria-hidden", "true")
            .Add(MenuButtonText);

    private static Element Entry(Item item)
    {
        var here = item.IsCurrent || item.IsActive;
        var words = here
            ? new Element("strong")
                .Class("govuk-service-navigation__active-fallback")
                .Add(item.Text)
            : Content.Text(item.Text);
        return new Element("li")
            .Class(
                "govuk-service-navigation__item",
                here ? "govuk-service-navigation__item--active" : null
            )
            .Add(
                new Element(item.Href is null ? "span" : "a")
                    .Class(
                        item.Href is null
                            ? "govuk-service-navigation__text"
                            : "govuk-service-navigation__link"
                    )
                    .With("href", item.Href)
                    .With(
                        "aria-current",
                        item.IsCurrent ? "page"
                            : item.IsActive ? "true"
                            : null
                    )
                    .Add(words)
            );
    }
}
