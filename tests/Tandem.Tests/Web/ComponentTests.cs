using Tandem.Web.Components;

namespace Tandem.Tests.Web;

/// <summary>Holds our markup to the fixtures of govuk-frontend, for the options that we offer.</summary>
public sealed class ComponentTests
{
    private static readonly string[] Common = ["attributes", "classes"];

    private static readonly string[] Question =
    [
        .. Common,
        "name",
        "id",
        "idPrefix",
        "describedBy",
        "hint.text",
        "hint.html",
        "hint.classes",
        "errorMessage.text",
        "errorMessage.html",
        "errorMessage.classes",
        "formGroup.classes",
        "label.text",
        "label.html",
        "label.classes",
        "label.isPageHeading",
        "fieldset.legend.text",
        "fieldset.legend.html",
        "fieldset.legend.classes",
        "fieldset.legend.isPageHeading",
        "fieldset.classes",
        "fieldset.describedBy",
    ];

    /// <summary>Component, least number of examples that must be compared, options beyond the common ones.</summary>
    public static TheoryData<string, int, string[]> Components =>
        new()
        {
            {
                "button",
                20,
                [
                    "text",
                    "html",
                    "href",
                    "type",
                    "name",
                    "value",
                    "id",
                    "disabled",
                    "preventDoubleClick",
                ]
            },
            {
                "input",
                25,
                [
                    .. Question,
                    "value",
                    "type",
                    "inputmode",
                    "autocomplete",
                    "autocapitalize",
                    "pattern",
                    "spellcheck",
                    "disabled",
                    "prefix.text",
                    "suffix.text",
                ]
            },
            { "textarea", 12, [.. Question, "value", "rows", "autocomplete", "spellcheck"] },
            { "select", 9, [.. Question, "value", "items.text", "items.value", "items.disabled"] },
            { "file-upload", 9, [.. Question, "multiple", "disabled"] },
            {
                "radios",
                15,
                [
                    .. Question,
                    "value",
                    "items.text",
                    "items.value",
                    "items.disabled",
                    "items.hint.text",
                    "items.divider",
                ]
            },
            {
                "checkboxes",
                15,
                [
                    .. Question,
                    "values",
                    "items.text",
                    "items.value",
                    "items.disabled",
                    "items.hint.text",
                    "items.divider",
                ]
            },
            { "date-input", 5, [.. Question] },
            { "error-message", 5, ["text", "html", "id", "visuallyHiddenText"] },
            {
                "error-summary",
                6,
                ["titleText", "descriptionText", "errorList.text", "errorList.href"]
            },
            {
                "fieldset",
                8,
                [
                    "legend.text",
                    "legend.html",
                    "legend.classes",
                    "legend.isPageHeading",
                    "describedBy",
                    "role",
                    "html",
                ]
            },
            { "hint", 5, ["text", "html", "id"] },
            { "label", 8, ["text", "html", "for", "isPageHeading"] },
            {
                "summary-list",
                10,
                [
                    "rows",
                    "rows.key.text",
                    "rows.key.html",
                    "rows.value.text",
                    "rows.value.html",
                    "rows.classes",
                    "rows.actions.items",
                    "rows.actions.items.text",
                    "rows.actions.items.href",
                    "rows.actions.items.visuallyHiddenText",
                ]
            },
            {
                "table",
                7,
                [
                    "caption",
                    "captionClasses",
                    "firstCellIsHeader",
                    "head.text",
                    "head.html",
                    "head.format",
                    "head.classes",
                    "rows.text",
                    "rows.html",
                    "rows.format",
                    "rows.classes",
                ]
            },
            { "tag", 5, ["text", "html"] },
            {
                "pagination",
                5,
                [
                    "items.number",
                    "items.href",
                    "items.current",
                    "items.ellipsis",
                    "previous.href",
                    "next.href",
                    "landmarkLabel",
                ]
            },
            { "breadcrumbs", 5, ["items.text", "items.href", "collapseOnMobile", "labelText"] },
            { "back-link", 4, ["text", "html", "href"] },
            { "details", 5, ["summaryText", "summaryHtml", "text", "html", "id", "open"] },
            { "inset-text", 4, ["text", "html", "id"] },
            { "notification-banner", 8, ["text", "html", "type", "titleText", "titleId", "role"] },
            { "warning-text", 4, ["text", "html", "iconFallbackText"] },
            { "panel", 5, ["titleText", "headingLevel", "text", "html"] },
            { "phase-banner", 3, ["tag.text", "text", "html"] },
            { "skip-link", 4, ["text", "html", "href"] },
            {
                "service-navigation",
                8,
                [
                    "navigation.text",
                    "navigation.href",
                    "navigation.current",
                    "navigation.active",
                    "menuButtonText",
                    "navigationLabel",
                    "navigationId",
                ]
            },
        };

    [FixturesTheory, MemberData(nameof(Components))]
    public void Markup_is_that_of_the_design_system(string component, int least, string[] supported)
    {
        var examples = Fixtures.Of(component, [.. Common, .. supported]);
        var differing = new List<string>();
        var compared = 0;
        foreach (var (name, options, html) in examples)
        {
            if (FromOptions.Make(component, new Options(options)) is not { } ours)
            {
                continue;
            }
            compared++;
            var (expected, actual) = (Fixtures.Normal(html), Fixtures.Normal(ours.Render()));
            if (expected != actual)
            {
                differing.Add($"--- {name}\n{options}\n{expected}\n--- ours\n{actual}");
            }
        }
        Assert.True(differing.Count == 0, string.Join("\n\n", differing));
        Assert.True(compared >= least, $"Only {compared} examples of {component} were compared.");
    }

    [Fact]
    public void Text_is_encoded_wherever_it_goes()
    {
        const string hostile = "\"><script>alert(1)</script>";
        var html = new TextInput
        {
            Name = hostile,
            Label = new Label { Content = Content.Text(hostile) },
            Hint = new Hint { Content = Content.Text(hostile) },
            Value = hostile,
        }.Render();
        Assert.DoesNotContain("<script", html);
    }

    [Fact]
    public void A_text_that_begins_with_a_new_line_keeps_it()
    {
        var html = new TextArea
        {
            Name = "note",
            Label = new Label { Content = Content.Text("Note") },
            Value = "\nsecond line",
        }.Render();
        var area = new AngleSharp.Html.Parser.HtmlParser()
            .ParseDocument(html)
            .QuerySelector("textarea");
        Assert.Equal("\nsecond line", area!.TextContent);
    }

    [Theory]
    [InlineData(1, 1, "1")]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(5, 9, "1 … 4 5 6 … 9")]
    [InlineData(4, 7, "1 2 3 4 5 6 7")]
    [InlineData(49, 49, "1 … 48 49")]
    public void Pagination_shows_the_ends_the_neighbours_and_gaps_of_more_than_one(
        int current,
        int pages,
        string shown
    )
    {
        var made = Pagination.For(current, pages, p => "?page=" + p);
        Assert.Equal(shown, string.Join(' ', made.Items.Select(i => i.Number ?? "…")));
    }
}
