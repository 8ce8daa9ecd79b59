using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Market;

/// <summary>Puts notices and contracts into a test's database, and into the search.</summary>
/// <param name="after">References begin after this number: two tests on one database do not meet.</param>
internal sealed class Records(TestApp app, int after = 0)
{
    private static readonly DateTime Now = new(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc);
    private readonly Dictionary<string, Buyer> buyers = [];
    private readonly List<Supplier> suppliers = [];
    private readonly List<Notice> notices = [];
    private readonly List<Contract> contracts = [];
    private readonly List<ContractSupplier> parts = [];

    public Notice Notice(
        string title,
        string buyer = "Preston City Council",
        string? authority = "PRE",
        string cpv = "45000000",
        Stage stage = Stage.Tender,
        DateTime? published = null,
        long? pounds = null,
        string? description = null,
        DateOnly? ends = null,
        bool? sme = null,
        DateTime? deadline = null
    )
    {
        var notice = new Notice
        {
            Id = Id<Notice>.New(Now),
            Number = after + notices.Count + 1,
            Ocid = $"ocds-test-{after + notices.Count + 1}",
            Title = title,
            Description = description,
            BuyerId = BuyerOf(buyer, authority).Id,
            AuthorityCode = authority,
            Stage = stage,
            Status = "active",
            CpvCodes = cpv,
            CpvOrigin = CodeOrigin.Buyer,
            ValueMinor = pounds * 100,
            Currency = "GBP",
            PublishedAt = published ?? Now.AddDays(-notices.Count),
            DeadlineAt = deadline,
            EndDate = ends,
            SuitableForSme = sme,
            SourceUrl = "https://example.org/notice",
            ReleaseCount = 1,
            SourcePlace = $"notices.jsonl, line {notices.Count + 1}",
            CreatedAt = Now,
            ChangedAt = Now,
        };
        notices.Add(notice);
        return notice;
    }

    public Contract Contract(
        string title,
        Visibility visibility = Visibility.Public,
        Organisation? owner = null,
        Notice? notice = null,
        string? supplier = null,
        string cpv = "45000000",
        DateOnly? ends = null,
        DateOnly? latest = null,
        long? pounds = null,
        string buyer = "Preston City Council",
        string? authority = "PRE"
    )
    {
        var contract = new Contract
        {
            Id = Id<Contract>.New(Now),
            Number = after + contracts.Count + 1,
            SourceKey = $"test:{after + contracts.Count + 1}",
            Title = title,
            OrganisationId = owner?.Id,
            BuyerId = BuyerOf(buyer, authority).Id,
            AuthorityCode = authority,
            NoticeId = notice?.Id.Value,
            CpvCodes = cpv,
            CpvOrigin = CodeOrigin.Buyer,
            StartDate = new(2024, 4, 1),
            EndDate = ends ?? new(2027, 3, 31),
            LatestEndDate = latest,
            ValueMinor = pounds * 100,
            Currency = "GBP",
            Visibility = visibility,
            CreatedAt = Now,
            ChangedAt = Now,
        };
        contracts.Add(contract);
        if (supplier is not null)
        {
            var one = new Supplier
            {
                Id = Id<Supplier>.New(Now),
                Key = $"test:{suppliers.Count}",
                Name = supplier,
                CreatedAt = Now,
            };
            suppliers.Add(one);
            parts.Add(
                new()
                {
                    ContractId = contract.Id,
                    SupplierId = one.Id,
                    NameAsPublished = supplier,
                }
            );
        }
        return contract;
    }

    /// <summary>Stores all of them and brings the search up to date.</summary>
    public async Task SaveAsync(params Release[] releases)
    {
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var change = await Sequence.TakeAsync(
                db,
                Sequence.Changes,
                notices.Count + contracts.Count + 1
            );
            await Bulk.UpsertAsync(db, [.. buyers.Values]);
            await Bulk.UpsertAsync(db, suppliers);
            await Bulk.UpsertAsync(
                db,
                [.. notices.Select(n => Stamped(n, nameof(n.ChangeSeq), change++))]
            );
            await Bulk.UpsertAsync(
                db,
                [.. contracts.Select(c => Stamped(c, nameof(c.ChangeSeq), change++))]
            );
            await Bulk.UpsertAsync(db, parts);
            await Bulk.UpsertAsync(db, releases);
            await transaction.CommitAsync();
        });
        await app.Services.GetRequiredService<IndexFollower>().CatchUpAsync();
    }

    private Buyer BuyerOf(string name, string? authority)
    {
        if (!buyers.TryGetValue(name, out var buyer))
        {
            buyers[name] = buyer = new Buyer
            {
                Id = Id<Buyer>.New(Now),
                Name = name,
                AuthorityCode = authority,
                CreatedAt = Now,
            };
        }
        return buyer;
    }

    private static T Stamped<T>(T row, string property, long change)
    {
        typeof(T).GetProperty(property)!.SetValue(row, change);
        return row;
    }
}
