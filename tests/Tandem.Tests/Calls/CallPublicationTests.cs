using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

/// <summary>From a draft to what everybody can read.</summary>
[UsesDatabase]
public sealed class CallPublicationTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_call_is_made_from_a_kind_with_all_it_proposes_and_keeps_its_text()
    {
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            var call = await Make(scope, db, olu)
                .RunAsync(app.Cast.Preston.Id, "challenge-prize", "Damp homes");
            Assert.Matches(@"^CALL-2026-\d{3}$", call.Reference);
            Assert.Equal(["concept", "prototype"], call.InOrder.Select(s => s.Code));
            Assert.All(call.Stages, s => Assert.Equal("1", s.FormVersion));
            Assert.Equal(100, call.Stage("concept")!.Judging.Weights);
            Assert.True(call.Has(olu, CallRole.Owner));
            Assert.Equal(
                scope.GetRequiredService<CallKinds>().Find("challenge-prize")!.Text,
                call.KindText
            );
        });
    }

    [Fact]
    public async Task Only_officers_make_calls_of_their_own_organisation()
    {
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            foreach (var person in new[] { app.Cast.Mei, app.Cast.Lee })
            {
                var make = Make(scope, db, await scope.ActorAsync(person));
                var refusal = await Assert.ThrowsAsync<Refusal>(() =>
                    make.RunAsync(app.Cast.Preston.Id, "challenge-prize", "Damp homes")
                );
                Assert.Equal(RefusalKind.Permission, refusal.Kind);
            }
        });
    }

    [Fact]
    public async Task Nobody_submits_a_call_that_is_not_complete()
    {
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            var call = await Make(scope, db, olu)
                .RunAsync(app.Cast.Preston.Id, "challenge-prize", "Damp homes");
            var refusal = await Assert.ThrowsAsync<Refusal>(() =>
                new SubmitCall(
                    db,
                    olu,
                    scope.GetRequiredService<CallSections>(),
                    scope.Tells(olu)
                ).RunAsync(call.Reference)
            );
            Assert.Contains("Say when Concepts closes.", refusal.Message);
            Assert.Contains("Write “The problem”.", refusal.Message);
            Assert.Contains("Name an approver.", refusal.Message);
        });
    }

    [Fact]
    public async Task Whoever_asks_for_approval_is_not_the_only_one_who_could_give_it()
    {
        var reference = await app.CallAsync(
            "challenge-prize",
            "Nobody else",
            publish: false,
            with: (call, now) =>
            {
                call.Name(app.Cast.Olu.Id, CallRole.Approver, Actor.System, now);
                call.Release(app.Cast.Ada.Id, CallRole.Approver, now);
            }
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            var call = await db.CallAsync(olu, reference);
            var people = (await scope.GetRequiredService<CallSections>().OfAsync(call)).Single(s =>
                s.Code == "people"
            );
            Assert.Contains(
                people.Missing,
                m =>
                    m.StartsWith(
                        "Name an approver who is not the only owner",
                        StringComparison.Ordinal
                    )
            );
            Assert.StartsWith(
                "You are its only approver",
                Assert.Throws<Refusal>(() => call.Submit(olu, db.Now())).Message,
                StringComparison.Ordinal
            );
            // Another owner can ask, and then there is somebody to approve.
            call.Name(app.Cast.Mei.Id, CallRole.Owner, Actor.System, db.Now());
            Assert.True(
                (await scope.GetRequiredService<CallSections>().OfAsync(call))
                    .Single(s => s.Code == "people")
                    .IsComplete
            );
            call.Submit(await scope.ActorAsync(app.Cast.Mei), db.Now());
            call.Approve(olu, db.Now());
        });
    }

    [Fact]
    public async Task A_call_is_approved_by_somebody_else_before_it_is_published()
    {
        var reference = await app.CallAsync("challenge-prize", publish: false);
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var sections = scope.GetRequiredService<CallSections>();
            var days = scope.GetRequiredService<WorkingDays>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            var ada = await scope.ActorAsync(app.Cast.Ada);
            await Assert.ThrowsAsync<Refusal>(() =>
                new PublishCall(db, olu, sections, days, scope.Tells(olu), []).RunAsync(reference)
            );
            await new SubmitCall(db, olu, sections, scope.Tells(olu)).RunAsync(reference);
            await Assert.ThrowsAsync<Refusal>(() =>
                new AnswerCall(db, olu, scope.Tells(olu)).RunAsync(reference, approve: true, null)
            );
            await Assert.ThrowsAsync<Refusal>(() =>
                new AnswerCall(db, ada, scope.Tells(ada)).RunAsync(reference, approve: false, "")
            );
            await new AnswerCall(db, ada, scope.Tells(ada)).RunAsync(
                reference,
                approve: true,
                null
            );
            var call = await new PublishCall(
                db,
                olu,
                sections,
                days,
                scope.Tells(olu),
                []
            ).RunAsync(reference);
            Assert.Equal(CallState.Published, call.State);
        });
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await db.CallAsync(Actor.Visitor, reference);
            Assert.All(call.Stages, s => Assert.True(s.InForce!.Holds));
            Assert.Null(await Timeline.VerifyAsync(db));
        });
    }

    [Fact]
    public async Task A_draft_is_seen_by_those_who_make_it_and_a_panel_learns_of_it_when_it_is_published()
    {
        var reference = await app.CallAsync("challenge-prize", publish: false);
        var (year, number) = Call.Parse(reference)!.Value;
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            async Task<bool> SeesAsync(Actor actor) =>
                await db.Set<Call>()
                    .VisibleTo(actor)
                    .AnyAsync(c => c.Year == year && c.Number == number);
            foreach (var person in new[] { app.Cast.Olu, app.Cast.Ada, app.Cast.Wyn })
            {
                Assert.True(await SeesAsync(await scope.ActorAsync(person)), person.Name);
            }
            foreach (var person in new[] { app.Cast.Mei, app.Cast.Lee, app.Cast.Sam })
            {
                Assert.False(await SeesAsync(await scope.ActorAsync(person)), person.Name);
            }
            Assert.False(await SeesAsync(Actor.Visitor));
        });
        var published = await app.CallAsync("challenge-prize");
        await app.InScopeAsync(async scope =>
            Assert.NotNull(await scope.GetRequiredService<Db>().CallAsync(Actor.Visitor, published))
        );
    }

    [Fact]
    public async Task An_addendum_brings_terms_of_its_own_and_leaves_the_old_ones_as_they_were()
    {
        var reference = await app.CallAsync("challenge-prize");
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            var stage = (await db.CallAsync(olu, reference)).Stage("concept")!;
            await new AmendCall(db, olu, scope.Tells(olu)).RunAsync(
                reference,
                new()
                {
                    Text = "Fifty was too much",
                    Terms = new Dictionary<string, JudgingTerms>
                    {
                        ["concept"] = stage.Judging with { Minimum = 40 },
                    },
                }
            );
        });
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var call = await db.CallAsync(Actor.Visitor, reference);
            var terms = call.Stage("concept")!.Terms.OrderBy(t => t.Number).ToList();
            Assert.Equal([50, 40], terms.Select(t => t.Read().Minimum!.Value));
            Assert.All(terms, t => Assert.True(t.Holds));
            Assert.Equal("Fifty was too much", Assert.Single(call.Addenda).Text);
        });
    }

    private MakeCall Make(IServiceProvider scope, Db db, Actor actor) =>
        new(
            db,
            actor,
            scope.GetRequiredService<CallKinds>(),
            scope.GetRequiredService<QuestionSets>(),
            app.Settings
        );
}
