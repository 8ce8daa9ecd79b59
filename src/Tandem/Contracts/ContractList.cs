using Tandem.Contracts.Lists;
using Tandem.Kernel;

namespace Tandem.Contracts;

/// <summary>The list of contracts.</summary>
public sealed class ContractList(
    ContractIndex index,
    ContractRows rows,
    FilterWords words,
    Actor actor,
    TimeProvider clock
) : RecordList<ContractRow>(Shape, index, words, actor, clock)
{
    public static readonly ListShape Shape = new(
        "/contracts",
        "contract",
        [
            new("cpv", "What is bought (CPV)", 0),
            new("buyer", "Buyer", 5),
            new("place", "Place", 8),
            new("supplier", "Supplier", 5),
            new("status", "Status", 6),
            new("source", "Where from", 2),
        ],
        [
            new("ends", "Contract ends", "end", BoundKind.Day, Ahead: true),
            new("starts", "Contract starts", "start", BoundKind.Day, Ahead: true),
            new("value", "Value in pounds", "value", BoundKind.Money),
        ],
        [
            new("best", "Best match", null, false),
            new("newest", "Newest start", "start", true),
            new("ending", "Ends first", "end", false),
            new("ends-last", "Ends last", "end", true),
            new("value", "Highest value", "value", true),
            new("value-low", "Lowest value", "value", false),
        ]
    );

    /// <inheritdoc/>
    public override IReadOnlyList<(string Heading, Func<ContractRow, string?> Cell)> Columns =>
        ContractRows.Columns;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<ContractRow>> ByIdAsync(IReadOnlyList<Guid> ids) =>
        rows.ByIdAsync(ids);
}
