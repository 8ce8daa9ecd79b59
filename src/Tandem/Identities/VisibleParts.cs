using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Identities;

/// <summary>A supplier's part in a contract that the reader may see; the head is the supplier that stands for it.</summary>
internal sealed class VisiblePart
{
    public required Id<Supplier> Head { get; init; }
    public required Id<Supplier> SupplierId { get; init; }
    public required Id<Contract> ContractId { get; init; }
    public required Id<Buyer> BuyerId { get; init; }
    public required string Name { get; init; }

    /// <summary>Pence; contracts in other currencies count as none.</summary>
    public required long Pence { get; init; }
}

/// <summary>What an actor may know of suppliers: those of contracts the actor may see.</summary>
internal static class VisibleParts
{
    public static IQueryable<VisiblePart> Of(Db db, Actor actor) =>
        from part in db.Set<ContractSupplier>()
        join contract in db.Set<Contract>().VisibleTo(actor) on part.ContractId equals contract.Id
        join supplier in db.Set<Supplier>() on part.SupplierId equals supplier.Id
        select new VisiblePart
        {
            Head = supplier.MergedIntoId ?? supplier.Id,
            SupplierId = supplier.Id,
            ContractId = contract.Id,
            BuyerId = contract.BuyerId,
            Name = part.NameAsPublished,
            Pence =
                contract.Currency == null || contract.Currency == "GBP"
                    ? contract.ValueMinor ?? 0
                    : 0,
        };
}
