using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Calls;

/// <summary>The list of published calls.</summary>
public sealed class CallList(
    CallIndex index,
    CallRows rows,
    FilterWords words,
    Actor actor,
    TimeProvider clock
) : RecordList<CallRow>(Shape, index, words, actor, clock)
{
    public static readonly ListShape Shape = new(
        "/calls",
        "call",
        [
            new("state", "How it stands", 7, Usual: CallIndex.Coming),
            new("kind", "Kind", 12),
            new("organisation", "Organisation", 8),
            new("partnership", "Partnership", 6),
            new("cpv", "What it is about (CPV)", 0),
            new("place", "Place", 8),
            new("money", "Money", 4),
        ],
        [
            new("closes", "Closes", "closes", BoundKind.Day, Ahead: true),
            new("published", "Published", "published", BoundKind.DayOfInstant),
            new("value", "Money in all", "value", BoundKind.Money),
        ],
        [
            new("best", "Best match", null, false),
            new("closes", "Closes first", "closes", false),
            new("published", "Published last", "published", true),
            new("changed", "Changed last", "changed", true),
            new("value", "Most money", "value", true),
        ]
    )
    {
        Begin = new PageLink("Make a call", "/calls/new"),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<(string Heading, Func<CallRow, string?> Cell)> Columns =>
        CallRows.Columns;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<CallRow>> ByIdAsync(IReadOnlyList<Guid> ids) =>
        rows.ByIdAsync(ids);
}
