using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Kernel;

[UsesDatabase]
public sealed class TimelineTests
{
    [Theory]
    [InlineData("UPDATE event SET actor_name = 'Somebody else' WHERE seq = 3")]
    [InlineData("DELETE FROM event WHERE seq = 3")]
    public async Task A_log_that_was_tampered_with_does_not_verify(string tampering)
    {
        await WithDatabaseAsync(async db =>
        {
            await RecordAsync(db, 5);
            Assert.Null(await Timeline.VerifyAsync(db));
            await db.Database.ExecuteSqlRawAsync(tampering);
            Assert.Contains("3", await Timeline.VerifyAsync(db));
        });
    }

    [Fact]
    public async Task A_log_whose_end_was_cut_off_does_not_bear_out_the_head_that_was_kept()
    {
        var settings = await TestDatabase.CloneAsync();
        await using (var services = TestDatabase.Services(settings))
        {
            var heads = new SignedHeads(settings);
            await using var db = services
                .GetRequiredService<IDbContextFactory<Db>>()
                .CreateDbContext();
            await RecordAsync(db, 5);
            await heads.KeepAsync(db);
            await RecordAsync(db, 2);
            Assert.Null(await heads.VerifyAsync(db));

            await db.Database.ExecuteSqlRawAsync("DELETE FROM event WHERE seq > 4");
            Assert.Null(await Timeline.VerifyAsync(db));
            Assert.Contains("cut off", await heads.VerifyAsync(db));
        }
        await TestDatabase.DropAsync(settings);
    }

    [Fact]
    public async Task Acts_at_once_never_claim_the_same_place()
    {
        var settings = await TestDatabase.CloneAsync();
        await using (var services = TestDatabase.Services(settings))
        {
            var databases = services.GetRequiredService<IDbContextFactory<Db>>();
            await using var check = databases.CreateDbContext();
            var before = await check.Set<Event>().CountAsync();
            await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            await using var db = databases.CreateDbContext();
                            await RecordAsync(db, 10);
                        })
                    )
            );
            Assert.Equal(before + 80, await check.Set<Event>().CountAsync());
            Assert.Null(await Timeline.VerifyAsync(check));
        }
        await TestDatabase.DropAsync(settings);
    }

    private static async Task RecordAsync(Db db, int times)
    {
        for (var i = 0; i < times; i++)
        {
            db.Record(Actor.System, "tested", "Test", i, new { i });
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    }

    private static async Task WithDatabaseAsync(Func<Db, Task> act)
    {
        var settings = await TestDatabase.CloneAsync();
        await using (var services = TestDatabase.Services(settings))
        {
            await using var db = services
                .GetRequiredService<IDbContextFactory<Db>>()
                .CreateDbContext();
            await act(db);
        }
        await TestDatabase.DropAsync(settings);
    }
}
