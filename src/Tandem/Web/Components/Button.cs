using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>A button that submits its form, or a link that looks like one where an address is given.</summary>
public sealed record Button : Component
{
    /// <summary>What it does, in a verb: "Ask the other councils".</summary>
    public IHtmlContent? Content { get; init; }

    /// <summary>Address to go to; then it is a link.</summary>
    public string? Href { get; init; }

    /// <summary>submit, button or reset.</summary>
    public string Type { get; init; } = "submit";

    /// <summary>Name of the field sent with the form.</summary>
    public string? Name { get; init; }

    /// <summary>Value of the field sent with the form.</summary>
    public string? Value { get; init; }

    /// <summary>Id of the element.</summary>
    public string? Id { get; init; }

    /// <summary>The button cannot be used.</summary>
    public bool Disabled { get; init; }

    /// <summary>A second click within a second is not sent.</summary>
    public bool? PreventDoubleClick { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var element = Href is null
            ? new Element("button")
                .With("type", Type)
                .With("value", Value)
                .With("name", Name)
                .Flag("disabled", Disabled)
                .With("aria-disabled", Disabled ? "true" : null)
                .With(
                    "data-prevent-double-click",
                    PreventDoubleClick is null ? null
                        : PreventDoubleClick.Value ? "true"
                        : "false"
                )
            : new Element("a").With("href", Href).With("role", "button").With("draggable", "false");
        return element
            .Class("govuk-button", Classes)
            .With("data-module", "govuk-button")
            .With(Attributes)
            .With("id", Id)
            .Add(Content);
    }
}
