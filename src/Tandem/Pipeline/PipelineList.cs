using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Pipeline;

/// <summary>The list of pipeline items.</summary>
public sealed class PipelineList(
    PipelineIndex index,
    PipelineRows rows,
    FilterWords words,
    Actor actor,
    TimeProvider clock
) : RecordList<PipelineRow>(Shape, index, words, actor, clock)
{
    public static readonly ListShape Shape = new(
        "/pipeline",
        "pipeline item",
        [
            new("cpv", "What is bought (CPV)", 0),
            new("organisation", "Organisation", 8),
            new("partnership", "Partnership", 6),
            new("place", "Place", 8),
            new("kind", "Kind", 4),
            new("confidence", "How sure", 3),
            new("phase", "Phase", 6),
            new("willingness", "Working with others", 6),
            new("state", "Where it is", 4, Usual: "current"),
        ],
        [
            new("publish", "Tender published", "publish", BoundKind.Day, Ahead: true),
            new("starts", "Contract starts", "start", BoundKind.Day, Ahead: true),
            new("replaces", "Replaced contract ends", "replaces", BoundKind.Day, Ahead: true),
            new("value", "Value", "value", BoundKind.Money),
        ],
        [
            new("best", "Best match", null, false),
            new("publish", "Published first", "publish", false),
            new("starts", "Starts first", "start", false),
            new("replaces", "Replaced contract ends first", "replaces", false),
            new("changed", "Changed last", "changed", true),
            new("value", "Highest value", "value", true),
            new("review", "Longest not reviewed", "review", false),
        ]
    )
    {
        Past = [new("stale", "Freshness", "Only what is stale", "review")],
        Begin = new PageLink("Put something on the pipeline", "/pipeline/new"),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<(string Heading, Func<PipelineRow, string?> Cell)> Columns =>
        PipelineRows.Columns;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<PipelineRow>> ByIdAsync(IReadOnlyList<Guid> ids) =>
        rows.ByIdAsync(ids);
}
