using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Evaluations;
using Tandem.Kernel;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Entries;

/// <summary>The application, with what it asks of the database written down.</summary>
public sealed class WatchedEnteringApp : EnteringApp
{
    internal Commands Said { get; } = new();

    protected override void Customise(IServiceCollection services) =>
        services.ConfigureDbContext<Db>(options => options.AddInterceptors(Said));

    internal sealed class Commands : DbCommandInterceptor
    {
        private readonly ConcurrentQueue<string> all = new();

        public IReadOnlyList<string> Since(int start) => [.. all.Skip(start)];

        public int Count => all.Count;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            all.Enqueue(command.CommandText);
            return ValueTask.FromResult(result);
        }
    }
}

[UsesDatabase]
public sealed class EntryListTests(WatchedEnteringApp app) : IClassFixture<WatchedEnteringApp>
{
    private Task ManyAsync(string call, int from, int count) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var whole = await EnteringApp.CallAsync(db, call);
            var stage = whole.InOrder.First();
            for (var number = from; number < from + count; number++)
            {
                var entry = Entry.Begin(
                    whole,
                    number,
                    EntrantKind.Person,
                    null,
                    $"Entrant {number}",
                    false,
                    app.Nia,
                    db.Now()
                );
                entry.ChangeSeq = number;
                db.Add(entry);
                var kept = KeptPackage.Plain(
                    new(
                        entry.Reference,
                        stage.Code,
                        1,
                        stage.FormName,
                        stage.FormVersion,
                        db.Now(),
                        "Nia",
                        new Dictionary<string, PackagedAnswer>
                        {
                            ["words"] = new(new string('w', 20_000), "Nia", db.Now()),
                        },
                        []
                    )
                );
                var version = EntryVersion.Of(
                    Id<EntryVersion>.New(db.Now()),
                    entry,
                    stage,
                    1,
                    kept,
                    $"{call}-{number}",
                    false,
                    "Nia",
                    db.Now()
                );
                entry.Receive(version, $"Title {number}");
                db.Add(EntryPackage.Of(version, kept));
            }
            await db.SaveChangesAsync();
        });

    [Fact]
    public async Task A_long_list_asks_the_database_no_more_than_a_short_one_and_shows_a_page()
    {
        var before = app.Clock.Time;
        try
        {
            var call = await app.CallAsync("request-for-information", "Many");
            await ManyAsync(call, 1, 30);
            app.SetClock((await app.DeadlineAsync(call)).AddMinutes(1));
            var olu = await app.SignInAsync("olu@example.org");
            async Task<int> AskedAsync(string address)
            {
                var start = app.Said.Count;
                await olu.GoAsync(address);
                Assert.Equal(System.Net.HttpStatusCode.OK, olu.Status);
                return app
                    .Said.Since(start)
                    .Count(c => c.Contains("entry", StringComparison.Ordinal));
            }
            var pages = new[] { $"/calls/{call}/entries", $"/calls/{call}/entries?page=2" };
            var few = new List<int>();
            foreach (var page in pages)
            {
                await AskedAsync(page);
                few.Add(await AskedAsync(page));
            }
            await ManyAsync(call, 31, 170);
            for (var i = 0; i < pages.Length; i++)
            {
                Assert.Equal(few[i], await AskedAsync(pages[i]));
                Assert.Equal(
                    EntryList.PageSize,
                    olu.Page.QuerySelectorAll("main a[href*='/entries/']").Length
                );
            }
        }
        finally
        {
            app.Clock.Time = before;
        }
    }

    [Fact]
    public async Task Lists_of_entries_never_load_what_is_in_them_and_reading_one_loads_that_one()
    {
        var before = app.Clock.Time;
        try
        {
            var call = await app.CallAsync("request-for-information");
            var entry = await app.DraftAsync(app.Nia, call);
            await app.SubmitAsync(app.Nia, entry);
            var (nia, olu) = (
                await app.SignInAsync("nia@example.org"),
                await app.SignInAsync("olu@example.org")
            );
            async Task<IReadOnlyList<string>> PackagesAsync(Visitor visitor, string address)
            {
                var start = app.Said.Count;
                await visitor.GoAsync(address);
                Assert.Equal(System.Net.HttpStatusCode.OK, visitor.Status);
                return
                [
                    .. app
                        .Said.Since(start)
                        .Where(c => c.Contains("entry_package", StringComparison.Ordinal)),
                ];
            }
            app.SetClock((await app.DeadlineAsync(call)).AddMinutes(1));
            (nia, olu) = (
                await app.SignInAsync("nia@example.org"),
                await app.SignInAsync("olu@example.org")
            );
            foreach (
                var (visitor, address) in new[]
                {
                    (nia, "/entries"),
                    (nia, "/entries.json"),
                    (nia, "/work"),
                    (nia, $"/calls/{call}"),
                    (nia, $"{entry.Path}/receipt/1"),
                    (olu, $"/calls/{call}"),
                    (olu, $"/calls/{call}/entries"),
                    (olu, $"/calls/{call}/entries.json"),
                    (olu, "/work"),
                }
            )
            {
                Assert.Empty(await PackagesAsync(visitor, address));
            }
            // The entries that are judged, found for a panel, as well.
            var since = app.Said.Count;
            await app.InScopeAsync(async scope =>
            {
                var whole = await EnteringApp.CallAsync(scope.GetRequiredService<Db>(), call);
                Assert.Single(
                    await scope
                        .GetRequiredService<StageEntries>()
                        .OfAsync(whole, whole.Stages[0], default)
                );
            });
            Assert.DoesNotContain(
                app.Said.Since(since),
                c => c.Contains("entry_package", StringComparison.Ordinal)
            );
            Assert.Single(await PackagesAsync(olu, entry.Path));
        }
        finally
        {
            app.Clock.Time = before;
        }
    }
}
