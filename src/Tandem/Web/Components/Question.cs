using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>The label of one answer.</summary>
public sealed record Label : Component
{
    /// <summary>Id of the control.</summary>
    public string? For { get; init; }

    /// <summary>What is asked.</summary>
    public IHtmlContent? Content { get; init; }

    /// <summary>The question is the heading of the page.</summary>
    public bool IsPageHeading { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent? Build()
    {
        if (Content is null)
        {
            return null;
        }
        var label = Open("label", "govuk-label").With(Attributes).With("for", For).Add(Content);
        return IsPageHeading ? new Element("h1").Class("govuk-label-wrapper").Add(label) : label;
    }
}

/// <summary>Help for one question.</summary>
public sealed record Hint : Component
{
    /// <summary>Id that the control is described by.</summary>
    public string? Id { get; init; }

    /// <summary>The help.</summary>
    public IHtmlContent? Content { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        new Element("div")
            .With("id", Id)
            .Class("govuk-hint", Classes)
            .With(Attributes)
            .Add(Content);
}

/// <summary>What is wrong with one answer and what to do.</summary>
public sealed record ErrorMessage : Component
{
    /// <summary>Id that the control is described by.</summary>
    public string? Id { get; init; }

    /// <summary>What is wrong.</summary>
    public IHtmlContent? Content { get; init; }

    /// <summary>Said before the message to those who cannot see its colour; empty leaves it out.</summary>
    public string VisuallyHiddenText { get; init; } = "Error";

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var p = new Element("p")
            .With("id", Id)
            .Class("govuk-error-message", Classes)
            .With(Attributes);
        return VisuallyHiddenText.Length == 0
            ? p.Add(Content)
            : p.Add(
                    new Element("span").Class("govuk-visually-hidden").Add(VisuallyHiddenText + ":")
                )
                .Add(" ")
                .Add(Content);
    }
}

/// <summary>A group of answers to one question.</summary>
public sealed record Fieldset : Component
{
    /// <summary>The question.</summary>
    public IHtmlContent? Legend { get; init; }

    /// <summary>Size of the legend: <c>govuk-fieldset__legend--m</c> and so on.</summary>
    public string? LegendClasses { get; init; }

    /// <summary>The question is the heading of the page.</summary>
    public bool IsPageHeading { get; init; }

    /// <summary>Ids of hint and error.</summary>
    public string? DescribedBy { get; init; }

    /// <summary>ARIA role; "group" for several text inputs.</summary>
    public string? Role { get; init; }

    /// <summary>The answers.</summary>
    public IHtmlContent? Content { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var fieldset = Open("fieldset", "govuk-fieldset")
            .With("role", Role)
            .With("aria-describedby", DescribedBy)
            .With(Attributes);
        if (Legend is not null)
        {
            var legend = new Element("legend").Class("govuk-fieldset__legend", LegendClasses);
            fieldset.Add(
                IsPageHeading
                    ? legend.Add(new Element("h1").Class("govuk-fieldset__heading").Add(Legend))
                    : legend.Add(Legend)
            );
        }
        return fieldset.Add(Content);
    }
}

/// <summary>What every question has: a name, hint and error, and the group around them.</summary>
public abstract record Question : Component
{
    /// <summary>Name of the field in the form.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the control; the name where none is given.</summary>
    public string? Id { get; init; }

    /// <summary>Help below the label.</summary>
    public Hint? Hint { get; init; }

    /// <summary>What is wrong with the answer, if anything.</summary>
    public ErrorMessage? Error { get; init; }

    /// <summary>Class names of the group.</summary>
    public string? GroupClasses { get; init; }

    /// <summary>Id of something else that describes the control.</summary>
    public string? DescribedBy { get; init; }

    /// <summary>Id in use.</summary>
    protected string ControlId => Id ?? Name;

    /// <summary>Ids of what describes the control, or null.</summary>
    protected string? Describing =>
        string.Join(
            ' ',
            new[]
            {
                DescribedBy,
                Hint is null ? null : ControlId + "-hint",
                Error is null ? null : ControlId + "-error",
            }.Where(id => !string.IsNullOrEmpty(id))
        )
            is { Length: > 0 } ids
            ? ids
            : null;

    /// <summary>Hint and error, in the order they are read.</summary>
    protected IEnumerable<IHtmlContent> Explanations()
    {
        if (Hint is not null)
        {
            yield return Hint with
            {
                Id = ControlId + "-hint",
            };
        }
        if (Error is not null)
        {
            yield return Error with
            {
                Id = ControlId + "-error",
            };
        }
    }

    /// <summary>The group around label, hint, error and control.</summary>
    protected Element Group() =>
        new Element("div").Class(
            "govuk-form-group",
            Error is null ? null : "govuk-form-group--error",
            GroupClasses
        );
}
