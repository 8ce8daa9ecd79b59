using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Evaluations;
using Tandem.Evaluations.Auditing;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>
/// Whatever people do in judging one call, allowed or not, in whatever order: what is shown follows from what is stored, nothing that was given once changes,
/// and the audit works the ranking out again and finds nothing.
/// </summary>
[UsesDatabase]
public sealed class JudgingHistories(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Stage = "prototype";
    private const int Histories = 3;

    private sealed class Told
    {
        public Dictionary<Guid, string> Scores { get; } = [];
        public Dictionary<Guid, string> Agreed { get; } = [];
        public Dictionary<Guid, string> Letters { get; } = [];
        public int Done { get; set; }
        public int Step { get; set; }
    }

    [Fact]
    public void Whatever_is_done_in_whatever_order_what_is_shown_follows_from_what_is_stored() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ArrayOf(40).ToArbitrary(),
                acts => HistoryAsync(acts).GetAwaiter().GetResult()
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithQuietOnSuccess(true));

    private async Task HistoryAsync(int[] acts)
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            3,
            t =>
                t with
                {
                    Screening = true,
                    Together = acts[0] % 2 == 0 ? Together.Mean : Together.Consensus,
                    RedLines = [new("built", "It was built")],
                }
        );
        await app.AsTenderAsync(reference);
        var told = new Told();
        foreach (var act in acts)
        {
            app.Clock.Advance(TimeSpan.FromHours(act % 7));
            try
            {
                // Every other act is the next of a judging that goes by the book, so that histories get somewhere.
                await (
                    act % 2 == 0
                        ? StepAsync(reference, told.Step++ % 11, act / 2)
                        : TryAsync(reference, act / 2)
                );
                told.Done++;
            }
            catch (Refusal)
            {
                // Refused is as good as never tried: what must hold is looked at below.
            }
            await MustHoldAsync(reference, told);
        }
        Assert.True(
            told.Done > acts.Length / 6,
            $"{told.Done} acts of {acts.Length} were allowed."
        );
        var audit = await app.AsAsync<AuditCall, AuditReport>(
            app.Cast.Olu,
            a => a.RunAsync(reference)
        );
        Assert.Empty(audit.Problems);
    }

    private async Task StepAsync(string reference, int step, int act)
    {
        Person[] panel = [app.Cast.Wyn, app.Cast.Mei, app.Cast.Lee];
        switch (step)
        {
            case 0:
                foreach (var number in new[] { 1, 2, 3 })
                {
                    await app.AsAsync<ScreenEntry>(
                        app.Cast.Olu,
                        s => s.RunAsync(reference, Stage, number, true, "About what was asked")
                    );
                }
                break;
            case 1:
                await app.ShareOutAsync(reference, Stage);
                break;
            case 2 or 3 or 4:
                await ScoreAllAsync(reference, panel[step - 2], act % 4 + 2);
                break;
            case 5:
                await AgreeAllAsync(reference, act % 3 + 3);
                break;
            case 6:
                await RecommendAsync(reference, act);
                break;
            case 7:
                await app.AsAsync<ApproveDecision>(app.Cast.Ada, a => a.RunAsync(reference, Stage));
                break;
            case 8:
                await app.AsAsync<TellDecision>(app.Cast.Olu, t => t.RunAsync(reference, Stage));
                break;
            case 9:
                await BeginStandstillAsync(reference);
                break;
            default:
                await SignAsync(reference, 1, 20);
                break;
        }
    }

    private async Task ScoreAllAsync(string reference, Person judge, int score)
    {
        await app.DeclareNoneAsync(judge, reference, Stage);
        var stage = await app.StageAsync(judge, reference, Stage);
        foreach (var (entry, _) in stage.ToScore(judge.Id.Value).ToList())
        {
            await app.ScoreAsync(judge, reference, Stage, entry.Number, score);
        }
    }

    private async Task AgreeAllAsync(string reference, int score)
    {
        var judged = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        foreach (var entry in judged.Entries)
        {
            await app.AsAsync<AgreeScores>(
                app.Cast.Wyn,
                a =>
                    a.RunAsync(
                        reference,
                        Stage,
                        entry.Number,
                        [
                            .. judged.Terms.Criteria.Select(c => new ScoreGiven(
                                ScoreKind.Criterion,
                                c.Code,
                                score,
                                "Agreed"
                            )),
                        ]
                    )
            );
        }
    }

    private Task BeginStandstillAsync(string reference) =>
        app.AsAsync<TellDecision>(
            app.Cast.Olu,
            t =>
                t.BeginStandstillAsync(
                    reference,
                    Stage,
                    LocalDay.Of(app.Clock.Time.UtcDateTime),
                    new WorkingDays(Content.Shipped)
                )
        );

    private async Task SignAsync(string reference, int number, int days)
    {
        var today = LocalDay.Of(app.Clock.Time.UtcDateTime);
        await app.AsAsync<BeginFollowThrough, FollowThrough>(
            app.Cast.Olu,
            b =>
                b.RunAsync(
                    reference,
                    Stage,
                    number,
                    new(Tandem.Calls.Kinds.Outcome.Contract, "Sensors", today.AddDays(30))
                )
        );
        app.Clock.Advance(TimeSpan.FromDays(days));
        await app.AsAsync<SignFollowThrough>(
            app.Cast.Olu,
            s => s.RunAsync(reference, number, LocalDay.Of(app.Clock.Time.UtcDateTime), null)
        );
    }

    private async Task TryAsync(string reference, int act)
    {
        Person[] people = [app.Cast.Wyn, app.Cast.Mei, app.Cast.Lee, app.Cast.Olu, app.Cast.Ada];
        var person = people[act / 32 % people.Length];
        var judge = people[act / 32 % 3];
        var number = act / 256 % 3 + 1;
        var score = act / 1024 % 6;
        switch (act % 32)
        {
            case 0 or 1:
                await app.AsAsync<ShareOut, SharedOut>(person, s => s.RunAsync(reference, Stage));
                break;
            case 2 or 3 or 4:
                await app.AsAsync<ScreenEntry>(
                    app.Cast.Olu,
                    s => s.RunAsync(reference, Stage, number, score > 0, "Looked at")
                );
                break;
            case 5 or 6 or 7:
                await app.DeclareNoneAsync(judge, reference, Stage);
                break;
            case 8 when score == 0:
                var stage = await app.StageAsync(judge, reference, Stage);
                await app.AsAsync<DeclareInterests, int>(
                    judge,
                    d =>
                        d.RunAsync(
                            reference,
                            Stage,
                            [new(stage.Entry(number).Id, Interest.Declared, "A friend")]
                        )
                );
                break;
            case 9 when score == 1:
                await app.AsAsync<ReleaseAssessor, SharedOut>(
                    person,
                    r => r.RunAsync(reference, Stage, judge.Id, "Ill")
                );
                break;
            case 10:
                await app.AsAsync<GiveScores>(
                    judge,
                    g =>
                        g.SaveAsync(
                            reference,
                            Stage,
                            number,
                            [new(ScoreKind.RedLine, "built", score % 2, "Seen")]
                        )
                );
                break;
            case >= 11 and <= 17:
                await ScoreAllAsync(reference, judge, score);
                break;
            case 18:
                await app.AsAsync<RevealScores>(
                    person,
                    r => r.RunAsync(reference, Stage, number, score > 3 ? "Ill" : null)
                );
                break;
            case 19:
                await app.AsAsync<GiveScores>(
                    judge,
                    g =>
                        g.CorrectAsync(
                            reference,
                            Stage,
                            number,
                            new(ScoreKind.Criterion, "result", score, "Read again"),
                            score > 2 ? "Misread" : null
                        )
                );
                break;
            case 20 or 21 or 22:
                await AgreeAllAsync(reference, score);
                break;
            case 23 or 24 or 25:
                await RecommendAsync(reference, act);
                break;
            case 26 or 27:
                await app.AsAsync<ApproveDecision>(person, a => a.RunAsync(reference, Stage));
                break;
            case 28 when score < 2:
                await app.AsAsync<ApproveDecision>(
                    person,
                    a => a.ReturnAsync(reference, Stage, "Think again")
                );
                break;
            case 29:
                await app.AsAsync<TellDecision>(app.Cast.Olu, t => t.RunAsync(reference, Stage));
                break;
            case 30:
                await BeginStandstillAsync(reference);
                break;
            default:
                await SignAsync(reference, number, score * 3);
                break;
        }
    }

    private async Task RecommendAsync(string reference, int act)
    {
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        var outcome = FindDecision.FrameOf(stage).Outcomes[0];
        await app.AsAsync<RecommendDecision>(
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
                                    i == 0 && e.Place == 1 ? outcome : EntryOutcome.NotSelected,
                                    act % 64 == 23 ? null : "Because",
                                    i == 0 ? 100_000 : null
                                )
                        ),
                    ],
                    new("The panel says", NoneReason: "None reached it")
                )
        );
    }

    private async Task MustHoldAsync(string reference, Told told) =>
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var find = scope.GetRequiredService<FindStage>();
            var call = await JudgingApp.CallAsync(db, reference);
            var shown = await find.OfAsync(call, call.Stage(Stage)!);
            var stored = await find.StoredAsync(call, call.Stage(Stage)!, default);

            // What is held in memory between readings is what is stored.
            Assert.Equal(Facts(stored), Facts(shown));
            Assert.Equal(
                stored.Ranking.Select(r => (r.Fact.Reference, r.Place, r.Total, r.Standing)),
                shown.Ranking.Select(r => (r.Fact.Reference, r.Place, r.Total, r.Standing))
            );

            // What was handed in, agreed or sent once is there for ever, as it was.
            Same(
                told.Scores,
                stored
                    .Judgings.SelectMany(j => j.Assignments.SelectMany(a => a.Scores))
                    .Select(s => (s.Id.Value, s.Digest()))
            );
            Same(
                told.Agreed,
                stored.Judgings.SelectMany(j => j.Agreed).Select(a => (a.Id.Value, a.Digest()))
            );
            var decisions = await db.Set<CallDecision>()
                .AsNoTracking()
                .Include(d => d.Lines)
                .Where(d => d.CallId == call.Id)
                .ToListAsync();
            var ids = decisions.ConvertAll(d => d.Id);
            var letters = await db.Set<DecisionLetter>()
                .AsNoTracking()
                .Where(l => ids.Contains(l.DecisionId))
                .ToListAsync();
            Same(told.Letters, letters.Select(l => (l.Id.Value, l.Digest())));

            foreach (var judging in stored.Judgings)
            {
                // Nobody reads without having declared, nobody sees others' scores without own ones or with an interest.
                Assert.All(
                    judging.Assignments,
                    a =>
                    {
                        Assert.True(!a.MayRead || a.DeclaredAt is not null);
                        Assert.True(
                            !judging.ShowsScoresTo(a.PersonId.Value)
                                || (a.Interest == Interest.None && a.SubmittedAt is not null)
                        );
                    }
                );
                Assert.True(judging.Agreed.Count == 0 || judging.IsRevealed);
            }

            // One decision at most stands; it was made on everything, has a reason for each, and is signed when it may be.
            Assert.True(decisions.Count(d => d.ReturnedAt is null) <= 1);
            foreach (var decision in decisions)
            {
                Assert.Equal(3, decision.Lines.Count);
                Assert.All(decision.Lines, l => Assert.NotEmpty(l.Reason));
                Assert.Equal(
                    decision.IsTold ? 3 : 0,
                    letters.Count(l => l.DecisionId == decision.Id)
                );
                Assert.True(!decision.IsTold || decision.ApprovedAt <= decision.ToldAt);
            }
            foreach (
                var signed in await db.Set<FollowThrough>()
                    .AsNoTracking()
                    .Where(f => f.CallId == call.Id && f.SignedOn != null)
                    .ToListAsync()
            )
            {
                var decision = decisions.Single(d => d.ReturnedAt is null);
                Assert.True(decision.StandstillTo < signed.SignedOn);
                Assert.NotNull(signed.ContractId);
            }
        });

    private static IEnumerable<string> Facts(JudgedStage stage) =>
        stage
            .Judgings.SelectMany(j =>
                j.Assignments.Select(a =>
                        $"{a.Id} {a.Revision} {a.Interest} {a.SubmittedAt:O} {a.EndedAt:O}"
                    )
                    .Concat(j.Assignments.SelectMany(a => a.Scores.Select(s => s.Digest())))
                    .Concat(j.Agreed.Select(a => a.Digest()))
                    .Concat(j.Screenings.Select(s => s.Digest()))
                    .Append($"{j.Id} {j.Revision} {j.RevealedAt:O}")
            )
            .Order(StringComparer.Ordinal);

    private static void Same(Dictionary<Guid, string> before, IEnumerable<(Guid, string)> now)
    {
        var rows = now.ToDictionary(r => r.Item1, r => r.Item2);
        foreach (var (id, digest) in before)
        {
            Assert.Equal(digest, rows.GetValueOrDefault(id));
        }
        foreach (var (id, digest) in rows)
        {
            before[id] = digest;
        }
    }
}
