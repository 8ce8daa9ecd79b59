using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

/// <summary>An installation with a kind of call that nobody planned for: a research competition in two phases (SBRI), brought as a file alone.</summary>
public sealed class SbriApp : TestApp
{
    private const string Kind = """
        name: sbri-competition
        version: "1"
        title: SBRI competition
        summary: Pay several firms to find out whether an answer works, then pay the best to build it.
        explanation: Phase one pays for feasibility, phase two for a prototype.
        words: {call: competition, entry: application, entries: applications, entrant: applicant}
        entrants: {who: [organisation], co-entrants: true, most-entries: 1}
        entries: sealed
        approval: true
        brief: [{code: challenge, title: The challenge, required: true}]
        eligibility: {questions: call-eligibility}
        terms: [{code: ip, text: What you make stays yours; we may use it.}]
        money: fee
        stages:
          - code: feasibility
            title: Feasibility
            form: challenge-concept
            least-days: 28
            calendar: united-kingdom
            late: refuse
            judging:
              screening: true
              method: sum
              assessors: 2
              justify: {below: 1}
              together: median
              scale: [{score: 0, title: No, meaning: Nothing}, {score: 1, title: Some, meaning: Part}, {score: 2, title: Yes, meaning: All}]
              criteria: [{code: fit, title: Fit, meaning: Does it answer the challenge?}, {code: novelty, title: Novelty, meaning: Is it new?}]
              ties: ["criterion:fit", lot]
            goes-on: {most: 4}
            pays: {each: true}
          - code: development
            title: Development
            form: challenge-prototype
            entrants: progressed
            judging:
              method: weighted-mean
              assessors: 2
              scale: [{score: 0, title: No, meaning: Nothing}, {score: 4, title: Yes, meaning: All}]
              criteria: [{code: works, title: It works, weight: 100, meaning: Has it been shown?}]
              ties: [earlier]
            goes-on: {most: 2}
            pays: {each: true}
        decision: {roles: [approver], winners: {most: 2}, letters: true}
        publishes: {ocds: true, notices: [UK2]}
        becomes: [contract]
        checks-months: [6, 12]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("content").FullName;

    protected override void Customise(IServiceCollection services)
    {
        foreach (var part in new[] { CallKinds.Folder, "question-sets" })
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
            foreach (var file in Directory.EnumerateFiles(Content.Shipped.PathOf(part)))
            {
                File.Copy(file, Path.Combine(folder, part, Path.GetFileName(file)));
            }
        }
        File.WriteAllText(Path.Combine(folder, CallKinds.Folder, "sbri.yaml"), Kind);
        services.AddSingleton(new CallKinds(new Content(folder)));
        services.AddSingleton(new ShippedQuestionSets(new Content(folder)));
    }

    /// <summary>Somebody changes the file after calls were made from it.</summary>
    public void Change() =>
        File.WriteAllText(
            Path.Combine(folder, CallKinds.Folder, "sbri.yaml"),
            Kind.Replace("most: 4", "most: 1", StringComparison.Ordinal)
        );

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>What is not planned for is added as data.</summary>
[UsesDatabase]
public sealed class UnplannedKindTests(SbriApp app) : IClassFixture<SbriApp>
{
    [Fact]
    public async Task A_kind_nobody_planned_for_is_a_file_and_works_from_the_draft_to_the_public_page()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/calls/new");
        await olu.Choose("SBRI competition")
            .FillIn("Title", "Quiet roads")
            .PressAsync("Make the draft");
        Assert.Contains("Say when Feasibility closes.", olu.Text);
        Assert.Contains("Enter what each entrant of Feasibility is paid.", olu.Text);
        Assert.Contains("Name at least three openers", olu.Text);

        var reference = await app.CallAsync("sbri-competition", "Quiet roads at night");
        var visitor = await app.Visit().GoAsync($"/calls/{reference}");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains("Scores are added up.", visitor.Text);
        Assert.Contains("The median of the assessors’ scores counts.", visitor.Text);
        Assert.Contains("Each who takes part is paid £5,000", visitor.Text);
        await visitor.GoAsync("/calls/kinds/sbri-competition");
        Assert.Contains("At least 28 working days", visitor.Text);
    }

    [Fact]
    public async Task A_call_keeps_the_kind_it_was_made_from_whatever_becomes_of_the_file()
    {
        var reference = await app.CallAsync("sbri-competition", "Before the change");
        app.Change();
        await app.InScopeAsync(async scope =>
        {
            var call = await scope.GetRequiredService<Db>().CallAsync(Actor.Visitor, reference);
            Assert.Equal(4, call.Kind.Stage("feasibility").Judging.GoesOn!.Most);
            Assert.Equal(4, call.Stage("feasibility")!.Judging.GoesOn!.Most);
        });
    }
}
