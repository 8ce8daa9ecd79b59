using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Collaborations;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Collaborations;

[UsesDatabase]
public sealed class RefreshTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly (string Title, string Cpv)[] Needs =
    [
        ("Window cleaning of council buildings", "90911300"),
        ("Passenger lift maintenance", "50750000"),
        ("School meals catering", "55524000"),
    ];

    [Fact]
    public async Task After_a_few_changes_what_is_kept_is_what_a_full_run_finds()
    {
        var random = new Random(3);
        var contracts = new List<Contract>();
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < 6; i++)
            {
                var (title, cpv) = Needs[random.Next(Needs.Length)];
                var ends = Plan.AsOf.AddYears(1).AddDays(random.Next(700));
                contracts.Add(
                    await app.ContractAsync(
                        $"E0{7000117 + random.Next(8)}",
                        title,
                        cpv,
                        $"{ends:yyyy-MM-dd}"
                    )
                );
            }
            await MakePrivateAsync(contracts[random.Next(contracts.Count)].Id);

            var found = await app.RefreshAsync();

            var full = await FullAsync();
            Assert.NotEmpty(found);
            Assert.Equal(Json(full), Json(found));
            Assert.Equal(Json(full).Order(), (await KeptAsync()).Order());
        }
    }

    private async Task<IReadOnlyList<FoundOpportunity>> FullAsync() =>
        await app.InScopeAsync(async scope =>
        {
            var refresh = scope.GetRequiredService<RefreshOpportunities>();
            return (await refresh.FindAsync(refresh.Today)).Found;
        });

    private Task<List<string>> KeptAsync() =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var kept = await db.Set<KeptOpportunity>().AsNoTracking().ToListAsync();
            Assert.Equal(
                kept.Sum(k => k.Found().Purchases.Count),
                await db.Set<KeptOpportunityMember>().CountAsync()
            );
            return kept.ConvertAll(k => k.Detail);
        });

    private Task MakePrivateAsync(Id<Contract> id) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var change = await Sequence.TakeAsync(db, Sequence.Changes, 1);
            await db.Set<Contract>()
                .Where(c => c.Id == id)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(c => c.Visibility, Visibility.Organisation)
                        .SetProperty(c => c.ChangeSeq, change)
                );
            await transaction.CommitAsync();
            return true;
        });

    private static List<string> Json(IEnumerable<FoundOpportunity> found) =>
        [
            .. found.Select(f =>
                System.Text.Json.JsonSerializer.Serialize(
                    f,
                    System.Text.Json.JsonSerializerOptions.Web
                )
            ),
        ];
}
