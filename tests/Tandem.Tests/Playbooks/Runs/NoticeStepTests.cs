using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Playbooks;
using Tandem.Playbooks.Runs;
using Tandem.Tests.Evaluations;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks.Runs;

/// <summary>Steps that open a notice: a draft is made from what is attached to the run, where there is a form for it.</summary>
[UsesDatabase]
public sealed class NoticeStepTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Stage = "prototype";

    [Fact]
    public async Task Every_step_of_a_shipped_playbook_that_opens_a_notice_leads_to_its_draft_or_offers_none()
    {
        await app.InScopeAsync(scope =>
            new BringShipped(
                scope.GetRequiredService<Db>(),
                Content.Shipped,
                NullLogger<BringShipped>.Instance
            ).RunAsync()
        );
        var item = await ItemAsync();
        var call = await DecidedAsync();
        var olu = await app.SignInAsync("olu@example.org");
        var found = new HashSet<string>();
        foreach (var folder in Directory.EnumerateDirectories(Content.Shipped.PathOf("playbooks")))
        {
            var name = Path.GetFileName(folder);
            var run = await app.ReadAsync(await app.RunAsync(name, $"By {name}"));
            foreach (var step in run.Steps)
            {
                if (
                    run.Plan.Step(step.Code)
                    is not { Opens: OpenedThings.NoticeDraft, Notice: { } notice }
                )
                {
                    continue;
                }
                var page = $"{run.Path}/steps/{step.Number}";
                await olu.GoAsync(page);
                // Nothing is there yet that a draft could be made from.
                Assert.DoesNotContain("Start a notice draft", olu.Text);
                foreach (var thing in new[] { item, call })
                {
                    await olu.FillIn("Which record?", thing).PressAsync("Attach it");
                }
                await olu.GoAsync(page);
                var link = olu.Page.Links.FirstOrDefault(l =>
                    l.TextContent.StartsWith("Start a notice draft", StringComparison.Ordinal)
                );
                var draft = notice switch
                {
                    "UK1" or "UK2" or "UK3" => $"/pipeline/{item}/notices/{notice}",
                    "UK6" => $"/calls/{call}/judging/{Stage}/notices/UK6",
                    _ => null,
                };
                Assert.Equal(
                    draft is null ? null : $"{draft}?for-step={run.Reference}.{step.Number}",
                    link?.GetAttribute("href")
                );
                if (draft is not null)
                {
                    await olu.FollowAsync("Start a notice draft");
                    Assert.Equal(HttpStatusCode.OK, olu.Status);
                    // What is typed leads back to the step, and the draft is attached to it.
                    await olu.PressAsync("Keep with the draft");
                    Assert.Equal(page, olu.At);
                    Assert.Contains(olu.Page.Links, l => l.GetAttribute("href") == draft);
                }
                found.Add(notice);
                await app.InScopeAsync(scope =>
                    scope
                        .GetRequiredService<Db>()
                        .Set<RunAttachment>()
                        .Where(a => a.RunId == run.Id)
                        .ExecuteDeleteAsync()
                );
            }
        }
        Assert.Superset(new HashSet<string> { "UK2", "UK3", "UK4", "UK6", "UK7" }, found);
    }

    [Fact]
    public async Task The_draft_of_an_award_notice_is_attached_by_its_address()
    {
        await app.PublishAsync("awarding");
        var run = await app.RunAsync("awarding", "Damp");
        var call = await DecidedAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{run.Path}/steps/{run.Steps[0].Number}");
        var draft = $"/calls/{call}/judging/{Stage}/notices/UK6";
        await olu.FillIn("Which record?", draft.Replace("UK6", "uk6")).PressAsync("Attach it");
        Assert.Contains("UK6, Damp homes is attached.", olu.Text);
        Assert.Contains(olu.Page.Links, l => l.GetAttribute("href") == draft);
    }

    private Task<string> ItemAsync() =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var item = PipelineItem.Draft(
                app.Cast.Preston.Id,
                new() { Title = "Sensors against damp" },
                app.Cast.Olu.Id,
                "ocds-test",
                db.Now()
            );
            db.Add(item);
            await db.SavePipelineAsync([item], default);
            return item.Reference;
        });

    private async Task<string> DecidedAsync()
    {
        var call = await app.ClosedAsync(
            "challenge-prize",
            2,
            terms => terms with { Screening = false, Together = Together.Mean, Assessors = 2 }
        );
        await app.AsTenderAsync(call);
        await app.ScoreAllAsync(call, Stage);
        await app.DecideAsync(call, Stage, 1, amount: 5_000_000);
        return call;
    }
}
