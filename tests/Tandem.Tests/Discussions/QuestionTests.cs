using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Discussions;

[UsesDatabase]
public sealed class QuestionTests(TestApp app) : IClassFixture<TestApp>
{
    private static int numbers = 500;

    [Fact]
    public async Task Who_asked_is_in_no_page_no_data_and_no_act_of_the_timeline()
    {
        var contract = await ContractAsync();
        var asker = await PersonAsync("Quillon");
        var before = await LastEventAsync();
        var quillon = await app.SignInAsync("quillon@example.org");
        await quillon.GoAsync(contract.Path());
        await quillon
            .FillIn("Your question", "May Quillon Ltd offer a lamp of its own making?")
            .PressAsync("Ask the question");
        Assert.Contains("nobody sees who asked", quillon.Text);
        await quillon.GoAsync(contract.Path());
        Assert.Contains("you asked", quillon.Text);
        var reference = quillon.Page.QuerySelector(".td-question")!.Id!;

        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/questions/{reference}");
        await olu.FillIn(
                "The question, as everybody is to read it",
                "May a firm offer a lamp of its own making?"
            )
            .FillIn("Your answer", "Yes, if it meets the standard.")
            .PressAsync("Publish question and answer");
        await olu.GoAsync($"/questions/{reference}");
        Assert.Contains("May Quillon Ltd offer", olu.Text);

        // The asker's own words are for the asker and the officers who answer; the asker's name and id are for nobody.
        var id = asker.Id.ToString();
        foreach (var who in new[] { "visitor", "mei", "wyn", "lee", "sam", "olu", "ada" })
        {
            var reader =
                who == "visitor" ? app.Visit() : await app.SignInAsync($"{who}@example.org");
            foreach (
                var address in new[]
                {
                    contract.Path(),
                    contract.Path() + ".json",
                    contract.Thread(),
                    contract.Thread() + ".json",
                    "/api" + contract.Thread(),
                    $"/questions/{reference}",
                    "/contracts.csv",
                    "/moderation",
                    "/organisations/preston-city-council/questions",
                }
            )
            {
                using var answer = await reader.RawAsync(new(HttpMethod.Get, address));
                var text = await answer.Content.ReadAsStringAsync();
                Assert.DoesNotContain(id, text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("quillon@", text, StringComparison.OrdinalIgnoreCase);
                if (who is not ("olu" or "ada"))
                {
                    Assert.DoesNotContain("Quillon", text);
                }
            }
            await reader.GoAsync(contract.Path());
            Assert.Contains("Yes, if it meets the standard.", reader.Text);
            Assert.Contains("May a firm offer", reader.Text);
        }

        var acts = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Event>()
                .Where(e => e.Seq > before && e.SubjectKind != nameof(Session))
                .ToListAsync()
        );
        Assert.Contains(acts, a => a.Verb == "question-asked");
        Assert.All(
            acts.Where(a => a.Verb.StartsWith("question", StringComparison.Ordinal)),
            a =>
            {
                Assert.NotEqual(asker.Id.Value, a.ActorId);
                Assert.DoesNotContain(
                    "Quillon",
                    $"{a.ActorName} {a.Data} {a.Reason} {a.SubjectId}"
                );
                Assert.DoesNotContain(id, a.Data, StringComparison.OrdinalIgnoreCase);
            }
        );
        var told = acts.Single(a => a.Verb == DiscussionNews.QuestionAnswered);
        Assert.Equal(
            (nameof(Contract), contract.Id.ToString()),
            (told.SubjectKind, told.SubjectId)
        );
        Assert.Equal($"Question {reference} was answered", DiscussionNews.Tell(told));
    }

    [Fact]
    public async Task A_question_waits_for_officers_by_working_days_and_is_seen_to_be_late()
    {
        var contract = await ContractAsync();
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/organisations/preston-city-council/questions");
        await ada.FillIn("Answer within", "0").PressAsync("Save");
        Assert.Contains("Enter a number of working days from 1 to 30", ada.Text);
        await ada.FillIn("Answer within", "2").PressAsync("Save");

        var asked = app.Clock.Time;
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync(contract.Path());
        await lee.FillIn("Your question", "When does it start?").PressAsync("Ask the question");
        await lee.GoAsync(contract.Path());
        var reference = lee.Page.QuerySelector(".td-question")!.Id!;
        var due = app
            .Services.GetRequiredService<WorkingDays>()["england-and-wales"]
            .Add(DateOnly.FromDateTime(asked.UtcDateTime), 2);
        var item = Assert.Single(
            await WaitingAsync(app.Cast.Olu),
            w => w.Path == $"/questions/{reference}"
        );
        Assert.Equal(due, item.Due);
        Assert.DoesNotContain(
            await WaitingAsync(app.Cast.Mei),
            w => w.Path == $"/questions/{reference}"
        );

        var visitor = await app.Visit().GoAsync(contract.Path());
        Assert.Contains("1 question waits for an answer of Preston City Council.", visitor.Text);
        Assert.DoesNotContain("When does it start?", visitor.Text);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await visitor.GoAsync(contract.Path());
        Assert.Contains("longer than was promised", visitor.Text);
        app.Clock.Time = asked;
    }

