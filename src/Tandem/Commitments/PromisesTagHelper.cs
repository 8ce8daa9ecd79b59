using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.EntityFrameworkCore;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>What was promised about a record, as part of its page.</summary>
/// <param name="About">The record as kind and id.</param>
/// <param name="MayPromise">Whether the reader may promise something about it.</param>
public sealed record PromisesPart(
    IReadOnlyList<Commitment> Promises,
    string About,
    bool MayPromise,
    DateOnly Today
);

/// <summary>What was promised about a record, on its own page: <c>&lt;t-promises record="Contract" id="@id" /&gt;</c>. Nothing where nothing was, unless the reader may promise.</summary>
[HtmlTargetElement("t-promises", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PromisesTagHelper(IHtmlHelper html, Db db, Actor actor, Subjects subjects)
    : TagHelper
{
    private const int Most = 50;

    /// <summary>Kind of the record, as the timeline names it.</summary>
    public string Record { get; set; } = "";

    /// <summary>The record's id, as the timeline holds it.</summary>
    public string Id { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var stopped = ViewContext.HttpContext.RequestAborted;
        var subject = await subjects.FindAsync(Record, Id, actor, stopped);
        var promises = await db.Set<Commitment>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(c => c.SubjectKind == Record && c.SubjectId == Id && c.TakenDownAt == null)
            .OrderBy(c => c.Due)
            .ThenBy(c => c.Number)
            .Take(Most)
            .ToListAsync(stopped);
        var mayPromise =
            subject?.Organisation is { } keeper
            && CommitmentPermissions.MayPromise(actor, keeper).Allowed;
        if (promises.Count == 0 && !mayPromise)
        {
            output.SuppressOutput();
            return;
        }
        ((IViewContextAware)html).Contextualize(ViewContext);
        output.Content.SetHtmlContent(
            await html.PartialAsync(
                "/Commitments/Pages/_Promises.cshtml",
                new PromisesPart(promises, $"{Record}:{Id}", mayPromise, db.Today())
            )
        );
    }
}
