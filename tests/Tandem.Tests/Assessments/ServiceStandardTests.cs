using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Discussions;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Assessments;

/// <summary>
/// Preston has a service of its own assessed: Olu books and answers for the team, Mei puts the panel together, Wyn leads it, Lee sits on it, Ada checks the draft.
/// </summary>
[UsesDatabase]
public sealed class ServiceStandardTests(TestApp app) : IClassFixture<TestApp>
{
    private readonly Firm firm = new(app);

    private static readonly Dictionary<string, string?> Large = new()
    {
        ["team"] = "Four of us, and two of the supplier",
        ["cost"] = "£150,000",
        ["residents"] = "900",
    };

    [Fact]
    public async Task An_assessment_goes_from_its_booking_over_a_dispute_to_a_report_and_the_red_point_is_looked_at_again()
    {
        var reference = await BookAsync("assessment", "alpha");
        await PanelAsync(reference);
        await firm.ActAsync(app.Cast.Wyn, reference, "begin");
        await RateAsync(app.Cast.Lee, reference, ("5", "amber"), ("9", "red"));
        await firm.AsAsync(
            app.Cast.Lee,
            s => s.GetRequiredService<FinishRating>().RunAsync(reference)
        );
        await firm.ActAsync(app.Cast.Wyn, reference, "compare");
        await RateAsync(app.Cast.Wyn, reference, consolidated: true, ("5", "amber"), ("9", "red"));

        // The panel's own result stands beside the one by the ratings, and another than theirs needs a reason.
        await Assert.ThrowsAsync<Refusal>(() => ResultAsync(reference, "amber", null));
        await Assert.ThrowsAsync<Refusal>(() =>
            ResultAsync(reference, "met", "Of the other scale")
        );
        await ResultAsync(reference, "amber", "What is red can be mended in a week.");
        var decided = await firm.ActAsync(app.Cast.Wyn, reference, "decide");
        Assert.Equal(("amber", "red"), (decided.Outcome, decided.OutcomeByRule));
        Assert.Equal(2, decided.Actions.Count);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/assessments/{reference}");
        Assert.DoesNotContain("mended in a week", olu.Text);
        Assert.DoesNotContain("Say how", olu.Text);

        await firm.ActAsync(app.Cast.Ada, reference, "send-back", "Point 5 is not clear");
        await firm.ActAsync(app.Cast.Wyn, reference, "decide");
        Assert.Equal(2, (await firm.FindAsync(reference)).Actions.Count);
        var sent = await firm.ActAsync(app.Cast.Ada, reference, "send");
        // Ten working days after Saturday 21 November 2026.
        Assert.Equal(new DateOnly(2026, 12, 4), sent.Due);

        await olu.GoAsync($"/assessments/{reference}/acts/dispute");
        await olu.PressAsync("Dispute the report");
        Assert.Contains("Enter the reason", olu.Text);
        await olu.FillIn("Why?", "Point 5: the audit is of October.")
            .PressAsync("Dispute the report");
        Assert.Contains("Disputed", olu.Text);
        await firm.ActAsync(app.Cast.Wyn, reference, "keep", "The audit leaves the map out.");
        var said = await app.InScopeAsync(s =>
            s.GetRequiredService<Db>().Set<Post>().Select(p => p.Text).ToListAsync()
        );
        Assert.Contains(said, t => t.Contains("the audit is of October", StringComparison.Ordinal));
        Assert.Contains(said, t => t.Contains("leaves the map out", StringComparison.Ordinal));
        // What was said formally stands: neither side takes it back, and the assessed side removes nothing of the lead's.
        foreach (
            var post in await app.InScopeAsync(s =>
                s.GetRequiredService<Db>().Set<Post>().Where(p => p.IsFormal).ToListAsync()
            )
        )
        {
            await Assert.ThrowsAsync<Refusal>(() =>
                firm.AsAsync(
                    app.Cast.Olu,
                    s => s.GetRequiredService<RemovePost>().RunAsync(post.Id, "Wrong")
                )
            );
            await Assert.ThrowsAsync<Refusal>(() =>
                firm.AsAsync(
                    app.Cast.Olu,
                    s => s.GetRequiredService<EditPost>().RunAsync(post.Id, "Other words")
                )
            );
        }
        await olu.GoAsync($"/assessments/{reference}");
        Assert.DoesNotContain("Remove this post", olu.Text);
        Assert.DoesNotContain("Change your post", olu.Text);
        await firm.ActAsync(app.Cast.Olu, reference, "accept");

        var visitor = app.Visit();
        Assert.Equal(404, (int)(await visitor.GoAsync($"/assessments/reports/{reference}")).Status);
        Assert.Equal(404, (int)(await visitor.GoAsync($"/assessments/{reference}")).Status);
        await firm.ActAsync(app.Cast.Mei, reference, "publish");
        await visitor.GoAsync($"/assessments/reports/{reference}");
        Assert.Equal(200, (int)visitor.Status);
        Assert.Contains("What is red can be mended in a week.", visitor.Text);
        Assert.Contains("By the ratings alone", visitor.Text);
        Assert.Contains("Do next", visitor.Text);
        await visitor.GoAsync($"/assessments/{reference}");
        Assert.Contains("the audit is of October", visitor.Text);
        Assert.DoesNotContain("Four of us", visitor.Text);
        await visitor.GoAsync("/search?q=pothole");
        Assert.Contains("1 published report", visitor.Text);
        await visitor.GoAsync("/assessments/reports?point=9&rating=red");
        Assert.Contains("Report a pothole", visitor.Text);

        // Actions are closed by the lead alone, on what was shown.
        var action = (await firm.FindAsync(reference)).Actions.Single(a => a.Unit == "5");
        Assert.Equal(new DateOnly(2027, 2, 21), action.Due);
        await firm.AsAsync(
            app.Cast.Olu,
            s =>
                s.GetRequiredService<ShowAction>()
                    .RunAsync(reference, action.Id, "Audited again", null)
        );
        await Assert.ThrowsAsync<Refusal>(() => CloseAsync(app.Cast.Lee, reference, action.Id));
        await CloseAsync(app.Cast.Wyn, reference, action.Id);

        var former = await firm.FindAsync(reference);
        var again = await BookAsync("reassessment", "alpha", former.Id);
        await PanelAsync(again);
        await firm.ActAsync(app.Cast.Wyn, again, "begin");
        await olu.GoAsync($"/assessments/{again}");
        await firm.AsAsync(
            app.Cast.Lee,
            s =>
                s.GetRequiredService<RateUnits>()
                    .RunAsync(again, [new("9", "green", null, "Tested by others", null)])
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.AsAsync(
                app.Cast.Lee,
                s =>
                    s.GetRequiredService<RateUnits>()
                        .RunAsync(again, [new("5", "green", null, null, null)])
            )
        );
        await firm.AsAsync(app.Cast.Lee, s => s.GetRequiredService<FinishRating>().RunAsync(again));
        await firm.ActAsync(app.Cast.Wyn, again, "compare");
        await firm.AsAsync(
            app.Cast.Wyn,
            s =>
                s.GetRequiredService<RateUnits>()
                    .RunAsync(again, [new("9", "green", null, "Tested by others", null)], true)
        );
        await firm.ActAsync(app.Cast.Wyn, again, "decide");
        await firm.ActAsync(app.Cast.Ada, again, "send");
        await firm.ActAsync(app.Cast.Olu, again, "accept");
        var published = await firm.ActAsync(app.Cast.Mei, again, "publish");
        Assert.Equal("green", published.Outcome);
        await visitor.GoAsync($"/assessments/reports/{again}");
        Assert.Contains("This service over time", visitor.Text);
        Assert.Contains($"Looks again at {reference}", visitor.Text);
        Assert.DoesNotContain("The service meets the standard", visitor.Text);
        Assert.Contains("Every point that was looked at again is green.", visitor.Text);
        Assert.Contains(
            "The other 13 points were not looked at again and stand as before: point 5 amber, the rest met.",
            visitor.Text
        );
        await visitor.GoAsync("/assessments/reports");
        Assert.Contains("13 of 14", visitor.Text);

        await TheReportsComeBackAsync(visitor, reference);
    }

