using System.Net;
using System.Text.Json;
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
public sealed class DiscussionTests(TestApp app) : IClassFixture<TestApp>
{
    private static int numbers = 100;

    [Fact]
    public async Task What_one_says_the_others_read_and_answer_and_what_it_said_before_is_kept()
    {
        var contract = await ContractAsync();
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync(contract.Path());
        await mei.FillIn(
                "What do you want to say?",
                "The lots are too large.\n\nSee https://example.org/lots."
            )
            .PressAsync("Post");
        Assert.Contains("Your post is there.", mei.Text);
        Assert.Equal(
            "https://example.org/lots",
            mei.Page.QuerySelector(".td-post a[rel]")!.GetAttribute("href")
        );

        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync(contract.Path());
        await wyn.FollowAsync("Reply to Mei");
        await wyn.FillIn("Your reply", "Not for us.").PressAsync("Reply");
        Assert.Contains("Wyn, Wyre Borough Council", wyn.Text);

        await mei.GoAsync(contract.Path());
        await mei.FollowAsync("Change your post");
        await mei.FillIn("What it is to say", "The lots are much too large.")
            .PressAsync("Change the post");
        var visitor = await app.Visit().GoAsync(contract.Path());
        Assert.Contains("The lots are much too large.", visitor.Text);
        Assert.Contains("What it said before", visitor.Text);
        Assert.Contains("See https://example.org/lots.", visitor.Text);
        Assert.Contains("Not for us.", visitor.Text);

        app.Clock.Advance(Post.EditTime + TimeSpan.FromMinutes(1));
        await mei.GoAsync(contract.Path());
        Assert.DoesNotContain("Change your post", mei.Text);
    }

