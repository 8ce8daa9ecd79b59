using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Commitments;
using Tandem.Contracts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Commitments;

[UsesDatabase]
public sealed class CommitmentTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_promise_is_made_changed_shown_with_evidence_kept_and_read_by_everybody()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/commitments/new");
        await olu.FillIn("To whom?", "Small suppliers")
            .FillIn("Where was it said?", "Supplier breakfast")
            .FillIn("Link to where it was said (optional)", "javascript:alert(1)")
            .FillIn("What will you do?", "Publish the evaluation")
            .PressAsync("Make the promise");
        Assert.Contains("Enter the day you will keep it by", olu.Text);
        Assert.Contains("Enter a full address", olu.Text);
        Assert.Contains("Publish the evaluation", olu.Text);
        FillDay(olu, "Due", new(2026, 12, 10));
        await olu.FillIn("Link to where it was said (optional)", "https://example.org/breakfast")
            .PressAsync("Make the promise");
        Assert.Contains("To be kept by 10 December 2026.", olu.Text);
        var path = olu.At;

        await olu.FollowAsync("Change the words or the day");
        FillDay(olu, "Due", new(2026, 12, 20));
        await olu.PressAsync("Change the promise");
        Assert.Contains("Enter why it changes", olu.Text);
        await olu.FillIn("Why does it change?", "The auditor is late.")
            .PressAsync("Change the promise");
        Assert.Contains("first promised for 10 December 2026", olu.Text);

        await olu.FollowAsync("Add evidence");
        await olu.FillIn("What does it show?", "The report")
            .Attach("File (optional)", "run.exe", Encoding.UTF8.GetBytes("MZ"))
            .PressAsync("Add the evidence");
        Assert.Contains("Choose a file that ends in .pdf", olu.Text);
        await olu.Attach("File (optional)", "report.txt", Encoding.UTF8.GetBytes("<b>Figures</b>"))
            .PressAsync("Add the evidence");
        var file = olu.Page.QuerySelectorAll("a").Single(a => a.TextContent == "report.txt");
        var visitor = app.Visit();
        using (var sent = await visitor.RawAsync(new(HttpMethod.Get, file.GetAttribute("href"))))
        {
            Assert.Equal("<b>Figures</b>", await sent.Content.ReadAsStringAsync());
            Assert.Equal("application/octet-stream", sent.Content.Headers.ContentType!.MediaType);
            Assert.Equal("attachment", sent.Content.Headers.ContentDisposition!.DispositionType);
        }

        await olu.FollowAsync("It is kept");
        await olu.PressAsync("It is kept");
        await visitor.GoAsync(path);
        Assert.Contains("Kept on 21 November 2026, in time.", visitor.Text);
        Assert.Contains("The auditor is late.", visitor.Text);
        await visitor.GoAsync(
            "/organisations/preston-city-council/commitments?status=kept&q=evaluation"
        );
        Assert.Contains("1 promise", visitor.Text);
        using var api = await visitor.RawAsync(new(HttpMethod.Get, "/api" + path));
        using var json = JsonDocument.Parse(await api.Content.ReadAsStringAsync());
        Assert.Equal(
            "kept",
            json.RootElement.GetProperty("commitment").GetProperty("status").GetString()
        );
        Assert.Equal(
            ["Made", "Changed", "EvidenceAdded", "Kept"],
            json.RootElement.GetProperty("history")
                .EnumerateArray()
                .Select(s => s.GetProperty("act").GetString())
        );
    }

    [Fact]
    public async Task Every_way_out_shows_each_audience_the_same_promises()
    {
        var mine = await MakeAsync("inside-word", CommitmentAudience.Organisation);
        var open = await MakeAsync("outside-word", CommitmentAudience.Public);
        foreach (var who in new[] { "visitor", "mei", "olu", "wyn", "lee", "sam" })
        {
            var reader =
                who == "visitor" ? app.Visit() : await app.SignInAsync($"{who}@example.org");
            var seesAll = who is "mei" or "olu";
            foreach (
                var address in new[]
                {
                    "/commitments",
                    "/commitments.csv",
                    "/commitments.json",
                    "/api/commitments",
                    "/organisations/preston-city-council/commitments",
                    "/organisations/preston-city-council/commitments.csv",
                }
            )
            {
                using var answer = await reader.RawAsync(
                    new(HttpMethod.Get, address + "?q=side-word")
                );
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True(seesAll == text.Contains("inside-word"), $"{who} at {address}");
                Assert.Contains("outside-word", text);
            }
            foreach (var address in new[] { mine.Path, mine.Path + ".json", "/api" + mine.Path })
            {
                using var answer = await reader.RawAsync(new(HttpMethod.Get, address));
                Assert.Equal(
                    seesAll ? HttpStatusCode.OK : HttpStatusCode.NotFound,
                    answer.StatusCode
                );
            }
            var subject = await app.InScopeAsync(async scope =>
            {
                var actor =
                    who == "visitor"
                        ? Actor.Visitor
                        : (
                            await Actors.OfAsync(
                                scope.GetRequiredService<Db>(),
                                await scope
                                    .GetRequiredService<Db>()
                                    .Set<Person>()
                                    .SingleAsync(p => p.Email == $"{who}@example.org")
                            )
                        ).Actor;
                return await scope
                    .GetRequiredService<Subjects>()
                    .FindAsync(nameof(Commitment), mine.Id.ToString(), actor);
            });
            Assert.Equal(seesAll, subject is not null);
        }
        Assert.NotNull(open);
    }

    [Fact]
    public async Task What_was_public_never_disappears_but_leaves_a_tombstone_without_its_words()
    {
        var promise = await MakeAsync("A word about Mr Someone", CommitmentAudience.Public);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(promise.Path + "/take-down");
        Assert.Equal(HttpStatusCode.Forbidden, olu.Status);
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync(promise.Path + "/take-down");
        await ada.FillIn("Why is it taken down?", "It names a person.").PressAsync("Take it down");
        var visitor = app.Visit();
        foreach (
            var address in new[]
            {
                promise.Path,
                promise.Path + ".json",
                "/commitments?sort=-changed",
                "/commitments.csv",
                "/api/commitments?sort=-changed",
            }
        )
        {
            using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("Someone", text);
            Assert.Contains(promise.Reference, text);
        }
        await visitor.GoAsync("/commitments?q=someone");
        Assert.Contains("None for these filters", visitor.Text);
        await ada.GoAsync(promise.Path + "/kept");
        Assert.Equal(HttpStatusCode.NotFound, ada.Status);
    }

    [Fact]
    public async Task The_owner_is_reminded_before_on_and_after_the_day_once_each_and_officers_when_the_owner_left()
    {
        var start = app.Clock.Time;
        var promise = await MakeAsync("Answer all letters", CommitmentAudience.Public);
        var due = promise.Due;
        var said = new List<int>();
        foreach (var day in new[] { -9, -7, -3, 0, 0, 2, 7, 30 })
        {
            app.Clock.Time = new(due.AddDays(day).ToDateTime(new(9, 0)), TimeSpan.Zero);
            await RemindAsync();
            await RemindAsync();
            said.Add(await ToldAsync(promise, app.Cast.Olu));
        }
        Assert.Equal([0, 1, 1, 2, 2, 2, 3, 3], said);

        // A program that stood still says the latest alone; a person who has left is not reminded, the officers are.
        var other = await MakeAsync("Meet again", CommitmentAudience.Public, app.Cast.Mei);
        app.Clock.Time = new(other.Due.AddDays(8).ToDateTime(new(9, 0)), TimeSpan.Zero);
        await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Membership>()
                .Where(m => m.PersonId == app.Cast.Mei.Id)
                .ExecuteDeleteAsync()
        );
        await RemindAsync();
        Assert.Equal(0, await ToldAsync(other, app.Cast.Mei));
        Assert.Equal(1, await ToldAsync(other, app.Cast.Olu));
        Assert.Contains(await WaitingAsync(app.Cast.Olu), w => w.Path == other.Path + "/pass-on");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(other.Path + "/pass-on");
        await olu.FillIn("Who is to see to it?", "Ada").PressAsync("Give it to them");
        Assert.Contains("To Ada", olu.Text);
        Assert.Contains(
            await WaitingAsync(app.Cast.Ada),
            w => w.Path == other.Path && w.Due == other.Due
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            db.Add(Membership.Of(app.Cast.Mei, app.Cast.Preston, Role.Member));
            await db.SaveChangesAsync();
        });
        app.Clock.Time = start;
    }

    [Fact]
    public async Task An_answer_becomes_a_promise_with_one_link()
    {
        var records = new Records(app, 900);
        var contract = records.Contract(
            "Street lighting",
            Visibility.Public,
            app.Cast.Preston,
            buyer: "Preston lights"
        );
        await records.SaveAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/contracts/{contract.Reference}");
        await olu.FillIn("What do you want to say?", "We will publish the prices by May.")
            .PressAsync("Post");
        await olu.FollowAsync("Make this a promise");
        Assert.Contains(
            "We will publish the prices by May.",
            olu.Page.QuerySelector("#Text")!.TextContent
        );
        Assert.Contains(
            $"Discussion of {contract.Reference}",
            olu.Page.QuerySelector("#SaidWhere")!.GetAttribute("value")
        );
    }

    [Fact]
    public async Task Only_officers_promise_and_only_they_and_the_owner_say_how_it_stands()
    {
        var promise = await MakeAsync("Open the depot", CommitmentAudience.Public);
        foreach (var who in new[] { "mei", "wyn", "lee", "sam" })
        {
            var reader = await app.SignInAsync($"{who}@example.org");
            await reader.GoAsync(promise.Path + "/kept");
            Assert.Equal(HttpStatusCode.Forbidden, reader.Status);
            await reader.GoAsync("/commitments/new");
            Assert.Equal(
                who is "mei" or "sam" ? HttpStatusCode.Forbidden : HttpStatusCode.OK,
                reader.Status
            );
        }
        var owned = await MakeAsync("Close the depot", CommitmentAudience.Public, app.Cast.Mei);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync(owned.Path);
        await mei.FollowAsync("It will not be kept");
        await mei.FillIn("Why was it not kept?", "It stays open.").PressAsync("It was not kept");
        Assert.Contains("Not kept.", mei.Text);
    }

    [Fact]
    public async Task What_the_organisation_promised_stands_on_the_work_of_those_who_belong_to_it()
    {
        await MakeAsync("Plant the verges", CommitmentAudience.Public, app.Cast.Mei);
        var start = app.Clock.Time;
        try
        {
            app.Clock.Advance(TimeSpan.FromDays(21));
            var ada = await app.SignInAsync("ada@example.org");
            await ada.GoAsync("/work");
            Assert.Contains("What your organisation promised", ada.Text);
            Assert.DoesNotContain("Plant the verges", ada.Text);
            var link = ada.Page.QuerySelector("a[href$='/commitments?status=overdue']")!;
            await ada.GoAsync(link.GetAttribute("href")!);
            Assert.Contains("Plant the verges", ada.Text);
            Assert.StartsWith(
                ada.Page.QuerySelector(".td-results__count")!.TextContent.Trim().Split(' ')[0],
                link.TextContent
            );
            var lee = await app.SignInAsync("lee@example.org");
            await lee.GoAsync("/work");
            Assert.DoesNotContain("What your organisation promised", lee.Text);
        }
        finally
        {
            app.Clock.Time = start;
        }
    }

    [Fact]
    public async Task Each_figure_leads_to_a_list_of_as_many()
    {
        await MakeAsync("Open the gate", CommitmentAudience.Public);
        foreach (var (text, late) in new[] { ("Mend the gate", false), ("Paint the gate", true) })
        {
            var promise = await MakeAsync(text, CommitmentAudience.Public);
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var (actor, _) = await Actors.OfAsync(db, app.Cast.Olu);
                var found = await db.Set<Commitment>()
                    .Include(c => c.Steps)
                    .SingleAsync(c => c.Id == promise.Id);
                var then = late ? db.Now().AddDays(30) : db.Now();
                found.Keep(null, null, actor, then);
                await db.SaveChangesAsync();
            });
        }
        var visitor = await app.Visit().GoAsync("/commitments?q=gate");
        var bars = visitor
            .Page.QuerySelectorAll("a[href*='status=']")
            .Select(a => a.GetAttribute("href")!)
            .Distinct()
            .ToList();
        Assert.Contains(bars, b => b.Contains("status=in-time"));
        Assert.Contains(bars, b => b.Contains("status=later"));
        foreach (var address in bars)
        {
            await visitor.GoAsync(address);
            Assert.Equal(
                "1 promise",
                visitor.Page.QuerySelector(".td-results__count")!.TextContent.Trim()
            );
        }
    }

    private Task RemindAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<RemindOwners>().RunAsync());

    private Task<int> ToldAsync(Commitment promise, Person person) =>
        app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Message>()
                .CountAsync(m =>
                    m.PersonId == person.Id && m.Key.StartsWith($"commitment:{promise.Id}:")
                )
        );

    private Task<Commitment> MakeAsync(
        string text,
        CommitmentAudience audience,
        Person? owner = null
    ) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var (actor, _) = await Actors.OfAsync(db, app.Cast.Olu);
            var today = DateOnly.FromDateTime(app.Clock.Time.UtcDateTime);
            var made = await new MakeCommitment(
                db,
                actor,
                scope.GetRequiredService<Subjects>()
            ).RunAsync(
                app.Cast.Preston.Id,
                new(text, "Residents", "Council meeting", null, null, today.AddDays(20), audience)
            );
            if (owner is not null)
            {
                made.PassOn(owner, actor, db.Now());
                await db.SaveChangesAsync();
            }
            return made;
        });

    private Task<List<WaitingItem>> WaitingAsync(Person person) =>
        app.InScopeAsync(async scope =>
        {
            var (actor, _) = await Actors.OfAsync(scope.GetRequiredService<Db>(), person);
            var found = new List<WaitingItem>();
            foreach (var room in scope.GetServices<IWaiting>())
            {
                found.AddRange(await room.ForAsync(actor, CancellationToken.None));
            }
            return found;
        });

    private static void FillDay(Visitor visitor, string field, DateOnly day)
    {
        foreach (
            var (part, value) in new[]
            {
                ("Day", day.Day),
                ("Month", day.Month),
                ("Year", day.Year),
            }
        )
        {
            visitor
                .Page.QuerySelector($"input[name='{field}.{part}']")!
                .SetAttribute("value", $"{value}");
        }
    }
}
