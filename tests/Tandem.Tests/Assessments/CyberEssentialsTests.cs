using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Commitments;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Tests.Support;

namespace Tandem.Tests.Assessments;

/// <summary>From the first question to the certificate, its end and its renewal.</summary>
[UsesDatabase]
public sealed class CyberEssentialsTests(TestApp app) : IClassFixture<TestApp>
{
    private readonly Firm firm = new(app);

    [Fact]
    public async Task An_applicant_comes_to_a_certificate_through_a_round_of_more_information()
    {
        app.Clock.Time = new(2026, 12, 21, 10, 0, 0, TimeSpan.Zero);
        await firm.NameBodyAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/assessments");
        await olu.FollowAsync("Cyber Essentials");
        Assert.Contains("2 working days", olu.Text);
        await olu.FollowAsync("Start one");
        await olu.PressAsync("Start");
        var path = olu.At;
        var reference = path.Split('/')[^1];
        Assert.Matches("^ASM-2026-[0-9]{3}$", reference);
        Assert.Contains("Answering the questions", olu.Text);
        await olu.GoAsync($"{path}/people");
        await olu.Choose("Declarant")
            .FillIn("E-mail address", "ada@example.org")
            .PressAsync("Name them");
        Assert.Contains("Ada", olu.Text);

        await firm.AnswerAsync(reference, ("up-14-os", "false"), ("sc-lock", "false"));
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync($"{path}/readiness");
        Assert.Contains("Fails by itself", mei.Text);
        Assert.Contains("2 gaps", mei.Text);
        await firm.AnswerAsync(reference);
        await mei.GoAsync($"{path}/readiness");
        Assert.Contains("Nothing in your answers so far would count against you", mei.Text);

        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync(path);
        await ada.FollowAsync("Sign and submit");
        await ada.PressAsync("Sign and submit");
        Assert.Contains("Choose your position", ada.Text);
        await ada.Choose("Director")
            .Choose("I declare this for the organisation")
            .PressAsync("Sign and submit");
        Assert.Contains("With the assessors", ada.Text);
        Assert.Contains("Signed by Ada, director", ada.Text);

        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/assessments/queue");
        Assert.Contains("Nobody yet", lee.Text);
        Assert.Contains("3 working days left", lee.Text);
        await firm.TakeOnAsync(reference);
        await firm.MarkAsync(reference, "minor", "fw-rules-how", "ua-leavers-how");
        Assert.DoesNotContain("Not said how", (await mei.GoAsync(path)).Text);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"{path}/rate/firewalls");
        Assert.Contains("Each quarter, by the head of IT", wyn.Text);
        await wyn.GoAsync(path);
        await wyn.FollowAsync("Ask for more information");
        await wyn.PressAsync("Ask for more information");

        // Asked on Monday the 21st: two working days later is Wednesday the 23rd.
        await mei.GoAsync(path);
        Assert.Contains("More information needed", mei.Text);
        Assert.Contains("23 December 2026", mei.Text);
        Assert.Contains("Not said how", mei.Text);
        await mei.GoAsync("/work");
        Assert.DoesNotContain("More information needed", mei.Text);
        await ada.GoAsync("/work");
        Assert.Contains("More information needed", ada.Text);
        var assessment = await firm.FindAsync(reference);
        Assert.Equal(2, assessment.Round);
        Assert.DoesNotContain("up-14-os", assessment.Asked.Split(' '));
        await Assert.ThrowsAsync<Refusal>(() => firm.ActAsync(app.Cast.Ada, reference, "submit"));
        await firm.AnswerAsync(
            reference,
            ("fw-rules-how", "\"Each quarter, within a day, by the head of IT\"")
        );
        await firm.SignAsync(reference);
        await firm.ActAsync(app.Cast.Wyn, reference, "take");
        await firm.MarkAsync(reference);
        await wyn.GoAsync(path);
        await wyn.FollowAsync("Decide by the rule");
        Assert.Contains("By the rule the outcome is passed", wyn.Text);
        await wyn.PressAsync("Decide by the rule");
        Assert.Contains("Passed", wyn.Text);