    [Fact]
    public async Task Nothing_typed_is_lost_when_a_post_is_refused()
    {
        var contract = await ContractAsync();
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync(contract.Path());
        var much = new string('x', Post.Longest + 1);
        await mei.FillIn("What do you want to say?", much).PressAsync("Post");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, mei.Status);
        Assert.Contains("Use 8,000 characters or fewer", mei.Text);
        Assert.Contains(much, mei.Text);
    }

    [Fact]
    public async Task A_reported_post_waits_for_an_officer_who_removes_it_with_a_reason_and_a_tombstone_stays()
    {
        var contract = await ContractAsync();
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync(contract.Path());
        await lee.FillIn("What do you want to say?", "A slander of somebody.").PressAsync("Post");

        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync(contract.Path());
        Assert.DoesNotContain("Remove this post", wyn.Text);
        await wyn.FollowAsync("Report this post");
        await wyn.PressAsync("Report the post");
        Assert.Contains("Enter what is wrong with it", wyn.Text);
        await wyn.FillIn("What is wrong with it?", "It is a slander.")
            .PressAsync("Report the post");

        // Mei is a member only, and does not decide; Olu is an officer of the council whose record it is.
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/moderation");
        Assert.DoesNotContain("A slander of somebody.", mei.Text);
        var olu = await app.SignInAsync("olu@example.org");
        Assert.Contains(
            await WaitingAsync(app.Cast.Olu),
            w => w.Heading == "Posts that were reported"
        );
        await olu.GoAsync("/moderation");
        Assert.Contains("It is a slander.", olu.Text);
        Assert.DoesNotContain("Wyn", olu.Text);
        await olu.FollowAsync("Remove it");
        await olu.PressAsync("Remove the post");
        Assert.Contains("Enter why it is removed", olu.Text);
        await olu.FillIn("Why is it removed?", "It names a person.").PressAsync("Remove the post");

        var visitor = await app.Visit().GoAsync(contract.Path());
        Assert.Contains("Removed by a moderator: It names a person.", visitor.Text);
        Assert.DoesNotContain("slander", visitor.Text);
        using var json = await visitor.RawAsync(new(HttpMethod.Get, contract.Thread() + ".json"));
        Assert.DoesNotContain("slander", await json.Content.ReadAsStringAsync());
        Assert.Empty(await WaitingAsync(app.Cast.Olu, "Posts that were reported"));
    }

    [Fact]
    public async Task An_officer_may_let_a_reported_post_stand_and_an_author_may_take_it_back()
    {
        var contract = await ContractAsync();
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync(contract.Path());
        await lee.FillIn("What do you want to say?", "Hard words.").PressAsync("Post");
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync(contract.Path());
        await wyn.FollowAsync("Report this post");
        await wyn.FillIn("What is wrong with it?", "Hard.").PressAsync("Report the post");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/moderation");
        await olu.PressAsync("It stays");
        Assert.Contains("Nothing to decide", olu.Text);
        await lee.GoAsync(contract.Path());
        Assert.Contains("Hard words.", lee.Text);
        await lee.FollowAsync("Remove this post");
        await lee.PressAsync("Remove the post");
        Assert.Contains("Taken back by its author.", lee.Text);
        Assert.DoesNotContain("Hard words.", lee.Text);
    }

    [Fact]
    public async Task Every_way_out_shows_each_audience_the_same_notes_posts_and_questions()
    {
        foreach (var visibility in Enum.GetValues<Visibility>())
        {
            var contract = await ContractAsync(visibility);
            await SayAsync(
                app.Cast.Mei,
                contract,
                PostKind.Discussion,
                "open-word",
                app.Cast.Preston
            );
            await SayAsync(app.Cast.Mei, contract, PostKind.Note, "preston-note", app.Cast.Preston);
            if (visibility != Visibility.Organisation)
            {
                await SayAsync(app.Cast.Wyn, contract, PostKind.Note, "wyre-note", app.Cast.Wyre);
            }
            await AskAsync(app.Cast.Olu, contract, "waiting-question");
            foreach (
                var (who, sees, notes, question) in new[]
                {
                    ("visitor", visibility == Visibility.Public, "", false),
                    ("mei", true, "preston-note", false),
                    ("olu", true, "preston-note", true),
                    ("ada", true, "preston-note", true),
                    ("wyn", visibility != Visibility.Organisation, "wyre-note", false),
                    ("lee", visibility == Visibility.Public, "", false),
                    ("sam", visibility == Visibility.Public, "", false),
                }
            )
            {
                var reader =
                    who == "visitor" ? app.Visit() : await app.SignInAsync($"{who}@example.org");
                foreach (
                    var (address, isPage) in new[]
                    {
                        (contract.Path(), true),
                        (contract.Thread(), true),
                        (contract.Thread() + ".json", false),
                        ("/api" + contract.Thread(), false),
                    }
                )
                {
                    using var answer = await reader.RawAsync(new(HttpMethod.Get, address));
                    Assert.Equal(
                        sees ? HttpStatusCode.OK : HttpStatusCode.NotFound,
                        answer.StatusCode
                    );
                    var text = await answer.Content.ReadAsStringAsync();
                    var seen = string.Join(
                        ' ',
                        new[]
                        {
                            "open-word",
                            "preston-note",
                            "wyre-note",
                            "waiting-question",
                        }.Where(text.Contains)
                    );
                    var expected = !sees
                        ? ""
                        : string.Join(
                            ' ',
                            new[]
                            {
                                "open-word",
                                isPage ? notes : "",
                                isPage && question ? "waiting-question" : "",
                            }.Where(w => w.Length > 0)
                        );
                    Assert.True(
                        expected == seen,
                        $"{who} at {address} ({visibility}): {seen}, not {expected}"
                    );
                }
            }
        }
    }

    [Fact]
    public async Task The_data_of_a_discussion_is_sent_once_while_nothing_changes()
    {
        var contract = await ContractAsync();
        var visitor = app.Visit();
        using var first = await visitor.RawAsync(new(HttpMethod.Get, "/api" + contract.Thread()));
        using var json = JsonDocument.Parse(await first.Content.ReadAsStringAsync());
        Assert.Equal(contract.Reference, json.RootElement.GetProperty("reference").GetString());
        var again = new HttpRequestMessage(HttpMethod.Get, "/api" + contract.Thread());
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await visitor.RawAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Nobody_speaks_for_an_organisation_of_others_or_about_a_record_they_may_not_see()
    {
        var contract = await ContractAsync();
        var own = await ContractAsync(Visibility.Organisation);
        var foreign = await Assert.ThrowsAsync<Refusal>(() =>
            SayAsync(app.Cast.Lee, contract, PostKind.Discussion, "x", app.Cast.Preston)
        );
        Assert.Equal(RefusalKind.Permission, foreign.Kind);
        var hidden = await Assert.ThrowsAsync<Refusal>(() =>
            SayAsync(app.Cast.Lee, own, PostKind.Discussion, "x", app.Cast.Leeds)
        );
        Assert.Equal(RefusalKind.NotFound, hidden.Kind);
        await SayAsync(app.Cast.Lee, contract, PostKind.Discussion, "x", app.Cast.Leeds);
    }

    private async Task<Contract> ContractAsync(Visibility visibility = Visibility.Public)
    {
        var number = Interlocked.Increment(ref numbers);
        var records = new Records(app, number);
        var contract = records.Contract(
            "Street lighting",
            visibility,
            app.Cast.Preston,
            buyer: $"Preston City Council {number}"
        );
        await records.SaveAsync();
        return contract;
    }

    private Task SayAsync(
        Person person,
        Contract contract,
        PostKind kind,
        string text,
        Organisation organisation
    ) =>
        AsAsync(
            person,
            (scope, actor) =>
                new WritePost(
                    scope.GetRequiredService<Db>(),
                    actor,
                    new DiscussedRecords(
                        scope.GetRequiredService<Db>(),
                        actor,
                        scope.GetRequiredService<Subjects>()
                    ),
                    scope.GetRequiredService<Messages>()
                ).RunAsync(nameof(Contract), contract.Id.ToString(), kind, text, organisation.Id)
        );

    private Task AskAsync(Person person, Contract contract, string text) =>
        AsAsync(
            person,
            (scope, actor) =>
                new AskQuestion(
                    scope.GetRequiredService<Db>(),
                    actor,
                    new DiscussedRecords(
                        scope.GetRequiredService<Db>(),
                        actor,
                        scope.GetRequiredService<Subjects>()
                    ),
                    scope.GetRequiredService<AnswerClock>(),
                    scope.GetRequiredService<AnswerDuties>()
                ).RunAsync(nameof(Contract), contract.Id.ToString(), text)
        );

    private Task AsAsync(Person person, Func<IServiceProvider, Actor, Task> act) =>
        app.InScopeAsync(async scope =>
        {
            var (actor, _) = await Actors.OfAsync(scope.GetRequiredService<Db>(), person);
            await act(scope, actor);
        });

    private Task<IReadOnlyList<WaitingItem>> WaitingAsync(Person person, string? heading = null) =>
        app.InScopeAsync(async scope =>
        {
            var (actor, _) = await Actors.OfAsync(scope.GetRequiredService<Db>(), person);
            var found = new List<WaitingItem>();
            foreach (var room in scope.GetServices<IWaiting>())
            {
                found.AddRange(await room.ForAsync(actor, CancellationToken.None));
            }
            return (IReadOnlyList<WaitingItem>)
                found.Where(w => heading is null || w.Heading == heading).ToList();
        });
}

internal static class ContractAddresses
{
    public static string Path(this Contract contract) => $"/contracts/{contract.Reference}";

    public static string Thread(this Contract contract) =>
        Discussion.PathOf(nameof(Contract), contract.Id.ToString());
}
