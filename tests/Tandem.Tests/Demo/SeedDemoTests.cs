using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Cli;
using Tandem.Contracts;
using Tandem.Demo;
using Tandem.Entries;
using Tandem.Evaluations;
using Tandem.Evaluations.Auditing;
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
        var second = await SeedAsync(stopped: true);
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
        Assert.Equal("competitive-flexible-tender", first.SealedWith);
        Assert.Contains("challenge-prize E1 revealed without consensus", first.Judged);
        Assert.Contains("challenge-prize E4 interest", first.Judged);
        Assert.Contains("innovation-fund E2 selected 2380000", first.Judged);
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
        string CallStates,
        string Entered,
        string SealedWith,
        string Judged,
        int Supports
    );

    /// <param name="stopped">The first filling was stopped before its end; the next start fills it anew.</param>
    private static async Task<Seeded> SeedAsync(bool stopped = false)
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
                if (times == 1 && stopped && settings.Database == DatabaseKind.Sqlite)
                {
                    await StopAsync(provider);
                }
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
                Said((await CallsAsync(provider)).Select(c => c.State.ToString())),
                await EnteredAsync(db),
                Said(
                    await db.Set<EntryVersion>()
                        .Where(v => v.ForCall != null)
                        .Join(db.Set<Entry>(), v => v.EntryId, e => e.Id, (v, e) => e.CallId)
                        .Join(db.Set<Call>(), id => id, c => c.Id, (id, c) => c.KindName)
                        .ToListAsync()
                ),
                await JudgedAsync(db),
                await db.Set<EntrySupport>().CountAsync()
            );
        }
        await TestDatabase.DropAsync(settings);
        return seeded;
    }

    private static async Task StopAsync(IServiceProvider provider)
    {
        await using var db = provider.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext();
        await db.Set<Event>().Where(e => e.Verb == "demo-network-filled").ExecuteDeleteAsync();
        await db.Set<EntrySupport>().ExecuteDeleteAsync();
    }

    private static async Task<string> EnteredAsync(Db db) =>
        string.Join(
            '\n',
            (
                await db.Set<Entry>()
                    .Include(e => e.Versions)
                    .Include(e => e.Members)
                    .OrderBy(e => e.CallReference)
                    .ThenBy(e => e.Number)
                    .ToListAsync()
            ).Select(e =>
                $"{e.Reference} {e.EntrantName} ‘{e.Title}’ {e.SupportCount} {e.Status} {e.AnswerDue} {e.IsShown} {e.MergedIntoId is not null} {e.EligibleAt} {e.Members.Count}: {string.Join(' ', e.Versions.OrderBy(v => v.Number).Select(v => $"{v.StageCode} {v.ReceivedAt:s} {v.IsLate} {v.IsSealed}"))}"
            )
        );

    private static async Task<string> JudgedAsync(Db db)
    {
        var said = new List<string>();
        var calls = await db.Set<Call>().ToDictionaryAsync(c => c.Id, c => c.KindName);
        var entries = await db.Set<Entry>().ToDictionaryAsync(e => e.Id);
        foreach (
            var judging in await db.Set<EntryJudging>()
                .Include(j => j.Assignments)
                    .ThenInclude(a => a.Scores)
                .Include(j => j.Agreed)
                .AsSplitQuery()
                .ToListAsync()
        )
        {
            var name = $"{calls[judging.CallId]} E{entries[judging.EntryId].Number}";
            if (judging.IsRevealed && judging.Agreed.Count == 0)
            {
                said.Add(name + " revealed without consensus");
            }
            said.AddRange(
                judging
                    .Assignments.Where(a => a.Interest == Interest.Declared)
                    .Select(_ => name + " interest")
            );
            said.AddRange(
                judging.Assignments.SelectMany(a =>
                    a.Scores.Select(s => $"{name} {a.PersonName} {s.Code} {s.Value}")
                )
            );
        }
        foreach (var decision in await db.Set<CallDecision>().Include(d => d.Lines).ToListAsync())
        {
            said.AddRange(
                decision
                    .Lines.Where(l => l.Outcome == EntryOutcome.Selected)
                    .Select(l =>
                        $"{calls[decision.CallId]} E{entries[l.EntryId].Number} selected {l.Amount}"
                    )
            );
        }
        return string.Join('\n', said.Order(StringComparer.Ordinal));
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
            var audit = await scope
                .ServiceProvider.GetRequiredService<AuditCall>()
                .RunAsync(call.Reference);
            Assert.Empty(audit.Problems);
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
