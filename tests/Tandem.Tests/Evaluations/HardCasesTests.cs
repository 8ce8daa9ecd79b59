using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls.Kinds;
using Tandem.Evaluations;
using Tandem.Evaluations.Auditing;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>What goes otherwise than planned: interests that come out late, nobody good enough, one entry only, many.</summary>
[UsesDatabase]
public sealed class HardCasesTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Stage = "concept";

    private static JudgingTerms Mean(JudgingTerms terms) =>
        terms with
        {
            Screening = false,
            Together = Together.Mean,
        };

    private Task<AuditReport> AuditAsync(string reference) =>
        app.AsAsync<AuditCall, AuditReport>(app.Cast.Olu, a => a.RunAsync(reference));

    [Fact]
    public async Task An_interest_that_comes_out_after_the_reveal_takes_the_scores_out_of_the_ranking_and_the_record_still_holds()
    {
        var reference = await app.ClosedAsync("challenge-prize", 2, Mean);
        await app.ScoreAllAsync(reference, Stage);
        var before = await app.StageAsync(app.Cast.Olu, reference, Stage);
        var entry = before.Entries[0];
        var judging = before.Of(entry.Id)!;
        Assert.True(judging.IsRevealed);
        var other = judging.Panel.First(a => a.PersonId != app.Cast.Wyn.Id);
        var person = new[] { app.Cast.Mei, app.Cast.Lee }.Single(p => p.Id == other.PersonId);
        await app.AsAsync<DeclareInterests, int>(
            person,
            d => d.RunAsync(reference, Stage, [new(entry.Id, Interest.Declared, "My flat-mate")])
        );
        var after = await app.StageAsync(app.Cast.Olu, reference, Stage);
        Assert.Equal(
            judging.Counted.Count() / 2,
            after.ScoreFacts.Count(f => f.Entry == entry.Id.Value)
                + after.Of(entry.Id)!.Counted.Count(s => s.Kind != ScoreKind.Criterion)
        );
        Assert.DoesNotContain(
            after.ScoreFacts,
            f => f.Entry == entry.Id.Value && f.Assessor == person.Id.Value
        );
        // They see nothing of it any more, and what they gave is still in the record.
        Assert.False(after.ShowsScores(entry.Id, person.Id.Value));
        Assert.NotEmpty(after.Of(entry.Id)!.AssignmentOf(person.Id.Value)!.Scores);
        var page = await app.SignInAsync(person.Email);
        await page.GoAsync($"/calls/{reference}/judging/{Stage}/{entry.Number}/scores");
        Assert.Equal(403, (int)page.Status);
        Assert.Empty((await AuditAsync(reference)).Problems);
    }

    [Fact]
    public async Task Where_all_stay_below_the_minimum_nobody_is_chosen_with_a_reason_that_everybody_reads()
    {
        var reference = await app.ClosedAsync("challenge-prize", 2, Mean);
        await app.ScoreAllAsync(reference, Stage, best: 1);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        Assert.All(stage.Ranking, r => Assert.Equal(RankStanding.BelowMinimum, r.Standing));
        Task RecommendAsync(string? none, EntryOutcome first = EntryOutcome.NotSelected) =>
            app.AsAsync<RecommendDecision>(
                app.Cast.Wyn,
                r =>
                    r.RunAsync(
                        reference,
                        Stage,
                        [
                            .. stage.Ranking.Select(
                                (e, i) =>
                                    new OutcomeDraft(
                                        new(e.Fact.Id),
                                        e.Fact.Reference,
                                        i == 0 ? first : EntryOutcome.NotSelected,
                                        "Below what was published"
                                    )
                            ),
                        ],
                        new("None was good enough yet.", none)
                    )
            );
        await Assert.ThrowsAsync<Refusal>(() => RecommendAsync("x", EntryOutcome.Progressed));
        await Assert.ThrowsAsync<Refusal>(() => RecommendAsync(" "));
        await RecommendAsync("No concept reached 50 of 100");
        await app.AsAsync<ApproveDecision>(app.Cast.Ada, a => a.RunAsync(reference, Stage));
        await app.AsAsync<TellDecision>(app.Cast.Olu, t => t.RunAsync(reference, Stage));
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{reference}/results");
        Assert.Contains("Nobody was chosen of 2", visitor.Text);
        Assert.Contains("No concept reached 50 of 100", visitor.Text);
        Assert.True((await AuditAsync(reference)).Problems.All(p => p.What == "timeline"));
    }

    [Fact]
    public async Task A_single_entry_is_judged_by_the_same_rules_and_compared_with_nobody()
    {
        var reference = await app.ClosedAsync("challenge-prize", 1, Mean);
        await app.AsTenderAsync(reference);
        await app.ScoreAllAsync(reference, "prototype", best: 4);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, "prototype");
        Assert.Equal(1, Assert.Single(stage.Ranking).Place);
        await app.DecideAsync(reference, "prototype", 1, amount: 5_000_000);
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"/calls/{reference}/letters/prototype/1");
        Assert.Contains("Your entry is among the winners", nia.Text);
        Assert.DoesNotContain("The winner:", nia.Text);
    }

    [Fact]
    public async Task A_panel_too_small_is_said_to_the_lead_and_reveals_only_with_a_reason()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            1,
            t => Mean(t) with { Assessors = 3 }
        );
        await app.ShareOutAsync(reference, Stage);
        foreach (var person in new[] { app.Cast.Mei, app.Cast.Lee })
        {
            await app.DeclareNoneAsync(person, reference, Stage);
            await app.ScoreAsync(person, reference, Stage, 1, 4);
        }
        var released = await app.AsAsync<ReleaseAssessor, SharedOut>(
            app.Cast.Wyn,
            r => r.RunAsync(reference, Stage, app.Cast.Wyn.Id, "Ill until June")
        );
        Assert.Equal($"{reference}-E1", Assert.Single(released.Short));
        Assert.False((await app.StageAsync(app.Cast.Wyn, reference, Stage)).Judgings[0].IsRevealed);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<RevealScores>(app.Cast.Wyn, r => r.RunAsync(reference, Stage, 1, ""))
        );
        await app.AsAsync<RevealScores>(
            app.Cast.Wyn,
            r => r.RunAsync(reference, Stage, 1, "The third is ill")
        );
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        Assert.Equal(RankStanding.Ranked, Assert.Single(stage.Ranking).Standing);
    }

    [Fact]
    public async Task Who_wrote_an_entry_and_sits_on_the_call_sees_none_of_its_scores()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            1,
            Mean,
            more: r => app.EnterAsync(r, app.Cast.Olu, "Olu’s own")
        );
        await app.ScoreAllAsync(reference, Stage);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/judging/{Stage}/2/scores");
        Assert.Equal(403, (int)olu.Status);
        await olu.GoAsync($"/calls/{reference}/judging/{Stage}/1/scores");
        Assert.Equal(200, (int)olu.Status);
    }

    [Fact]
    public async Task A_long_list_is_read_page_by_page_and_found_by_reference_entrant_and_standing()
    {
        var reference = await app.ClosedAsync("challenge-prize", 53, Mean);
        await app.ShareOutAsync(reference, Stage);
        var olu = await app.SignInAsync("olu@example.org");
        var path = $"/calls/{reference}/judging/{Stage}";
        await olu.GoAsync(path);
        Assert.Contains("E50", olu.Text);
        Assert.DoesNotContain("E51", olu.Text);
        await olu.GoAsync($"{path}?page=2");
        Assert.Contains("E53", olu.Text);
        await olu.GoAsync($"{path}?q=e53");
        Assert.Contains("1 entry", olu.Text);
        await olu.GoAsync($"{path}?q=Ben");
        Assert.Contains("26 entries", olu.Text);
        await olu.GoAsync($"{path}?show=revealed");
        Assert.Contains("0 entries", olu.Text);
        // Whoever declares does so fifty at a time, and comes back for the others.
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync($"{path}/interests");
        Assert.Equal(200, (int)mei.Status);
        await olu.GoAsync($"{path}/ranking");
        Assert.Equal(200, (int)olu.Status);
    }

    [Fact]
    public async Task The_panel_talks_about_revealed_scores_among_itself_and_nobody_else_reads_it()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            1,
            t => t with { Screening = false }
        );
        await app.ShareOutAsync(reference, Stage);
        var asked = (await app.StageAsync(app.Cast.Olu, reference, Stage)).Judgings[0];
        var people = new[] { app.Cast.Wyn, app.Cast.Mei, app.Cast.Lee };
        var judges = people.Where(p => asked.AssignmentOf(p.Id.Value) is not null).ToList();
        var talk = $"/discussions/{nameof(EntryJudging)}/{asked.Id}";
        foreach (var person in judges)
        {
            await app.DeclareNoneAsync(person, reference, Stage);
        }
        await app.ScoreAsync(judges[0], reference, Stage, 1, 5);
        var first = await app.SignInAsync(judges[0].Email);
        await first.GoAsync(talk);
        Assert.Equal(404, (int)first.Status);
        await app.ScoreAsync(judges[1], reference, Stage, 1, 2);

        await first.GoAsync($"/calls/{reference}/judging/{Stage}/1/scores");
        Assert.DoesNotContain("Ask a question", first.Text);
        Assert.DoesNotContain("Private notes", first.Text);
        await first
            .FillIn("What do you want to say?", "Page two answers your doubt")
            .PressAsync("Post");
        var second = await app.SignInAsync(judges[1].Email);
        await second.GoAsync($"/calls/{reference}/judging/{Stage}/1/scores");
        Assert.Contains("Page two answers your doubt", second.Text);
        Assert.DoesNotContain("Report", second.Text);
        await app.InScopeAsync(async scope =>
        {
            var told = await scope
                .GetRequiredService<Db>()
                .Set<Tandem.Following.Message>()
                .Where(m => m.PersonId == judges[1].Id && m.Title.Contains("wrote: Scores of"))
                .ToListAsync();
            // Whoever is told by e-mail is told that there is something, not what.
            Assert.DoesNotContain("Page two", Assert.Single(told).Body);
        });
        foreach (var email in new[] { "nia@example.org", "sam@example.org" })
        {
            var other = await app.SignInAsync(email);
            foreach (var address in new[] { talk, talk + ".json", "/api" + talk })
            {
                await other.GoAsync(address);
                Assert.Equal(404, (int)other.Status);
                Assert.DoesNotContain("Page two", other.Text);
            }
        }
        var visitor = app.Visit();
        await visitor.GoAsync(talk + ".json");
        Assert.Equal(404, (int)visitor.Status);
    }
}
