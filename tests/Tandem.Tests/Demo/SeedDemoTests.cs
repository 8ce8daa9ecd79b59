using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Cli;
using Tandem.Contracts;
using Tandem.Demo;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Playbooks.Runs;
using Tandem.Questionnaires.Declarations;
using Tandem.Tests.Support;

namespace Tandem.Tests.Demo;

[UsesDatabase]
public sealed class SeedDemoTests
{
    [Fact]
    public async Task The_demo_network_comes_in_whole_once_and_is_the_same_for_everybody_on_one_day()
    {
        var first = await SeedAsync();
        var second = await SeedAsync();
        Assert.Equal(first, second);
        Assert.Equal(13, first.Organisations);
        Assert.InRange(first.Notices + first.Contracts, 500, 900);
        Assert.Equal(first.Contracts, first.ContractsOfKnownAuthorities);
        Assert.Equal("Ending Expired Valid Withdrawn", first.Certificates);
        Assert.Equal(
            "answering booked lapsed more-information passed published submitted with-team",
            first.States
        );
        Assert.Equal("amber green met red reviewed", first.Reported);
        Assert.Equal(4, first.SharedDeclarations);
        Assert.Equal("Approved Cancelled Draft InReview Published", first.CallStates);
    }

    private static string Said(IEnumerable<string> words) =>
        string.Join(' ', words.Distinct().Order(StringComparer.Ordinal));

    private sealed record Seeded(
        int Organisations,
        int Notices,
        int Contracts,
        int ContractsOfKnownAuthorities,
        string Listed,
        string Certificates,
        string States,
        string Reported,
        int SharedDeclarations,
        string CallStates
    );

    private static async Task<Seeded> SeedAsync()
    {
        var settings = await TestDatabase.CloneAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        Server.AddApplication(services, settings);
        services.AddSingleton(Actor.System).AddSingleton<TimeProvider>(new TestClock());
        Seeded seeded;
        await using (var provider = services.BuildServiceProvider())
        {
            for (var times = 0; times < 2; times++)
            {
                await using var scope = provider.CreateAsyncScope();
                var people = await scope.ServiceProvider.GetRequiredService<SeedDemo>().RunAsync();
                Assert.All(
                    people,
                    p =>
                        Assert.True(
                            p.IsDemo && p.TryPassword(SeedDemo.Password, DateTime.UnixEpoch)
                        )
                );
            }
            await using var db = provider
                .GetRequiredService<IDbContextFactory<Db>>()
                .CreateDbContext();
            var contracts = await db.Set<Contract>()
                .Select(c => $"{c.AuthorityCode} {c.Title} {c.EndDate} {c.ValueMinor}")
                .ToListAsync();
            Assert.False(
                await db.Set<Notice>()
                    .AnyAsync(n => n.PublishedAt > new TestClock().Time.UtcDateTime)
            );
            // Time in stage says something from the first day on.
            var since = await db.Set<Run>().Select(r => r.StageSince).ToListAsync();
            Assert.True(since.Select(s => s.Date).Distinct().Count() >= 5);
            Assert.All(since, s => Assert.True(s < new TestClock().Time.UtcDateTime));
            seeded = new(
                await db.Set<Organisation>().CountAsync(),
                await db.Set<Notice>().CountAsync(),
                contracts.Count,
                await db.Set<Contract>().CountAsync(c => c.AuthorityCode != null),
                string.Join('\n', contracts.Order(StringComparer.Ordinal)),
                Said(
                    (await db.Set<Certificate>().ToListAsync()).Select(c =>
                        c.StateOn(DateOnly.FromDateTime(db.Now())).ToString()
                    )
                ),
                Said(await db.Set<Assessment>().Select(a => a.State).ToListAsync()),
                Said(await db.Set<AssessmentReport>().Select(r => r.Outcome).ToListAsync()),
                await db.Set<DeclarationShare>()
                    .Select(s => s.OrganisationId)
                    .Distinct()
                    .CountAsync(),
                Said((await CallsAsync(provider)).Select(c => c.State.ToString()))
            );
        }
        await TestDatabase.DropAsync(settings);
        return seeded;
    }

    /// <summary>One call of each kind, in which nothing is missing but what time and openers have to do.</summary>
    private static async Task<IReadOnlyList<Call>> CallsAsync(IServiceProvider provider)
    {
        await using var scope = provider.CreateAsyncScope();
        var (db, sections) = (
            scope.ServiceProvider.GetRequiredService<Db>(),
            scope.ServiceProvider.GetRequiredService<CallSections>()
        );
        var calls = await db.Set<Call>().Whole().ToListAsync();
        Assert.Equal(
            scope
                .ServiceProvider.GetRequiredService<CallKinds>()
                .Newest.Select(k => k.Name)
                .Order(),
            calls.Select(c => c.KindName).Order()
        );
        foreach (var call in calls)
        {
            Assert.DoesNotContain(
                (await sections.OfAsync(call)).SelectMany(s => s.Missing),
                m =>
                    !m.Contains("has passed", StringComparison.Ordinal)
                    && !m.Contains("passphrase", StringComparison.Ordinal)
            );
        }
        return calls;
    }
}