    [Fact]
    public async Task A_question_is_declined_to_the_asker_alone_or_taken_back_and_then_stays_as_it_is()
    {
        var contract = await ContractAsync();
        var lee = await app.SignInAsync("lee@example.org");
        var references = new List<string>();
        foreach (var text in new[] { "What do you pay now?", "Never mind this one?" })
        {
            await lee.GoAsync(contract.Thread());
            await lee.FillIn("Your question", text).PressAsync("Ask the question");
            references.Add(await LastQuestionAsync());
        }
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/questions/{references[0]}");
        await olu.FillIn("Why will you not answer it?", "Commercially confidential.")
            .PressAsync("Decline the question");
        await lee.GoAsync($"/questions/{references[0]}");
        Assert.Contains("Commercially confidential.", lee.Text);
        var visitor = app.Visit();
        await visitor.GoAsync($"/questions/{references[0]}");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);

        // The officer has the page open while the asker takes the question back.
        await olu.GoAsync($"/questions/{references[1]}");
        olu.FillIn("The question, as everybody is to read it", "Never mind?")
            .FillIn("Your answer", "We do not.");
        await lee.GoAsync($"/questions/{references[1]}");
        await lee.PressAsync("Take the question back");
        await olu.PressAsync("Publish question and answer");
        Assert.Equal(HttpStatusCode.NotFound, olu.Status);
        await visitor.GoAsync(contract.Path());
        Assert.DoesNotContain("Never mind", visitor.Text);
    }

    [Fact]
    public async Task Of_two_who_answer_at_once_one_is_told_to_look_again()
    {
        var contract = await ContractAsync();
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync(contract.Thread());
        await lee.FillIn("Your question", "Which standard?").PressAsync("Ask the question");
        var reference = await LastQuestionAsync();
        await using var one = app.Services.CreateAsyncScope();
        await using var two = app.Services.CreateAsyncScope();
        async Task<(Question, Db)> ReadAsync(AsyncServiceScope scope)
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            var number = long.Parse(reference[2..]);
            return (await db.Set<Question>().SingleAsync(q => q.Number == number), db);
        }
        var (first, firstDb) = await ReadAsync(one);
        var (second, secondDb) = await ReadAsync(two);
        first.Reply("Which standard?", "BS 5489.", Actor.System, firstDb.Now());
        second.Reply("Which standard?", "EN 13201.", Actor.System, secondDb.Now());
        await firstDb.SaveChangesAsync();
        var refusal = await Assert.ThrowsAsync<Refusal>(() => secondDb.SaveChangesAsync());
        Assert.Contains("Somebody else changed this", refusal.Message);
    }

    private async Task<string> LastQuestionAsync() =>
        "Q-"
        + await app.InScopeAsync(scope =>
            scope.GetRequiredService<Db>().Set<Question>().MaxAsync(q => q.Number)
        );

    private Task<long> LastEventAsync() =>
        app.InScopeAsync(async scope =>
            await scope.GetRequiredService<Db>().Set<Event>().MaxAsync(e => (long?)e.Seq) ?? 0
        );

    private Task<Person> PersonAsync(string name) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var person = Person.Create(
                $"{name.ToLowerInvariant()}@example.org",
                name,
                Cast.Password,
                db.Now()
            );
            db.Add(person);
            await db.SaveChangesAsync();
            return person;
        });

    private async Task<Contract> ContractAsync()
    {
        var number = Interlocked.Increment(ref numbers);
        var records = new Records(app, number);
        var contract = records.Contract(
            "Street lighting",
            Visibility.Public,
            app.Cast.Preston,
            buyer: $"Preston City Council {number}"
        );
        await records.SaveAsync();
        return contract;
    }

    private Task<IReadOnlyList<WaitingItem>> WaitingAsync(Person person) =>
        app.InScopeAsync(async scope =>
        {
            var (actor, _) = await Actors.OfAsync(scope.GetRequiredService<Db>(), person);
            var found = new List<WaitingItem>();
            foreach (var room in scope.GetServices<IWaiting>())
            {
                found.AddRange(await room.ForAsync(actor, CancellationToken.None));
            }
            return (IReadOnlyList<WaitingItem>)found;
        });
}
