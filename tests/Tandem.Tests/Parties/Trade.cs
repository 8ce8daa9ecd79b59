using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Parties;

/// <summary>Makes buyers, suppliers and contracts for tests, each with a name of its own.</summary>
internal static class Trade
{
    private static long number = 1000;

    public static Task<Supplier> SupplierAsync(
        TestApp app,
        string name,
        string? vat = null,
        string? company = null,
        Visibility visibility = Visibility.Public,
        Organisation? keeper = null
    ) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            var next = Interlocked.Increment(ref number);
            await using var transaction = await db.Database.BeginTransactionAsync();
            var change = await Sequence.TakeAsync(db, Sequence.Changes, 2);
            var supplier = new Supplier
            {
                Id = Id<Supplier>.New(now),
                Key = company is null ? $"name:{next}:{name}" : $"GB-COH:{company}",
                Name = name,
                VatNumber = vat,
                CompanyNumber = company,
                Locality = "Preston",
                CreatedAt = now,
            };
            var buyer = new Buyer
            {
                Id = Id<Buyer>.New(now),
                Name = $"Buyer {next}",
                CreatedAt = now,
            };
            var notice = new Notice
            {
                Id = Id<Notice>.New(now),
                Number = next,
                Ocid = $"ocds-test-{next}",
                Title = $"Notice {next}",
                BuyerId = buyer.Id,
                CreatedAt = now,
                ChangedAt = now,
                ChangeSeq = change,
            };
            var contract = new Contract
            {
                Id = Id<Contract>.New(now),
                Number = next,
                SourceKey = $"test:{next}",
                OrganisationId = keeper?.Id,
                BuyerId = buyer.Id,
                NoticeId = notice.Id.Value,
                Title = $"Works {next}",
                ValueMinor = 120_000_00,
                Currency = "GBP",
                Visibility = visibility,
                CreatedAt = now,
                ChangedAt = now,
                ChangeSeq = change + 1,
            };
            db.AddRange(
                supplier,
                buyer,
                notice,
                contract,
                new ContractSupplier
                {
                    ContractId = contract.Id,
                    SupplierId = supplier.Id,
                    NameAsPublished = name.ToUpperInvariant(),
                }
            );
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            await scope.GetRequiredService<IndexFollower>().CatchUpAsync();
            return supplier;
        });

    /// <summary>Acts as this person.</summary>
    public static Task<T> AsAsync<T>(TestApp app, Person person, Func<Db, Actor, Task<T>> act) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var (actor, _) = await Actors.OfAsync(db, person);
            return await act(db, actor);
        });
}
