using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>Facts, each with its name.</summary>
public sealed record SummaryList : Component
{
    /// <summary>What can be done about one fact.</summary>
    /// <param name="Text">A verb: "Change".</param>
    /// <param name="Href">Address.</param>
    /// <param name="VisuallyHiddenText">What it changes, for those who hear the link alone.</param>
    public sealed record Action(string Text, string Href, string? VisuallyHiddenText = null);

    /// <summary>One fact.</summary>
    /// <param name="Key">Its name.</param>
    /// <param name="Value">What it is.</param>
    /// <param name="Actions">What can be done about it.</param>
    /// <param name="Classes">Class names of the row.</param>
    public sealed record Row(
        IHtmlContent? Key,
        IHtmlContent? Value,
        IReadOnlyList<Action>? Actions = null,
        string? Classes = null
    );

    /// <summary>The facts.</summary>
    public required IReadOnlyList<Row> Rows { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var some = Rows.Any(r => r.Actions is { Count: > 0 });
        return Open("dl", "govuk-summary-list")
            .With(Attributes)
            .Add(Rows.Select(r => Fact(r, some)));
    }

    private static Element Fact(Row row, bool someHaveActions) =>
        new Element("div")
            .Class(
                "govuk-summary-list__row",
                someHaveActions && row.Actions is null
                    ? "govuk-summary-list__row--no-actions"
                    : null,
                row.Classes
            )
            .Add(
                new Element("dt").Class("govuk-summary-list__key").Add(row.Key),
                new Element("dd").Class("govuk-summary-list__value").Add(row.Value),
                row.Actions is { Count: > 0 } actions
                    ? new Element("dd").Class("govuk-summary-list__actions").Add(All(actions))
                    : null
            );

    private static Element All(IReadOnlyList<Action> actions) =>
        actions.Count == 1
            ? Link(actions[0])
            : new Element("ul")
                .Class("govuk-summary-list__actions-list")
                .Add(
                    actions.Select(a =>
                        new Element("li")
                            .Class("govuk-summary-list__actions-list-item")
                            .Add(Link(a))
                    )
                );

    private static Element Link(Action action) =>
        new Element("a")
            .Class("govuk-link")
            .With("href", action.Href)
            .Add(action.Text)
            .Add(
                action.VisuallyHiddenText is null
                    ? null
                    : new Element("span")
                        .Class("govuk-visually-hidden")
                        .Add(" " + action.VisuallyHiddenText)
            );
}
