using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Evaluations;
using Tandem.Kernel;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>The application with people who enter, and calls whose entries are in: Wyn leads the panel, Mei and Lee are on it, Ada approves, Olu owns.</summary>
public sealed class JudgingApp : TestApp
{
    public Person Nia { get; private set; } = null!;
    public Person Ben { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            Nia = Person.Create("nia@example.org", "Nia", Cast.Password, db.Now());
            Ben = Person.Create("ben@example.org", "Ben", Cast.Password, db.Now());
            db.AddRange(Nia, Ben);
            await db.SaveChangesAsync();
        });
    }

    /// <summary>Runs an operation as a person.</summary>
    public Task<T> AsAsync<TOperation, T>(Person person, Func<TOperation, Task<T>> act)
        where TOperation : notnull =>
        InScopeAsync(async scope =>
        {
            typeof(CurrentActor)
                .GetProperty(nameof(CurrentActor.Value))!
                .SetValue(scope.GetRequiredService<CurrentActor>(), await scope.ActorAsync(person));
            return await act(scope.GetRequiredService<TOperation>());
        });

    /// <inheritdoc cref="AsAsync{TOperation, T}"/>
    public Task AsAsync<TOperation>(Person person, Func<TOperation, Task> act)
        where TOperation : notnull =>
        AsAsync<TOperation, bool>(
            person,
            async operation =>
            {
                await act(operation);
                return true;
            }
        );

    /// <summary>A call of this kind, with these words of its file changed, so many entries by Nia and Ben in turn, and its first stage closed.</summary>
    public async Task<string> ClosedAsync(
        string kind,
        int entries,
        Func<JudgingTerms, JudgingTerms>? terms = null,
        string title = "Damp homes",
        string? item = null,
        Func<string, Task>? more = null
    )
    {
        var start = Clock.Time;
        var reference = await this.CallAsync(
            kind,
            title,
            item: item,
            with: (call, now) =>
            {
                foreach (var stage in call.Stages)
                {
                    var judging = JudgingTerms.FromJson(stage.DraftTerms);
                    call.Judge(stage.Code, terms is null ? judging : terms(judging), now);
                }
            }
        );
        for (var i = 1; i <= entries; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await EnterAsync(reference, i % 2 == 1 ? Nia : Ben, $"Entry number {i}");
        }
        if (more is not null)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await more(reference);
        }
        Clock.Time = start.AddDays(200);
        return reference;
    }

    /// <summary>An entry in every stage of a call, received now.</summary>
    /// <param name="picture">Name and bytes of a file that answers the question for a picture.</param>
    /// <param name="firm">The firm that enters.</param>
    /// <param name="answers">What is answered in the last stage, as JSON by the code of the question.</param>
    public Task EnterAsync(
        string reference,
        Person person,
        string title,
        (string Name, byte[] Bytes)? picture = null,
        Organisation? firm = null,
        IReadOnlyDictionary<string, string>? answers = null
    ) =>
        InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await CallAsync(db, reference);
            var now = db.Now();
            var files = new List<PackagedFile>();
            if (picture is { } file)
            {
                var stored = await scope
                    .GetRequiredService<FileStore>()
                    .SaveAsync(new MemoryStream(file.Bytes), 1 << 20);
                files.Add(
                    new(
                        Guid.CreateVersion7(),
                        "picture",
                        file.Name,
                        stored.Bytes,
                        stored.Hash,
                        null
                    )
                );
            }
            var number = 1 + await db.Set<Entry>().CountAsync(e => e.CallId == call.Id);
            Enter(db, call, number, person, title, files, firm, answers);
            await db.SaveChangesAsync();
        });

    /// <summary>An entry that comes late to one stage, and is in no other.</summary>
    public Task EnterLateAsync(string reference, Person person, string title, string stage) =>
        InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await CallAsync(db, reference);
            var number = 1 + await db.Set<Entry>().CountAsync(e => e.CallId == call.Id);
            Enter(db, call, number, person, title, [], null, null, stage);
            await db.SaveChangesAsync();
        });

    /// <summary>So many entries by Nia, received now, of which nobody looks at what they say.</summary>
    public Task EnterManyAsync(string reference, int count) =>
        InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await CallAsync(db, reference);
            for (var number = 1; number <= count; number++)
            {
                Enter(db, call, number, Nia, $"Entry number {number}", [], null, null);
            }
            await db.SaveChangesAsync();
        });

    private static void Enter(
        Db db,
        Call call,
        int number,
        Person person,
        string title,
        IReadOnlyList<PackagedFile> files,
        Organisation? firm,
        IReadOnlyDictionary<string, string>? answers,
        string? late = null
    )
    {
        var now = db.Now();
        var entry = Entry.Begin(
            call,
            number,
            firm is null ? EntrantKind.Person : EntrantKind.Organisation,
            firm?.Id,
            firm?.Name ?? $"{person.Name}’s team",
            false,
            person,
            now
        );
        db.Add(entry);
        foreach (var stage in call.InOrder.Where(s => late is null || s.Code == late))
        {
            var said = stage == call.InOrder.Last() ? answers : null;
            var kept = KeptPackage.Plain(
                new(
                    entry.Reference,
                    stage.Code,
                    stage.Position,
                    stage.FormName,
                    stage.FormVersion,
                    now,
                    person.Name,
                    (said ?? new Dictionary<string, string>()).ToDictionary(
                        a => a.Key,
                        a => new PackagedAnswer(a.Value, person.Name, now)
                    ),
                    stage == call.InOrder.First() ? files : []
                )
            );
            var version = EntryVersion.Of(
                Id<EntryVersion>.New(now),
                entry,
                stage,
                stage.Position,
                kept,
                Guid.CreateVersion7().ToString("N"),
                late is not null,
                person.Name,
                now
            );
            entry.Receive(version, title);
            db.Add(EntryPackage.Of(version, kept));
            db.Record(
                Actor.System,
                "entry-received",
                nameof(Entry),
                entry.Id,
                new { stage = stage.Code, sha256 = version.Sha256 }
            );
        }
    }

    public static async Task<Call> CallAsync(Db db, string reference)
    {
        var (year, number) = Call.Parse(reference)!.Value;
        return await db.Set<Call>()
            .Include(c => c.Stages)
                .ThenInclude(s => s.Terms)
            .Include(c => c.People)
            .SingleAsync(c => c.Year == year && c.Number == number);
    }

    /// <summary>Puts the call under the terms of a tender: entries are compared with the winner, a standstill is owed, and an award notice.</summary>
    public Task AsTenderAsync(string reference) =>
        InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await CallAsync(db, reference);
            db.Entry(call).Property(c => c.KindText).CurrentValue = call
                .KindText.Replace(
                    "decision: {roles: [approver], winners: {most: 3}, letters: true, compares: false, none: true}",
                    "decision: {roles: [approver], winners: {most: 1}, letters: true, compares: true, standstill: {working-days: 8, calendar: england-and-wales}, none: true}",
                    StringComparison.Ordinal
                )
                .Replace(
                    "publishes: {ocds: false, grants: false}",
                    "publishes: {ocds: false, notices: [UK6], grants: false}",
                    StringComparison.Ordinal
                );
            await db.SaveChangesAsync();
        });

    public Task<JudgedStage> StageAsync(Person person, string reference, string stage) =>
        AsAsync<FindStage, JudgedStage>(person, f => f.RunAsync(reference, stage));

    public Task<SharedOut> ShareOutAsync(string reference, string stage) =>
        AsAsync<ShareOut, SharedOut>(Cast.Wyn, s => s.RunAsync(reference, stage));

    /// <summary>Says of all one is asked to judge that there is no interest.</summary>
    public async Task DeclareNoneAsync(Person person, string reference, string stage)
    {
        var judged = await StageAsync(person, reference, stage);
        await AsAsync<DeclareInterests, int>(
            person,
            d =>
                d.RunAsync(
                    reference,
                    stage,
                    [
                        .. judged
                            .Undeclared(person.Id.Value)
                            .Select(u => new InterestSaid(u.Entry.Id, Interest.None, null)),
                    ]
                )
        );
    }

    /// <summary>Hands in the same score for everything asked, justified.</summary>
    public async Task ScoreAsync(
        Person person,
        string reference,
        string stage,
        int number,
        int score
    )
    {
        var judged = await StageAsync(person, reference, stage);
        await AsAsync<GiveScores, bool>(
            person,
            g =>
                g.SubmitAsync(
                    reference,
                    stage,
                    number,
                    [
                        .. ScoreRules
                            .Asked(judged.Terms)
                            .Select(a => new ScoreGiven(
                                a.Kind,
                                a.Code,
                                a.Kind == ScoreKind.Criterion ? score : 1,
                                $"{person.Name} says why"
                            )),
                    ]
                )
        );
    }

    /// <summary>Everybody on the panel declares none and scores all they were asked to; entry 1 the best.</summary>
    public async Task ScoreAllAsync(string reference, string stage, int best = 5)
    {
        await ShareOutAsync(reference, stage);
        foreach (var person in new[] { Cast.Wyn, Cast.Mei, Cast.Lee })
        {
            await DeclareNoneAsync(person, reference, stage);
            var judged = await StageAsync(person, reference, stage);
            foreach (var (entry, _) in judged.ToScore(person.Id.Value).ToList())
            {
                await ScoreAsync(
                    person,
                    reference,
                    stage,
                    entry.Number,
                    Math.Max(2, best + 1 - entry.Number)
                );
            }
        }
    }

    /// <summary>Recommends the first so many, which Ada approves and Olu tells.</summary>
    public async Task DecideAsync(
        string reference,
        string stage,
        int chosen,
        bool tell = true,
        long? amount = null
    )
    {
        var judged = await StageAsync(Cast.Wyn, reference, stage);
        var outcome = FindDecision.FrameOf(judged).Outcomes[0];
        await AsAsync<RecommendDecision>(
            Cast.Wyn,
            r =>
                r.RunAsync(
                    reference,
                    stage,
                    [
                        .. judged.Ranking.Select(
                            (e, i) =>
                                new OutcomeDraft(
                                    new(e.Fact.Id),
                                    e.Fact.Reference,
                                    i < chosen ? outcome : EntryOutcome.NotSelected,
                                    $"The reason for {e.Fact.Reference}",
                                    i < chosen ? amount : null
                                )
                        ),
                    ],
                    new("The panel was glad of all of them.", NoneReason: "Fewer were good enough")
                )
        );
        await AsAsync<ApproveDecision>(Cast.Ada, a => a.RunAsync(reference, stage));
        if (tell)
        {
            await AsAsync<TellDecision>(Cast.Olu, t => t.RunAsync(reference, stage));
        }
    }
}
