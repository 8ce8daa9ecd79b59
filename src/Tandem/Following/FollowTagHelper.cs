using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Following;

/// <summary>
/// Lets whoever reads a page follow what it shows: <c>&lt;t-follow kind="Cpv" key="45" /&gt;</c>, <c>&lt;t-follow record="Contract" id="@id" /&gt;</c>, and without anything the search
/// that the page's own address is.
/// </summary>
[HtmlTargetElement("t-follow", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FollowTagHelper(Db db, Actor actor, Followables followables) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = default!;

    /// <summary>The sort of thing.</summary>
    public FollowKind Kind { get; set; } = FollowKind.Search;

    /// <summary>Which one; see <see cref="FollowKind"/>.</summary>
    public string? Key { get; set; }

    /// <summary>Kind of a record, in place of kind and key.</summary>
    public string? Record { get; set; }

    /// <summary>Id of the record.</summary>
    public string? Id { get; set; }

    /// <summary>Words of the button.</summary>
    public string Words { get; set; } = "Follow";

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var (kind, key) = Record is { } record
            ? (FollowKind.Record, Followable.KeyOf(record, Id ?? ""))
            : (Kind, Key ?? Here());
        var stopped = ViewContext.HttpContext.RequestAborted;
        if (await followables.FindAsync(kind, key, actor, stopped) is not { } what)
        {
            return;
        }
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.SetHtmlContent(await DrawAsync(what, stopped));
    }

    private string Here()
    {
        var request = ViewContext.HttpContext.Request;
        return $"{request.Path}{request.QueryString}";
    }

    private async Task<IHtmlContent> DrawAsync(Followable what, CancellationToken stopped)
    {
        var isOn = await IsFollowedAsync(what, stopped);
        var box = new Element("div").Class("td-follow");
        box.Add(
            new Element("a")
                .Class(isOn ? "govuk-link" : "govuk-button govuk-button--secondary")
                .With(
                    "href",
                    isOn
                        ? "/following"
                        : QueryHelpers.AddQueryString(
                            "/follow",
                            new Dictionary<string, string?>
                            {
                                ["kind"] = what.Kind.ToString(),
                                ["key"] = what.Key,
                            }
                        )
                )
                .Add(isOn ? "You follow this" : Words)
        );
        // A feed without a secret tells what everybody may see: of a record that is not public there is none.
        if (
            what.Kind != FollowKind.Record
            || await followables.FindAsync(what.Kind, what.Key, Actor.Visitor, stopped) is not null
        )
        {
            ViewContext.HttpContext.Items[PageKeys.Feed] = FeedAddress.Of(what, "atom");
            box.Add(
                new Element("span")
                    .Class("td-follow__feeds")
                    .Add(Link(FeedAddress.Of(what, "atom"), "Feed"))
                    .Add(Link(FeedAddress.Of(what, "ics"), "Calendar"))
            );
        }
        return box;
    }

    private async Task<bool> IsFollowedAsync(Followable what, CancellationToken stopped) =>
        actor.IsSignedIn
        && actor.Person() is var person
        && await db.Set<Follow>()
            .AnyAsync(
                f =>
                    f.PersonId == person
                    && f.Kind == what.Kind
                    && f.Key == what.Key
                    && f.EndedAt == null,
                stopped
            );

    private static Element Link(string address, string words) =>
        new Element("a").Class("govuk-link").With("href", address).Add(words);
}