    [Fact]
    public async Task A_panel_is_put_together_of_people_who_are_trained_free_and_where_it_must_be_from_outside()
    {
        var reference = await BookAsync("assessment", "beta");
        await firm.NameAsync(reference, app.Cast.Olu, "coordinator", app.Cast.Mei);
        // Olu booked it, and so acts for the service: no seat on its panel.
        await OfferAsync(app.Cast.Olu);
        foreach (var role in new[] { "lead", "coordinator" })
        {
            var owner = await Assert.ThrowsAsync<Refusal>(() =>
                NameAsync(reference, role, app.Cast.Olu, "Technology")
            );
            Assert.Contains("service owner", owner.Message);
        }
        var untrained = await Assert.ThrowsAsync<Refusal>(() =>
            NameAsync(reference, "assessor", app.Cast.Ada, "Technology")
        );
        Assert.Contains("trained", untrained.Message);
        await OfferAsync(app.Cast.Lee, away: true);
        var away = await Assert.ThrowsAsync<Refusal>(() =>
            NameAsync(reference, "assessor", app.Cast.Lee, "Technology")
        );
        Assert.Contains("away on 30 November 2026", away.Message);
        await OfferAsync(app.Cast.Ada);
        await NameAsync(reference, "lead", app.Cast.Ada, "Technology");
        var few = await Assert.ThrowsAsync<Refusal>(() =>
            firm.ActAsync(app.Cast.Mei, reference, "confirm-panel")
        );
        Assert.Contains(
            "two",
            few.Message.Replace("2 people", "two people", StringComparison.Ordinal)
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/assessments/{reference}/panel");
        Assert.Contains("needs an assessor from another organisation", olu.Text);
        Assert.Contains("Away on 30 November 2026", olu.Text);
        await OfferAsync(app.Cast.Wyn);
        await olu.GoAsync($"/assessments/{reference}/panel");
        await olu.PressAsync("Name Wyn");
        Assert.Contains("Another organisation", olu.Text);
        Assert.DoesNotContain(
            "Not yet",
            (await olu.GoAsync($"/assessments/{reference}/panel")).Text.Split(
                "Everybody on the panel"
            )[0]
        );
    }

    [Fact]
    public async Task A_peer_review_in_discovery_looks_at_seven_points_without_rating_them()
    {
        await Assert.ThrowsAsync<Refusal>(() => BookAsync("peer-review", "alpha"));
        var reference = await BookAsync("peer-review", "discovery");
        await PanelAsync(reference);
        await firm.ActAsync(app.Cast.Wyn, reference, "begin");
        await firm.AsAsync(
            app.Cast.Lee,
            s =>
                s.GetRequiredService<RateUnits>()
                    .RunAsync(reference, [new("1", null, null, "Ten talks", "Talk to drivers")])
        );
        await firm.AsAsync(
            app.Cast.Lee,
            s => s.GetRequiredService<FinishRating>().RunAsync(reference)
        );
        await firm.ActAsync(app.Cast.Wyn, reference, "compare");
        await firm.AsAsync(
            app.Cast.Wyn,
            s =>
                s.GetRequiredService<RateUnits>()
                    .RunAsync(
                        reference,
                        [
                            .. Enumerable
                                .Range(1, 7)
                                .Select(p => new FindingDraft($"{p}", null, null, "Good", null)),
                        ],
                        true
                    )
        );
        var decided = await firm.ActAsync(app.Cast.Wyn, reference, "decide");
        Assert.Equal("reviewed", decided.Outcome);
        Assert.Empty(decided.Actions);
        await firm.ActAsync(app.Cast.Ada, reference, "send");
        await firm.ActAsync(app.Cast.Olu, reference, "accept");
        await firm.ActAsync(app.Cast.Mei, reference, "end");
        Assert.Equal(
            404,
            (int)(await app.Visit().GoAsync($"/assessments/reports/{reference}")).Status
        );
    }

    [Fact]
    public async Task Papers_are_written_by_those_the_kind_names_and_notes_of_the_panel_stay_with_it()
    {
        var reference = await BookAsync("assessment", "live");
        await PanelAsync(reference);
        await firm.AsAsync(
            app.Cast.Wyn,
            async s =>
            {
                var write = s.GetRequiredService<WritePaper>();
                await write.RunAsync(reference, "agenda", "10:00 Welcome", 0);
                await write.RunAsync(reference, "notes", "They seem tired", 0);
                await Assert.ThrowsAsync<Refusal>(() =>
                    write.RunAsync(reference, "agenda", "Another's words", 0)
                );
            }
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.AsAsync(
                app.Cast.Olu,
                s => s.GetRequiredService<WritePaper>().RunAsync(reference, "agenda", "Mine", 1)
            )
        );
        var olu = await app.SignInAsync("olu@example.org");
        Assert.Contains(
            "10:00 Welcome",
            (await olu.GoAsync($"/assessments/{reference}/papers/agenda")).Text
        );
        Assert.Equal(
            404,
            (int)(await olu.GoAsync($"/assessments/{reference}/papers/notes")).Status
        );
        Assert.DoesNotContain(
            "Notes of the panel",
            (await olu.GoAsync($"/assessments/{reference}")).Text
        );
    }

    [Fact]
    public async Task Published_reports_of_others_are_brought_in_and_every_one_is_accounted_for()
    {
        var good = Report("S-1", "green");
        var (run, _) = await BringAsync(
            good,
            Report("S-2", "purple"),
            """{"reference":"S-3"}""",
            good,
            "17"
        );
        Assert.Equal(
            (5, 1, 0, 0, 4),
            (run.Read, run.Added, run.Updated, run.Unchanged, run.Refused)
        );
        var (second, problems) = await BringAsync(Report("S-1", "red"), Report("S-4", "green"));
        Assert.Equal((1, 1, 0), (second.Updated, second.Added, second.Refused));
        Assert.Empty(problems);
        var (third, _) = await BringAsync(Report("S-1", "red"), Report("S-4", "green"));
        Assert.Equal((2, 0), (third.Unchanged, third.Updated));
        var visitor = app.Visit();
        await visitor.GoAsync("/assessments/reports/example-borough-s-1");
        Assert.Contains("Understand users and their needs", visitor.Text);
        Assert.Contains("Red", visitor.Text);
        await visitor.GoAsync("/assessments/reports?q=example+borough");
        Assert.Contains("Results by phase", visitor.Text);
    }

    private static string Report(string reference, string rating) =>
        $$"""
            {"reference":"{{reference}}","standard":"service-standard","scale":"red-amber-green","service":"Pay {{reference}}","organisation":"Example Borough",
             "form":"assessment","phase":"beta","assessed":"2026-03-02","published":"2026-03-20","outcome":"{{(
                rating == "purple" ? "green" : rating
            )}}",
             "points":[{"point":"1","rating":"{{rating}}","well":"Research every fortnight"}]}
            """;

    private async Task<(ImportRun Run, List<string> Problems)> BringAsync(
        params string[] reports
    ) =>
        await app.InScopeAsync(async s =>
        {
            var bytes = Encoding.UTF8.GetBytes($$"""{"reports":[{{string.Join(',', reports)}}]}""");
            var run = await s.GetRequiredService<BringNow>()
                .RunAsync(
                    Actor.System,
                    new(ImportKind.ServiceAssessments, "reports.json"),
                    [new("reports.json", bytes.Length, () => new MemoryStream(bytes))]
                );
            var problems = await s.GetRequiredService<Db>()
                .Set<ImportProblem>()
                .Where(p => p.RunId == run.Id)
                .Select(p => p.Reason)
                .ToListAsync();
            return (run, problems);
        });

    // What this place publishes is of the shape it takes: its own report is known again, and a changed one is not taken for it.
    private async Task TheReportsComeBackAsync(Visitor visitor, string reference)
    {
        var response = await visitor.RawAsync(
            new(HttpMethod.Get, $"/assessments/reports/{reference}.json")
        );
        var json = await response.Content.ReadAsStringAsync();
        using var read = JsonDocument.Parse(json);
        Assert.Equal("amber", read.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(14, read.RootElement.GetProperty("points").GetArrayLength());
        var (run, _) = await BringAsync(
            json,
            json.Replace(
                "\"assessed\"",
                "\"former\": \"X-1\", \"assessed\"",
                StringComparison.Ordinal
            )
        );
        Assert.Equal((1, 1), (run.Unchanged, run.Refused));
    }

    private Task<string> BookAsync(string form, string phase, Id<Assessment>? former = null) =>
        firm.AsAsync(
            app.Cast.Olu,
            async s =>
                (
                    await s.GetRequiredService<StartAssessment>()
                        .RunAsync(
                            new(
                                "service-standard",
                                app.Cast.Preston.Id,
                                "Report a pothole",
                                Form: form,
                                Phase: phase,
                                Standard: "service-standard",
                                Scale: "red-amber-green",
                                Former: former,
                                Day: new(2026, 11, 30),
                                Facts: Large
                            )
                        )
                ).Reference
        );

    /// <summary>Mei coordinates, Wyn leads, Lee assesses, Ada checks; the panel is confirmed.</summary>
    private async Task PanelAsync(string reference)
    {
        await firm.NameAsync(reference, app.Cast.Olu, "coordinator", app.Cast.Mei);
        await OfferAsync(app.Cast.Wyn);
        await OfferAsync(app.Cast.Lee, back: true);
        await NameAsync(reference, "lead", app.Cast.Wyn, "Design");
        await NameAsync(reference, "assessor", app.Cast.Lee, "Technology");
        await firm.NameAsync(reference, app.Cast.Olu, "checker", app.Cast.Ada);
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.ActAsync(app.Cast.Mei, reference, "confirm-panel")
        );
        foreach (var who in new[] { app.Cast.Wyn, app.Cast.Lee })
        {
            await firm.AsAsync(
                who,
                s => s.GetRequiredService<DeclareInterest>().RunAsync(reference, true, null)
            );
        }
        await firm.ActAsync(app.Cast.Mei, reference, "confirm-panel");
    }

    private Task NameAsync(string reference, string role, Person whom, string profession) =>
        firm.AsAsync(
            app.Cast.Olu,
            s =>
                s.GetRequiredService<NameMember>().RunAsync(reference, role, whom.Email, profession)
        );

    private async Task OfferAsync(Person who, bool away = false, bool back = false)
    {
        await firm.AsAsync(
            who,
            async s =>
            {
                var offer = s.GetRequiredService<OfferToAssess>();
                await offer.RunAsync("service-standard", ["Design", "Technology"], true);
                if (away)
                {
                    await offer.GoAwayAsync(
                        "service-standard",
                        new(2026, 11, 28),
                        new(2026, 12, 2)
                    );
                }
                if (back)
                {
                    await offer.ComeBackAsync("service-standard", new(2026, 11, 28));
                }
            }
        );
        await firm.AsAsync(
            app.Cast.Sam,
            s =>
                s.GetRequiredService<SeeTraining>()
                    .RunAsync("service-standard", who.Id, new(2026, 6, 1))
        );
    }

    private Task RateAsync(
        Person who,
        string reference,
        params (string Unit, string Rating)[] wanting
    ) => RateAsync(who, reference, false, wanting);

    private Task RateAsync(
        Person who,
        string reference,
        bool consolidated,
        params (string Unit, string Rating)[] wanting
    ) =>
        firm.AsAsync(
            who,
            s =>
                s.GetRequiredService<RateUnits>()
                    .RunAsync(
                        reference,
                        [
                            .. Enumerable
                                .Range(1, 14)
                                .Select(p => $"{p}")
                                .Select(p =>
                                    wanting.FirstOrDefault(w => w.Unit == p)
                                        is { Rating: { } rating }
                                        ? new FindingDraft(p, rating, "Not shown", null, "Say how")
                                        : new FindingDraft(p, "green", null, "Good work", null)
                                ),
                        ],
                        consolidated
                    )
        );

    private Task ResultAsync(string reference, string? outcome, string? words) =>
        firm.AsAsync(
            app.Cast.Wyn,
            s => s.GetRequiredService<GiveResult>().RunAsync(reference, outcome, words)
        );

    private Task CloseAsync(Person who, string reference, Id<AssessmentAction> action) =>
        firm.AsAsync(
            who,
            s => s.GetRequiredService<AnswerAction>().RunAsync(reference, action, true, null)
        );
}
