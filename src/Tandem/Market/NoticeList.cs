using Tandem.Contracts.Lists;
using Tandem.Kernel;

namespace Tandem.Market;

/// <summary>The list of notices.</summary>
public sealed class NoticeList(
    NoticeIndex index,
    NoticeRows rows,
    FilterWords words,
    Actor actor,
    TimeProvider clock
) : RecordList<NoticeRow>(Shape, index, words, actor, clock)
{
    public static readonly ListShape Shape = new(
        "/notices",
        "notice",
        [
            new("cpv", "What is bought (CPV)", 0),
            new("buyer", "Buyer", 5),
            new("place", "Place", 8),
            new("supplier", "Supplier", 5),
            new("stage", "Stage", 4),
            new("status", "Status", 6),
            new("category", "Category", 3),
            new("sme", "Small firms", 1),
        ],
        [
            new("published", "Published", "published", BoundKind.DayOfInstant),
            new("deadline", "Deadline", "deadline", BoundKind.DayOfInstant),
            new("starts", "Contract starts", "start", BoundKind.Day, Ahead: true),
            new("ends", "Contract ends", "end", BoundKind.Day, Ahead: true),
            new("value", "Value in pounds", "value", BoundKind.Money),
        ],
        [
            new("best", "Best match", null, false),
            new("newest", "Newest", "published", true),
            new("oldest", "Oldest", "published", false),
            new("deadline", "Latest deadline", "deadline", true),
            new("ending", "Ends first", "end", false),
            new("value", "Highest value", "value", true),
            new("value-low", "Lowest value", "value", false),
        ]
    );

    /// <inheritdoc/>
    public override IReadOnlyList<(string Heading, Func<NoticeRow, string?> Cell)> Columns =>
        NoticeRows.Columns;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<NoticeRow>> ByIdAsync(IReadOnlyList<Guid> ids) =>
        rows.ByIdAsync(ids);
}
