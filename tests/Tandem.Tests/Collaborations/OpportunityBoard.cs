using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Collaborations;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Collaborations;

/// <summary>Puts contracts into a test application and works out who could buy together.</summary>
internal static class OpportunityBoard
{
    /// <summary>A contract of one authority; it ends on the day given, or was awarded on another and says no end.</summary>
    public static Task<Contract> ContractAsync(
        this TestApp app,
        string authority,
        string title,
        string cpv,
        string? ends,
        string? awarded = null,
        Visibility visibility = Visibility.Public,
        Organisation? keeper = null,
        string? extendable = null
    ) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var number = await Sequence.TakeAsync(db, nameof(Contract), 1);
            var buyer = new Buyer
            {
                Id = Id<Buyer>.New(now),
                Name = $"Buyer {number}",
                AuthorityCode = authority,
                CreatedAt = now,
            };
            var contract = new Contract
            {
                Id = Id<Contract>.New(now),
                Number = number,
                SourceKey = $"test:{number}",
                BuyerId = buyer.Id,
                AuthorityCode = authority,
                OrganisationId = keeper?.Id,
                Title = title,
                CpvCodes = cpv,
                CpvOrigin = CodeOrigin.Buyer,
                EndDate = ends is null ? null : Day(ends),
                LatestEndDate = extendable is null ? null : Day(extendable),
                AwardDate = awarded is null ? null : Day(awarded),
                ValueMinor = 5_000_000,
                Currency = "GBP",
                Visibility = visibility,
                CreatedAt = now,
                ChangedAt = now,
                ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1),
            };
            db.AddRange(buyer, contract);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return contract;
        });

    /// <summary>A notice of a plan, of which only the day of the call is known.</summary>
    public static Task PlanAsync(
        this TestApp app,
        string authority,
        string title,
        string cpv,
        string planned
    ) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var number = await Sequence.TakeAsync(db, nameof(Notice), 1);
            var buyer = new Buyer
            {
                Id = Id<Buyer>.New(now),
                Name = $"Planner {number}",
                AuthorityCode = authority,
                CreatedAt = now,
            };
            db.AddRange(
                buyer,
                new Notice
                {
                    Id = Id<Notice>.New(now),
                    Number = number,
                    Ocid = $"ocds-plan-{number}",
                    BuyerId = buyer.Id,
                    AuthorityCode = authority,
                    Title = title,
                    CpvCodes = cpv,
                    CpvOrigin = CodeOrigin.Buyer,
                    Stage = Stage.Planning,
                    PlannedOn = Day(planned),
                    CreatedAt = now,
                    ChangedAt = now,
                    ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1),
                }
            );
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });

    public static Task<IReadOnlyList<FoundOpportunity>> RefreshAsync(this TestApp app) =>
        app.InScopeAsync(async scope =>
            (await scope.GetRequiredService<RefreshOpportunities>().RunAsync(Actor.System)).Found
        );

    /// <summary>The one opportunity with a purchase of this title.</summary>
    public static FoundOpportunity With(this IReadOnlyList<FoundOpportunity> found, string title) =>
        Assert.Single(found, o => o.Purchases.Any(p => p.Title == title));

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
