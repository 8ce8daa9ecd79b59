using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Web.Charts;

namespace Tandem.Web.TagHelpers;

/// <summary>
/// Who is bound until when: <c>&lt;t-timeline caption="…" rows="@rows" today="@today" window-from="@f" window-to="@t" /&gt;</c>. A table written inside is the one
/// shown below it; else one is made from the rows.
/// </summary>
[HtmlTargetElement("t-timeline")]
public sealed class TimelineTagHelper : ComponentTagHelper
{
    /// <summary>What it shows.</summary>
    public string Caption { get; set; } = "";

    /// <summary>The bars.</summary>
    public IReadOnlyList<TimelineRow> Rows { get; set; } = [];

    /// <summary>Drawn as a line.</summary>
    public DateOnly Today { get; set; }

    /// <summary>What a bar means, for the legend.</summary>
    public string BarText { get; set; } = "In force";

    /// <summary>First day of the window in common.</summary>
    public DateOnly? WindowFrom { get; set; }

    /// <summary>Last day of the window in common.</summary>
    public DateOnly? WindowTo { get; set; }

    /// <summary>Start of every id inside; needed where a page has two.</summary>
    public string Id { get; set; } = "timeline";

    /// <inheritdoc/>
    protected override IHtmlContent? Build(IHtmlContent? content) =>
        Rows.Count == 0
            ? null
            : new TimelineChart
            {
                Caption = Caption,
                Rows = Rows,
                Today = Today,
                BarText = BarText,
                WindowFrom = WindowFrom,
                WindowTo = WindowTo,
                Table = content,
                Id = Id,
                Classes = Classes,
            };
}

/// <summary>Who is where: <c>&lt;t-map caption="…" points="@points" context="@places" /&gt;</c>; a table written inside replaces the one it makes.</summary>
[HtmlTargetElement("t-map")]
public sealed class MapTagHelper : ComponentTagHelper
{
    /// <summary>What it shows.</summary>
    public string Caption { get; set; } = "";

    /// <summary>The points, numbered from 1 in this order.</summary>
    public IReadOnlyList<MapPoint> Points { get; set; } = [];

    /// <summary>Other places, drawn faintly.</summary>
    public IReadOnlyList<Place> Context { get; set; } = [];

    /// <summary>Start of every id inside; needed where a page has two.</summary>
    public string Id { get; set; } = "map";

    /// <inheritdoc/>
    protected override IHtmlContent? Build(IHtmlContent? content) =>
        new PlaceMap
        {
            Caption = Caption,
            Points = Points,
            Context = Context,
            Table = content,
            Id = Id,
            Classes = Classes,
        };
}

/// <summary>Amounts compared: <c>&lt;t-bars caption="Contracts by category" bars="@bars" /&gt;</c>.</summary>
[HtmlTargetElement("t-bars")]
public sealed class BarsTagHelper : ComponentTagHelper
{
    /// <summary>What is compared.</summary>
    public string Caption { get; set; } = "";

    /// <summary>The bars.</summary>
    public IReadOnlyList<Bar> Bars { get; set; } = [];

    /// <summary>Heading of the first column.</summary>
    public string LabelHeading { get; set; } = "What";

    /// <summary>Heading of the last column.</summary>
    public string ValueHeading { get; set; } = "How much";

    /// <summary>Length of a full bar.</summary>
    public double? Full { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new BarList
        {
            Caption = Caption,
            Bars = Bars,
            LabelHeading = LabelHeading,
            ValueHeading = ValueHeading,
            Full = Full,
            Classes = Classes,
        };
}

/// <summary>How sure we are: <c>&lt;t-strength value="0.82" text="Strong" /&gt;</c>.</summary>
[HtmlTargetElement("t-strength")]
public sealed class StrengthTagHelper : ComponentTagHelper
{
    /// <summary>From 0 to 1.</summary>
    public double Value { get; set; }

    /// <summary>The word for it.</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Strength
        {
            Value = Value,
            Text = Text,
            Classes = Classes,
        };
}
