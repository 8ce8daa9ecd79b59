using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Entries;

/// <summary>Whatever people do with entries in whatever order, on the database and by the operations that pages use: what is derived agrees with what happened, and nothing that has a receipt is lost.</summary>
[UsesDatabase]
public sealed class EntryHistoryTests(EnteringApp app) : IClassFixture<EnteringApp>
{
    private const string Kind = """
        name: history
        version: "1"
        title: History
        summary: One stage, for histories of entries.
        entrants: {who: [person], co-entrants: true, on-behalf: true}
        entries: SECRECY
        money: none
        stages:
          - code: only
            title: The stage
            form: idea
            late: decide
            judging: {method: none}
        decision: {letters: false, none: true}
        """;

    private static readonly DateTime Start = new(2027, 3, 1, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Whatever_is_done_states_agree_with_what_happened_and_nothing_received_is_lost()
    {
        var before = app.Clock.Time;
        try
        {
            Prop.ForAll(
                    Gen.Choose(0, int.MaxValue).ListOf().ToArbitrary(),
                    ArbMap.Default.ArbFor<bool>(),
                    (acts, isSealed) =>
                        PlayAsync([.. acts.Take(40)], isSealed).GetAwaiter().GetResult()
                )
                .Check(Config.QuickThrowOnFailure.WithMaxTest(16).WithStartSize(8).WithEndSize(40));
        }
        finally
        {
            app.Clock.Time = before;
        }
    }

    private async Task PlayAsync(IReadOnlyList<int> acts, bool isSealed)
    {
        app.SetClock(Start);
        var history = new History(app, await CallAsync(isSealed), isSealed);
        foreach (var act in acts)
        {
            await history.PlayAsync(act);
            await history.MustHoldAsync();
        }
        await app.InScopeAsync(async scope =>
            Assert.Null(await Timeline.VerifyAsync(scope.GetRequiredService<Db>()))
        );
    }

    private async Task<string> CallAsync(bool isSealed)
    {
        var reference = await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = Calling.Complete(
                CallKinds.Parse(
                    Kind.Replace("SECRECY", isSealed ? "sealed" : "closed"),
                    "kind of the tests"
                ),
                app.Cast,
                await scope.ActorAsync(app.Cast.Olu),
                "A history",
                db.Now()
            );
            db.Add(call);
            await db.SaveCallAsync(call);
            return call.Reference;
        });
        foreach (var opener in isSealed ? new[] { app.Cast.Ada, app.Cast.Olu, app.Cast.Mei } : [])
        {
            await app.AsAsync(
                opener,
                scope =>
                    scope
                        .GetRequiredService<MakeOpenerKey>()
                        .RunAsync(
                            reference,
                            EnteringApp.PassphraseOf(opener),
                            EnteringApp.PassphraseOf(opener)
                        )
            );
        }
        await app.AsAsync(
            app.Cast.Olu,
            scope => scope.GetRequiredService<PublishCall>().RunAsync(reference)
        );
        return reference;
    }

    /// <summary>A version as it was received: what has to be true of it for ever.</summary>
    private sealed record Received(
        int Number,
        DateTime At,
        DateTime Deadline,
        string Sha,
        string Words
    )
    {
        public required string Code { get; init; }
        public bool IsLate => At > Deadline;
        public bool? Admitted { get; set; }
        public bool IsOpened { get; set; }
        public bool Counts => !IsLate || Admitted == true;
    }

    private sealed class Line(Entry entry, Person lead)
    {
        public Entry Entry { get; } = entry;
        public Person Lead { get; } = lead;
        public bool HasDraft { get; set; } = true;
        public string Words { get; set; } = "";
        public bool IsWithdrawn { get; set; }
        public List<Received> Versions { get; } = [];
        public Received? Counting => IsWithdrawn ? null : Versions.LastOrDefault(v => v.Counts);

        public bool IsReplaced(Received version) =>
            Versions.Any(v => v.Number > version.Number && v.Counts);
    }

    /// <summary>What happened, told twice: to the program, and in facts of our own.</summary>
    private sealed class History(EnteringApp app, string call, bool isSealed)
    {
        private const int MostEntries = 3;
        private readonly List<Line> lines = [];
        private readonly List<string> played = [];
        private DateTime deadline = DateTime.MinValue;
        private bool isOpened;
        private int addenda;
        private int words;

        private DateTime Now => app.Clock.Time.UtcDateTime;
        private bool IsClosed => Now > deadline;

        public async Task PlayAsync(int act)
        {
            if (deadline == DateTime.MinValue)
            {
                deadline = await app.DeadlineAsync(call);
            }
            var line = lines.Count == 0 ? null : lines[act / 16 % lines.Count];
            var choice = act % 16;
            played.Add($"{choice} by {line?.Entry.Number} at {Now:s}");
            switch (choice)
            {
                case 0 or 1:
                    await BeginAsync(act);
                    break;
                case 2 when line is not null:
                    await EditAsync(line);
                    break;
                case 3 or 4 or 5 when line is not null:
                    await SubmitAsync(line, twice: choice == 5);
                    break;
                case 6 or 7 when line is not null:
                    await TakeUpAgainAsync(line);
                    break;
                case 8 when line is not null:
                    await WithdrawAsync(line);
                    break;
                case 9:
                    await ExtendAsync();
                    break;
                case 10 or 11 when line is not null:
                    await DecideAsync(line, act / 256, admit: choice == 10);
                    break;
                case 12 when isSealed:
                    await OpenAsync();
                    break;
                case 13:
                    app.SetClock(Now.AddHours(1 + act / 64 % 400));
                    break;
                case 14:
                    app.SetClock(Now < deadline ? deadline : Now);
                    break;
                case 15:
                    app.SetClock(Now < deadline ? deadline.AddSeconds(1) : Now.AddSeconds(1));
                    break;
            }
        }

        private async Task<bool> TryAsync(Func<Task> act)
        {
            try
            {
                await act();
                return true;
            }
            catch (Refusal refusal)
            {
                played.Add($"refused: {refusal.Message}");
                return false;
            }
        }

        private async Task BeginAsync(int act)
        {
            if (lines.Count == MostEntries)
            {
                return;
            }
            var (lead, entrant) = (act / 16 % 3) switch
            {
                0 => (app.Nia, new Entrant(EntrantKind.Person)),
                1 => (app.Ben, new Entrant(EntrantKind.Person)),
                _ => (
                    app.Cast.Olu,
                    new Entrant(
                        EntrantKind.Person,
                        Name: "Mr Byrne",
                        OnBehalf: true,
                        CameBy: "on paper"
                    )
                ),
            };
            var line = (Line?)null;
            var begun = await TryAsync(async () =>
                line = new(await app.DraftAsync(lead, call, entrant, "First words"), lead)
                {
                    Words = "First words",
                }
            );
            Assert.Equal(!IsClosed, begun);
            if (line is not null)
            {
                lines.Add(line);
            }
        }

        private async Task EditAsync(Line line)
        {
            var said = $"Words {++words} of this history";
            var saved = await TryAsync(() =>
                app.AsAsync(
                    line.Lead,
                    async scope =>
                    {
                        var found = await scope
                            .GetRequiredService<FindEntry>()
                            .OwnAsync(call, line.Entry.Number);
                        var draft =
                            await scope
                                .GetRequiredService<BeginStage>()
                                .DraftAsync(found.Entry, found.Call.InOrder.First(), default)
                            ?? throw new Refusal("No draft.");
                        await scope
                            .GetRequiredService<SaveAnswers>()
                            .RunAsync(
                                draft.Response.Id,
                                new Dictionary<string, Value?> { ["need"] = new Value.Text(said) }
                            );
                    }
                )
            );
            Assert.Equal(line.HasDraft && !line.IsWithdrawn, saved);
            line.Words = saved ? said : line.Words;
        }

        private async Task SubmitAsync(Line line, bool twice)
        {
            var code = ReceiptCode.New();
            EntryVersion? version = null;
            var received = await TryAsync(async () =>
                version = await app.SubmitAsync(line.Lead, line.Entry, code, "only")
            );
            // What is whole is taken until the deadline, and as late after it, until the stage has been opened.
            Assert.Equal(line.HasDraft && !line.IsWithdrawn && !(isOpened && IsClosed), received);
            if (version is null)
            {
                return;
            }
            line.Versions.Add(
                new(version.Number, Now, deadline, version.Sha256, line.Words) { Code = code }
            );
            line.HasDraft = !isSealed;
            if (twice)
            {
                Assert.Equal(
                    version.Id,
                    (await app.SubmitAsync(line.Lead, line.Entry, code, "only")).Id
                );
            }
        }

        private async Task TakeUpAgainAsync(Line line)
        {
            if (line.Versions.Count == 0 || !isSealed)
            {
                return;
            }
            var last = line.Versions[^1];
            var taken = await TryAsync(() =>
                app.AsAsync(
                    line.Lead,
                    scope =>
                        scope
                            .GetRequiredService<ChangeSubmitted>()
                            .RunAsync(call, line.Entry.Number, last.Number, last.Code)
                )
            );
            Assert.Equal(!line.IsWithdrawn, taken);
            if (taken && !line.HasDraft)
            {
                (line.HasDraft, line.Words) = (true, last.Words);
            }
        }

        private async Task WithdrawAsync(Line line)
        {
            var done = await TryAsync(() =>
                app.AsAsync(
                    line.Lead,
                    scope =>
                        scope.GetRequiredService<WithdrawEntry>().RunAsync(call, line.Entry.Number)
                )
            );
            Assert.Equal(!line.IsWithdrawn && (line.Versions.Count == 0 || !IsClosed), done);
            line.IsWithdrawn |= done;
        }

        private async Task ExtendAsync()
        {
            var later = deadline.AddDays(2);
            var moved = await TryAsync(() =>
                app.AsAsync(
                    app.Cast.Olu,
                    scope =>
                        scope
                            .GetRequiredService<AmendCall>()
                            .RunAsync(
                                call,
                                new()
                                {
                                    Text = "Two days more",
                                    ClosesAt = new Dictionary<string, DateTime>
                                    {
                                        ["only"] = later,
                                    },
                                }
                            )
                )
            );
            Assert.Equal(!IsClosed, moved);
            (deadline, addenda) = moved ? (later, addenda + 1) : (deadline, addenda);
        }

        private async Task DecideAsync(Line line, int which, bool admit)
        {
            var came = line.Versions.Where(v => v.IsLate).ToList();
            var late = came.Count == 0 ? null : came[which % came.Count];
            var decided = await TryAsync(() =>
                app.AsAsync(
                    app.Cast.Olu,
                    scope =>
                        scope
                            .GetRequiredService<DecideLate>()
                            .RunAsync(
                                call,
                                line.Entry.Number,
                                late?.Number ?? line.Versions.FirstOrDefault()?.Number ?? 1,
                                admit,
                                "A reason"
                            )
                )
            );
            Assert.Equal(late is { Admitted: null } && !line.IsWithdrawn, decided);
            if (decided)
            {
                late!.Admitted = admit;
            }
        }

        private async Task OpenAsync()
        {
            var waiting = lines
                .Select(l => l.Counting)
                .OfType<Received>()
                .Where(v => !v.IsOpened)
                .ToList();
            Opening? opening = null;
            var opened = await TryAsync(async () =>
            {
                await app.AsAsync(
                    app.Cast.Ada,
                    scope =>
                        scope
                            .GetRequiredService<OpenStage>()
                            .RunAsync(call, "only", EnteringApp.PassphraseOf(app.Cast.Ada))
                );
                opening = await app.AsAsync(
                    app.Cast.Mei,
                    scope =>
                        scope
                            .GetRequiredService<OpenStage>()
                            .RunAsync(call, "only", EnteringApp.PassphraseOf(app.Cast.Mei))
                );
            });
            Assert.Equal(IsClosed && waiting.Count > 0, opened);
            if (opened)
            {
                Assert.Equal((waiting.Count, ""), (opening!.Entries, opening.Broken));
                waiting.ForEach(v => v.IsOpened = true);
                isOpened = true;
            }
        }

        public async Task MustHoldAsync()
        {
            try
            {
                await app.AsAsync(app.Cast.Olu, HoldAsync);
                foreach (var line in lines)
                {
                    await app.AsAsync(line.Lead, scope => OwnAsync(scope, line));
                }
            }
            catch (Exception failure)
                when (failure is Xunit.Sdk.XunitException or InvalidOperationException)
            {
                throw new InvalidOperationException(string.Join('\n', played), failure);
            }
        }

        // As facts and as those see it who look after the call.
        private async Task HoldAsync(IServiceProvider scope)
        {
            var db = scope.GetRequiredService<Db>();
            var whole = await EnteringApp.CallAsync(db, call);
            var stage = whole.InOrder.First();
            if (deadline != DateTime.MinValue)
            {
                Assert.Equal(deadline, stage.ClosesAt);
            }
            Assert.Equal(addenda, await db.Set<Addendum>().CountAsync(a => a.CallId == whole.Id));
            var judged = await scope
                .GetRequiredService<OpenEntries>()
                .OfStage(stage)
                .Select(e => e.Number)
                .ToListAsync();
            var read = await scope
                .GetRequiredService<VisibleEntries>()
                .Of(db.Set<Entry>())
                .Where(e => e.CallReference == call)
                .Select(e => e.Number)
                .ToListAsync();
            var late = await scope.GetRequiredService<EntryList>().LateAsync(whole, default);
            bool IsReadable(Line line) =>
                isSealed
                    ? line.Counting is { IsOpened: true }
                    : line.Counting is not null && IsClosed;
            Assert.Equal(
                lines.Where(IsReadable).Select(l => l.Entry.Number).Order(),
                judged.Order()
            );
            Assert.Equal(
                lines
                    .Where(l => IsReadable(l) || l.Lead == app.Cast.Olu)
                    .Select(l => l.Entry.Number)
                    .Order(),
                read.Order()
            );
            Assert.Equal(
                lines
                    .Where(l => !l.IsWithdrawn)
                    .SelectMany(l =>
                        l.Versions.Where(v => v.IsLate)
                            .Select(v => (l.Entry.Number, v.Number, v.Admitted))
                    )
                    .Order(),
                late.Select(l => (l.Number, l.Version, l.IsAdmitted)).Order()
            );
        }

        // As its members see it, and byte for byte.
        private async Task OwnAsync(IServiceProvider scope, Line line)
        {
            var db = scope.GetRequiredService<Db>();
            var found = await scope
                .GetRequiredService<FindEntry>()
                .OwnAsync(call, line.Entry.Number);
            var (entry, stage) = (found.Entry, found.Call.InOrder.First());
            Assert.Equal(line.IsWithdrawn, entry.IsWithdrawn);
            Assert.Equal(line.Counting?.Number, entry.Counting(stage.Id)?.Number);
            Assert.Equal(
                line.Versions.Select(v => (v.Number, v.At, v.IsLate, v.Admitted, v.Sha)),
                entry
                    .Versions.OrderBy(v => v.Number)
                    .Select(v => (v.Number, v.ReceivedAt, v.IsLate, v.IsAdmitted, v.Sha256))
            );
            var packages = scope.GetRequiredService<EntryPackages>();
            foreach (var fact in line.Versions)
            {
                var version = entry.Versions.Single(v => v.Number == fact.Number);
                Assert.Equal(Standing(line, fact), EntryWords.State(entry, version).Words);
                var kept = await packages.OfAsync(version);
                Assert.Equal(fact.Sha, KeptPackage.HashOf(kept.Bytes));
                var package = kept.Open(
                    isSealed ? kept.KeyByCode(fact.Code, version.Id.ToString()) : null,
                    version.Id.ToString()
                );
                Assert.Contains(fact.Words, package.Answers["need"].Json, StringComparison.Ordinal);
            }
            var id = entry.Id.ToString();
            Assert.Equal(
                line.Versions.Count,
                await db.Set<Event>()
                    .CountAsync(e =>
                        e.SubjectId == id
                        && (e.Verb == "entry-received" || e.Verb == "entry-received-late")
                    )
            );
            var row = (
                await scope
                    .GetRequiredService<OwnEntries>()
                    .RunAsync(scope.GetRequiredService<Actor>())
            ).Single(e => e.Reference == entry.Reference);
            Assert.Equal(Row(line), row.Standing);
        }

        private string Row(Line line)
        {
            var last = line.Versions.LastOrDefault(v => !line.IsReplaced(v));
            return line.IsWithdrawn ? "Withdrawn"
                : !IsClosed && line.Counting is null ? "To be submitted"
                : last is not null ? Standing(line, last)
                : "Not submitted";
        }

        private string Standing(Line line, Received version) =>
            line.IsWithdrawn ? "Withdrawn"
            : line.IsReplaced(version) ? "Replaced"
            : version.IsLate
                ? version.Admitted switch
                {
                    null => "Late: to be decided",
                    true => "Late: admitted",
                    false => "Late: not admitted",
                }
            : isSealed && !version.IsOpened ? "Received, sealed"
            : "Received";
    }
}
