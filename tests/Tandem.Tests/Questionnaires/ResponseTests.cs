using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Support;

namespace Tandem.Tests.Questionnaires;

[UsesDatabase]
public sealed class ResponseTests(QuestionApp app) : IClassFixture<QuestionApp>
{
    private static readonly (string, Value?)[] Complete =
    [
        ("firm-name", new Value.Text("Fold")),
        ("staff", new Value.Number(3)),
        ("mfa", new Value.Truth(true)),
        ("size", new Value.Text("small")),
    ];

    [Fact]
    public async Task A_draft_keeps_what_is_incomplete_and_is_submitted_only_when_whole()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        var (open, _) = await app.SaveAsync(
            app.Cast.Olu,
            response,
            null,
            ("staff", new Value.Text("about a dozen"))
        );
        Assert.Equal(new Value.Text("about a dozen"), open.Sheet.Given("staff"));
        var refusal = await Assert.ThrowsAsync<Refusal>(() => SubmitAsync(response));
        Assert.Equal("What is the firm called?: Enter an answer", refusal.Message);

        await app.SaveAsync(app.Cast.Olu, response, null, Complete);
        var submitted = await SubmitAsync(response);
        Assert.Equal(ResponseState.Submitted, submitted.Response.State);
        Assert.Equal(
            (500L, "middle", 0),
            (
                submitted.Response.ScoreHundredths!.Value,
                submitted.Response.Band,
                submitted.Response.AutoFailCount
            )
        );
        refusal = await Assert.ThrowsAsync<Refusal>(() =>
            app.SaveAsync(app.Cast.Olu, response, null, ("staff", new Value.Number(4)))
        );
        Assert.Equal("This has been submitted; its answers cannot be changed.", refusal.Message);
    }

    [Fact]
    public async Task Members_read_officers_answer_and_nobody_else_knows_of_it()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        var seen = await app.ReadAsync(app.Cast.Mei, response);
        Assert.False(seen.MayChange("staff"));
        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            app.SaveAsync(app.Cast.Mei, response, null, ("staff", new Value.Number(4)))
        );
        Assert.Equal(RefusalKind.Permission, refusal.Kind);
        refusal = await Assert.ThrowsAsync<Refusal>(() => app.ReadAsync(app.Cast.Wyn, response));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
        refusal = await Assert.ThrowsAsync<Refusal>(() => app.StartAsync(app.Cast.Lee));
        Assert.Equal(RefusalKind.Permission, refusal.Kind);
    }

    [Fact]
    public async Task An_answer_another_changed_meanwhile_is_not_overwritten_unseen()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        var seen = app.Clock.Time.UtcDateTime;
        app.Clock.Time += TimeSpan.FromMinutes(1);
        await app.SaveAsync(app.Cast.Ada, response, seen, ("staff", new Value.Number(7)));
        app.Clock.Time += TimeSpan.FromMinutes(1);
        var (open, crossed) = await app.SaveAsync(
            app.Cast.Olu,
            response,
            seen,
            ("staff", new Value.Number(8)),
            ("firm-name", new Value.Text("Fold"))
        );
        Assert.Equal("Ada", Assert.Single(crossed).ChangedByName);
        Assert.Equal(new Value.Number(7), open.Sheet.Given("staff"));
        Assert.Equal(new Value.Text("Fold"), open.Sheet.Given("firm-name"));
    }

    [Fact]
    public async Task Each_act_stands_in_the_log()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        await app.SaveAsync(app.Cast.Olu, response, null, Complete);
        var file = await AddAsync(response, "mfa", "Proof.pdf", "%PDF-1.7 proof"u8.ToArray());
        await app.AsAsync(
            app.Cast.Olu,
            async scope =>
            {
                await scope.GetRequiredService<RemoveEvidence>().RunAsync(response.Id, file.Id);
                return 0;
            }
        );
        await SubmitAsync(response);
        var verbs = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Event>()
                .Where(e => e.SubjectId == response.Id.ToString())
                .OrderBy(e => e.Seq)
                .Select(e => e.Verb)
                .ToListAsync()
        );
        Assert.Equal(
            [
                "response-started",
                "answers-saved",
                "evidence-added",
                "evidence-removed",
                "response-submitted",
            ],
            verbs
        );
    }

    [Theory]
    [InlineData("proof.pdf", "not a document at all", "is not what its ending .pdf says")]
    [InlineData("proof.exe", "MZ", "Choose a file that ends in .pdf")]
    [InlineData("proof.docx", "PK\u0003\u0004 broken", "is not what its ending .docx says")]
    [InlineData("proof.txt", "text\0with a nought", "is not what its ending .txt says")]
    public async Task A_file_is_not_believed_by_its_name(string name, string content, string wanted)
    {
        var response = await app.StartAsync(app.Cast.Olu);
        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            AddAsync(response, "policy", name, System.Text.Encoding.Latin1.GetBytes(content))
        );
        Assert.Contains(wanted, refusal.Message);
        Assert.Equal("f.policy", refusal.Field);
    }

    [Fact]
    public async Task Fifty_megabytes_are_too_many()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        var large = new byte[50 << 20];
        "%PDF-"u8.CopyTo(large);
        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            AddAsync(response, "policy", "large.pdf", large)
        );
        Assert.Equal(
            "The file is larger than 20 MB, the most that can be brought here.",
            refusal.Message
        );
        Assert.Equal("f.policy", refusal.Field);
    }

    [Fact]
    public async Task A_file_is_given_where_the_question_takes_one()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        await Assert.ThrowsAsync<Refusal>(() =>
            AddAsync(response, "staff", "a.pdf", "%PDF-1.7"u8.ToArray())
        );
        await AddAsync(response, "policy", @"C:\Users\x\a.pdf", "%PDF-1.7"u8.ToArray());
        var open = await app.ReadAsync(app.Cast.Olu, response);
        Assert.Equal("a.pdf", Assert.Single(open.Evidence).FileName);
        Assert.True(open.Sheet.IsAnswered(open.Set.Find("policy")!));
    }

    private Task<Evidence> AddAsync(
        Response response,
        string question,
        string name,
        byte[] content
    ) =>
        app.AsAsync(
            app.Cast.Olu,
            scope =>
                scope
                    .GetRequiredService<AddEvidence>()
                    .RunAsync(response.Id, question, name, new MemoryStream(content))
        );

    private Task<OpenResponse> SubmitAsync(Response response) =>
        app.AsAsync(
            app.Cast.Olu,
            scope => scope.GetRequiredService<SubmitResponse>().RunAsync(response.Id)
        );

    [Fact]
    public async Task A_report_counts_what_is_submitted_and_is_counted_again_after_every_change()
    {
        var set = Sets.Read(Sets.Firm) with { Name = QuestionApp.Firm };
        Task<ReportFigures> ReportAsync(Tandem.Accounts.Person person) =>
            app.AsAsync(person, scope => scope.GetRequiredService<ResponseReport>().RunAsync(set));
        var before = await ReportAsync(app.Cast.Olu);
        var response = await app.StartAsync(app.Cast.Olu);
        await app.SaveAsync(app.Cast.Olu, response, null, Complete);
        await app.SaveAsync(
            app.Cast.Olu,
            response,
            null,
            ("mfa", new Value.Truth(false)),
            ("why-not", new Value.Text("Soon"))
        );
        Assert.Equal(before.Drafts + 1, (await ReportAsync(app.Cast.Olu)).Drafts);
        await SubmitAsync(response);
        var after = await ReportAsync(app.Cast.Olu);
        Assert.Equal((before.Drafts, before.Submitted + 1), (after.Drafts, after.Submitted));
        int Said(ReportFigures figures, string question, string answer) =>
            figures
                .Questions.Single(q => q.Code == question)
                .Answers.Single(a => a.Code == answer)
                .Count;
        Assert.Equal(Said(before, "mfa", "no") + 1, Said(after, "mfa", "no"));
        Assert.Equal(Said(before, "mfa", "yes"), Said(after, "mfa", "yes"));
        Assert.Equal(Said(before, "size", "small") + 1, Said(after, "size", "small"));
        Assert.Equal(
            before.Rules.Single(r => r.Code == "no-mfa").Raised + 1,
            after.Rules.Single(r => r.Code == "no-mfa").Raised
        );
        Assert.Equal(0, (await ReportAsync(app.Cast.Lee)).Submitted);
    }
}
