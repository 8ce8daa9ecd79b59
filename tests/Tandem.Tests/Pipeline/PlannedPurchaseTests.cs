using Microsoft.Extensions.DependencyInjection;
using Tandem.Classification;
using Tandem.Collaborations;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Tests.Support;

namespace Tandem.Tests.Pipeline;

/// <summary>What is on a pipeline comes up in matching as a planned purchase.</summary>
[UsesDatabase]
public sealed class PlannedPurchaseTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Dated_items_are_purchases_and_only_public_ones_are_everybodys()
    {
        var starts = new DateOnly(2027, 9, 1);
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var made = new List<PipelineItem>();
            void Add(string title, ItemVisibility to, DateOnly? start, bool withdrawn = false)
            {
                var item = PipelineItem.Draft(
                    app.Cast.Preston.Id,
                    new() { Title = title, ContractStart = start },
                    app.Cast.Olu.Id,
                    "ocds-test",
                    db.Now()
                );
                item.Publish(to, needsApprover: false, app.Cast.Olu.Id, db.Now());
                if (withdrawn)
                {
                    item.Withdraw("No money", db.Now());
                }
                made.Add(item);
            }
            Add("Shown", ItemVisibility.Public, starts);
            Add("Kept", ItemVisibility.Organisation, starts);
            Add("Undated", ItemVisibility.Public, null);
            Add("Passed", ItemVisibility.Public, new DateOnly(2026, 1, 1));
            Add("Withdrawn", ItemVisibility.Public, starts, withdrawn: true);
            db.AddRange(made);
            await db.SavePipelineAsync(made, default);
        });
        var (all, changed) = await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var book = await PurchaseBook.OpenAsync(
                db,
                scope.GetRequiredService<Authorities>(),
                UsualTerms.In(scope.GetRequiredService<Content>()),
                new DateOnly(2026, 11, 21)
            );
            return (
                await book.AllAsync(db).ToListAsync(),
                await book.ChangedSinceAsync(db, 0, 100)
            );
        });
        Assert.Equal(
            [("Kept", false), ("Shown", true)],
            all.Select(k => (k.Purchase.Title, k.IsPublic)).OrderBy(k => k.Title)
        );
        Assert.All(
            all,
            k =>
            {
                Assert.Equal(PurchaseKind.PlannedPurchase, k.Purchase.Kind);
                Assert.Equal("PRE", k.Purchase.AuthorityCode);
                Assert.Equal(starts, k.Purchase.Window.Expected);
                Assert.StartsWith("/pipeline/PI-", k.Path);
            }
        );
        // What no longer comes up is touched too, so that what was known of it is forgotten.
        Assert.Equal(5, changed!.Touched.Count);
        Assert.Equal(2, changed.Now.Count);
    }
}
