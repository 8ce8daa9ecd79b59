using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Pipeline;
using Tandem.Tests.Contracts;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Pipeline;

/// <summary>Pipelines that organisations keep in tables of their own, brought in.</summary>
[UsesDatabase]
public sealed class PipelineImportTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Header =
        "Project ID,Project name,Description,Estimated value,Stage,Collaboration level,Tender date,Current contract end,Lead officer\n";

    [Fact]
    public async Task Rows_become_items_and_come_again_as_updates_by_their_reference()
    {
        var first = await BringAsync(
            Header
                + "P1,Street lighting,New lanterns,\"£1,200,000\",discovery,Buy together,01/04/2027,31/03/2028,olu@example.org\n"
                + "P2,Library system,,500000,Beta,,,,\n"
        );
        Assert.Equal((2, 0, 0, 0), Counts(first));
        var items = await ItemsAsync("P1", "P2");
        Assert.Equal("Street lighting", items[0].Title);
        Assert.Equal(120_000_000, items[0].ValueMinor);
        Assert.Equal("Discovery", items[0].Phase);
        Assert.Equal(Willingness.JointProcurement, items[0].Willingness);
        Assert.Equal(new DateOnly(2027, 4, 1), items[0].PlannedPublish);
        Assert.Equal(new DateOnly(2028, 3, 31), items[0].ReplacesEnd);
        Assert.Equal(app.Cast.Olu.Id, items[0].OwnerId);
        Assert.Equal(ItemVisibility.Organisation, items[0].Visibility);

        var again = await BringAsync(
            Header
                + "P1,Street lighting,New lanterns,\"£1,400,000\",discovery,Buy together,01/04/2027,31/03/2028,olu@example.org\n"
                + "P2,Library system,,500000,Beta,,,,\n"
        );
        Assert.Equal((0, 1, 1, 0), Counts(again));
        Assert.Equal(140_000_000, (await ItemsAsync("P1"))[0].ValueMinor);
        var change = Assert.Single(await app.ChangesAsync(again));
        Assert.Equal(
            ("Estimated value", "£1,200,000", "£1,400,000"),
            (change.Fact, change.Before, change.After)
        );
    }

    [Fact]
    public async Task A_column_that_the_table_does_not_have_changes_nothing()
    {
        await BringAsync(Header + "Q1,Play areas,Swings,90000,Alpha,,,,olu@example.org\n");
        await BringAsync("Project ID,Project name,Stage\nQ1,Play areas,Beta\n");
        var item = (await ItemsAsync("Q1"))[0];
        Assert.Equal("Beta", item.Phase);
        Assert.Equal("Swings", item.Problem);
        Assert.Equal(9_000_000, item.ValueMinor);
        Assert.Equal(app.Cast.Olu.Id, item.OwnerId);
    }

    [Fact]
    public async Task An_owner_whom_nobody_knows_costs_the_row_its_owner_and_not_its_place()
    {
        var run = await BringAsync(
            Header
                + "R1,Cemetery paths,,,,,,,stranger@example.org\n"
                + "R2,Cemetery gates,,,,,,,lee@example.org\n"
                + "R3,Cemetery walls,,,,,,,Mei\n"
        );
        Assert.Equal((3, 0, 0, 0), Counts(run));
        var items = await ItemsAsync("R1", "R2", "R3");
        Assert.Equal([null, null, app.Cast.Mei.Id], items.Select(i => i.OwnerId));
        Assert.True(items[0].NeedsOwner);
        var notes = (await app.AllAsync<ImportProblem>())
            .Where(p => p.RunId == run.Id && !p.Refused)
            .ToList();
        Assert.Equal(2, notes.Count);
        Assert.Contains("nobody called ‘stranger@example.org’ belongs", notes[0].Reason);
        // Brought again with the same stranger, an item that has an owner by now keeps it.
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var item = await db.Set<PipelineItem>().SingleAsync(i => i.Id == items[0].Id);
            item.BelongTo(app.Cast.Ada.Id, db.Now());
            await db.SavePipelineAsync([item], default);
        });
        await BringAsync(Header + "R1,Cemetery paths,,,Alpha,,,,stranger@example.org\n");
        Assert.Equal(app.Cast.Ada.Id, (await ItemsAsync("R1"))[0].OwnerId);
    }

    [Fact]
    public async Task Rows_that_cannot_be_items_are_refused_with_the_reason_and_the_others_come_in()
    {
        var run = await BringAsync(
            Header
                + "S1,Depot doors,,,,,,,\n"
                + "S2,,No title,,,,,,\n"
                + "S1,Depot doors again,,,,,,,\n"
                + "S3,Depot lifts,,,,Sometimes,,,\n"
        );
        Assert.Equal((2, 0, 0, 2), Counts(run));
        var problems = (await app.AllAsync<ImportProblem>())
            .Where(p => p.RunId == run.Id)
            .OrderBy(p => p.Line)
            .ToList();
        Assert.Equal([3, 4, 5], problems.Select(p => p.Line));
        Assert.Contains("no title", problems[0].Reason);
        Assert.Contains("line 2", problems[1].Reason);
        Assert.Contains("‘Sometimes’ is not known", problems[2].Reason);
        Assert.Equal(Willingness.NotNow, (await ItemsAsync("S3"))[0].Willingness);
    }

    [Fact]
    public async Task The_level_of_another_pipeline_is_understood_and_a_code_that_does_not_exist_is_refused()
    {
        var run = await BringAsync(
            "Project ID,Project name,Collaboration level,CPV,Estimated value\n"
                + "W1,Pool covers,Share ideas,44613700,£90k a year\n"
                + "W2,Pool ladders,,12300000,\n"
                + "W3,Pool lamps,,,(500)\n"
        );
        Assert.Equal((1, 0, 0, 2), Counts(run));
        Assert.Equal(Willingness.ShareLearning, (await ItemsAsync("W1"))[0].Willingness);
        var problems = (await app.AllAsync<ImportProblem>())
            .Where(p => p.RunId == run.Id)
            .OrderBy(p => p.Line)
            .ThenByDescending(p => p.Refused)
            .ToList();
        Assert.Contains(problems, p => p.Line == 2 && p.Reason.Contains("for a year"));
        var code = Assert.Single(problems, p => p.Line == 3 && p.Refused);
        Assert.Contains("no CPV code 12300000", code.Reason);
        Assert.Contains("CPV", code.Column);
        Assert.Contains(problems, p => p.Line == 4 && p.Reason.Contains("less than nothing"));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_change_and_changes_nothing()
    {
        var run = await BringAsync(Header + "U1,Harbour wall,,,,,,,\n", dryRun: true);
        Assert.Equal((1, 0, 0, 0), Counts(run));
        Assert.Empty(await ItemsAsync("U1"));
        Assert.Equal(RegisterChangeKind.Added, Assert.Single(await app.ChangesAsync(run)).Kind);
    }

    [Fact]
    public async Task What_was_withdrawn_does_not_come_back_through_a_table()
    {
        await BringAsync(Header + "V1,Tram bridge,,,,,,,\n");
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var item = await db.Set<PipelineItem>().SingleAsync(i => i.Title == "Tram bridge");
            item.Withdraw("No trams", db.Now());
            await db.SavePipelineAsync([item], default);
        });
        var run = await BringAsync(Header + "V1,Tram bridge,,,Alpha,,,,\n");
        Assert.Equal((0, 0, 0, 1), Counts(run));
    }

    [Fact]
    public async Task Our_own_export_brought_back_in_changes_nothing()
    {
        await BringAsync(
            Header
                + "W1,Canal locks,Gates,75000,Alpha,Agree one specification,01/06/2027,,olu@example.org\n"
        );
        await app.InScopeAsync(scope => scope.GetRequiredService<IndexFollower>().CatchUpAsync());
        var olu = await app.SignInAsync("olu@example.org");
        using var csv = await olu.RawAsync(new(HttpMethod.Get, "/pipeline.csv?q=canal"));
        var run = await BringAsync(await csv.Content.ReadAsStringAsync());
        Assert.Equal((0, 0, 1, 0), Counts(run));
    }

    [Fact]
    public async Task An_officer_brings_a_table_through_the_site_and_the_columns_are_remembered()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/import");
        await olu.Attach(
                "The table",
                "plans.csv",
                Encoding.UTF8.GetBytes("Ref,Project name,What we call it\nX1,Quay wall,Alpha\n")
            )
            .PressAsync("Continue");
        Assert.StartsWith("/imports/register/", olu.At);
        Assert.Contains("The pipeline of Preston City Council", olu.Text);
        await olu.FillIn("What “What we call it” holds", "Phase")
            .PressAsync("Show me what would change");
        await FinishAsync(olu);
        Assert.Contains("New item", olu.Text);
        await olu.PressAsync("Bring it in");
        await FinishAsync(olu);
        Assert.Equal("Alpha", (await ItemsAsync("X1"))[0].Phase);

        await olu.GoAsync("/pipeline/import");
        await olu.Attach(
                "The table",
                "plans.csv",
                Encoding.UTF8.GetBytes("Ref,Project name,What we call it\nX1,Quay wall,Beta\n")
            )
            .PressAsync("Continue");
        Assert.Contains("3 columns are taken as your organisation chose before", olu.Text);
        // What a heading holds in a pipeline says nothing of the same heading in a register.
        await olu.GoAsync("/imports/register");
        await olu.Attach(
                "The register",
                "register.csv",
                Encoding.UTF8.GetBytes("Reference,Title,What we call it\n1,Cleaning,Alpha\n")
            )
            .Choose("Everybody")
            .PressAsync("Continue");
        Assert.DoesNotContain("as your organisation chose before", olu.Text);
    }

    private static async Task FinishAsync(Visitor visitor)
    {
        for (var i = 0; i < 200 && visitor.Page.QuerySelector("[data-progress]") is not null; i++)
        {
            await Task.Delay(100);
            await visitor.GoAsync(visitor.At);
        }
    }

    private async Task<ImportRun> BringAsync(string csv, bool dryRun = false)
    {
        var content = Encoding.UTF8.GetBytes(csv);
        var headings = app
            .Services.GetRequiredService<RegisterKinds>()
            .Headings(ImportKind.Pipeline);
        var (_, columns) = headings.Sample(new MemoryStream(content), "plans.csv", null);
        return await app.BringAsync(
            new ImportRequest(
                ImportKind.Pipeline,
                "plans.csv",
                Organisation: app.Cast.Preston.Id,
                Choices: new RegisterChoices(
                    RegisterHeadings.Mapping(
                        headings.Recognise(columns, new Dictionary<string, RegisterColumn>())
                    ),
                    Visibility.Organisation,
                    [.. columns.Select(c => c.Heading)]
                ).ToJson(),
                DryRun: dryRun
            ),
            [new ImportSource("plans.csv", content.Length, () => new MemoryStream(content))]
        );
    }

    private static (long Added, long Updated, long Unchanged, long Refused) Counts(ImportRun run) =>
        (run.Added, run.Updated, run.Unchanged, run.Refused);

    private Task<List<PipelineItem>> ItemsAsync(params string[] references)
    {
        var keys = references
            .Select(r => $"import:{app.Cast.Preston.Id}:{r.ToLowerInvariant()}")
            .ToList();
        return app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<PipelineItem>()
                .AsNoTracking()
                .Where(i => i.SourceKey != null && keys.Contains(i.SourceKey))
                .OrderBy(i => i.SourceKey)
                .ToListAsync()
        );
    }
}
