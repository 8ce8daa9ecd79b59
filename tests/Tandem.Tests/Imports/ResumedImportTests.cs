using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Imports;

/// <summary>An installation of its own: whatever is open in it is taken up.</summary>
[UsesDatabase]
public sealed class ResumedImportTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Rows(string title) =>
        "Notice Identifier,Notice Type,Organisation Name,Status,Published Date,Title,Description,Start Date,End Date\n"
        + $"P-{title},Contract,Preston City Council,Open,2026-01-02,{title},,2026-04-01,2029-03-31";

    [Fact]
    public async Task An_import_that_the_program_was_stopped_in_is_taken_up_when_it_starts_again_and_then_left_alone()
    {
        // Whatever the application's own clock says, now or later: what is asked for begins soon.
        app.Clock.Advance(TimeSpan.FromDays(400));
        var run = await StoppedAsync("Swings");
        await ResumeAsync();
        await ResumeAsync();
        var ended = await EndedAsync(run.Id);
        Assert.Equal(ImportState.Completed, ended.State);
        Assert.Equal((1, 1), (ended.Read, ended.Added));
        await ResumeAsync();
        await ResumeAsync();
        Assert.Equal(ended.FinishedAt, (await EndedAsync(run.Id)).FinishedAt);
        Assert.Single(await EventsAsync(run.Id, "import-completed"));
    }

    [Fact]
    public async Task Of_two_that_work_on_one_import_the_one_that_began_first_gives_way()
    {
        var run = await StoppedAsync("Benches");
        using var first = new Held(Encoding.UTF8.GetBytes(Rows("Benches")));
        var slow = RunAsync(run, first);
        await first.Begun.WaitAsync(Patience);
        // Its turn was lost with the connection that held it, say; another node begins the import anew.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = new Held(Encoding.UTF8.GetBytes(Rows("Benches")));
        var anew = RunAsync(run, second);
        await second.Begun.WaitAsync(Patience);
        first.Release();
        Assert.Equal(ImportState.Running, (await slow.WaitAsync(Patience)).State);
        second.Release();
        Assert.Equal(ImportState.Completed, (await anew.WaitAsync(Patience)).State);
        Assert.Single(await EventsAsync(run.Id, "import-completed"));
        Assert.Equal(1, await NoticesAsync("Benches"));
    }

    // On another thread: on the embedded database nothing of an import lets go of its own.
    private Task<ImportRun> RunAsync(ImportRun run, Stream content) =>
        Task.Run(() =>
            app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<ImportRunner>()
                    .RunAsync(
                        run.Id,
                        Actor.System,
                        [new ImportSource("kept.csv", content.Length, () => content)],
                        default
                    )
            )
        );

    private Task<int> NoticesAsync(string title) =>
        app.InScopeAsync(scope =>
            scope.GetRequiredService<Db>().Set<Notice>().CountAsync(n => n.Title == title)
        );

    /// <summary>An import that says it runs, with its kept file, and on which nobody works.</summary>
    private Task<ImportRun> StoppedAsync(string title) =>
        app.InScopeAsync(async scope =>
        {
            var file = await scope
                .GetRequiredService<FileStore>()
                .SaveAsync(new MemoryStream(Encoding.UTF8.GetBytes(Rows(title))), 1 << 20);
            var db = scope.GetRequiredService<Db>();
            var run = await StartImport.AddAsync(
                db,
                Actor.System,
                new ImportRequest(ImportKind.ContractsFinder, "kept.csv", file.Hash, file.Bytes),
                default
            );
            run.Start(db.Now());
            await db.SaveChangesAsync();
            return run;
        });

    private Task ResumeAsync() =>
        app
            .Services.GetServices<IHostedService>()
            .OfType<ResumeImports>()
            .Single()
            .StartAsync(default);

    private async Task<ImportRun> EndedAsync(Id<ImportRun> id)
    {
        for (var patience = Patience; ; patience -= TimeSpan.FromMilliseconds(200))
        {
            var run = await app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<Db>()
                    .Set<ImportRun>()
                    .AsNoTracking()
                    .SingleAsync(r => r.Id == id)
            );
            if (!run.IsOpen)
            {
                return run;
            }
            Assert.True(patience > TimeSpan.Zero, $"The import is still {run.State}.");
            await Task.Delay(200);
        }
    }

    private Task<List<Event>> EventsAsync(Id<ImportRun> id, string verb) =>
        app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Event>()
                .Where(e => e.SubjectId == id.ToString() && e.Verb == verb)
                .ToListAsync()
        );

    /// <summary>A file whose reading waits until it is let go on.</summary>
    private sealed class Held(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource begun = new();
        private readonly ManualResetEventSlim going = new();

        public Task Begun => begun.Task;

        public void Release() => going.Set();

        public override int Read(Span<byte> buffer)
        {
            Wait();
            return base.Read(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Wait();
            return base.Read(buffer, offset, count);
        }

        // Kept open: it is opened once to see what it is and once to be read.
        protected override void Dispose(bool disposing) => Seek(0, SeekOrigin.Begin);

        private void Wait()
        {
            begun.TrySetResult();
            Assert.True(going.Wait(Patience));
        }
    }
}
