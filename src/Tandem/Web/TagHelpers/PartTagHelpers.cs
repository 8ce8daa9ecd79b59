using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Web.Components;

namespace Tandem.Web.TagHelpers;

/// <summary>A button of the form around it, or with <c>href</c> a link that looks like one.</summary>
[HtmlTargetElement("t-button")]
public sealed class ButtonTagHelper : ComponentTagHelper
{
    /// <summary>Address; then it is a link.</summary>
    public string? Href { get; set; }

    /// <summary>submit, button or reset.</summary>
    public string Type { get; set; } = "submit";

    /// <summary>Name of the field sent.</summary>
    public string? Name { get; set; }

    /// <summary>Value of the field sent.</summary>
    public string? Value { get; set; }

    /// <summary>Not the main thing to do here.</summary>
    public bool Secondary { get; set; }

    /// <summary>Destroys something.</summary>
    public bool Warning { get; set; }

    /// <summary>Cannot be used.</summary>
    public bool Disabled { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Button
        {
            Content = content,
            Href = Href,
            Type = Type,
            Name = Name,
            Value = Value,
            Disabled = Disabled,
            PreventDoubleClick = Href is null && Type == "submit" ? true : null,
            Classes =
                $"{(Secondary ? "govuk-button--secondary" : Warning ? "govuk-button--warning" : "")} {Classes}".Trim(),
            Attributes = Passed,
        };
}

/// <summary>A state in a word: <c>&lt;t-tag colour="green"&gt;Active&lt;/t-tag&gt;</c>.</summary>
[HtmlTargetElement("t-tag")]
public sealed class TagTagHelper : ComponentTagHelper
{
    /// <summary>grey, green, teal, blue, purple, magenta, red, orange or yellow.</summary>
    public string? Colour { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Tag
        {
            Content = content,
            Classes = $"{(Colour is null ? "" : "govuk-tag--" + Colour)} {Classes}".Trim(),
            Attributes = Passed,
        };
}

/// <summary>Text set apart.</summary>
[HtmlTargetElement("t-inset")]
public sealed class InsetTagHelper : ComponentTagHelper
{
    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new InsetText
        {
            Content = content,
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>More for those who want it: <c>&lt;t-details summary="How we know"&gt;…&lt;/t-details&gt;</c>.</summary>
[HtmlTargetElement("t-details")]
public sealed class DetailsTagHelper : ComponentTagHelper
{
    /// <summary>What is inside.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Open from the start.</summary>
    public bool Open { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Details
        {
            Summary = new HtmlContentBuilder().Append(Summary),
            Content = content,
            IsOpen = Open,
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>Something that has consequences.</summary>
[HtmlTargetElement("t-warning")]
public sealed class WarningTagHelper : ComponentTagHelper
{
    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new WarningText
        {
            Content = content,
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>What has just happened, or what everyone here should know.</summary>
[HtmlTargetElement("t-banner")]
public sealed class BannerTagHelper : ComponentTagHelper
{
    /// <summary>Something went well.</summary>
    public bool Success { get; set; }

    /// <summary>Heading in place of the usual one.</summary>
    public string? Title { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new NotificationBanner
        {
            IsSuccess = Success,
            Title = Title,
            Content = new Element("div").Class("govuk-notification-banner__heading").Add(content),
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>The end of a journey: <c>&lt;t-panel title="Import finished"&gt;Reference IMP-12&lt;/t-panel&gt;</c>.</summary>
[HtmlTargetElement("t-panel")]
public sealed class PanelTagHelper : ComponentTagHelper
{
    /// <summary>What was done.</summary>
    public string Title { get; set; } = "";

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Panel
        {
            Title = Title,
            Content = content,
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>What kind of site this is, below the bar.</summary>
[HtmlTargetElement("t-phase")]
public sealed class PhaseTagHelper : ComponentTagHelper
{
    /// <summary>The word in the tag.</summary>
    public string Tag { get; set; } = "";

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new PhaseBanner
        {
            Tag = Tag,
            Content = content,
            Classes = Classes,
        };
}

/// <summary>One page back: <c>&lt;t-back href="/imports" /&gt;</c>, in the section "Before".</summary>
[HtmlTargetElement("t-back")]
public sealed class BackTagHelper : ComponentTagHelper
{
    /// <summary>Address.</summary>
    public string Href { get; set; } = "/";

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        // A link outside every landmark is missed by those who move from landmark to landmark.
        new Element("nav")
            .With("aria-label", "Back")
            .Add(
                new BackLink
                {
                    Href = Href,
                    Content = content,
                    Classes = Classes,
                    Attributes = Passed,
                }
            );
}

/// <summary>Where this page is: <c>&lt;t-crumbs items="@([new("Contracts", "/contracts")])" /&gt;</c>, in the section "Before".</summary>
[HtmlTargetElement("t-crumbs")]
public sealed class CrumbsTagHelper : ComponentTagHelper
{
    /// <summary>From the outside in; the home page is put before them.</summary>
    public PageLink[] Items { get; set; } = [];

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Breadcrumbs
        {
            Items = [new PageLink("Home", "/"), .. Items],
            CollapseOnMobile = true,
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>Past the menus to the content. In the layout only.</summary>
[HtmlTargetElement("t-skip-link", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SkipLinkTagHelper : ComponentTagHelper
{
    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new SkipLink { Content = new HtmlString("Skip to main content") };
}
