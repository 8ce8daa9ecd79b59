using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Parties;
using Tandem.Pipeline;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Pipeline;

/// <summary>How a pipeline is kept true: approval, review, owners, withdrawal.</summary>
[UsesDatabase]
public sealed class PipelineKeepingTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task What_becomes_public_is_approved_by_somebody_else_or_returned_with_reasons()
    {
        var lee = app.Cast.Leeds;
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var lia = Person.Create("lia@example.org", "Lia", Cast.Password, db.Now());
            db.AddRange(lia, Membership.Of(lia, lee, Role.Administrator));
            await db.SaveChangesAsync();
        });
        var admin = await app.SignInAsync("lia@example.org");
        await admin.GoAsync("/organisations/leeds-city-council/pipeline/rules");
        await admin.Choose("Yes: somebody else approves each item first").PressAsync("Save");
        Assert.Equal(HttpStatusCode.OK, admin.Status);

        var officer = await app.SignInAsync("lee@example.org");
        var page = await WriteAsync(officer, "Tram shelters", "Everybody");
        Assert.Contains("waits for an approver", officer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visit().GoAsync(page)).Status);
        Assert.DoesNotContain("May this become public?", officer.Text);

        await admin.GoAsync("/work");
        Assert.Contains("Tram shelters", admin.Text);
        await admin.GoAsync(page);
        await admin.PressAsync("Return it");
        Assert.Contains("Enter what should be different", admin.Text);
        await admin
            .FillIn("Or return it: what should be different?", "Say which lines")
            .PressAsync("Return it");
        Assert.DoesNotContain("May this become public?", admin.Text);
        await officer.GoAsync("/work");
        Assert.Contains("Say which lines", officer.Text);

        await officer.GoAsync(page + "/check");
        Assert.Contains("Say which lines", officer.Text);
        await officer.Choose("Everybody").PressAsync("Save");
        await admin.GoAsync(page);
        await admin.PressAsync("Approve it");
        var visitor = await app.Visit().GoAsync(page);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.DoesNotContain("Say which lines", visitor.Text);
        Assert.DoesNotContain("draft", visitor.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_was_public_is_never_hidden_and_leaves_a_page_that_says_why()
    {
        var olu = await app.SignInAsync("olu@example.org");
        var page = await WriteAsync(olu, "Market hall roof", "Everybody");
        await olu.GoAsync(page + "/check");
        await olu.Choose("Only me").PressAsync("Save");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        await olu.GoAsync(page + "/withdraw");
        await olu.PressAsync("Withdraw it");
        Assert.Contains("Enter why it is withdrawn", olu.Text);
        await olu.FillIn("Why?", "The roof was mended instead").PressAsync("Withdraw it");

        var visitor = await app.Visit().GoAsync(page);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains("Withdrawn", visitor.Text);
        Assert.Contains("The roof was mended instead", visitor.Text);
        await CatchUpAsync();
        await visitor.GoAsync("/pipeline?q=roof");
        Assert.DoesNotContain("Market hall roof", visitor.Text);
        await visitor.GoAsync("/pipeline?q=roof&state=withdrawn");
        Assert.Contains("Market hall roof", visitor.Text);
    }

    [Fact]
    public async Task Owners_are_reminded_before_on_and_after_the_review_and_never_twice()
    {
        var olu = await app.SignInAsync("olu@example.org");
        var page = await WriteAsync(olu, "Bus lane cameras", "Members of Preston City Council");
        var item = await ItemAsync(page);
        var start = app.Clock.Time;
        try
        {
            var told = new List<int>();
            for (var day = -20; day <= 30; day++)
            {
                app.Clock.Time = new(
                    item.ReviewBy.AddDays(day).ToDateTime(new(9, 0)),
                    TimeSpan.Zero
                );
                await RemindAsync();
                await RemindAsync();
                told.Add(await MessagesAsync(item));
            }
            Assert.Equal(0, told[20 - 15]);
            Assert.Equal(1, told[20 - 14]);
            Assert.Equal(1, told[20 - 1]);
            Assert.Equal(2, told[20]);
            Assert.Equal(2, told[20 + 13]);
            Assert.Equal(3, told[20 + 14]);
            Assert.Equal(3, told[^1]);

            await CatchUpAsync();
            olu = await app.SignInAsync("olu@example.org");
            await olu.GoAsync("/pipeline?q=cameras&stale=yes");
            Assert.Contains("Bus lane cameras", olu.Text);
            Assert.NotEmpty(olu.Page.QuerySelectorAll(".td-card .govuk-tag--orange"));
            await olu.GoAsync("/work");
            Assert.Contains("Stale on your pipeline", olu.Text);
            await olu.GoAsync("/organisations/preston-city-council/pipeline/stale");
            await olu.PressAsync("Still true: Bus lane cameras");
            Assert.DoesNotContain("Bus lane cameras", olu.Text);
            await RemindAsync();
            Assert.Equal(3, await MessagesAsync(item));
        }
        finally
        {
            app.Clock.Time = start;
        }
    }

    [Fact]
    public async Task After_a_long_pause_only_the_reminder_that_fits_is_sent()
    {
        var olu = await app.SignInAsync("olu@example.org");
        var item = await ItemAsync(
            await WriteAsync(olu, "Archive boxes", "Members of Preston City Council")
        );
        var start = app.Clock.Time;
        try
        {
            app.Clock.Time = new(item.ReviewBy.AddDays(90).ToDateTime(new(9, 0)), TimeSpan.Zero);
            await RemindAsync();
            Assert.Equal(1, await MessagesAsync(item));
        }
        finally
        {
            app.Clock.Time = start;
        }
    }

    [Fact]
    public async Task The_items_of_somebody_who_leaves_wait_for_a_new_owner()
    {
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/organisations/preston-city-council/people");
        await ada.FillIn("E-mail address", "pat@example.org")
            .FillIn("Name", "Pat")
            .FillIn("First password", Cast.Password)
            .Choose("Officer: also brings in data and keeps records")
            .PressAsync("Add to Preston City Council");
        var pat = await app.SignInAsync("pat@example.org");
        var shared = await WriteAsync(pat, "Leisure booking system", "Everybody");
        var secret = await WriteAsync(pat, "Merger of two depots", "Only me");
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GoAsync(secret)).Status);

        await ada.GoAsync("/organisations/preston-city-council/people");
        await ada.PressAsync("Remove Pat");
        await ada.GoAsync("/organisations/preston-city-council/pipeline/stale");
        Assert.Contains("Without an owner (2)", ada.Text);
        await ada.GoAsync("/work");
        Assert.Contains("2 pipeline items need an owner", ada.Text);
        Assert.Contains("Merger of two depots", ada.Text);
        await ada.GoAsync(shared + "/owner");
        await ada.FillIn("Owner", "Olu").PressAsync("Save");
        Assert.Equal(shared, ada.At);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/work");
        Assert.Contains("You keep", olu.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await olu.GoAsync(secret)).Status);
        Assert.Equal(HttpStatusCode.OK, (await ada.GoAsync(secret)).Status);
    }

    [Fact]
    public async Task Contracts_that_end_are_put_on_the_pipeline_once_however_often_it_is_asked()
    {
        await AddContractsAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/organisations/preston-city-council/pipeline/contracts");
        await olu.PressAsync("Put these on the pipeline");
        Assert.Contains("Choose at least one contract", olu.Text);
        var second = await app.SignInAsync("ada@example.org");
        await second.GoAsync("/organisations/preston-city-council/pipeline/contracts");
        await olu.Choose("Lift maintenance")
            .Choose("Stationery")
            .PressAsync("Put these on the pipeline");
        Assert.Contains("2 contracts put on the pipeline.", olu.Text);
        await second
            .Choose("Lift maintenance")
            .Choose("Stationery")
            .PressAsync("Put these on the pipeline");
        Assert.Contains("2 had been already", second.Text);
        var items = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<PipelineItem>()
                .Where(i => i.ReplacesContractId != null)
                .OrderBy(i => i.Title)
                .ToListAsync()
        );
        Assert.Equal(["Lift maintenance", "Stationery"], items.Select(i => i.Title));
        Assert.All(items, i => Assert.Equal(PipelineKind.Relet, i.Kind));
        // £20,000 a year over two years.
        Assert.Equal(4_000_000, items[0].ValueMinor);
        Assert.Equal(new DateOnly(2027, 4, 1), items[0].ContractStart);
        await olu.GoAsync($"/pipeline/{items[0].Reference}");
        await olu.FollowAsync("Lift maintenance");
        Assert.StartsWith("/contracts/C-", olu.At);
    }

    [Fact]
    public async Task A_contract_that_runs_on_its_extension_is_put_on_the_pipeline_by_the_end_of_that()
    {
        var records = new Records(app, 2600);
        var contract = records.Contract(
            "Ferry timetable",
            owner: app.Cast.Preston,
            buyer: "Ferries of Preston",
            authority: null,
            ends: new(2025, 9, 30),
            latest: new(2027, 9, 30)
        );
        await records.SaveAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/organisations/preston-city-council/pipeline/contracts");
        Assert.Contains("at the latest, extended", olu.Text);
        await olu.Choose("Ferry timetable").PressAsync("Put these on the pipeline");
        var item = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<PipelineItem>()
                .SingleAsync(i => i.ReplacesContractId == contract.Id)
        );
        Assert.Equal(
            (new DateOnly(2027, 9, 30), new DateOnly(2027, 10, 1)),
            (item.ReplacesEnd, item.ContractStart)
        );
        await app.InScopeAsync(scope => scope.GetRequiredService<FollowReplaced>().RunAsync());
        await olu.GoAsync($"/pipeline/{item.Reference}");
        Assert.DoesNotContain("30 September 2025", olu.Text);
    }

    [Fact]
    public async Task Somebody_who_writes_what_is_there_already_is_told_and_offered_a_category()
    {
        var lee = await app.SignInAsync("lee@example.org");
        await WriteAsync(lee, "Grass cutting and grounds maintenance services", "Everybody");
        await CatchUpAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", "Grounds maintenance and grass cutting")
            .PressAsync("Save and check");
        Assert.Contains("Perhaps on the pipeline already", olu.Text);
        Assert.Contains("Grass cutting and grounds maintenance services", olu.Text);
        Assert.Contains("Is it one of these?", olu.Text);
        var first = olu.Page.QuerySelector("input[name=Code]")!;
        olu.Choose(olu.Page.QuerySelector($"label[for={first.Id}]")!.TextContent.Trim());
        await olu.PressAsync("Take this category");
        Assert.DoesNotContain("Is it one of these?", olu.Text);
        using var hints = await olu.RawAsync(
            new(HttpMethod.Get, "/pipeline/hints?title=grounds+maintenance+and+grass+cutting")
        );
        Assert.Contains("Grass cutting", await hints.Content.ReadAsStringAsync());
    }

    private async Task<string> WriteAsync(Visitor visitor, string title, string audience)
    {
        await visitor.GoAsync("/pipeline/new");
        await visitor.FillIn("Title", title).PressAsync("Save and check");
        await visitor.Choose(audience).PressAsync("Put it on the pipeline");
        return visitor.At;
    }

    private Task<PipelineItem> ItemAsync(string page)
    {
        var number = PipelineItem.NumberOf(page["/pipeline/".Length..]);
        return app.InScopeAsync(scope =>
            scope.GetRequiredService<Db>().Set<PipelineItem>().SingleAsync(i => i.Number == number)
        );
    }

    private Task<int> MessagesAsync(PipelineItem item)
    {
        var id = item.Id.ToString();
        return app.InScopeAsync(scope =>
            scope.GetRequiredService<Db>().Set<Message>().CountAsync(m => m.SubjectId == id)
        );
    }

    private Task RemindAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<RemindOwners>().RunAsync());

    private Task CatchUpAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<IndexFollower>().CatchUpAsync());

    private Task AddContractsAsync() =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            var buyer = new Buyer
            {
                Id = Id<Buyer>.New(now),
                Name = "Preston City Council",
                AuthorityCode = "PRE",
                CreatedAt = now,
            };
            db.Add(buyer);
            var number = 700;
            foreach (var title in new[] { "Lift maintenance", "Stationery" })
            {
                db.Add(
                    new Contract
                    {
                        Id = Id<Contract>.New(now),
                        Number = ++number,
                        SourceKey = $"register:{app.Cast.Preston.Id}:{number}",
                        OrganisationId = app.Cast.Preston.Id,
                        BuyerId = buyer.Id,
                        AuthorityCode = "PRE",
                        Title = title,
                        Visibility = Visibility.Organisation,
                        StartDate = new DateOnly(2025, 4, 1),
                        EndDate = new DateOnly(2027, 3, 31),
                        ValueMinor = 2_000_000,
                        ValueIsAnnual = true,
                        CreatedAt = now,
                        ChangedAt = now,
                        ChangeSeq = 1,
                    }
                );
            }
            await db.SaveChangesAsync();
        });
}
