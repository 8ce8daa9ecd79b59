using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Evaluations;
using Tandem.Evaluations.Auditing;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>What came late is decided on before anything is decided without it, and is judged with the rest where it is admitted.</summary>
[UsesDatabase]
public sealed class LateEntriesTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Stage = "concept";

    private async Task<string> ScoredAsync(int entries = 2)
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            entries,
            t =>
                t with
                {
                    Screening = false,
                    Together = Together.Mean,
                    Assessors = 2,
                    GoesOn = new(1, 5),
                }
        );
        await app.ScoreAllAsync(reference, Stage);
        return reference;
    }

    private Task DecideLateAsync(string reference, int number, bool admit) =>
        app.AsAsync<DecideLate>(
            app.Cast.Olu,
            d => d.RunAsync(reference, number, 1, admit, "The ferry was cancelled")
        );

    private async Task<string> MessageAsync(string title, Guid person) =>
        await app.InScopeAsync(async scope =>
            (
                await scope
                    .GetRequiredService<Db>()
                    .Set<Message>()
                    .Where(m => m.PersonId == new Id<Tandem.Accounts.Person>(person))
                    .ToListAsync()
            )
                .Where(m => m.Title.Contains(title, StringComparison.Ordinal))
                .Select(m => m.Body)
                .LastOrDefault()
            ?? ""
        );

    [Fact]
    public async Task Nothing_is_recommended_while_a_late_entry_is_undecided_and_its_pages_say_so()
    {
        var reference = await ScoredAsync();
        await app.EnterLateAsync(reference, app.Nia, "By the later ferry", Stage);
        var refused = await Assert.ThrowsAsync<Refusal>(() =>
            app.DecideAsync(reference, Stage, 1, tell: false)
        );
        Assert.Contains($"{reference}-E3 came late", refused.Message);
        var olu = await app.SignInAsync("olu@example.org");
        foreach (var page in new[] { "", "/ranking", "/decision" })
        {
            await olu.GoAsync($"/calls/{reference}/judging/{Stage}{page}");
            Assert.Contains("Nothing can be decided yet", olu.Text);
            Assert.Contains($"Decide on {reference}-E3", olu.Text);
        }
        await DecideLateAsync(reference, 3, admit: false);
        Assert.Contains("ferry", await MessageAsync("has not been admitted", app.Nia.Id.Value));
        await app.DecideAsync(reference, Stage, 1);
        await olu.GoAsync($"/calls/{reference}/judging/{Stage}/decision");
        Assert.DoesNotContain("Nothing can be decided yet", olu.Text);
    }

    [Fact]
    public async Task A_late_entry_that_is_admitted_after_approval_takes_the_decision_back_and_is_judged_and_told_with_the_rest()
    {
        var reference = await ScoredAsync();
        await app.DecideAsync(reference, Stage, 1, tell: false);
        await app.EnterLateAsync(reference, app.Nia, "By the later ferry", Stage);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<TellDecision>(app.Cast.Olu, t => t.RunAsync(reference, Stage))
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/entries/3/late/1");
        Assert.Contains("that goes back to the panel", olu.Text);
        olu.Choose("Admit it");
        olu.FillIn("Why?", "The ferry was cancelled");
        await olu.PressAsync("Decide");
        Assert.Contains("Admitted. Its entrant has been told", olu.Text);
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        Assert.Equal(3, stage.Entries.Count);
        Assert.Empty(stage.Late);
        var refused = await Assert.ThrowsAsync<Refusal>(() => app.DecideAsync(reference, Stage, 1));
        Assert.Contains("-E3", refused.Message);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/calls/{reference}/judging/{Stage}/decision");
        Assert.Contains("came late and was admitted: The ferry was cancelled", wyn.Text);
        await app.ScoreAllAsync(reference, Stage);
        await app.DecideAsync(reference, Stage, 1);
        Assert.Equal(
            3,
            await app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<Db>()
                    .Set<DecisionLetter>()
                    .CountAsync(l => stage.Entries.Select(e => e.Id).Contains(l.EntryId))
            )
        );
        var problems = (
            await app.AsAsync<AuditCall, AuditReport>(app.Cast.Olu, a => a.RunAsync(reference))
        ).Problems;
        Assert.DoesNotContain(problems, p => p.What is not ("timeline" or "terms"));
    }

    [Fact]
    public async Task Once_everybody_was_told_a_late_entry_is_refused_with_the_reason_and_never_admitted()
    {
        var reference = await ScoredAsync();
        await app.DecideAsync(reference, Stage, 1);
        await app.EnterLateAsync(reference, app.Ben, "By the last ferry", Stage);
        var refused = await Assert.ThrowsAsync<Refusal>(() =>
            DecideLateAsync(reference, 3, admit: true)
        );
        Assert.Contains("has been told to everybody", refused.Message);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/entries/3/late/1");
        Assert.Contains("nothing can be admitted", olu.Text);
        Assert.DoesNotContain("Admit it", olu.Text);
        await DecideLateAsync(reference, 3, admit: false);
        Assert.Contains("ferry", await MessageAsync("has not been admitted", app.Ben.Id.Value));
    }
}
