using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Support;

namespace Tandem.Tests.Assessments;

/// <summary>An installation with one more kind of assessment and one more question set, both of them nothing but YAML.</summary>
public sealed class OwnKinds : TestApp
{
    private readonly string folder = Directory.CreateTempSubdirectory("tandem-kinds-").FullName;

    protected override void Customise(IServiceCollection services)
    {
        Directory.CreateDirectory(Path.Combine(folder, "assessments"));
        Directory.CreateDirectory(Path.Combine(folder, "question-sets"));
        foreach (
            var file in Directory.EnumerateFiles(Content.Shipped.PathOf("assessments"), "*.yaml")
        )
        {
            File.Copy(file, Path.Combine(folder, "assessments", Path.GetFileName(file)));
        }
        File.WriteAllText(
            Path.Combine(folder, "question-sets", "fire-safety-1.yaml"),
            """
            name: fire-safety
            version: "1"
            title: Fire safety
            language: en
            effective: {from: 2020-01-01, to: null}
            sections:
              - code: ways
                title: Ways out
                questions:
                  - {code: ways-clear, text: "Are all ways out clear?", kind: yes-no, required: true}
              - code: alarm
                title: Alarm
                questions:
                  - {code: alarm-tested, text: "When was the alarm last tested?", kind: date, required: true}
            rules:
              - {code: blocked, kind: auto-fail, when: "ways-clear = no", message: "A way out is blocked."}
            """
        );
        File.WriteAllText(
            Path.Combine(folder, "assessments", "fire-safety.yaml"),
            """
            name: fire-safety
            version: "1"
            title: Fire safety of a building
            summary: Whether everybody gets out.
            assesses: building
            subject-label: Which building?
            assessed-by: own
            questions: fire-safety
            rates: sections
            scales:
              - code: safe
                title: Safe or not
                ratings:
                  - {code: safe, text: Safe, colour: green, met: true, score: 1}
                  - {code: unsafe, text: Not safe, colour: red, needs-reason: true, needs-fix: true}
            roles:
              - {code: warden, title: Warden, side: applicant, by-right: member, summary: "Answers."}
              - {code: inspector, title: Inspector, side: assessors, by-right: officer, summary: "Rates."}
            steps:
              - {code: answering, title: Answering, waits: applicant, answering: true, clock: {working-days: 10}}
              - {code: inspecting, title: Inspecting, waits: assessors, rating: true}
              - {code: done, title: Inspected, colour: green, shows: true, ends: true}
            acts:
              - {code: hand-in, text: Hand in, done: Handed in, does: submit, from: [answering], to: inspecting, who: [warden], needs-declaration: true}
              - {code: decide, text: Decide, done: Decided, does: decide, from: [inspecting], who: [inspector], needs-ratings: true}
            outcomes:
              - {code: closed, title: Closed, to: done, colour: red, when: "auto-fails > 0 or any(ratings.met = no)"}
              - {code: open, title: May stay open, to: done, colour: green}
            owed:
              - {rating: unsafe, months: 1}
            """
        );
        services.AddSingleton(new AssessmentKinds(new Content(folder)));
        services.AddSingleton(new ShippedQuestionSets(new Content(folder)));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

[UsesDatabase]
public sealed class OwnKindTests(OwnKinds app) : IClassFixture<OwnKinds>
{
    private readonly Firm firm = new(app);

    [Fact]
    public async Task A_kind_added_by_YAML_alone_goes_from_its_questions_to_its_outcome_and_its_actions()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/assessments");
        await olu.FollowAsync("Fire safety of a building");
        await olu.FollowAsync("Start one");
        await olu.PressAsync("Start");
        Assert.Contains("Enter what is assessed", olu.Text);
        await olu.FillIn("Which building?", "Town hall").PressAsync("Start");
        var path = olu.At;
        var reference = path.Split('/')[^1];
        // Ten working days after Saturday 21 November 2026.
        Assert.Contains("4 December 2026", olu.Text);
        await firm.AsAsync(
            app.Cast.Mei,
            async s =>
            {
                var assessment = await s.GetRequiredService<FindAssessment>().RunAsync(reference);
                var open = await s.GetRequiredService<FindResponse>()
                    .RunAsync(assessment.ResponseId!.Value);
                await s.GetRequiredService<SaveAnswers>()
                    .RunAsync(
                        open.Response.Id,
                        new Dictionary<string, Value?> { ["ways-clear"] = new Value.Truth(true) }
                    );
                var refused = await Assert.ThrowsAsync<Refusal>(() =>
                    s.GetRequiredService<TakeAct>().RunAsync(reference, "hand-in", null)
                );
                Assert.Contains("One answer is still missing", refused.Message);
            }
        );
        await firm.AsAsync(
            app.Cast.Mei,
            async s =>
            {
                var assessment = await s.GetRequiredService<FindAssessment>().RunAsync(reference);
                await s.GetRequiredService<SaveAnswers>()
                    .RunAsync(
                        assessment.ResponseId!.Value,
                        new Dictionary<string, Value?>
                        {
                            ["alarm-tested"] = new Value.Day(new(2026, 11, 2)),
                        }
                    );
            }
        );
        await firm.ActAsync(app.Cast.Mei, reference, "hand-in");
        await olu.GoAsync($"{path}/rate/all");
        Assert.Contains("Are all ways out clear?", olu.Text);
        Assert.Contains("2 November 2026", olu.Text);
        await firm.AsAsync(
            app.Cast.Olu,
            s =>
                s.GetRequiredService<RateUnits>()
                    .RunAsync(
                        reference,
                        [
                            new("ways", "safe", null, null, null),
                            new(
                                "alarm",
                                "unsafe",
                                "Not heard in the cellar",
                                null,
                                "A sounder there"
                            ),
                        ]
                    )
        );
        await olu.GoAsync($"{path}/acts/decide");
        Assert.Contains("By the rule the outcome is closed", olu.Text);
        await olu.PressAsync("Decide");
        Assert.Contains("A sounder there", olu.Text);

        await olu.FollowAsync("A sounder there");
        await olu.FillIn("What was done?", "Fitted on Monday").PressAsync("Show it");
        await olu.FollowAsync("A sounder there");
        await olu.PressAsync("More is needed");
        Assert.Contains("Enter what is missing", olu.Text);
        await olu.PressAsync("Close the action");
        Assert.Contains("Closed", olu.Text);
    }

    [Fact]
    public async Task Raters_do_not_see_each_other_until_they_have_finished_and_the_lead_gives_what_counts()
    {
        var reference = await firm.AsAsync(
            app.Cast.Olu,
            async s =>
                (
                    await s.GetRequiredService<StartAssessment>()
                        .RunAsync(new("need-scoring", app.Cast.Preston.Id, "Damp in council homes"))
                ).Reference
        );
        await firm.NameAsync(reference, app.Cast.Olu, "rater", app.Cast.Mei);
        await firm.NameAsync(reference, app.Cast.Olu, "rater", app.Cast.Wyn);
        await RateAsync(app.Cast.Mei, reference, "five", declare: true);
        await Assert.ThrowsAsync<Refusal>(() => RateAsync(app.Cast.Wyn, reference, "two"));
        await RateAsync(app.Cast.Wyn, reference, "two", declare: true);
        Assert.Empty(await SeenAsync(app.Cast.Wyn, reference, app.Cast.Mei));
        Assert.Empty(await SeenAsync(app.Cast.Olu, reference, app.Cast.Mei));
        await Assert.ThrowsAsync<Refusal>(() => firm.ActAsync(app.Cast.Olu, reference, "compare"));
        await FinishAsync(app.Cast.Mei, reference);
        Assert.NotEmpty(await SeenAsync(app.Cast.Olu, reference, app.Cast.Mei));
        Assert.Empty(await SeenAsync(app.Cast.Wyn, reference, app.Cast.Mei));
        await Assert.ThrowsAsync<Refusal>(() => RateAsync(app.Cast.Mei, reference, "one"));
        await FinishAsync(app.Cast.Wyn, reference);
        Assert.NotEmpty(await SeenAsync(app.Cast.Wyn, reference, app.Cast.Mei));

        await firm.ActAsync(app.Cast.Olu, reference, "compare");
        await Assert.ThrowsAsync<Refusal>(() => firm.ActAsync(app.Cast.Olu, reference, "decide"));
        await RateAsync(app.Cast.Olu, reference, "four", consolidated: true);
        var scored = await firm.ActAsync(app.Cast.Olu, reference, "decide");
        Assert.Equal("now", scored.Outcome);
        Assert.Equal(
            HttpStatusCode.OK,
            (await (await app.SignInAsync("mei@example.org")).GoAsync(scored.Path)).Status
        );
    }

    private Task RateAsync(
        Person who,
        string reference,
        string rating,
        bool declare = false,
        bool consolidated = false
    ) =>
        firm.AsAsync(
            who,
            async s =>
            {
                if (declare)
                {
                    await s.GetRequiredService<DeclareInterest>().RunAsync(reference, true, null);
                }
                var kind = s.GetRequiredService<AssessmentKinds>().Find("need-scoring");
                await s.GetRequiredService<RateUnits>()
                    .RunAsync(
                        reference,
                        [
                            .. kind.Points.Select(p => new FindingDraft(
                                p.Code,
                                rating,
                                "Because",
                                null,
                                null
                            )),
                        ],
                        consolidated
                    );
            }
        );

    private Task FinishAsync(Person who, string reference) =>
        firm.AsAsync(who, s => s.GetRequiredService<FinishRating>().RunAsync(reference));

    private Task<List<Finding>> SeenAsync(Person reader, string reference, Person by) =>
        firm.AsAsync(
            reader,
            async s =>
            {
                var assessment = await s.GetRequiredService<FindAssessment>().RunAsync(reference);
                var kind = s.GetRequiredService<AssessmentKinds>().Find(assessment.Kind);
                return assessment
                    .FindingsFor(s.GetRequiredService<Actor>(), kind)
                    .Where(f => f.ById == by.Id)
                    .ToList();
            }
        );
}
