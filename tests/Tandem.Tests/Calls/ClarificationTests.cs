using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

[UsesDatabase]
public sealed class ClarificationTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task AskAsync(string call, string words)
    {
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync($"/calls/{call}/questions");
        await lee.FillIn("Your question", words).PressAsync("Ask the question");
    }

    private Task<IReadOnlyList<WaitingItem>> WaitingAsync(Person person) =>
        app.InScopeAsync(async scope =>
            await scope
                .GetServices<IWaiting>()
                .OfType<DiscussionWaiting>()
                .Single()
                .ForAsync(await scope.ActorAsync(person), default)
        );

    private Task<List<string>> ToldAsync(Person person) =>
        app.InScopeAsync(scope =>
        {
            var recipient = $"person:{person.Id}";
            return scope
                .GetRequiredService<Db>()
                .Set<Message>()
                .Where(m => m.Recipient == recipient)
                .Select(m => m.Title)
                .ToListAsync();
        });

    [Fact]
    public async Task Questions_are_numbered_within_their_call_and_found_by_that_number()
    {
        var (one, other) = (
            await app.CallAsync("challenge-prize", "Numbered"),
            await app.CallAsync("challenge-prize", "Numbered too")
        );
        await AskAsync(one, "The first of one?");
        await AskAsync(other, "The first of the other?");
        await AskAsync(one, "The second of one?");
        var olu = await app.SignInAsync("olu@example.org");
        foreach (
            var (reference, words) in new[]
            {
                ($"{one}-Q1", "The first of one?"),
                ($"{one}-Q2", "The second of one?"),
                ($"{other}-Q1", "The first of the other?"),
            }
        )
        {
            await olu.GoAsync($"/questions/{reference}");
            Assert.Contains(words, olu.Text);
            Assert.Contains(reference, olu.Text);
        }
        // The number over all questions, which stands in letters that were sent before, leads to the same.
        var number = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Question>()
                .Where(q => q.Clarifies == other)
                .Select(q => q.Number)
                .SingleAsync()
        );
        await olu.GoAsync($"/questions/Q-{number}");
        Assert.Contains($"{other}-Q1", olu.Text);
        await olu.GoAsync($"/questions/{one}-Q3");
        Assert.Equal(HttpStatusCode.NotFound, olu.Status);
    }

    [Fact]
    public async Task Those_whom_the_call_names_answer_and_no_other_officer_of_the_organisation()
    {
        var call = await app.CallAsync("challenge-prize", "Answered by its owner");
        await AskAsync(call, "Who may answer this?");
        var path = $"/questions/{call}-Q1";

        // Ada is an administrator of the organisation and approves the call; Wyn leads its panel: neither answers for it.
        foreach (var (email, person) in new[] { ("ada", app.Cast.Ada), ("wyn", app.Cast.Wyn) })
        {
            var other = await app.SignInAsync($"{email}@example.org");
            await other.GoAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, other.Status);
            await other.GoAsync($"/calls/{call}/questions");
            Assert.DoesNotContain("Who may answer this?", other.Text);
            Assert.DoesNotContain(await WaitingAsync(person), w => w.Path == path);
            Assert.DoesNotContain(
                await ToldAsync(person),
                t =>
                    t.EndsWith("Answered by its owner", StringComparison.Ordinal)
                    && t.StartsWith("Answer a question", StringComparison.Ordinal)
            );
        }
        Assert.Contains(await WaitingAsync(app.Cast.Olu), w => w.Path == path);
        Assert.Contains(
            await ToldAsync(app.Cast.Olu),
            t => t.StartsWith("Answer a question", StringComparison.Ordinal)
        );
        // Named an editor, she does.
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            await new NameForCall(db, olu, scope.Tells(olu)).RunAsync(
                call,
                "ada@example.org",
                CallRole.Editor
            );
        });
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync(path);
        await ada.FillIn("The question, as everybody is to read it", "Who may answer?")
            .FillIn("Your answer", "Its owners and editors.")
            .PressAsync("Publish question and answer");
        var visitor = await app.Visit().GoAsync($"/calls/{call}/questions");
        Assert.Contains("Its owners and editors.", visitor.Text);
    }

    [Fact]
    public async Task Whoever_owes_an_answer_is_reminded_before_it_is_due_and_once_when_it_is_overdue()
    {
        var before = app.Clock.Time;
        try
        {
            var call = await app.CallAsync("challenge-prize", "Reminded");
            await AskAsync(call, "When is it due?");
            var reference = $"{call}-Q1";
            var due = await app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<Db>()
                    .Set<Question>()
                    .Where(q => q.Clarifies == call)
                    .Select(q => q.Due)
                    .SingleAsync()
            );
            Task RemindAsync() =>
                app.InScopeAsync(scope => scope.GetRequiredService<RemindAnswerers>().RunAsync());
            async Task<List<string>> AboutAsync(Person person) =>
                [
                    .. (await ToldAsync(person)).Where(t =>
                        t.Contains(reference, StringComparison.Ordinal)
                    ),
                ];
            await RemindAsync();
            Assert.Empty(await AboutAsync(app.Cast.Olu));
            app.Clock.Time = new(due.ToDateTime(new(9, 0)), TimeSpan.Zero);
            await RemindAsync();
            await RemindAsync();
            Assert.StartsWith(
                $"Answer {reference} by ",
                Assert.Single(await AboutAsync(app.Cast.Olu))
            );
            app.Clock.Time += TimeSpan.FromDays(1);
            await RemindAsync();
            await RemindAsync();
            Assert.Equal(
                [$"The answer to {reference} is overdue"],
                (await AboutAsync(app.Cast.Olu)).Skip(1)
            );
            Assert.Empty(await AboutAsync(app.Cast.Ada));
            // Once answered, nobody is reminded any more.
            var olu = await app.SignInAsync("olu@example.org");
            await olu.GoAsync($"/questions/{reference}");
            await olu.FillIn("The question, as everybody is to read it", "When?")
                .FillIn("Your answer", "Now.")
                .PressAsync("Publish question and answer");
            app.Clock.Time += TimeSpan.FromDays(30);
            await RemindAsync();
            Assert.Equal(2, (await AboutAsync(app.Cast.Olu)).Count);
        }
        finally
        {
            app.Clock.Time = before;
        }
    }

    [Fact]
    public async Task While_a_procurement_is_open_people_ask_and_nobody_writes_under_a_name()
    {
        var tender = await app.CallAsync("pre-qualification", "Questions only");
        var prize = await app.CallAsync("challenge-prize", "Talk of it");
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync($"/calls/{tender}/questions");
        Assert.Contains("Ask a question", lee.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Write a post", lee.Text, StringComparison.Ordinal);
        Assert.Contains("there are questions only", lee.Text, StringComparison.Ordinal);
        await lee.GoAsync($"/calls/{prize}/questions");
        Assert.Contains("Write a post", lee.Text, StringComparison.Ordinal);
        await app.InScopeAsync(async scope =>
        {
            typeof(CurrentActor)
                .GetProperty(nameof(CurrentActor.Value))!
                .SetValue(
                    scope.GetRequiredService<CurrentActor>(),
                    await scope.ActorAsync(app.Cast.Lee)
                );
            var id = (
                await scope
                    .GetRequiredService<Db>()
                    .CallAsync(await scope.ActorAsync(app.Cast.Olu), tender)
            ).Id;
            await Assert.ThrowsAsync<Refusal>(() =>
                scope
                    .GetRequiredService<WritePost>()
                    .RunAsync(nameof(Call), id.ToString(), PostKind.Discussion, "We bid low.")
            );
        });
    }
}