        var certificate = (await firm.CertificateAsync(reference))!;
        Assert.Equal("GB-COH:07719382", certificate.CompanyNumber);
        Assert.Equal(new DateOnly(2026, 12, 21), certificate.IssuedOn);
        Assert.Equal(new DateOnly(2027, 12, 20), certificate.ExpiresOn);
        Assert.Equal("3.3", certificate.KindVersion);
        var visitor = app.Visit();
        await visitor.GoAsync(
            $"/certificates?q={certificate.Number.ToLowerInvariant().Replace("-", " ")}"
        );
        Assert.Equal($"/certificates/{certificate.Number}", visitor.At);
        Assert.Contains("It stands, and says what was signed", visitor.Text);
        Assert.Contains("all cloud services in use", visitor.Text);
        Assert.NotNull(visitor.Page.QuerySelector("svg.td-qr path[d]"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GoAsync(path)).Status);
        using var pdf = await visitor.RawAsync(new(HttpMethod.Get, certificate.Path + ".pdf"));
        Assert.StartsWith(
            "%PDF-",
            Encoding.Latin1.GetString(await pdf.Content.ReadAsByteArrayAsync())
        );
    }

    [Fact]
    public async Task A_certificate_that_was_altered_shows_it_and_its_signature_can_be_checked_elsewhere()
    {
        app.Clock.Time = new(2027, 2, 1, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.PassAsync();
        var certificate = (await firm.CertificateAsync(reference))!;
        var visitor = app.Visit();
        using var json = await JsonAsync(visitor, certificate.Path + ".json");
        using var pem = await visitor.RawAsync(new(HttpMethod.Get, "/certificates/key.pem"));
        using var key = ECDsa.Create();
        key.ImportFromPem(await pem.Content.ReadAsStringAsync());
        var said = Encoding.UTF8.GetBytes(json.RootElement.GetProperty("signedText").GetString()!);
        var signature = json.RootElement.GetProperty("signature").GetBytesFromBase64();
        Assert.True(key.VerifyData(said, signature, HashAlgorithmName.SHA256));
        Assert.Equal("valid", json.RootElement.GetProperty("standing").GetString());

        foreach (
            var (column, value) in new[]
            {
                ("scope", "'Everything, everywhere'"),
                ("holder", "'Somebody Else Ltd'"),
                ("expires_on", "'2031-01-01'"),
                ("company_number", "'GB-COH:00000001'"),
            }
        )
        {
            var before = await AlterAsync(certificate.Number, column, value);
            await visitor.GoAsync(certificate.Path);
            Assert.Contains("Do not rely on this", visitor.Text);
            using var altered = await JsonAsync(visitor, certificate.Path + ".json");
            Assert.Equal("altered", altered.RootElement.GetProperty("standing").GetString());
            await AlterAsync(certificate.Number, column, $"'{before}'");
        }
        await visitor.GoAsync(certificate.Path);
        Assert.Contains("It stands", visitor.Text);
        await visitor.GoAsync("/certificates/0000-0000-0000");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
    }

    [Fact]
    public async Task Numbers_of_certificates_do_not_follow_each_other()
    {
        app.Clock.Time = new(2027, 2, 2, 9, 0, 0, TimeSpan.Zero);
        var first = (await firm.CertificateAsync(await firm.PassAsync()))!.Number;
        var second = (await firm.CertificateAsync(await firm.PassAsync()))!.Number;
        Assert.True(first.Zip(second).Count(p => p.First != p.Second) > 4, $"{first} {second}");
    }

    [Fact]
    public async Task Whoever_does_not_answer_in_time_does_not_pass_and_an_application_left_lying_lapses()
    {
        app.Clock.Time = new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference);
        await firm.SignAsync(reference);
        await firm.TakeOnAsync(reference);
        await firm.MarkAsync(reference, "major", "fw-rules-how");
        await firm.ActAsync(app.Cast.Wyn, reference, "ask");
        Assert.Equal(new DateOnly(2026, 12, 1), (await firm.FindAsync(reference)).Due);
        var left = await firm.StartAsync();

        app.Clock.Time = new(2026, 12, 1, 23, 0, 0, TimeSpan.Zero);
        await RunClocksAsync();
        Assert.Equal("more-information", (await firm.FindAsync(reference)).State);
        app.Clock.Time = new(2026, 12, 2, 0, 30, 0, TimeSpan.Zero);
        await RunClocksAsync();
        await RunClocksAsync();
        var failed = await firm.FindAsync(reference);
        Assert.Equal(("failed", "fail"), (failed.State, failed.Outcome));
        Assert.Equal(
            Actor.System.Name,
            Assert.Single(failed.Steps, s => s.Act == "out-of-time").ByName
        );
        Assert.Null(await firm.CertificateAsync(reference));

        app.Clock.Time = new(2027, 5, 28, 10, 0, 0, TimeSpan.Zero);
        await RunClocksAsync();
        var lapsed = await firm.FindAsync(left);
        Assert.Equal("lapsed", lapsed.State);
        Assert.True(lapsed.Ended);
    }

    [Fact]
    public async Task Only_what_was_sent_back_can_be_changed_and_what_changed_since_it_was_marked_is_marked_again()
    {
        app.Clock.Time = new(2027, 2, 10, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference);
        await firm.SignAsync(reference);
        await firm.TakeOnAsync(reference);
        await firm.MarkAsync(reference, "minor", "fw-rules-how");
        await firm.ActAsync(app.Cast.Wyn, reference, "ask");
        var assessment = await firm.FindAsync(reference);
        Assert.Equal("fw-rules-how", assessment.Asked);
        var refused = await Assert.ThrowsAsync<Refusal>(() =>
            firm.AsAsync(
                app.Cast.Mei,
                s =>
                    s.GetRequiredService<SaveAnswers>()
                        .RunAsync(
                            assessment.ResponseId!.Value,
                            new Dictionary<string, Tandem.Questionnaires.Formulas.Value?>
                            {
                                ["fw-boundary"] = null,
                            }
                        )
            )
        );
        Assert.Contains("cannot be changed here", refused.Message);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync($"/responses/{assessment.ResponseId}");
        Assert.Contains("Sent back", mei.Text);
        await mei.GoAsync($"/responses/{assessment.ResponseId}/sections/firewalls");
        Assert.Contains("Not said how", mei.Text);

        await firm.AnswerAsync(reference, ("fw-rules-how", "\"Within a day, by the head of IT\""));
        // However an answer came to change: its mark was given to another.
        await app.InScopeAsync(s =>
            s.GetRequiredService<Db>()
                .Set<Answer>()
                .Where(a => a.ResponseId == assessment.ResponseId && a.Question == "org-it")
                .ExecuteUpdateAsync(u => u.SetProperty(a => a.Json, "\"Nobody\""))
        );
        await firm.SignAsync(reference);
        await firm.ActAsync(app.Cast.Wyn, reference, "take");
        await firm.RateAsync(
            app.Cast.Wyn,
            reference,
            new FindingDraft("fw-rules-how", "compliant", null, null, null)
        );
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/assessments/{reference}/rate/organisation");
        Assert.Contains("Changed since it was marked", wyn.Text);
        var changed = await Assert.ThrowsAsync<Refusal>(() =>
            firm.ActAsync(app.Cast.Wyn, reference, "decide")
        );
        Assert.Contains("changed since it was marked", changed.Message);
        Assert.Null(await firm.CertificateAsync(reference));
        await firm.RateAsync(
            app.Cast.Wyn,
            reference,
            new FindingDraft("org-it", "compliant", null, null, null)
        );
        await firm.ActAsync(app.Cast.Wyn, reference, "decide");
        Assert.NotNull(await firm.CertificateAsync(reference));
    }

    [Fact]
    public async Task Nobody_of_the_assessors_reads_an_answer_before_they_have_said_to_have_no_interest()
    {
        app.Clock.Time = new(2027, 2, 11, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference);
        await firm.SignAsync(reference);
        var path = $"/assessments/{reference}";
        var answers = $"/responses/{(await firm.FindAsync(reference)).ResponseId}/answers";
        var lee = await app.SignInAsync("lee@example.org");
        var wyn = await app.SignInAsync("wyn@example.org");
        async Task ReadsNothingAsync(Visitor who)
        {
            Assert.Equal(HttpStatusCode.OK, (await who.GoAsync(path)).Status);
            Assert.DoesNotContain("questions answered", who.Text);
            Assert.Equal(HttpStatusCode.NotFound, (await who.GoAsync(answers)).Status);
            Assert.DoesNotContain(
                "Each quarter",
                (await who.GoAsync($"{path}/rate/firewalls")).Text
            );
        }
        await ReadsNothingAsync(lee);
        await ReadsNothingAsync(wyn);
        var stranger = await Assert.ThrowsAsync<Refusal>(() =>
            firm.NameAsync(reference, app.Cast.Lee, "assessor", app.Cast.Sam)
        );
        Assert.Contains("comes from it", stranger.Message);
        await firm.NameAsync(reference, app.Cast.Lee, "assessor", app.Cast.Wyn);
        await ReadsNothingAsync(wyn);
        Assert.EndsWith("/interest", wyn.At);
        Assert.DoesNotContain("Take it on", (await wyn.GoAsync(path)).Text);
        await Assert.ThrowsAsync<Refusal>(() => firm.ActAsync(app.Cast.Wyn, reference, "take"));
        await firm.SayNoInterestAsync(app.Cast.Wyn, reference);
        Assert.Contains("Each quarter", (await wyn.GoAsync(answers)).Text);
        Assert.Contains("Take it on", (await wyn.GoAsync(path)).Text);
        await ReadsNothingAsync(lee);
        await firm.SayNoInterestAsync(app.Cast.Lee, reference);
        Assert.Contains("Each quarter", (await lee.GoAsync(answers)).Text);
    }

    [Fact]
    public async Task Words_written_for_a_mark_that_no_longer_stands_do_not_stay_with_a_good_one()
    {
        app.Clock.Time = new(2027, 2, 12, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference);
        await firm.SignAsync(reference);
        await firm.TakeOnAsync(reference);
        await firm.MarkAsync(reference, "minor", "fw-rules-how", "ua-leavers-how");
        var leftOut = await firm.RateAsync(
            app.Cast.Wyn,
            reference,
            new FindingDraft("fw-rules-how", "compliant", "Not said how", null, "Say how"),
            new FindingDraft("ua-leavers-how", "compliant", "Said in the file", null, "Say how")
        );
        Assert.Equal(["fw-rules-how", "ua-leavers-how"], leftOut);
        var found = (await firm.FindAsync(reference)).Findings.Where(f => f.SupersededAt is null);
        var (one, other) = (
            found.Single(f => f.Unit == "fw-rules-how"),
            found.Single(f => f.Unit == "ua-leavers-how")
        );
        Assert.Equal((null, null), (one.Reason, one.Fix));
        Assert.Equal(("Said in the file", null), (other.Reason, other.Fix));
    }

    [Fact]
    public async Task What_is_not_marked_yet_is_set_to_compliant_at_once_to_be_looked_at_and_saved()
    {
        app.Clock.Time = new(2027, 2, 13, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference);
        await firm.SignAsync(reference);
        await firm.TakeOnAsync(reference);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/assessments/{reference}/rate/firewalls");
        await wyn.PressAsync("Set the rest to “Compliant”");
        Assert.Contains("Nothing is kept until you save", wyn.Text);
        Assert.Empty((await firm.FindAsync(reference)).Findings);
        await wyn.PressAsync("Save");
        var found = (await firm.FindAsync(reference)).Findings;
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.Equal("compliant", f.Rating));
    }

    [Fact]
    public async Task A_certificate_is_found_by_the_search_over_everything()
    {
        app.Clock.Time = new(2027, 2, 14, 9, 0, 0, TimeSpan.Zero);
        var certificate = (await firm.CertificateAsync(await firm.PassAsync()))!;
        var visitor = app.Visit();
        await visitor.GoAsync($"/search?q={certificate.Number}");
        Assert.Contains("1 certificate", visitor.Text);
        await visitor.GoAsync("/search?q=preston+works");
        Assert.Contains(certificate.Number, visitor.Text);
    }

    [Fact]
    public async Task Another_outcome_takes_two_people_and_a_reason()
    {
        app.Clock.Time = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference);
        await firm.SignAsync(reference);
        await firm.TakeOnAsync(reference);
        await firm.MarkAsync(reference, "major", "mw-web");
        await firm.ActAsync(app.Cast.Wyn, reference, "decide");
        Assert.Equal("fail", (await firm.FindAsync(reference)).Outcome);

        Task ProposeAsync(string? reason) =>
            firm.AsAsync(
                app.Cast.Wyn,
                s => s.GetRequiredService<OverrideOutcome>().ProposeAsync(reference, "pass", reason)
            );
        Task AgreeAsync(Person who) =>
            firm.AsAsync(
                who,
                s => s.GetRequiredService<OverrideOutcome>().AnswerAsync(reference, true)
            );
        await Assert.ThrowsAsync<Refusal>(() => ProposeAsync(" "));
        await ProposeAsync("The product blocks by default; the answer named the wrong one.");
        await Assert.ThrowsAsync<Refusal>(() => AgreeAsync(app.Cast.Wyn));
        await Assert.ThrowsAsync<Refusal>(() => AgreeAsync(app.Cast.Ada));
        await Assert.ThrowsAsync<Refusal>(() => AgreeAsync(app.Cast.Lee));
        await firm.SayNoInterestAsync(app.Cast.Lee, reference);
        await AgreeAsync(app.Cast.Lee);
        var changed = await firm.FindAsync(reference);
        Assert.Equal(
            ("pass", "fail", "passed"),
            (changed.Outcome, changed.OutcomeByRule, changed.State)
        );
        Assert.NotNull(await firm.CertificateAsync(reference));
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.AsAsync(
                app.Cast.Wyn,
                s =>
                    s.GetRequiredService<OverrideOutcome>().ProposeAsync(reference, "fail", "Again")
            )
        );
    }

    [Fact]
    public async Task Who_marks_does_not_sign_and_who_is_assessed_does_not_mark()
    {
        app.Clock.Time = new(2027, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference);
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.AsAsync(
                app.Cast.Olu,
                s => s.GetRequiredService<SignDeclaration>().RunAsync(reference, "Director", true)
            )
        );
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync($"/assessments/{reference}");
        Assert.Equal(HttpStatusCode.NotFound, lee.Status);
        await firm.SignAsync(reference);
        await lee.GoAsync($"/assessments/{reference}");
        Assert.Equal(HttpStatusCode.OK, lee.Status);
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.NameAsync(reference, app.Cast.Lee, "assessor", app.Cast.Mei)
        );
        await firm.NameAsync(reference, app.Cast.Lee, "assessor", app.Cast.Wyn);
        await Assert.ThrowsAsync<Refusal>(() => firm.MarkAsync(reference));
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.NameAsync(reference, app.Cast.Lee, "second", app.Cast.Wyn)
        );
        // Answers are closed to the applicant once they are handed over.
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.AnswerAsync(reference, ("org-it", "\"Changed\""))
        );
    }

    [Fact]
    public async Task Answers_changed_after_the_signature_have_to_be_signed_again()
    {
        app.Clock.Time = new(2027, 3, 3, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference);
        await firm.AsAsync(
            app.Cast.Ada,
            async s =>
            {
                var db = s.GetRequiredService<Db>();
                var assessment = await s.GetRequiredService<FindAssessment>().RunAsync(reference);
                var kind = s.GetRequiredService<AssessmentKinds>().Find(assessment.Kind);
                db.Add(
                    AssessmentDeclaration.Sign(
                        assessment,
                        kind.Declaration!,
                        "Director",
                        true,
                        "of other answers",
                        s.GetRequiredService<Actor>(),
                        db.Now()
                    )
                );
                await db.SaveChangesAsync();
            }
        );
        var refused = await Assert.ThrowsAsync<Refusal>(() =>
            firm.ActAsync(app.Cast.Ada, reference, "submit")
        );
        Assert.Contains("sign it again", refused.Message);
    }

    [Fact]
    public async Task A_renewal_starts_from_the_answers_of_last_year_in_the_version_of_this_year()
    {
        app.Clock.Time = new(2026, 4, 20, 9, 0, 0, TimeSpan.Zero);
        var first = await firm.PassAsync();
        Assert.Equal("3.2", (await firm.CertificateAsync(first))!.KindVersion);
        app.Clock.Time = new(2027, 4, 1, 9, 0, 0, TimeSpan.Zero);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/assessments/{first}");
        await olu.FollowAsync("Renew");
        Assert.Contains($"It starts from {first}", olu.Text);
        await olu.PressAsync("Start");
        var second = olu.At.Split('/')[^1];
        Assert.DoesNotContain("0 of", olu.Text);
        Assert.Contains("Declarant", olu.Text);
        await olu.GoAsync($"/assessments/{first}");
        Assert.DoesNotContain("Renew", olu.Text);
        var former = await firm.FindAsync(first);
        await olu.GoAsync($"/assessments/new/cyber-essentials?former={former.Id}");
        Assert.Equal($"/assessments/{second}", olu.At);
        var twice = await Assert.ThrowsAsync<Refusal>(() => firm.StartAsync(former.Id));
        Assert.Contains(second, twice.Message);
        await firm.AsAsync(
            app.Cast.Mei,
            async s =>
            {
                var renewal = await s.GetRequiredService<FindAssessment>().RunAsync(second);
                var open = await s.GetRequiredService<FindResponse>()
                    .RunAsync(renewal.ResponseId!.Value);
                Assert.Equal("3.3", open.Set.Version);
                Assert.Empty(open.Sheet.Gaps);
                Assert.Equal(open.Response.AskedCount, open.Response.AnsweredCount);
                Assert.Equal("false", open.Answers["sc-development"].Json);
                Assert.Equal("3.2", open.Answers["org-name"].CarriedFrom);
            }
        );
        Assert.Contains(second, (await olu.GoAsync($"/assessments/{first}")).Text);
    }

    [Fact]
    public async Task A_withdrawn_certificate_says_so_to_everybody()
    {
        app.Clock.Time = new(2027, 6, 1, 9, 0, 0, TimeSpan.Zero);
        var certificate = (await firm.CertificateAsync(await firm.PassAsync()))!;
        var wyn = await app.SignInAsync("wyn@example.org");
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await wyn.GoAsync(certificate.Path + "/withdraw")).Status
        );
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync(certificate.Path);
        await lee.FollowAsync("Withdraw it");
        await lee.PressAsync("Withdraw it");
        Assert.Contains("Enter why it is withdrawn", lee.Text);
        await lee.FillIn("Why?", "The answers turned out to be wrong.").PressAsync("Withdraw it");
        var visitor = app.Visit();
        await visitor.GoAsync(certificate.Path);
        Assert.Contains("The answers turned out to be wrong.", visitor.Text);
        using var json = await JsonAsync(visitor, "/api" + certificate.Path);
        Assert.Equal("withdrawn", json.RootElement.GetProperty("standing").GetString());
    }

    [Fact]
    public async Task Gaps_become_promises_of_the_organisation_to_itself()
    {
        app.Clock.Time = new(2027, 6, 2, 9, 0, 0, TimeSpan.Zero);
        var reference = await firm.StartAsync();
        await firm.AnswerAsync(reference, ("up-14-apps", "false"), ("mw-phones", "false"));
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/assessments/{reference}/readiness");
        await olu.PressAsync("Plan these");
        Assert.Contains("Choose what to put right", olu.Text);
        foreach (var box in olu.Page.QuerySelectorAll("input[name=Codes]"))
        {
            box.SetAttribute("checked", "checked");
        }
        await olu.FillIn("Day", "1")
            .FillIn("Month", "9")
            .FillIn("Year", "2027")
            .PressAsync("Plan these");
        Assert.Contains("2 gaps are planned.", olu.Text);
        Assert.Contains("By 1 Sep 2027", olu.Text);
        Assert.DoesNotContain("Plan these", olu.Text);
        await Assert.ThrowsAsync<Refusal>(() =>
            firm.AsAsync(
                app.Cast.Olu,
                async s =>
                    await s.GetRequiredService<PlanGaps>()
                        .RunAsync(
                            reference,
                            [
                                .. PlanGaps
                                    .Of(
                                        await s.GetRequiredService<AssessmentAnswers>()
                                            .OpenAsync(
                                                await s.GetRequiredService<FindAssessment>()
                                                    .RunAsync(reference),
                                                default
                                            )
                                    )
                                    .Select(g => g.Code),
                            ],
                            new(2027, 9, 1)
                        )
            )
        );
        await app.InScopeAsync(async s =>
        {
            var planned = await s.GetRequiredService<Db>()
                .Set<Commitment>()
                .Where(c => c.Link == $"/assessments/{reference}")
                .ToListAsync();
            Assert.Equal(2, planned.Count);
            Assert.All(planned, c => Assert.Equal(CommitmentAudience.Organisation, c.Audience));
            Assert.Contains(
                planned,
                c => c.Text.StartsWith("Put right: ", StringComparison.Ordinal)
            );
        });
    }

    [Fact]
    public async Task The_higher_level_needs_a_certificate_of_the_last_three_months()
    {
        app.Clock.Time = new(2027, 7, 1, 9, 0, 0, TimeSpan.Zero);
        await firm.NameBodyAsync();
        // Whatever other tests left behind is older than three months by then.
        app.Clock.Time = new(2029, 1, 8, 9, 0, 0, TimeSpan.Zero);
        var refused = await Assert.ThrowsAsync<Refusal>(() =>
            firm.StartAsync(kind: "cyber-essentials-plus")
        );
        Assert.Contains("needs a valid Cyber Essentials certificate", refused.Message);
        await firm.PassAsync();
        var reference = await firm.StartAsync(kind: "cyber-essentials-plus");
        var assessment = await firm.FindAsync(reference);
        Assert.Equal("booked", assessment.State);
        await firm.NameAsync(reference, app.Cast.Lee, "assessor", app.Cast.Wyn);
        await firm.AsAsync(
            app.Cast.Wyn,
            async s =>
            {
                await s.GetRequiredService<DeclareInterest>().RunAsync(reference, true, null);
                await s.GetRequiredService<TakeAct>().RunAsync(reference, "begin", null);
                var found = await s.GetRequiredService<FindAssessment>().RunAsync(reference);
                var kind = s.GetRequiredService<AssessmentKinds>().Find(found.Kind);
                var units = await s.GetRequiredService<AssessmentUnits>().OfAsync(found, kind);
                Assert.Equal(6, units.Count);
                await s.GetRequiredService<RateUnits>()
                    .RunAsync(
                        reference,
                        [.. units.Select(u => new FindingDraft(u.Code, "passed", null, null, null))]
                    );
                await s.GetRequiredService<TakeAct>().RunAsync(reference, "decide", null);
            }
        );
        var certificate = (await firm.CertificateAsync(reference))!;
        Assert.Equal("Cyber Essentials Plus", certificate.Title);
        Assert.Equal("GB-COH:07719382", certificate.CompanyNumber);
    }

    private Task RunClocksAsync() =>
        app.InScopeAsync(s => s.GetRequiredService<RunClocks>().RunAsync());

    private Task<string> AlterAsync(string number, string column, string value) =>
        app.InScopeAsync(async s =>
        {
            var database = s.GetRequiredService<Db>().Database;
#pragma warning disable EF1002 // Names of columns and values of this test alone.
            var before = await database
                .SqlQueryRaw<string>(
                    $"SELECT CAST({column} AS TEXT) AS \"Value\" FROM certificate WHERE number = '{number}'"
                )
                .SingleAsync();
            await database.ExecuteSqlRawAsync(
                $"UPDATE certificate SET {column} = {value} WHERE number = '{number}'"
            );
#pragma warning restore EF1002
            return before;
        });

    private static async Task<JsonDocument> JsonAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}
