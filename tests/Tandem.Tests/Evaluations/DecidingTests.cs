using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls.Kinds;
using Tandem.Contracts;
using Tandem.Entries;
using Tandem.Evaluations;
using Tandem.Evaluations.Auditing;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>From scores to a decision, to letters, to what comes of it, and the audit of all of it.</summary>
[UsesDatabase]
public sealed class DecidingTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Concept = "concept";

    private static JudgingTerms Simple(JudgingTerms terms) =>
        terms with
        {
            Screening = false,
            Together = Together.Mean,
            Assessors = 2,
        };

    private async Task<string> ScoredAsync(
        int entries = 3,
        string kind = "challenge-prize",
        string stage = Concept
    )
    {
        var reference = await app.ClosedAsync(kind, entries, Simple);
        await app.ScoreAllAsync(reference, stage);
        return reference;
    }

    [Fact]
    public async Task A_consensus_with_reasons_stands_in_place_of_the_individual_scores()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            2,
            t => t with { Screening = false }
        );
        await app.ScoreAllAsync(reference, Concept);
        var before = await app.StageAsync(app.Cast.Wyn, reference, Concept);
        Assert.All(before.Ranking, r => Assert.Equal(RankStanding.Unscored, r.Standing));
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/calls/{reference}/judging/{Concept}");
        Assert.Contains("Agree on the next scores", wyn.Text);
        foreach (var number in new[] { 1, 2 })
        {
            await app.AsAsync<AgreeScores>(
                app.Cast.Wyn,
                a =>
                    a.RunAsync(
                        reference,
                        Concept,
                        number,
                        [
                            .. before.Terms.Criteria.Select(c => new ScoreGiven(
                                ScoreKind.Criterion,
                                c.Code,
                                number == 2 ? 5 : 3,
                                "We talked it through"
                            )),
                        ]
                    )
            );
        }
        var after = await app.StageAsync(app.Cast.Wyn, reference, Concept);
        Assert.Equal(
            [2, 1],
            after.Ranking.Select(r => after.Entries.First(e => e.Id.Value == r.Fact.Id).Number)
        );
        Assert.Equal(100m, after.Ranking[0].Total);
        await wyn.GoAsync($"/calls/{reference}/judging/{Concept}/ranking");
        Assert.Contains("All 2 entries are scored", wyn.Text);
    }

    [Fact]
    public async Task Where_pairs_were_compared_entrants_read_how_often_they_were_preferred()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            3,
            t =>
                Simple(t) with
                {
                    Method = JudgingMethod.Pairwise,
                    Minimum = null,
                    Ties = [new(TieBreak.Lot)],
                }
        );
        await app.ShareOutAsync(reference, Concept);
        foreach (var person in new[] { app.Cast.Wyn, app.Cast.Mei, app.Cast.Lee })
        {
            await app.DeclareNoneAsync(person, reference, Concept);
            while (
                (await app.StageAsync(person, reference, Concept)).NextPair(person.Id.Value)
                    is var (first, second)
            )
            {
                await app.AsAsync<ComparePair>(
                    person,
                    c =>
                        c.RunAsync(
                            reference,
                            Concept,
                            first.Number,
                            second.Number,
                            Math.Min(first.Number, second.Number)
                        )
                );
            }
        }
        await app.DecideAsync(reference, Concept, 3);
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"/calls/{reference}/letters/{Concept}/1");
        Assert.Contains("Preferred in 6 of 6 comparisons with others, 1st of 3", nia.Text);
        Assert.DoesNotContain("what each score means", nia.Text);
        await nia.GoAsync($"/calls/{reference}/results");
        Assert.Contains("preferred in 3 of 6 comparisons", nia.Text);
        Assert.DoesNotContain("of 100", nia.Text);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}");
        Assert.Contains("The decision was told to everybody", olu.Text);
        Assert.DoesNotContain("pair compared", olu.Text);
    }

    [Fact]
    public async Task A_recommendation_returned_with_a_reason_is_followed_by_another_and_both_stay()
    {
        var reference = await ScoredAsync();
        await app.DecideAsync(reference, Concept, 3, tell: false);
        await app.AsAsync<ApproveDecision>(
            app.Cast.Ada,
            a => a.ReturnAsync(reference, Concept, "Say more about E2")
        );
        await app.DecideAsync(reference, Concept, 3, tell: false);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Concept);
        var all = await app.AsAsync<FindDecision, IReadOnlyList<CallDecision>>(
            app.Cast.Wyn,
            f => f.AllAsync(stage)
        );
        Assert.Equal([1, 2], all.Select(d => d.Round));
        Assert.Equal("Say more about E2", all[0].ReturnedReason);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/calls/{reference}/judging/{Concept}/decision");
        Assert.Contains("Approved, not told yet", wyn.Text);
    }

    [Fact]
    public async Task Once_a_decision_is_recommended_scores_change_no_more()
    {
        var reference = await ScoredAsync();
        await app.DecideAsync(reference, Concept, 3, tell: false);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<AgreeScores>(
                app.Cast.Wyn,
                a =>
                    a.RunAsync(
                        reference,
                        Concept,
                        1,
                        [new(ScoreKind.Criterion, "impact", 1, "On second thoughts")]
                    )
            )
        );
    }

    [Fact]
    public async Task Every_entrant_gets_a_letter_with_own_scores_and_reasons_once_and_nobody_elses()
    {
        var reference = await ScoredAsync(4);
        await app.DecideAsync(reference, Concept, 3);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<TellDecision>(app.Cast.Olu, t => t.RunAsync(reference, Concept))
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var letters = await db.Set<DecisionLetter>()
                .Where(l => EF.Functions.Like(l.Json, $"%{reference}-E%"))
                .ToListAsync();
            Assert.Equal(4, letters.Count);
            Assert.All(
                letters.Select(l => l.Read()),
                t =>
                {
                    Assert.NotEmpty(t.Reason);
                    Assert.All(t.Criteria, c => Assert.NotEmpty(c.Reasons));
                    Assert.Null(t.Winner);
                }
            );
            Assert.Equal(
                2,
                await db.Set<Message>()
                    .CountAsync(m =>
                        m.PersonId == app.Nia.Id
                        && m.Path!.StartsWith($"/calls/{reference}/letters/")
                    )
            );
        });
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"/calls/{reference}/letters/{Concept}/1");
        Assert.Contains("Your entry goes on to the next stage", nia.Text);
        Assert.Contains("says why", nia.Text);
        await nia.GoAsync($"/calls/{reference}/letters/{Concept}/2");
        Assert.Equal(404, (int)nia.Status);
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{reference}/results");
        Assert.Contains("3 entries of 4 were chosen", visitor.Text);
        Assert.DoesNotContain("Entry number 4", visitor.Text);
        await visitor.GoAsync($"/calls/{reference}/results.json");
        Assert.Equal(200, (int)visitor.Status);
    }

    [Fact]
    public async Task Who_goes_on_to_a_sealed_stage_is_counted_in_public_and_not_named()
    {
        var reference = await app.ClosedAsync(
            "competitive-flexible-tender",
            2,
            t => t with { Screening = false }
        );
        await app.ScoreAllAsync(reference, "participation");
        await app.DecideAsync(reference, "participation", 2);
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{reference}/results");
        Assert.Contains("2 tenders of 2 were chosen", visitor.Text);
        Assert.Equal("Requests to take part", visitor.Page.QuerySelector("main h2")!.TextContent);
        foreach (var address in new[] { "results", "results.json", "results.csv" })
        {
            await visitor.GoAsync($"/calls/{reference}/{address}");
            Assert.DoesNotContain("Nia’s team", visitor.Text);
            Assert.DoesNotContain("Ben’s team", visitor.Text);
        }
    }

    [Fact]
    public async Task Nothing_of_a_result_is_public_before_everybody_was_told()
    {
        var reference = await ScoredAsync();
        await app.DecideAsync(reference, Concept, 3, tell: false);
        var visitor = app.Visit();
        foreach (
            var address in new[] { "results", "results.json", "results.csv", "360giving.json" }
        )
        {
            await visitor.GoAsync($"/calls/{reference}/{address}");
            Assert.Equal(404, (int)visitor.Status);
        }
        await visitor.GoAsync($"/api/calls/{reference}/results");
        Assert.Equal(404, (int)visitor.Status);
    }

    [Fact]
    public async Task A_tender_compares_with_the_winner_stands_still_and_is_signed_into_the_register()
    {
        var reference = await app.ClosedAsync("challenge-prize", 2, Simple);
        await app.AsTenderAsync(reference);
        await app.ScoreAllAsync(reference, "prototype");
        await app.DecideAsync(reference, "prototype", 1, amount: 5_000_000);
        await app.InScopeAsync(async scope =>
        {
            var texts = (await scope.GetRequiredService<Db>().Set<DecisionLetter>().ToListAsync())
                .Select(l => l.Read())
                .Where(t => t.CallReference == reference)
                .ToList();
            var lost = texts.Single(t => t.Outcome == EntryOutcome.NotSelected);
            Assert.Equal("Nia’s team", lost.Winner!.Name);
            Assert.All(lost.Criteria, c => Assert.NotNull(c.WinnerScore));
            Assert.All(lost.Criteria, c => Assert.NotEmpty(c.WinnerReasons));
            Assert.Equal(8, lost.StandstillDays);
            Assert.Null(texts.Single(t => t.IsChosen).Winner);
        });
        var follow = await app.AsAsync<BeginFollowThrough, FollowThrough>(
            app.Cast.Olu,
            b =>
                b.RunAsync(
                    reference,
                    "prototype",
                    1,
                    new(
                        Outcome.Contract,
                        "Damp sensors",
                        DateOnly.FromDateTime(app.Clock.Time.UtcDateTime).AddDays(40)
                    )
                )
        );
        var today = DateOnly.FromDateTime(app.Clock.Time.UtcDateTime);
        Task SignAsync(DateOnly day) =>
            app.AsAsync<SignFollowThrough>(app.Cast.Olu, s => s.RunAsync(reference, 1, day, null));
        await Assert.ThrowsAsync<Refusal>(() => SignAsync(today));
        await app.AsAsync<TellDecision>(
            app.Cast.Olu,
            t =>
                t.BeginStandstillAsync(
                    reference,
                    "prototype",
                    today,
                    new WorkingDays(Content.Shipped)
                )
        );
        app.Clock.Advance(TimeSpan.FromDays(7));
        await Assert.ThrowsAsync<Refusal>(() => SignAsync(today.AddDays(7)));
        app.Clock.Advance(TimeSpan.FromDays(13));
        await SignAsync(today.AddDays(20));
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var contract = await db.Set<Contract>()
                .SingleAsync(c => c.BuyerReference == follow.Reference);
            Assert.Equal("Damp sensors", contract.Title);
            Assert.Equal(5_000_000, contract.ValueMinor);
            Assert.True(
                await db.Set<ContractSupplier>().AnyAsync(s => s.ContractId == contract.Id)
            );
        });
        var audit = await app.AsAsync<AuditCall, AuditReport>(
            app.Cast.Olu,
            a => a.RunAsync(reference)
        );
        Assert.Empty(audit.Problems);
        Assert.True(audit.Holds);
    }

    [Theory]
    [InlineData("187600.25", 18_760_025, false)]
    [InlineData(null, 25_000_000, true)]
    public async Task A_signed_tender_enters_the_register_with_its_own_price_or_with_an_estimate_that_is_said_to_be_one(
        string? price,
        long value,
        bool isEstimate
    )
    {
        var reference = await app.ClosedAsync(
            "competitive-flexible-tender",
            0,
            t => t with { Screening = false, Together = Together.Mean },
            more: r =>
                app.EnterAsync(
                    r,
                    app.Nia,
                    "Forty pumps",
                    answers: price is null
                        ? null
                        : new Dictionary<string, string> { ["price"] = price }
                )
        );
        foreach (var stage in new[] { "participation", "tender" })
        {
            await app.ScoreAllAsync(reference, stage);
            await app.DecideAsync(reference, stage, 1);
        }
        var today = LocalDay.Of(app.Clock.Time.UtcDateTime);
        await app.AsAsync<TellDecision>(
            app.Cast.Olu,
            t =>
                t.BeginStandstillAsync(reference, "tender", today, new WorkingDays(Content.Shipped))
        );
        app.Clock.Advance(TimeSpan.FromDays(20));
        await app.AsAsync<BeginFollowThrough, FollowThrough>(
            app.Cast.Olu,
            b => b.RunAsync(reference, "tender", 1, new(Outcome.Contract, "Pumps", today))
        );
        await app.AsAsync<SignFollowThrough>(
            app.Cast.Olu,
            s => s.RunAsync(reference, 1, today.AddDays(20), null)
        );
        await app.InScopeAsync(async scope =>
        {
            var contract = await scope
                .GetRequiredService<Db>()
                .Set<Contract>()
                .SingleAsync(c => c.BuyerReference == $"{reference}-E1");
            Assert.Equal(value, contract.ValueMinor);
            Assert.Equal(
                isEstimate,
                contract.Description!.Contains(
                    "The value is an estimate: the tender states no price.",
                    StringComparison.Ordinal
                )
            );
        });
    }

    [Fact]
    public async Task A_decision_on_more_than_a_thousand_entries_is_recommended_on_one_page()
    {
        const int count = 1100;
        var reference = await app.ClosedAsync(
            "challenge-prize",
            0,
            t => t with { Screening = true },
            more: r => app.EnterManyAsync(r, count)
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await JudgingApp.CallAsync(db, reference);
            var olu = await scope.ActorAsync(app.Cast.Olu);
            foreach (
                var entry in await db.Set<Entry>().Where(e => e.CallId == call.Id).ToListAsync()
            )
            {
                var judging = EntryJudging.Of(call.Id, Concept, entry.Id, db.Now());
                judging.Screen(false, "It is about something else.", olu, db.Now());
                db.Add(judging);
            }
            await db.SaveChangesAsync();
        });
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/calls/{reference}/judging/{Concept}/decision");
        await wyn.FillIn("What the panel says of the result", "All are about something else.")
            .FillIn(
                "Why nobody, or fewer than planned, are chosen (where that is so)",
                "None is about damp."
            )
            .PressAsync("Recommend this");
        Assert.Contains("Recommended. The approvers have been told.", wyn.Text);
        Assert.Equal(
            count,
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var call = await JudgingApp.CallAsync(db, reference);
                return await db.Set<CallDecision>()
                    .Where(d => d.CallId == call.Id)
                    .SelectMany(d => d.Lines)
                    .CountAsync();
            })
        );
    }

    [Fact]
    public async Task A_stage_that_gives_no_money_has_no_budget_line()
    {
        var reference = await app.ClosedAsync("innovation-fund", 2);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/calls/{reference}/judging/expression/ranking");
        Assert.DoesNotContain("The budget line", wyn.Text);
        await wyn.GoAsync($"/calls/{reference}/judging/application/ranking");
        Assert.Contains("The budget line", wyn.Text);
    }

    [Fact]
    public async Task As_many_are_chosen_as_was_published_for_the_call_whatever_its_kind_proposed()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            1,
            t => t with { GoesOn = new(1, 2) }
        );
        var stage = await app.StageAsync(app.Cast.Wyn, reference, "prototype");
        Assert.Equal((1, 2), (FindDecision.FrameOf(stage).Least, FindDecision.FrameOf(stage).Most));
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{reference}");
        Assert.Contains("1 to 2 go on.", visitor.Text);
        Assert.Contains("1 to 2 are chosen.", visitor.Text);
    }

    [Fact]
    public async Task A_budget_line_with_an_override_decides_who_is_funded_and_the_grants_are_open_data()
    {
        var reference = await ScoredAsync(3, "innovation-fund", "application");
        await app.AsAsync<OverrideFunding>(
            app.Cast.Wyn,
            o =>
                o.RunAsync(
                    reference,
                    "application",
                    3,
                    new(Guid.Empty, true, 1_000_000),
                    "It reaches the estate nobody else reaches"
                )
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<OverrideFunding>(
                app.Cast.Wyn,
                o => o.RunAsync(reference, "application", 2, new(Guid.Empty, false), " ")
            )
        );
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/calls/{reference}/judging/application/ranking");
        Assert.Contains("The budget line", wyn.Text);
        Assert.Contains("It reaches the estate nobody else reaches", wyn.Text);
        await wyn.GoAsync($"/calls/{reference}/judging/application/ranking?fund=1");
        Assert.Contains("simulation of funding the first 1", wyn.Text);
        await app.DecideAsync(reference, "application", 2, amount: 1_000_000);
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{reference}/360giving.json");
        using var grants = JsonDocument.Parse(await visitor.Response.Content.ReadAsStringAsync());
        var grant = grants.RootElement.GetProperty("grants")[0];
        foreach (
            var required in new[]
            {
                "id",
                "title",
                "description",
                "currency",
                "amountAwarded",
                "awardDate",
                "fundingOrganization",
                "recipientIndividual",
            }
        )
        {
            Assert.True(grant.TryGetProperty(required, out _), required);
        }
        Assert.Equal(10_000m, grant.GetProperty("amountAwarded").GetDecimal());
        Assert.StartsWith("360G-", grant.GetProperty("id").GetString());
        Assert.DoesNotContain("Nia", grants.RootElement.GetRawText());
    }

    [Fact]
    public async Task What_is_taken_further_has_milestones_checks_with_reminders_and_a_result_with_evidence()
    {
        var reference = await ScoredAsync(2, "innovation-fund", "application");
        await app.DecideAsync(reference, "application", 1, amount: 500_000);
        var start = DateOnly.FromDateTime(app.Clock.Time.UtcDateTime);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/judging/application/1/follow");
        olu.Choose("Grant")
            .FillIn("Day", $"{start.Day}")
            .FillIn("Month", $"{start.Month}")
            .FillIn("Year", $"{start.Year}");
        await olu.PressAsync("Take it further");
        Assert.EndsWith($"/calls/{reference}/follow-through/1", olu.At);
        await app.AsAsync<KeepFollowThrough>(
            app.Cast.Olu,
            k => k.PlanAsync(reference, 1, "First workshop", start.AddDays(30), 100_000)
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<KeepFollowThrough>(
                app.Nia,
                k => k.PlanAsync(reference, 1, "X", start, null)
            )
        );
        app.Clock.Advance(TimeSpan.FromDays(93));
        for (var i = 0; i < 2; i++)
        {
            await app.AsAsync<RemindOfChecks, int>(app.Cast.Olu, r => r.RunAsync());
        }
        await app.InScopeAsync(async scope =>
            Assert.Equal(
                1,
                await scope
                    .GetRequiredService<Db>()
                    .Set<Message>()
                    .CountAsync(m =>
                        m.PersonId == app.Cast.Olu.Id
                        && m.Path == $"/calls/{reference}/follow-through/1#check-3"
                    )
            )
        );
        await app.AsAsync<KeepFollowThrough>(
            app.Cast.Olu,
            k =>
                k.AnswerAsync(
                    reference,
                    1,
                    3,
                    "Twelve households are warmer",
                    "https://example.org/report"
                )
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<KeepFollowThrough>(
                app.Cast.Olu,
                k => k.AnswerAsync(reference, 1, 6, "More", "javascript:alert(1)")
            )
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<KeepFollowThrough>(
                app.Cast.Olu,
                k => k.ConcludeAsync(reference, 1, FollowResult.Scale, " ")
            )
        );
        await app.AsAsync<KeepFollowThrough>(
            app.Cast.Olu,
            k => k.ConcludeAsync(reference, 1, FollowResult.Scale, "Two wards have taken it up")
        );
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{reference}/follow-through/1");
        Assert.Contains("It grows", visitor.Text);
        Assert.Contains("Twelve households are warmer", visitor.Text);
    }
}
