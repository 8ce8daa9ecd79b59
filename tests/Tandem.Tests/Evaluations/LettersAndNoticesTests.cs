using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Contracts;
using Tandem.Evaluations;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Declarations;
using Tandem.Tests.Support;
using Tandem.Web;

namespace Tandem.Tests.Evaluations;

/// <summary>Letters with the addresses of suppliers, as PDF; the award notice; what is signed and where it shows.</summary>
[UsesDatabase]
public sealed class LettersAndNoticesTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Stage = "prototype";

    private static JudgingTerms Mean(JudgingTerms terms) =>
        terms with
        {
            Screening = false,
            Together = Together.Mean,
            Assessors = 2,
        };

    /// <summary>A firm whose declarations are published, and shared with Preston where said.</summary>
    private Task<Organisation> FirmAsync(string name, string number, bool shares) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            var firm = Organisation.Register(name, number, now);
            var set = (
                await scope
                    .GetRequiredService<QuestionSets>()
                    .FindAsync("supplier-declarations", "1.0")
            )!;
            PackedAnswer Said(string question, string json) => new(question, json, "Fia", now);
            var open = PackedAnswers.Open(
                set,
                firm.Id,
                name,
                now,
                [
                    Said("registered-address", "\"1 Quay Street\\nPreston PR1 1AA\""),
                    Said("contact-email", "\"bids@example.com\""),
                    Said("firm-size", "\"small\""),
                    Said("is-vcse", "false"),
                ],
                [],
                "/x",
                "",
                ""
            );
            db.Add(firm);
            db.Add(DeclarationEdition.Of(open, 1, Actor.System, now));
            if (shares)
            {
                db.Add(
                    DeclarationShare.Give(firm, app.Cast.Preston.Id, ["firm"], Actor.System, now)
                );
            }
            await db.SaveChangesAsync();
            return firm;
        });

    private async Task<string> DecidedAsync(string? item = null, bool tell = true)
    {
        var number = Guid.CreateVersion7().ToString("N")[^8..];
        var sharing = await FirmAsync($"Quayside {number}", $"GB-COH:{number}", true);
        var silent = await FirmAsync($"Silent {number}", $"GB-COH:9{number}", false);
        var reference = await app.ClosedAsync(
            "challenge-prize",
            0,
            Mean,
            item: item,
            more: async r =>
            {
                await app.EnterAsync(r, app.Nia, "Warm walls", firm: sharing);
                await app.EnterAsync(r, app.Ben, "Dry floors", firm: silent);
            }
        );
        await app.AsTenderAsync(reference);
        await app.ScoreAllAsync(reference, Stage);
        await app.DecideAsync(reference, Stage, 1, tell, amount: 5_000_000);
        return reference;
    }

    [Fact]
    public async Task A_letter_has_the_addresses_a_firm_shares_and_says_to_the_owner_which_are_not_known()
    {
        var reference = await DecidedAsync(tell: false);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/judging/{Stage}/letters");
        Assert.Contains("1 Quay Street", olu.Text);
        Assert.Contains("bids@example.com", olu.Text);
        Assert.Contains("Not known: E2", olu.Text);
        await app.AsAsync<TellDecision>(app.Cast.Olu, t => t.RunAsync(reference, Stage));
        await app.InScopeAsync(async scope =>
        {
            var letters = (await scope.GetRequiredService<Db>().Set<DecisionLetter>().ToListAsync())
                .Select(l => l.Read())
                .Where(l => l.CallReference == reference)
                .ToDictionary(l => l.Reference);
            var first = letters[$"{reference}-E1"];
            Assert.Equal(
                ["1 Quay Street", "Preston PR1 1AA", "bids@example.com"],
                first.AddressLines
            );
            Assert.StartsWith("GB-COH:", first.EntrantNumber);
            // What a firm does not share is not told; whoever entered for it can still be reached.
            Assert.Equal(["ben@example.org"], letters[$"{reference}-E2"].AddressLines);
        });
    }

    [Fact]
    public async Task Letters_are_there_as_pdf_for_the_entrant_and_all_of_them_for_the_owner()
    {
        var reference = await DecidedAsync();
        var nia = await app.SignInAsync("nia@example.org");
        // What was decided stands where its members look for it.
        foreach (var address in new[] { "/entries", $"/calls/{reference}/entries/1" })
        {
            await nia.GoAsync(address);
            Assert.NotNull(
                nia.Page.QuerySelector($"a[href='/calls/{reference}/letters/{Stage}/1']")
            );
        }
        Assert.Contains(
            nia.Page.QuerySelectorAll(".govuk-tag"),
            t => t.TextContent.Trim() is "Goes on" or "Winner" or "Not selected"
        );
        await nia.GoAsync($"/calls/{reference}/letters/{Stage}/1");
        Assert.Contains("Download it as PDF", nia.Text);
        var own = await PdfAsync(nia, $"/calls/{reference}/letters/{Stage}/1.pdf");
        Assert.StartsWith("%PDF-1.7", own);
        await nia.GoAsync($"/calls/{reference}/letters/{Stage}/2.pdf");
        Assert.Equal(404, (int)nia.Status);
        var olu = await app.SignInAsync("olu@example.org");
        var all = await PdfAsync(olu, $"/calls/{reference}/judging/{Stage}/letters.pdf");
        // Each letter begins on a sheet of its own.
        Assert.Matches("/Count ([2-9])", all);
        await nia.GoAsync($"/calls/{reference}/judging/{Stage}/letters.pdf");
        Assert.Equal(403, (int)nia.Status);
    }

    private static async Task<string> PdfAsync(Visitor visitor, string address)
    {
        await visitor.GoAsync(address);
        Assert.Equal("application/pdf", visitor.Response.Content.Headers.ContentType!.MediaType);
        return Encoding.Latin1.GetString(await visitor.Response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_award_notice_says_what_is_known_what_is_missing_and_what_is_to_be_checked_and_the_standstill_counts_from_its_day()
    {
        var reference = await DecidedAsync();
        var path = $"/calls/{reference}/judging/{Stage}";
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{path}/decision");
        await olu.FollowAsync("Draft of the contract award notice (UK6)");
        Assert.Contains("1 Quay Street, Preston PR1 1AA; bids@example.com", olu.Text);
        Assert.Contains("Small, no voluntary, community or social enterprise", olu.Text);
        Assert.Contains("2 received, 2 assessed", olu.Text);
        Assert.Contains("intends to enter into a contract with Quayside", olu.Text);
        Assert.Contains("The assessment summaries have gone out", olu.Text);
        Assert.Contains("Published today, its last day is", olu.Text);
        Assert.Contains("to be checked against the law", olu.Text);
        Assert.Contains("check regulation 27(2)", olu.Text);
        Assert.Contains("regulation 27(2)(e)(ii)", olu.Text);
        Assert.Contains("Postal address of the authorityMissing", olu.Text);
        await olu.FillIn("Goods, services or works", "Services")
            .FillIn("Postal address of the authority", "Town Hall, Preston")
            .PressAsync("Keep with the draft");
        Assert.Contains("Services", olu.Text);
        Assert.DoesNotContain("Postal address of the authorityMissing", olu.Text);
        foreach (var ending in new[] { "docx", "odt" })
        {
            await olu.GoAsync($"{path}/notices/UK6.{ending}");
            using var file = new ZipArchive(
                await olu.Response.Content.ReadAsStreamAsync(),
                ZipArchiveMode.Read
            );
            var part = file.GetEntry(ending == "docx" ? "word/document.xml" : "content.xml")!;
            using var reader = new StreamReader(part.Open());
            var words = await reader.ReadToEndAsync();
            Assert.Contains("Town Hall, Preston", words);
            Assert.Contains("MISSING", words);
            Assert.Contains("(CHECK)", words);
        }
        // It is no draft of a pipeline item, and nobody else's.
        await olu.GoAsync($"{path}/notices/UK3");
        Assert.Equal(404, (int)olu.Status);
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync($"{path}/notices/UK6");
        Assert.Equal(403, (int)ada.Status);

        var today = LocalDay.Of(app.Clock.Time.UtcDateTime);
        await app.AsAsync<TellDecision>(
            app.Cast.Olu,
            t => t.BeginStandstillAsync(reference, Stage, today, new WorkingDays(Content.Shipped))
        );
        await olu.GoAsync($"{path}/notices/UK6");
        Assert.Contains("8 working days; its last day is", olu.Text);
    }

    [Fact]
    public async Task A_signed_contract_is_linked_to_the_pipeline_item_of_its_call_and_the_item_says_so()
    {
        var item = await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            var made = PipelineItem.Draft(
                app.Cast.Preston.Id,
                new() { Title = "Sensors against damp" },
                app.Cast.Olu.Id,
                "ocds-test",
                now
            );
            made.Publish(ItemVisibility.Public, needsApprover: false, null, now);
            db.Add(made);
            await db.SavePipelineAsync([made], default);
            return made;
        });
        var reference = await DecidedAsync(item.Ocid);
        var today = LocalDay.Of(app.Clock.Time.UtcDateTime);
        await app.AsAsync<TellDecision>(
            app.Cast.Olu,
            t => t.BeginStandstillAsync(reference, Stage, today, new WorkingDays(Content.Shipped))
        );
        await app.AsAsync<BeginFollowThrough, FollowThrough>(
            app.Cast.Olu,
            b => b.RunAsync(reference, Stage, 1, new(Outcome.Contract, "Sensors", today))
        );
        app.Clock.Advance(TimeSpan.FromDays(20));
        await app.AsAsync<SignFollowThrough>(
            app.Cast.Olu,
            s => s.RunAsync(reference, 1, today.AddDays(20), null)
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var after = await db.Set<PipelineItem>().SingleAsync(i => i.Id == item.Id);
            Assert.Equal(PipelineState.Done, after.State);
            var contract = await db.Set<Contract>()
                .SingleAsync(c => c.Id == after.BecameContractId);
            Assert.Equal($"{reference}-E1", contract.BuyerReference);
        });
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/pipeline/{item.Reference}");
        Assert.Contains("It has led to a contract", olu.Text);
    }

    [Fact]
    public async Task The_results_say_that_the_standstill_is_over_when_it_is_and_that_the_contract_was_signed()
    {
        var reference = await DecidedAsync();
        var began = LocalDay.Of(app.Clock.Time.UtcDateTime);
        await app.AsAsync<TellDecision>(
            app.Cast.Olu,
            t => t.BeginStandstillAsync(reference, Stage, began, new WorkingDays(Content.Shipped))
        );
        var last = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<CallDecision>()
                .Where(d => d.StandstillFrom == began)
                .Select(d => d.StandstillTo!.Value)
                .FirstAsync()
        );
        var visitor = app.Visit();
        var results = $"/calls/{reference}/results";
        await visitor.GoAsync(results);
        Assert.Contains(
            $"Nothing is signed before the standstill is over: its last day is {Words.Day(last)}.",
            visitor.Text
        );
        app.Clock.Advance(TimeSpan.FromDays(20));
        await visitor.GoAsync(results);
        Assert.Contains($"The standstill ended on {Words.Day(last)}.", visitor.Text);
        Assert.DoesNotContain("Nothing is signed", visitor.Text);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/judging/{Stage}/decision");
        Assert.Contains($"{Words.Span(began, last)}: it is over", olu.Text);
        var signed = began.AddDays(20);
        await app.AsAsync<BeginFollowThrough, FollowThrough>(
            app.Cast.Olu,
            b => b.RunAsync(reference, Stage, 1, new(Outcome.Contract, "Sensors", signed))
        );
        await app.AsAsync<SignFollowThrough>(
            app.Cast.Olu,
            s => s.RunAsync(reference, 1, signed, null)
        );
        await visitor.GoAsync(results);
        Assert.Contains(
            $"The standstill ended on {Words.Day(last)}, and the contract was signed on {Words.Day(signed)}.",
            visitor.Text
        );
    }

    [Fact]
    public async Task Somebody_is_named_to_look_after_it_and_after_a_milestone_and_is_told_and_may_hand_it_on()
    {
        var reference = await app.ClosedAsync("innovation-fund", 2, Mean);
        await app.ScoreAllAsync(reference, "application");
        await app.DecideAsync(reference, "application", 1, amount: 500_000);
        var start = LocalDay.Of(app.Clock.Time.UtcDateTime);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/judging/application/1/follow");
        await olu.Choose("Grant")
            .FillIn("Day", $"{start.Day}")
            .FillIn("Month", $"{start.Month}")
            .FillIn("Year", $"{start.Year}")
            .FillIn("Who looks after it?", app.Cast.Mei.Id.ToString())
            .PressAsync("Take it further");
        Assert.Contains("Looked after byMei", olu.Text);
        // Nobody of another organisation can be named.
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<KeepFollowThrough>(
                app.Cast.Olu,
                k => k.HandOverAsync(reference, 1, app.Cast.Lee.Id)
            )
        );
        var page = $"/calls/{reference}/follow-through/1";
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync(page);
        await mei.FillIn("What is to be reached", "First workshop")
            .FillIn("Day", $"{start.AddDays(5).Day}")
            .FillIn("Month", $"{start.AddDays(5).Month}")
            .FillIn("Year", $"{start.AddDays(5).Year}")
            .FillIn("Who sees to it (where that is somebody else)", app.Cast.Ada.Id.ToString())
            .PressAsync("Add it");
        Assert.Contains("First workshop", mei.Text);
        await app.AsAsync<RemindOfChecks, int>(app.Cast.Olu, r => r.RunAsync());
        await app.InScopeAsync(async scope =>
        {
            var told = await scope
                .GetRequiredService<Db>()
                .Set<Tandem.Following.Message>()
                .Where(m => m.Path == page)
                .ToListAsync();
            Assert.Contains(
                told,
                m =>
                    m.PersonId == app.Cast.Mei.Id
                    && m.Title.StartsWith("Yours to look after", StringComparison.Ordinal)
            );
            Assert.Contains(
                told,
                m =>
                    m.PersonId == app.Cast.Ada.Id
                    && m.Title.StartsWith("A milestone of yours", StringComparison.Ordinal)
            );
            Assert.Contains(
                told,
                m =>
                    m.PersonId == app.Cast.Ada.Id
                    && m.Title.StartsWith("First workshop", StringComparison.Ordinal)
            );
        });
        // Who sees to a milestone may say that it was reached, and nothing else.
        var milestone = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<FollowMilestone>()
                .Where(m => m.Title == "First workshop")
                .Select(m => m.Id)
                .SingleAsync()
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<KeepFollowThrough>(
                app.Cast.Ada,
                k => k.ConcludeAsync(reference, 1, FollowResult.Stop, "x")
            )
        );
        await app.AsAsync<KeepFollowThrough>(
            app.Cast.Ada,
            k => k.ReachAsync(reference, 1, milestone, null, null)
        );
        await mei.GoAsync(page);
        await mei.FillIn("Who looks after it from now on?", app.Cast.Olu.Id.ToString())
            .PressAsync("Hand it over");
        Assert.Contains("Looked after byOlu", mei.Text);
    }
}
