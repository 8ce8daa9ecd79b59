using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Identities;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Tests.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Identities;

[UsesDatabase]
public sealed class SupplierPagesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task An_officer_joins_a_suggested_pair_and_undoes_it_at_once()
    {
        await Trade.SupplierAsync(app, "Larchfield Scaffolding");
        await Trade.SupplierAsync(app, "Larchfield Scaffolding Ltd");
        await FindAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/suppliers/duplicates?q=larchfield");
        Assert.Contains("1 suggestion", olu.Text);
        Assert.Contains("The same words but for legal form", olu.Text);
        Assert.Contains("LARCHFIELD SCAFFOLDING", olu.Text);

        await olu.PressAsync(Button(olu, "Join these"));
        Assert.Contains("2 suppliers joined.", olu.Text);
        Assert.Contains("No possible duplicates", olu.Text);

        await olu.PressAsync("Undo");
        Assert.Contains("Undone.", olu.Text);
        Assert.Contains("1 suggestion", olu.Text);
    }

    [Fact]
    public async Task An_officer_keeps_a_pair_apart_with_a_reason_that_stands_in_the_list_of_decisions()
    {
        await Trade.SupplierAsync(app, "Maplecroft Joinery");
        await Trade.SupplierAsync(app, "Maplecroft Joinery Ltd");
        await FindAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/suppliers/duplicates?q=maplecroft");
        await olu.FillIn(
                olu.Page.QuerySelectorAll("label")
                    .Select(l =>
                        string.Join(
                            ' ',
                            l.TextContent.Split(
                                (char[]?)null,
                                StringSplitOptions.RemoveEmptyEntries
                            )
                        )
                    )
                    .Single(l => l.StartsWith("Reason")),
                "Father and son, two firms"
            )
            .PressAsync(Button(olu, "Keep apart"));
        Assert.Contains("2 suppliers kept apart.", olu.Text);

        await olu.GoAsync("/suppliers/duplicates/decided");
        Assert.Contains("Father and son, two firms", olu.Text);
        await olu.PressAsync(Button(olu, "Undo the decision on Maplecroft"));
        Assert.DoesNotContain("Father and son", olu.Text);
    }

    [Fact]
    public async Task A_member_reads_what_may_be_double_and_cannot_decide()
    {
        await Trade.SupplierAsync(app, "Nettlecombe Paving");
        await Trade.SupplierAsync(app, "Nettlecombe Paving Ltd");
        await FindAsync();
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/suppliers/duplicates?q=nettlecombe");
        Assert.Contains("1 suggestion", mei.Text);
        Assert.Contains("Only officers of an organisation and stewards", mei.Text);
        Assert.DoesNotContain(
            mei.Page.QuerySelectorAll("button"),
            b => b.TextContent.Contains("Join")
        );

        var visitor = await app.Visit().GoAsync("/suppliers/duplicates");
        Assert.StartsWith("/sign-in", visitor.At);
    }

    [Fact]
    public async Task A_supplier_of_another_organisations_own_contracts_is_shown_to_its_members_only()
    {
        var hidden = await Trade.SupplierAsync(
            app,
            "Oakapple Secrets",
            visibility: Visibility.Organisation,
            keeper: app.Cast.Leeds
        );
        await Trade.SupplierAsync(app, "Oakapple Secrets Ltd");
        await FindAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/suppliers?q=oakapple");
        Assert.Contains("1 supplier", olu.Text);
        await olu.GoAsync("/suppliers/duplicates?q=oakapple");
        Assert.Contains("No possible duplicates", olu.Text);
        await olu.GoAsync($"/suppliers/{hidden.Id}");
        Assert.Equal(HttpStatusCode.NotFound, olu.Status);

        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/suppliers?q=oakapple");
        Assert.Contains("2 suppliers", lee.Text);
        await lee.GoAsync("/suppliers/duplicates?q=oakapple");
        Assert.Contains("1 suggestion", lee.Text);
        await lee.GoAsync($"/suppliers/{hidden.Id}");
        Assert.Equal(HttpStatusCode.OK, lee.Status);
    }

    [Fact]
    public async Task Everybody_finds_a_supplier_by_name_or_number_and_reads_its_page_and_data()
    {
        var supplier = await Trade.SupplierAsync(app, "Pearmain Lifts Ltd", company: "04712345");
        var visitor = await app.Visit().GoAsync("/suppliers?q=4712345");
        Assert.Contains("1 supplier", visitor.Text);
        await visitor.FollowAsync("Pearmain Lifts Ltd");
        Assert.Contains("1 contract, £120,000 in known value", visitor.Text);
        Assert.Contains("PEARMAIN LIFTS LTD", visitor.Text);
        await visitor.GoAsync("/suppliers/04712345");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);

        var json = await visitor.RawAsync(new(HttpMethod.Get, $"/suppliers/{supplier.Id}.json"));
        Assert.Contains("\"companyNumber\":\"04712345\"", await json.Content.ReadAsStringAsync());
        var csv = await visitor.RawAsync(new(HttpMethod.Get, "/suppliers.csv?q=pearmain"));
        Assert.Contains("Pearmain Lifts Ltd,04712345", await csv.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_joined_supplier_is_found_by_the_name_of_what_was_joined_by_those_who_may_see_that()
    {
        var open = await Trade.SupplierAsync(app, "Rowanberry Roofing", company: "04712399");
        var hidden = await Trade.SupplierAsync(
            app,
            "Sorbus Roofers",
            visibility: Visibility.Organisation,
            keeper: app.Cast.Leeds
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await db.Set<Supplier>()
                .Where(s => s.Id == hidden.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.MergedIntoId, open.Id));
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Restamp.OfSuppliersAsync(db, [hidden.Id], CancellationToken.None);
            await transaction.CommitAsync();
            await scope.GetRequiredService<IndexFollower>().CatchUpAsync();
        });
        var lee = await (await app.SignInAsync("lee@example.org")).GoAsync("/suppliers?q=sorbus");
        Assert.Contains("1 supplier", lee.Text);
        Assert.Contains("Rowanberry Roofing", lee.Text);
        Assert.Contains("£240,000", lee.Text);
        var visitor = await app.Visit().GoAsync("/suppliers?q=sorbus");
        Assert.Contains("No supplier fits", visitor.Text);
        await visitor.GoAsync("/suppliers?q=rowanberry");
        Assert.Contains("£120,000", visitor.Text);
    }

    [Fact]
    public async Task The_page_of_a_joined_supplier_says_who_joined_it_and_lets_an_officer_part_it()
    {
        var one = await Trade.SupplierAsync(app, "Quinceberry", company: "04712346");
        var other = await Trade.SupplierAsync(app, "Quinceberry Ltd");
        await FindAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/suppliers/duplicates?q=quinceberry");
        await olu.PressAsync(Button(olu, "Join these"));
        await olu.GoAsync($"/suppliers/{other.Id}");
        Assert.Equal($"/suppliers/{one.Id}", olu.At);
        Assert.Contains("Joined records", olu.Text);
        Assert.Contains("By Olu", olu.Text);
        Assert.Contains("2 contracts", olu.Text);

        await olu.PressAsync("Part it from the others: Quinceberry Ltd");
        Assert.Contains("Parted.", olu.Text);
        Assert.DoesNotContain("Joined records", olu.Text);
    }

    [Fact]
    public async Task The_list_of_possible_duplicates_can_be_had_as_CSV()
    {
        await Trade.SupplierAsync(app, "Rowanlea Taxis");
        await Trade.SupplierAsync(app, "Rowanlea Taxis Ltd");
        await FindAsync();
        var olu = await app.SignInAsync("olu@example.org");
        var csv = await olu.RawAsync(new(HttpMethod.Get, "/suppliers/duplicates.csv?q=rowanlea"));
        var lines = (await csv.Content.ReadAsStringAsync()).Trim().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines.Skip(1), l => Assert.StartsWith("1,", l));
    }

    [Fact]
    public async Task A_steward_says_which_authority_a_buyer_is_and_its_contracts_and_notices_follow()
    {
        var supplier = await Trade.SupplierAsync(app, "Sorrel");
        var buyer = await BuyerOfAsync(supplier);
        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync($"/buyers?q={Uri.EscapeDataString(buyer.Name)}");
        Assert.Contains("Not resolved", sam.Text);
        await sam.FollowAsync(buyer.Name);
        await sam.FillIn("Authority", "PRE")
            .FillIn("Reason", "Says so on its site")
            .PressAsync("Correct the buyer");
        Assert.Contains($"{buyer.Name} is now led to PRE.", sam.Text);

        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var stored = await db.Set<Buyer>().SingleAsync(b => b.Id == buyer.Id);
            Assert.NotNull(stored.CorrectedAt);
            Assert.Contains("Chosen by Sam", stored.ResolvedHow);
            var contract = await db.Set<Contract>().SingleAsync(c => c.BuyerId == buyer.Id);
            var notice = await db.Set<Notice>().SingleAsync(n => n.BuyerId == buyer.Id);
            Assert.Equal(("PRE", "PRE"), (contract.AuthorityCode, notice.AuthorityCode));
            Assert.True(contract.ChangeSeq > 0 && notice.ChangeSeq > 0);
        });
    }

    [Fact]
    public async Task An_officer_reads_buyers_and_cannot_correct_them()
    {
        var buyer = await BuyerOfAsync(await Trade.SupplierAsync(app, "Tansy"));
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/buyers/{buyer.Id}");
        Assert.DoesNotContain("Correct the buyer", olu.Text);
        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            Trade.AsAsync(
                app,
                app.Cast.Olu,
                (db, actor) =>
                    new Tandem.Identities.CorrectBuyer(
                        db,
                        actor,
                        app.Services.GetRequiredService<Tandem.Classification.Authorities>()
                    ).RunAsync(buyer.Id, "PRE")
            )
        );
        Assert.Contains("Only stewards", refusal.Message);
    }

    private Task<Buyer> BuyerOfAsync(Supplier supplier) =>
        app.InScopeAsync(scope =>
        {
            var db = scope.GetRequiredService<Db>();
            return db.Set<ContractSupplier>()
                .Where(p => p.SupplierId == supplier.Id)
                .Join(db.Set<Contract>(), p => p.ContractId, c => c.Id, (p, c) => c.BuyerId)
                .Join(db.Set<Buyer>(), id => id, b => b.Id, (id, b) => b)
                .SingleAsync();
        });

    private Task FindAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<FindDuplicates>().RunAsync());

    /// <summary>The words of the one button that begins so; the rest of them name what it is about.</summary>
    private static string Button(Visitor visitor, string begins) =>
        visitor
            .Page.QuerySelectorAll("button")
            .Select(b =>
                string.Join(
                    ' ',
                    b.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                )
            )
            .First(t => t.StartsWith(begins, StringComparison.Ordinal));
}
