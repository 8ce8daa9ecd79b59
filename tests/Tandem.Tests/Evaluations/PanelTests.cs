using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Evaluations;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>A panel at work: sharing out, interests, blind scores, the reveal.</summary>
[UsesDatabase]
public sealed class PanelTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Stage = "concept";

    private Task<string> PrizeAsync(int entries = 4) =>
        app.ClosedAsync("challenge-prize", entries, t => t with { Screening = false });

    [Fact]
    public async Task Entries_are_shared_out_evenly_by_the_lead_once_the_stage_has_closed()
    {
        var reference = await PrizeAsync(3);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<ShareOut, SharedOut>(app.Cast.Mei, s => s.RunAsync(reference, Stage))
        );
        var done = await app.ShareOutAsync(reference, Stage);
        Assert.Equal((3, 3, 0), (done.Assessors, done.Entries, done.Short.Count));
        Assert.Equal(0, (await app.ShareOutAsync(reference, Stage)).Assessors);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        Assert.All(
            new[] { app.Cast.Wyn, app.Cast.Mei, app.Cast.Lee },
            p => Assert.Equal(2, stage.AssignedTo(p.Id.Value).Count())
        );
    }

    [Fact]
    public async Task Nothing_of_an_entry_but_its_entrant_is_shown_before_the_declaration_and_all_of_it_after()
    {
        var reference = await PrizeAsync();
        await app.ShareOutAsync(reference, Stage);
        var own = (await app.StageAsync(app.Cast.Mei, reference, Stage))
            .AssignedTo(app.Cast.Mei.Id.Value)
            .First()
            .Entry;
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync($"/calls/{reference}/judging/{Stage}/{own.Number}");
        Assert.Contains("Nothing more is shown before that", mei.Text);
        Assert.DoesNotContain(own.Title!, mei.Text);
        await mei.GoAsync(
            $"/calls/{reference}/judging/{Stage}/{own.Number}/score/criterion.impact"
        );
        Assert.Equal(403, (int)mei.Status);
        await app.DeclareNoneAsync(app.Cast.Mei, reference, Stage);
        await mei.GoAsync($"/calls/{reference}/judging/{Stage}/{own.Number}");
        Assert.Contains(own.Title!, mei.Text);
        await mei.GoAsync(
            $"/calls/{reference}/judging/{Stage}/{own.Number}/score/criterion.impact"
        );
        Assert.Contains("As good as one could hope", mei.Text);
        Assert.Contains("Every score needs a justification", mei.Text);
    }

    [Fact]
    public async Task An_interest_that_comes_up_in_a_later_stage_closes_the_page_of_the_entry_and_so_does_one_not_declared_yet()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            1,
            t => t with { Screening = false, Assessors = 3 }
        );
        await app.ShareOutAsync(reference, Stage);
        await app.DeclareNoneAsync(app.Cast.Mei, reference, Stage);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync($"/calls/{reference}/entries/1");
        Assert.Equal(200, (int)mei.Status);
        await app.ShareOutAsync(reference, "prototype");
        await mei.GoAsync($"/calls/{reference}/entries/1");
        Assert.Equal(404, (int)mei.Status);
        var judged = await app.StageAsync(app.Cast.Mei, reference, "prototype");
        await app.AsAsync<DeclareInterests, int>(
            app.Cast.Mei,
            d =>
                d.RunAsync(
                    reference,
                    "prototype",
                    [new(judged.Entries[0].Id, Interest.Declared, "My brother joined them")]
                )
        );
        await mei.GoAsync($"/calls/{reference}/entries/1");
        Assert.Equal(404, (int)mei.Status);
    }

    [Fact]
    public async Task What_is_passed_or_failed_waits_until_everybody_asked_has_said_so()
    {
        var reference = await app.ClosedAsync("competitive-flexible-tender", 2);
        async Task<JudgedStage> NowAsync() =>
            await app.StageAsync(app.Cast.Wyn, reference, "participation");
        Assert.False((await NowAsync()).IsComplete);
        foreach (var number in new[] { 1, 2 })
        {
            await app.AsAsync<ScreenEntry>(
                app.Cast.Olu,
                s => s.RunAsync(reference, "participation", number, true, "All is there")
            );
        }
        Assert.All(
            (await NowAsync()).Ranking,
            r => Assert.Equal(RankStanding.Unscored, r.Standing)
        );
        await app.ScoreAllAsync(reference, "participation");
        var judged = await NowAsync();
        Assert.True(judged.IsComplete);
        Assert.All(judged.Ranking, r => Assert.Equal(RankStanding.Passed, r.Standing));
    }

    [Fact]
    public async Task A_conflict_takes_the_entry_away_gives_it_to_somebody_else_and_is_told_to_the_lead()
    {
        var reference = await PrizeAsync(2);
        await app.ShareOutAsync(reference, Stage);
        var before = await app.StageAsync(app.Cast.Mei, reference, Stage);
        var entry = before.AssignedTo(app.Cast.Mei.Id.Value).First().Entry;
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/judging");
        Assert.Contains("to declare on first", mei.Text);
        await app.AsAsync<DeclareInterests, int>(
            app.Cast.Mei,
            d =>
                d.RunAsync(
                    reference,
                    Stage,
                    [new(entry.Id, Interest.Declared, "I advise this team")]
                )
        );
        var after = await app.StageAsync(app.Cast.Mei, reference, Stage);
        Assert.False(after.MayRead(entry.Id, app.Cast.Mei.Id.Value));
        Assert.Equal(2, after.Of(entry.Id)!.Panel.Count());
        Assert.DoesNotContain(after.Of(entry.Id)!.Panel, a => a.PersonId == app.Cast.Mei.Id);
        await mei.GoAsync($"/calls/{reference}/judging/{Stage}/{entry.Number}");
        Assert.DoesNotContain(entry.Title!, mei.Text);
        await app.InScopeAsync(async scope =>
            Assert.True(
                await scope
                    .GetRequiredService<Db>()
                    .Set<Message>()
                    .AnyAsync(m =>
                        m.PersonId == app.Cast.Wyn.Id
                        && m.Title.StartsWith("Mei has an interest")
                        && m.Body.Contains(entry.Reference)
                    )
            )
        );
    }

    [Fact]
    public async Task Whoever_only_put_in_what_came_on_paper_screens_it_like_any_other()
    {
        var reference = await app.ClosedAsync("challenge-prize", 1);
        await app.EnterAsync(reference, app.Cast.Olu, "Written at the library");
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var entry = await db.Set<Entry>()
                .SingleAsync(e => e.CallReference == reference && e.Number == 2);
            entry.OnBehalf(await scope.ActorAsync(app.Cast.Olu), null, "on paper");
            await db.SaveChangesAsync();
        });
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/judging/{Stage}/2/screening");
        Assert.Contains("Written at the library", olu.Text);
        olu.Choose("Yes, it is scored").FillIn("Reason", "To the point");
        await olu.PressAsync("Record it");
        var stage = await app.StageAsync(app.Cast.Olu, reference, Stage);
        Assert.True(stage.Of(stage.Entry(2).Id)!.Screened!.Passes);
    }

    [Fact]
    public async Task An_interest_holds_in_the_stages_that_come_after_without_being_said_again()
    {
        var reference = await PrizeAsync(2);
        await app.ShareOutAsync(reference, Stage);
        var wyn = app.Cast.Wyn.Id.Value;
        var entry = (await app.StageAsync(app.Cast.Wyn, reference, Stage))
            .AssignedTo(wyn)
            .First()
            .Entry;
        await app.AsAsync<DeclareInterests, int>(
            app.Cast.Wyn,
            d => d.RunAsync(reference, Stage, [new(entry.Id, Interest.Declared, "My brother’s")])
        );
        await app.ShareOutAsync(reference, "prototype");
        var later = await app.StageAsync(app.Cast.Wyn, reference, "prototype");
        Assert.True(later.HasInterest(entry.Id, wyn));
        Assert.DoesNotContain(later.Undeclared(wyn), u => u.Entry.Id == entry.Id);
        Assert.DoesNotContain(later.Of(entry.Id)!.Panel, a => a.PersonId == app.Cast.Wyn.Id);
        var lead = await app.SignInAsync("wyn@example.org");
        await lead.GoAsync($"{later.Path}/{entry.Number}");
        Assert.Contains("You have an interest in this", lead.Text);
        Assert.DoesNotContain(entry.Title!, lead.Text);
    }

    [Fact]
    public async Task A_tap_and_the_button_pressed_right_after_it_are_both_kept()
    {
        var reference = await PrizeAsync(1);
        await app.ShareOutAsync(reference, Stage);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        var person = new[] { app.Cast.Wyn, app.Cast.Mei, app.Cast.Lee }.First(p =>
            p.Id == stage.Judgings[0].Panel.First().PersonId
        );
        await app.DeclareNoneAsync(person, reference, Stage);
        string[] criteria = ["insight", "impact", "feasibility", "team"];
        await Task.WhenAll(
            criteria.Select(c =>
                app.AsAsync<GiveScores>(
                    person,
                    g =>
                        g.SaveAsync(
                            reference,
                            Stage,
                            1,
                            [new(ScoreKind.Criterion, c, 3, "Typed and sent at once")]
                        )
                )
            )
        );
        var typed = (await app.StageAsync(person, reference, Stage))
            .Judgings[0]
            .AssignmentOf(person.Id.Value)!
            .Typed;
        Assert.All(criteria, c => Assert.Equal(3, typed.Find(ScoreKind.Criterion, c)!.Value));
    }

    [Fact]
    public async Task Scores_are_saved_at_each_tap_handed_in_and_blind_until_all_have_given_theirs()
    {
        var reference = await PrizeAsync(1);
        await app.ShareOutAsync(reference, Stage);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        var panel = stage.Judgings[0].Panel.Select(a => a.PersonId).ToList();
        var people = new[] { app.Cast.Wyn, app.Cast.Mei, app.Cast.Lee }
            .Where(p => panel.Contains(p.Id))
            .ToList();
        foreach (var person in people)
        {
            await app.DeclareNoneAsync(person, reference, Stage);
        }
        var path = $"/calls/{reference}/judging/{Stage}/1";
        var first = await app.SignInAsync(people[0].Email);
        await first.GoAsync($"{path}/score/criterion.impact");
        first.Choose("4 – Very good").FillIn("Justification", "It halves the wait");
        await first.PressAsync("Save and go on");
        Assert.EndsWith("/score/criterion.feasibility", first.At);
        var saved = await app.StageAsync(people[0], reference, Stage);
        var typed = saved.Judgings[0].AssignmentOf(people[0].Id.Value)!.Typed;
        Assert.Equal(4, typed.Find(ScoreKind.Criterion, "impact")!.Value);
        // Somebody else sees nothing of it, typed or handed in.
        await app.ScoreAsync(people[0], reference, Stage, 1, 4);
        var second = await app.SignInAsync(people[1].Email);
        await second.GoAsync($"{path}/scores");
        Assert.Equal(403, (int)second.Status);
        await second.GoAsync(path);
        Assert.DoesNotContain("says why", second.Text);
        await app.ScoreAsync(people[1], reference, Stage, 1, 2);
        await second.GoAsync($"{path}/scores");
        Assert.Contains($"{people[0].Name} says why", second.Text);
        Assert.Contains("2 points apart", second.Text);
        await first.GoAsync($"{path}/scores");
        Assert.Contains($"{people[1].Name} says why", first.Text);
    }

    [Fact]
    public async Task The_same_form_sent_twice_hands_in_once_and_a_score_outside_the_scale_is_refused_with_nothing_lost()
    {
        var reference = await PrizeAsync(1);
        await app.ShareOutAsync(reference, Stage);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        var person = new[] { app.Cast.Mei, app.Cast.Lee }.First(p =>
            stage.AssignedTo(p.Id.Value).Any()
        );
        await app.DeclareNoneAsync(person, reference, Stage);
        var refused = await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<GiveScores>(
                person,
                g =>
                    g.SaveAsync(
                        reference,
                        Stage,
                        1,
                        [new(ScoreKind.Criterion, "impact", 17, "Far too good")]
                    )
            )
        );
        Assert.Equal("Choose a score from 0 to 5", refused.Message);
        await app.ScoreAsync(person, reference, Stage, 1, 3);
        await app.ScoreAsync(person, reference, Stage, 1, 3);
        var after = await app.StageAsync(person, reference, Stage);
        Assert.Equal(
            after.Terms.Criteria.Count,
            after.Judgings[0].AssignmentOf(person.Id.Value)!.Scores.Count
        );
    }

    [Fact]
    public async Task Somebody_who_leaves_the_panel_is_replaced_where_there_is_anybody()
    {
        var reference = await PrizeAsync(2);
        await app.ShareOutAsync(reference, Stage);
        var done = await app.AsAsync<ReleaseAssessor, SharedOut>(
            app.Cast.Wyn,
            r => r.RunAsync(reference, Stage, app.Cast.Lee.Id, "Lee is ill")
        );
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        Assert.Empty(done.Short);
        Assert.All(stage.Judgings, j => Assert.Equal(2, j.Panel.Count()));
        Assert.DoesNotContain(
            stage.Judgings.SelectMany(j => j.Panel),
            a => a.PersonId == app.Cast.Lee.Id
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            app.ScoreAsync(app.Cast.Lee, reference, Stage, 1, 3)
        );
    }

    [Fact]
    public async Task Of_two_leads_who_reveal_at_once_one_is_told_to_look_again()
    {
        var reference = await PrizeAsync(1);
        await app.ShareOutAsync(reference, Stage);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        var person = new[] { app.Cast.Mei, app.Cast.Lee }.First(p =>
            stage.AssignedTo(p.Id.Value).Any()
        );
        await app.DeclareNoneAsync(person, reference, Stage);
        await app.ScoreAsync(person, reference, Stage, 1, 3);
        await app.InScopeAsync(one =>
            app.InScopeAsync(async two =>
            {
                var (first, second) = (one.GetRequiredService<Db>(), two.GetRequiredService<Db>());
                var id = stage.Judgings[0].Id;
                var mine = await first
                    .Set<EntryJudging>()
                    .Include(j => j.Assignments)
                    .SingleAsync(j => j.Id == id);
                var theirs = await second
                    .Set<EntryJudging>()
                    .Include(j => j.Assignments)
                    .SingleAsync(j => j.Id == id);
                mine.Screen(true, "One", Actor.System, first.Now());
                first.AddRange(mine.Screenings);
                theirs.Screen(false, "Two", Actor.System, second.Now());
                second.AddRange(theirs.Screenings);
                await first.SaveChangesAsync();
                var refused = await Assert.ThrowsAsync<Refusal>(() => second.SaveChangesAsync());
                Assert.Equal(RefusalKind.Changed, refused.Kind);
            })
        );
    }

    [Fact]
    public async Task Pairs_are_compared_after_red_lines_and_never_with_ones_own_team()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            4,
            t =>
                t with
                {
                    Screening = false,
                    Method = JudgingMethod.Pairwise,
                    RedLines = [new("usable", "Something usable exists")],
                    Minimum = null,
                    Ties = [new(TieBreak.Lot)],
                }
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await JudgingApp.CallAsync(db, reference);
            db.Add(call.Name(app.Nia.Id, Tandem.Calls.CallRole.Assessor, Actor.System, db.Now()));
            await db.SaveChangesAsync();
        });
        await app.ShareOutAsync(reference, Stage);
        var stage = await app.StageAsync(app.Nia, reference, Stage);
        // Nia wrote entries 1 and 3: she judges 2 and 4 alone.
        Assert.Equal([2, 4], stage.AssignedTo(app.Nia.Id.Value).Select(a => a.Entry.Number));
        await app.DeclareNoneAsync(app.Nia, reference, Stage);
        Assert.Null((await app.StageAsync(app.Nia, reference, Stage)).NextPair(app.Nia.Id.Value));
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"/calls/{reference}/judging/{Stage}/pairs");
        Assert.Contains("First the red lines", nia.Text);
        Assert.DoesNotContain("No more pairs", nia.Text);
        await app.ScoreAsync(app.Nia, reference, Stage, 2, 1);
        await app.ScoreAsync(app.Nia, reference, Stage, 4, 1);
        await nia.GoAsync($"/calls/{reference}/judging/{Stage}/pairs");
        await nia.PressAsync("This one: Entry number 4");
        Assert.Contains("No more pairs", nia.Text);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<ComparePair>(app.Nia, c => c.RunAsync(reference, Stage, 1, 2, 1))
        );
        var after = await app.StageAsync(app.Cast.Olu, reference, Stage);
        Assert.Single(after.Comparisons);
    }
}
