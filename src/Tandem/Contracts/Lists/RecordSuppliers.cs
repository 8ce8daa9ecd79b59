using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Contracts.Lists;

/// <summary>A supplier of a contract, as it is now: where a person found two to be the same, the one they were joined into.</summary>
public sealed record RecordSupplier(
    Id<Contract> ContractId,
    Id<Supplier> Id,
    string Name,
    string? CompanyNumber
);

/// <summary>Reads the suppliers of contracts.</summary>
public static class RecordSuppliers
{
    /// <summary>Those of the given parts, in the order of their names.</summary>
    public static IQueryable<RecordSupplier> Of(Db db, IQueryable<ContractSupplier> parts) =>
        from part in parts
        join supplier in db.Set<Supplier>() on part.SupplierId equals supplier.Id
        join joined in db.Set<Supplier>()
            on supplier.MergedIntoId equals (Id<Supplier>?)joined.Id
            into joins
        from one in joins.DefaultIfEmpty()
        orderby supplier.Name
        select new RecordSupplier(
            part.ContractId,
            one == null ? supplier.Id : one.Id,
            one == null ? supplier.Name : one.Name,
            one == null ? supplier.CompanyNumber : one.CompanyNumber
        );
}
