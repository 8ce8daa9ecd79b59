using System.Text;
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

/// <summary>The application with residents who have no organisation here, and calls that they enter.</summary>
public class EnteringApp : TestApp
{
    public const string Secret = "Quincunx-Marker-Words";

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

    /// <summary>Runs operations as a person.</summary>
    public Task<T> AsAsync<T>(Person person, Func<IServiceProvider, Task<T>> act) =>
        InScopeAsync(async scope =>
        {
            typeof(CurrentActor)
                .GetProperty(nameof(CurrentActor.Value))!
                .SetValue(scope.GetRequiredService<CurrentActor>(), await scope.ActorAsync(person));
            return await act(scope);
        });

    /// <inheritdoc cref="AsAsync{T}"/>
    public Task AsAsync(Person person, Func<IServiceProvider, Task> act) =>
        AsAsync(
            person,
            async scope =>
            {
                await act(scope);
                return true;
            }
        );

    /// <summary>A tender that people may enter: two sealed stages, Ada, Olu and Mei its openers, each with a passphrase of their own.</summary>
    public async Task<string> SealedCallAsync(
        string title = "Damp homes",
        Action<Call, DateTime>? with = null
    )
    {
        var reference = await InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var text = scope
                .GetRequiredService<CallKinds>()
                .Find("competitive-flexible-tender")!
                .Text.Replace("who: [organisation]", "who: [person, organisation]")
                .Replace("most-entries: 1", "most-entries: 30")
                .Replace("on-behalf: false", "on-behalf: true")
                .Replace("questions: supplier-conditions", "questions: call-eligibility");
            var call = Calling.Complete(
                CallKinds.Parse(text, "tender of the tests"),
                Cast,
                await scope.ActorAsync(Cast.Olu),
                title,
                db.Now()
            );
            with?.Invoke(call, db.Now());
            db.Add(call);
            await db.SaveCallAsync(call);
            return call.Reference;
        });
        foreach (var opener in new[] { Cast.Ada, Cast.Olu, Cast.Mei })
        {
            await AsAsync(
                opener,
                scope =>
                    scope
                        .GetRequiredService<MakeOpenerKey>()
                        .RunAsync(reference, PassphraseOf(opener), PassphraseOf(opener))
            );
        }
        await InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await CallAsync(db, reference);
            call.Submit(await scope.ActorAsync(Cast.Olu), db.Now());
            call.Approve(await scope.ActorAsync(Cast.Ada), db.Now());
            call.Publish(scope.GetRequiredService<WorkingDays>(), db.Now());
            await db.SaveCallAsync(call);
        });
        return reference;
    }

    public static string PassphraseOf(Person person) => $"four plain words of {person.Name}";

    public static async Task<Call> CallAsync(Db db, string reference)
    {
        var (year, number) = Call.Parse(reference)!.Value;
        return await db.Set<Call>()
            .Include(c => c.Stages)
                .ThenInclude(s => s.Terms)
            .Include(c => c.People)
            .SingleAsync(c => c.Year == year && c.Number == number);
    }

    /// <summary>An entry whose entrant may enter, with every question answered; what is written holds the marker.</summary>
    public Task<Entry> DraftAsync(
        Person person,
        string call,
        Entrant? entrant = null,
        string marker = Secret
    ) =>
        AsAsync(
            person,
            async scope =>
            {
                var entry = await scope
                    .GetRequiredService<StartEntry>()
                    .RunAsync(call, entrant ?? new(EntrantKind.Person));
                var db = scope.GetRequiredService<Db>();
                if (entry.EligibleAt is null)
                {
                    await AnswerAsync(scope, entry, null, marker);
                    Assert.Empty(
                        await scope
                            .GetRequiredService<CheckEligibility>()
                            .RunAsync(call, entry.Number)
                    );
                }
                var found = await scope
                    .GetRequiredService<FindEntry>()
                    .OwnAsync(call, entry.Number);
                var stage = found.Call.InOrder.First();
                Assert.NotNull(await scope.GetRequiredService<BeginStage>().RunAsync(found, stage));
                await AnswerAsync(scope, entry, stage, marker);
                return entry;
            }
        );

    /// <summary>Answers all that is asked, so that nothing speaks against it.</summary>
    public static async Task AnswerAsync(
        IServiceProvider scope,
        Entry entry,
        CallStage? stage,
        string marker
    )
    {
        var drafts = scope.GetRequiredService<BeginStage>();
        var save = scope.GetRequiredService<SaveAnswers>();
        async Task<OpenResponse> OpenAsync() => (await drafts.DraftAsync(entry, stage, default))!;
        async Task SayAsync(string code, Value? value) =>
            await save.RunAsync(
                (await OpenAsync()).Response.Id,
                new Dictionary<string, Value?> { [code] = value }
            );
        async Task FillAsync()
        {
            while (
                (await OpenAsync()).Sheet.Gaps.FirstOrDefault(g =>
                    g.Question.Kind != QuestionKind.File
                )
                    is { } gap
            )
            {
                await SayAsync(gap.Question.Code, ValueFor(gap.Question, marker));
            }
        }
        await FillAsync();
        foreach (
            var question in (await OpenAsync()).Set.Questions.Where(q =>
                q.Kind == QuestionKind.YesNo
            )
        )
        {
            var before = CheckEligibility.Against(await OpenAsync()).Count;
            if (before > 0)
            {
                await SayAsync(question.Code, new Value.Truth(false));
                await FillAsync();
                if (CheckEligibility.Against(await OpenAsync()).Count >= before)
                {
                    await SayAsync(question.Code, new Value.Truth(true));
                    await FillAsync();
                }
            }
        }
    }

    private static Value? ValueFor(Question question, string marker) =>
        question.Kind switch
        {
            QuestionKind.YesNo => new Value.Truth(true),
            QuestionKind.Text or QuestionKind.LongText => new Value.Text($"{marker} and more"),
            QuestionKind.Number or QuestionKind.Money => new Value.Number(
                question.Limits.Min is Value.Number { Amount: var least } ? least + 1 : 5000
            ),
            QuestionKind.Date => new Value.Day(new(2026, 12, 1)),
            QuestionKind.Choice => new Value.Text(question.Options[0].Code),
            QuestionKind.Choices => new Value.Set([question.Options[0].Code]),
            QuestionKind.Rows => new Value.Rows([
                question.Columns.ToDictionary(c => c.Code, c => ValueFor(c, marker)!),
            ]),
            _ => null,
        };

    public Task<EntryVersion> SubmitAsync(
        Person person,
        Entry entry,
        string? code = null,
        string stage = "participation"
    ) =>
        AsAsync(
            person,
            async scope =>
            {
                var call = await CallAsync(scope.GetRequiredService<Db>(), entry.CallReference);
                return await scope
                    .GetRequiredService<SubmitEntry>()
                    .RunAsync(
                        entry.CallReference,
                        entry.Number,
                        call.Stage(stage) is null ? call.InOrder.First().Code : stage,
                        code ?? ReceiptCode.New(),
                        [.. call.AcceptedTerms.Keys]
                    );
            }
        );

    public Task<Opening?> OpenAsync(Person opener, string call, string? passphrase = null) =>
        AsAsync(
            opener,
            scope =>
                scope
                    .GetRequiredService<OpenStage>()
                    .RunAsync(call, "participation", passphrase ?? PassphraseOf(opener))
        );

    public Task<FoundEntry> FindAsync(Person person, Entry entry) =>
        AsAsync(
            person,
            scope =>
                scope.GetRequiredService<FindEntry>().RunAsync(entry.CallReference, entry.Number)
        );

    public async Task<DateTime> DeadlineAsync(string call) =>
        await InScopeAsync(async scope =>
            (await CallAsync(scope.GetRequiredService<Db>(), call)).InOrder.First().ClosesAt!.Value
        );

    public void SetClock(DateTime utc) => Clock.Time = new DateTimeOffset(utc, TimeSpan.Zero);

    /// <summary>Files of the data folder, database and file store and all, that hold the words; and, on PostgreSQL, rows.</summary>
    public async Task<IReadOnlyList<string>> HoldingAsync(string words)
    {
        var (found, marker) = (new List<string>(), Encoding.UTF8.GetBytes(words));
        foreach (
            var path in Directory.EnumerateFiles(
                Settings.DataFolder,
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            await using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var all = new MemoryStream();
            await file.CopyToAsync(all);
            if (all.GetBuffer().AsSpan(0, (int)all.Length).IndexOf(marker) >= 0)
            {
                found.Add(path);
            }
        }
        if (TestDatabase.Postgres is not null)
        {
            await InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!))
                {
                    var sql =
                        "SELECT count(*) AS \"Value\" FROM " + table + " t WHERE t::text LIKE {0}";
                    var count = await db
                        .Database.SqlQueryRaw<long>(sql, $"%{words}%")
                        .SingleAsync();
                    if (count > 0)
                    {
                        found.Add(table);
                    }
                }
            });
        }
        return found;
    }
}
