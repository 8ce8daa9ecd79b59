using System.Text.Json;
using Microsoft.AspNetCore.Html;
using Tandem.Web.Components;

namespace Tandem.Tests.Web;

/// <summary>The options of one fixture.</summary>
internal readonly struct Options(JsonElement? value)
{
    public bool Exists =>
        value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };

    public Options this[string name] =>
        value is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var v)
            ? new(v)
            : new(null);

    public string? Text =>
        value switch
        {
            { ValueKind: JsonValueKind.String } v => v.GetString() is { Length: > 0 } s ? s : null,
            { ValueKind: JsonValueKind.Number or JsonValueKind.False } v => v.GetRawText(),
            _ => null,
        };

    public bool Flag => value is { ValueKind: JsonValueKind.True };

    public bool? Maybe =>
        value switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => null,
        };

    public IReadOnlyList<Options> Items =>
        value is { ValueKind: JsonValueKind.Array } v
            ?
            [
                .. v.EnumerateArray()
                    .Where(i =>
                        i.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                        || (i.ValueKind == JsonValueKind.String && i.GetString() != "")
                    )
                    .Select(i => new Options(i)),
            ]
            : [];

    public IHtmlContent? Content =>
        this["html"].Text is { } html
            ? new HtmlString(html)
            : Tandem.Web.Components.Content.Text(this["text"].Text);

    public IReadOnlyDictionary<string, string?>? Attributes =>
        value is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty("attributes", out var a)
            ? a.EnumerateObject().ToDictionary(p => p.Name, p => (string?)p.Value.ToString())
            : null;

    public string? Classes => this["classes"].Text;
}

/// <summary>Makes our component from the options of a fixture; null where we do not offer such a one.</summary>
internal static class FromOptions
{
    public static IHtmlContent? Make(string component, Options o)
    {
        Component? made = component switch
        {
            "button" => new Button
            {
                Content = o.Content,
                Href = o["href"].Text,
                Type = o["type"].Text ?? "submit",
                Name = o["name"].Text,
                Value = o["value"].Text,
                Id = o["id"].Text,
                Disabled = o["disabled"].Flag,
                PreventDoubleClick = o["preventDoubleClick"].Maybe,
            },
            "input" => Ask(
                o,
                new TextInput
                {
                    Name = "",
                    Label = LabelOf(o["label"]),
                    Value = o["value"].Text,
                    Type = o["type"].Text ?? "text",
                    InputMode = o["inputmode"].Text,
                    Autocomplete = o["autocomplete"].Text,
                    Autocapitalize = o["autocapitalize"].Text,
                    Pattern = o["pattern"].Text,
                    Spellcheck = o["spellcheck"].Maybe,
                    Disabled = o["disabled"].Flag,
                    Prefix = o["prefix"]["text"].Text,
                    Suffix = o["suffix"]["text"].Text,
                }
            ),
            "textarea" => Ask(
                o,
                new TextArea
                {
                    Name = "",
                    Label = LabelOf(o["label"]),
                    Value = o["value"].Text,
                    Rows = int.Parse(o["rows"].Text ?? "5"),
                    Autocomplete = o["autocomplete"].Text,
                    Spellcheck = o["spellcheck"].Maybe,
                }
            ),
            "select" => Ask(
                o,
                new Select
                {
                    Name = "",
                    Label = LabelOf(o["label"]),
                    Value = o["value"].Text,
                    Items = Choices(o),
                }
            ),
            "file-upload" => Ask(
                o,
                new FileUpload
                {
                    Name = "",
                    Label = LabelOf(o["label"]),
                    Multiple = o["multiple"].Flag,
                    Disabled = o["disabled"].Flag,
                }
            ),
            "radios" => Ask(
                o,
                new Radios
                {
                    Name = "",
                    Items = Choices(o),
                    Fieldset = FieldsetOf(o["fieldset"]),
                    Value = o["value"].Text,
                }
            ),
            "checkboxes" => Ask(
                o,
                new Checkboxes
                {
                    Name = "",
                    Items = Choices(o),
                    Fieldset = FieldsetOf(o["fieldset"]),
                    Values = [.. o["values"].Items.Select(v => v.Text!)],
                }
            ),
            "date-input" => Ask(
                o,
                new DateInput
                {
                    Name = "",
                    Fieldset = FieldsetOf(o["fieldset"]),
                    Parts =
                    [
                        new("day", "Day", null, 2),
                        new("month", "Month", null, 2),
                        new("year", "Year", null, 4),
                    ],
                }
            ),
            "error-message" => new ErrorMessage
            {
                Content = o.Content,
                Id = o["id"].Text,
                VisuallyHiddenText = o["visuallyHiddenText"].Exists
                    ? o["visuallyHiddenText"].Text ?? ""
                    : "Error",
            },
            "error-summary" => new ErrorSummary
            {
                Title = o["titleText"].Text ?? "",
                Description = o["descriptionText"].Text,
                Errors =
                [
                    .. o["errorList"]
                        .Items.Select(e => new ErrorSummary.Line(e["text"].Text!, e["href"].Text)),
                ],
            },
            "fieldset" => (FieldsetOf(o) ?? new Fieldset()) with
            {
                Role = o["role"].Text,
                Content = o["html"].Text is { } h ? new HtmlString(h) : null,
            },
            "hint" => new Hint { Content = o.Content, Id = o["id"].Text },
            "label" => LabelOf(o) with { For = o["for"].Text },
            "summary-list" => new SummaryList { Rows = [.. o["rows"].Items.Select(Fact)] },
            "table" => new Table
            {
                Caption = o["caption"].Text,
                CaptionClasses = o["captionClasses"].Text,
                FirstCellIsHeader = o["firstCellIsHeader"].Flag,
                Head = o["head"].Exists ? [.. o["head"].Items.Select(Cell)] : null,
                Rows =
                [
                    .. o["rows"]
                        .Items.Select(r => (IReadOnlyList<Table.Cell>)[.. r.Items.Select(Cell)]),
                ],
            },
            "tag" => new Tag { Content = o.Content },
            "pagination" => new Pagination
            {
                Items =
                [
                    .. o["items"]
                        .Items.Select(i =>
                            i["ellipsis"].Flag
                                ? new Pagination.Item(null, null)
                                : new(i["number"].Text, i["href"].Text, i["current"].Flag)
                        ),
                ],
                Previous = o["previous"]["href"].Text,
                Next = o["next"]["href"].Text,
                LandmarkLabel = o["landmarkLabel"].Text ?? "Pagination",
            },
            "breadcrumbs" => new Breadcrumbs
            {
                Items =
                [
                    .. o["items"].Items.Select(i => new PageLink(i["text"].Text!, i["href"].Text)),
                ],
                CollapseOnMobile = o["collapseOnMobile"].Flag,
                LabelText = o["labelText"].Text ?? "Breadcrumb",
            },
            "back-link" => new BackLink { Href = o["href"].Text ?? "#", Content = o.Content },
            "details" => new Details
            {
                Summary = o["summaryHtml"].Text is { } s
                    ? new HtmlString(s)
                    : Content.Text(o["summaryText"].Text)!,
                Content = o.Content,
                Id = o["id"].Text,
                IsOpen = o["open"].Flag,
            },
            "inset-text" => new InsetText { Content = o.Content, Id = o["id"].Text },
            "notification-banner" => new NotificationBanner
            {
                IsSuccess = o["type"].Text == "success",
                Title = o["titleText"].Text,
                TitleId = o["titleId"].Text ?? "govuk-notification-banner-title",
                Role = o["role"].Text,
                Text = o["text"].Text,
                Content = o["html"].Text is { } html ? new HtmlString(html) : null,
            },
            "warning-text" => new WarningText
            {
                Content = o.Content,
                IconFallbackText = o["iconFallbackText"].Text ?? "Warning",
            },
            "panel" => o.Classes?.Contains("interruption") == true
                ? null
                : new Panel
                {
                    Title = o["titleText"].Text ?? "",
                    HeadingLevel = int.Parse(o["headingLevel"].Text ?? "1"),
                    Content = o.Content,
                },
            "phase-banner" => new PhaseBanner
            {
                Tag = o["tag"]["text"].Text ?? "",
                Content = o.Content,
            },
            "skip-link" => new SkipLink
            {
                Href = o["href"].Text ?? "#content",
                Content = o.Content,
            },
            "service-navigation" => new ServiceNavigation
            {
                Items =
                [
                    .. o["navigation"]
                        .Items.Select(i => new ServiceNavigation.Item(
                            i["text"].Text!,
                            i["href"].Text,
                            i["current"].Flag,
                            i["active"].Flag
                        )),
                ],
                MenuButtonText = o["menuButtonText"].Text ?? "Menu",
                NavigationLabel = o["navigationLabel"].Text,
                NavigationId = o["navigationId"].Text ?? "navigation",
            },
            _ => throw new ArgumentOutOfRangeException(
                nameof(component),
                component,
                "No such component."
            ),
        };
        return made is null
            ? null
            : made with
            {
                Classes = made.Classes ?? o.Classes,
                Attributes = o.Attributes,
            };
    }

