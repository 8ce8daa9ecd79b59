using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Documents;
using Tandem.Playbooks.Runs;
using Tandem.Tests.Collaborations.Workspaces;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks.Runs;

/// <summary>
/// Runs as they are kept, moved from version to version of their playbook between whatever else is done in them: documents, edited copies, attached records,
/// evidence, decisions and finished steps all stay, on the pages and as files.
/// </summary>
[UsesDatabase]
public sealed class MovingRunTests(TestApp app) : IClassFixture<TestApp>
{
    private static int histories;

    [Fact]
    public void Moving_between_versions_loses_no_document_record_decision_or_done_step_whatever_was_done_before() =>
        Prop.ForAll(
                Gen.Zip(Gen.Choose(0, 11), Gen.Choose(0, 63))
                    .ListOf()
                    .Select(acts => acts.ToArray())
                    .Resize(18)
                    .ToArbitrary(),
                acts => TellAsync(acts).GetAwaiter().GetResult()
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    /// <summary>One history; it ends with a move whatever came before.</summary>
    private async Task TellAsync((int Kind, int Choice)[] acts)
    {
        var history = new History(app, $"history-{Interlocked.Increment(ref histories)}");
        await history.BeginAsync();
        foreach (var (kind, choice) in acts.Append((11, 63)))
        {
            var before = await history.FactsAsync();
            await history.DoAsync(kind, choice);
            Holds(before, await history.FactsAsync(), kind);
        }
        await history.CanBeReadAsync();
    }

    /// <summary>What was there is there, as it was; only what an act speaks of may have changed.</summary>
    private static void Holds(Facts before, Facts after, int kind)
    {
        foreach (var document in before.Documents)
        {
            var now = after.Documents.Single(d => d.Number == document.Number);
            Assert.Equal(document with { Taken = now.Taken }, now);
            Assert.True(now.Taken || !document.Taken);
            Assert.True(kind == 3 || now.Taken == document.Taken);
        }
        Assert.Equal(before.Attached, after.Attached.Take(before.Attached.Count));
        Assert.Equal(before.Decisions, after.Decisions.Take(before.Decisions.Count));
        Assert.Equal(before.Evidence, after.Evidence.Take(before.Evidence.Count));
        foreach (var step in before.Steps)
        {
            var now = after.Steps.Single(s => s.Number == step.Number);
            var worked = kind is 5 or 6 or 7 && step.State == StepState.NotStarted;
            Assert.Equal(worked ? now : step, now);
        }
    }

    private sealed record Kept(
        int Number,
        int Version,
        string? Template,
        string Title,
        string? Text,
        string? File,
        bool Taken
    );

    private sealed record Facts(
        IReadOnlyList<Kept> Documents,
        IReadOnlyList<(int, string, string)> Attached,
        IReadOnlyList<(int, GateOutcome, string, string)> Decisions,
        IReadOnlyList<(int, string, string)> Evidence,
        IReadOnlyList<(
            int Number,
            StepState State,
            DateTime? DoneAt,
            string? Notes,
            string? SkipReason
        )> Steps
    );

    /// <summary>A run of a playbook of its own, of which a version comes out for each move.</summary>
    private sealed class History(TestApp app, string playbook)
    {
        private Run run = null!;
        private Actor olu = null!;
        private Actor mei = null!;
        private int version;
        private int made;
        private readonly Dictionary<string, string> files = [];

        public async Task BeginAsync()
        {
            await PublishAsync(0);
            run = await app.RunAsync(playbook, $"Moves of {playbook}", app.Cast.Wyre);
            (olu, mei) = (await app.ActorAsync(app.Cast.Olu), await app.ActorAsync(app.Cast.Mei));
            await app.RunAsync<NameHolder>(n =>
                n.RunAsync(
                    olu,
                    run.Reference,
                    new("budget-holder", app.Cast.Preston.Id),
                    app.Cast.Mei.Id
                )
            );
            var wyn = await app.ActorAsync(app.Cast.Wyn);
            await app.RunAsync<ChangePlace>(c =>
                c.RunAsync(wyn, run.Reference, app.Cast.Wyre.Id, PlaceChange.LeaveDecisions, null)
            );
        }

        /// <summary>One act; what the rules refuse is no act.</summary>
        public async Task DoAsync(int kind, int choice)
        {
            run = await app.ReadAsync(run);
            var documents = (await FactsAsync()).Documents;
            var document = documents.Count == 0 ? 0 : documents[choice % documents.Count].Number;
            var step = run.Steps[choice % run.Steps.Count].Number;
            try
            {
                await ActAsync(kind, choice, document, step);
            }
            catch (Refusal) { }
        }

        private Task ActAsync(int kind, int choice, int document, int step) =>
            kind switch
            {
                0 => app.RunAsync<MakeDocument>(m =>
                    m.RunAsync(
                        olu,
                        run.Reference,
                        run.Plan.Playbook.Templates[0].Code,
                        choice % 2 == 0 ? step : null
                    )
                ),
                1 => BringAsync(document),
                2 => BringAsync(null),
                3 => app.RunAsync<TakeAwayRunDocument>(t =>
                    t.RunAsync(olu, run.Reference, document, "The wrong one")
                ),
                4 => app.RunAsync<AttachToRun>(a =>
                    a.RunAsync(olu, run.Reference, step, $"https://example.org/{++made}")
                ),
                5 or 6 => app.RunAsync<WorkOnStep>(w =>
                    w.RunAsync(olu, run.Reference, step, StepAct.Finish, $"Note {++made}")
                ),
                7 => app.RunAsync<WorkOnStep>(w =>
                    w.RunAsync(olu, run.Reference, step, StepAct.Skip, "Not here")
                ),
                8 => app.RunAsync<AddEvidence>(a =>
                    a.RunAsync(
                        olu,
                        run.Reference,
                        Stage().Gate?.Evidence.Select(e => e.Code).FirstOrDefault(),
                        null,
                        $"{document}"
                    )
                ),
                9 => DecideAsync(GateOutcome.ApprovedWithConditions),
                10 => DecideAsync(GateOutcome.Returned),
                _ => MoveAsync(choice),
            };

        private Stage Stage() => run.Plan.Stage(run.LastVisit.StageCode)!;

        private async Task BringAsync(int? editOf)
        {
            var text = $"Words that only file {++made} of {playbook} has";
            var brought = await app.RunAsync<BringDocument, RunDocument>(b =>
                b.RunAsync(
                    olu,
                    run.Reference,
                    editOf,
                    null,
                    $"File {made}",
                    "words.txt",
                    new MemoryStream(Encoding.UTF8.GetBytes(text))
                )
            );
            files[brought.FileHash!] = text;
        }

        private Task DecideAsync(GateOutcome outcome) =>
            app.RunAsync<DecideGate>(d =>
                d.RunAsync(
                    mei,
                    run.Reference,
                    new(
                        run.HolderOf(new("budget-holder", app.Cast.Preston.Id))!.Number,
                        outcome,
                        "Because",
                        "Ask again",
                        null,
                        run.EvidenceStamp(run.LastVisit.StageCode)
                    )
                )
            );

        private async Task MoveAsync(int choice)
        {
            await PublishAsync(choice);
            await app.RunAsync<MoveRun>(m => m.RunAsync(olu, run.Reference, "plan"));
        }

        /// <summary>The next version; each part of the choice gives another part of the playbook another code, so that what stood in the version before is gone.</summary>
        private async Task PublishAsync(int choice)
        {
            var next = SmallPlaybook.Files();
            void Say(string old, string fresh)
            {
                foreach (var path in next.Keys.ToList())
                {
                    var text = next[path].Replace(old, fresh, StringComparison.Ordinal);
                    next.Remove(path);
                    next[path.Replace(old, fresh, StringComparison.Ordinal)] = text;
                }
            }
            Say("name: small", $"name: {playbook}");
            Say("version: \"1.0\"", $"version: \"1.{version++}\"");
            var parts = new[]
            {
                ("letter", "invitation"),
                ("tell", "inform"),
                ("answers", "replies"),
                ("each: true", "each: false"),
                ("code: buy", "code: purchase"),
                ("code: sign", "code: seal"),
            };
            for (var part = 0; part < parts.Length; part++)
            {
                if ((choice >> part & 1) == 1)
                {
                    Say(parts[part].Item1, parts[part].Item2);
                }
            }
            using var content = new MadeContent();
            content.Write(playbook, next);
            Assert.Equal(
                1,
                await app.InScopeAsync(scope =>
                    new BringShipped(
                        scope.GetRequiredService<Db>(),
                        content.Content,
                        NullLogger<BringShipped>.Instance
                    ).RunAsync()
                )
            );
        }

        public async Task<Facts> FactsAsync()
        {
            var read = await app.ReadAsync(run);
            return await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var documents = await db.Set<RunDocument>()
                    .AsNoTracking()
                    .Where(d => d.RunId == run.Id)
                    .OrderBy(d => d.Number)
                    .ToListAsync();
                var attached = await db.Set<RunAttachment>()
                    .AsNoTracking()
                    .Where(a => a.RunId == run.Id)
                    .OrderBy(a => a.Number)
                    .ToListAsync();
                return new Facts(
                    [
                        .. documents.Select(d => new Kept(
                            d.Number,
                            d.Version,
                            d.Template,
                            d.Title,
                            d.Text,
                            d.FileHash,
                            d.TakenAwayAt is not null
                        )),
                    ],
                    [.. attached.Select(a => (a.Number, a.Title, a.Path))],
                    [.. read.Decisions.Select(d => (d.Number, d.Outcome, d.StageCode, d.Reason))],
                    [.. read.Evidence.Select(e => (e.Number, e.Title, e.Path))],
                    [
                        .. read
                            .Steps.Where(s => s.HasFacts)
                            .Select(s => (s.Number, s.State, s.DoneAt, s.Notes, s.SkipReason)),
                    ]
                );
            });
        }

        /// <summary>Each document that was not taken away is listed, opens, and leaves with what is in it.</summary>
        public async Task CanBeReadAsync()
        {
            var reader = await app.SignInAsync("olu@example.org");
            foreach (var document in (await FactsAsync()).Documents.Where(d => !d.Taken))
            {
                var path = $"{run.Path}/documents/{document.Number}";
                await reader.GoAsync($"{run.Path}/documents");
                Assert.Contains(reader.Page.Links, l => l.GetAttribute("href") == path);
                Assert.Equal(HttpStatusCode.OK, (await reader.GoAsync(path)).Status);
                foreach (var ending in document.File is null ? new[] { "docx", "odt" } : ["file"])
                {
                    using var file = await reader.RawAsync(new(HttpMethod.Get, $"{path}.{ending}"));
                    Assert.Equal(HttpStatusCode.OK, file.StatusCode);
                    if (document.File is { } hash)
                    {
                        Assert.Equal(files[hash], await file.Content.ReadAsStringAsync());
                    }
                }
            }
        }
    }
}
