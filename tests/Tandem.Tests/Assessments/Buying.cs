using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Assessments;

/// <summary>Contracts of Leeds that run, one with each of these suppliers.</summary>
internal static class Buying
{
    public static Task FromAsync(
        TestApp app,
        params (string Key, string Name, string? CompanyNumber)[] suppliers
    ) =>
        app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<Db>();
            var now = db.Now();
            var buyer = new Buyer
            {
                Id = Id<Buyer>.New(now),
                Name = "Leeds City Council",
                AuthorityCode = "LDS",
                CreatedAt = now,
            };
            db.Add(buyer);
            for (var i = 0; i < suppliers.Length; i++)
            {
                var number = 9001 + i;
                var supplier = new Supplier
                {
                    Id = Id<Supplier>.New(now),
                    Key = suppliers[i].Key,
                    Name = suppliers[i].Name,
                    CompanyNumber = suppliers[i].CompanyNumber,
                    CreatedAt = now,
                };
                var contract = new Contract
                {
                    Id = Id<Contract>.New(now),
                    Number = number,
                    SourceKey = $"test:{number}",
                    BuyerId = buyer.Id,
                    AuthorityCode = "LDS",
                    Title = $"Works {number}",
                    EndDate = new(2029, 3, 31),
                    Visibility = Visibility.Public,
                    CreatedAt = now,
                    ChangedAt = now,
                };
                db.AddRange(supplier, contract);
                db.Add(
                    new ContractSupplier
                    {
                        ContractId = contract.Id,
                        SupplierId = supplier.Id,
                        NameAsPublished = supplier.Name,
                    }
                );
            }
            await db.SaveChangesAsync();
        });
}