    private static Question Ask(Options o, Question question) =>
        question with
        {
            Name = o["name"].Text ?? "",
            Id = o["id"].Text ?? o["idPrefix"].Text,
            DescribedBy = o["describedBy"].Text ?? o["fieldset"]["describedBy"].Text,
            GroupClasses = o["formGroup"]["classes"].Text,
            Hint = o["hint"].Exists
                ? new Hint { Content = o["hint"].Content, Classes = o["hint"].Classes }
                : null,
            Error = o["errorMessage"].Exists
                ? new ErrorMessage
                {
                    Content = o["errorMessage"].Content,
                    Classes = o["errorMessage"].Classes,
                }
                : null,
        };

    private static Label LabelOf(Options o) =>
        new()
        {
            Content = o.Content,
            Classes = o.Classes,
            IsPageHeading = o["isPageHeading"].Flag,
        };

    private static Fieldset? FieldsetOf(Options o) =>
        o.Exists
            ? new Fieldset
            {
                Legend = o["legend"].Content,
                LegendClasses = o["legend"].Classes,
                IsPageHeading = o["legend"]["isPageHeading"].Flag,
                DescribedBy = o["describedBy"].Text,
                Classes = o.Classes,
            }
            : null;

    private static IReadOnlyList<Choice> Choices(Options o) =>
        [
            .. o["items"]
                .Items.Select(i =>
                    i["divider"].Text is { } divider
                        ? new Choice(null, divider) { IsDivider = true }
                        : new Choice(
                            i["value"].Exists ? i["value"].Text ?? "" : null,
                            i["text"].Text ?? "",
                            i["hint"]["text"].Text,
                            i["disabled"].Flag
                        )
                ),
        ];

    private static SummaryList.Row Fact(Options row) =>
        new(
            row["key"].Content,
            row["value"].Content,
            row["actions"]["items"].Exists
                ?
                [
                    .. row["actions"]
                        ["items"]
                        .Items.Select(a => new SummaryList.Action(
                            a["text"].Text!,
                            a["href"].Text!,
                            a["visuallyHiddenText"].Text
                        )),
                ]
                : null,
            row.Classes
        );

    private static Table.Cell Cell(Options cell) =>
        new(cell.Content, cell["format"].Text == "numeric", cell.Classes);
}
