using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Parties;

[UsesDatabase]
public sealed class SupplierOperationsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Joining_is_transitive_and_keeps_every_row_and_is_done_twice_as_once()
    {
        var (a, b, c) = (
            await Trade.SupplierAsync(app, "Alder Works"),
            await Trade.SupplierAsync(app, "Alder Works Ltd", company: "04512345"),
            await Trade.SupplierAsync(app, "Alder Wks")
        );
        Assert.NotNull(await JoinAsync(app.Cast.Olu, a, b));
        Assert.NotNull(await JoinAsync(app.Cast.Sam, c, a));
        Assert.Null(await JoinAsync(app.Cast.Olu, b, c));

        var rows = await ReadAsync(a, b, c);
        Assert.Equal(["Alder Works", "Alder Works Ltd", "Alder Wks"], rows.Select(r => r.Name));
        // The registered one stands for all.
        Assert.Equal([b.Id, null, b.Id], rows.Select(r => r.MergedIntoId));
        Assert.Equal(2, await EventsAsync("suppliers-joined", b));
    }

    [Fact]
    public async Task Parting_takes_one_out_and_leaves_the_others_together()
    {
        var (a, b, c) = (
            await Trade.SupplierAsync(app, "Birch Care", company: "04512346"),
            await Trade.SupplierAsync(app, "Birch Care Ltd"),
            await Trade.SupplierAsync(app, "Birch Caring")
        );
        await JoinAsync(app.Cast.Olu, a, b, c);

        Assert.True(await PartAsync(app.Cast.Olu, a));
        Assert.False(await PartAsync(app.Cast.Olu, a));

        var rows = await ReadAsync(a, b, c);
        Assert.Null(rows[0].MergedIntoId);
        Assert.Equal(rows[1].MergedIntoId ?? b.Id, rows[2].MergedIntoId ?? c.Id);
        Assert.Equal(1, await EventsAsync("suppliers-parted", a));
    }

    [Fact]
    public async Task What_is_kept_apart_cannot_be_joined_until_that_is_undone()
    {
        var (a, b, c) = (
            await Trade.SupplierAsync(app, "Cedar North"),
            await Trade.SupplierAsync(app, "Cedar South"),
            await Trade.SupplierAsync(app, "Cedar")
        );
        var act = await ApartAsync(app.Cast.Olu, a, b);
        Assert.NotNull(act);
        Assert.Null(await ApartAsync(app.Cast.Sam, b, a));
        await JoinAsync(app.Cast.Olu, b, c);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => JoinAsync(app.Cast.Olu, a, c));
        Assert.Contains("kept apart, as Olu decided", refusal.Message);

        Assert.True(await UndoAsync(act!.Value));
        Assert.False(await UndoAsync(act.Value));
        Assert.NotNull(await JoinAsync(app.Cast.Olu, a, c));
        refusal = await Assert.ThrowsAsync<Refusal>(() => ApartAsync(app.Cast.Olu, a, b));
        Assert.Contains("Part them first", refusal.Message);
    }

    [Fact]
    public async Task Undoing_an_act_parts_all_that_it_joined()
    {
        var (a, b, c) = (
            await Trade.SupplierAsync(app, "Damson"),
            await Trade.SupplierAsync(app, "Damson Ltd"),
            await Trade.SupplierAsync(app, "Damson Limited")
        );
        var act = await JoinAsync(app.Cast.Olu, a, b, c);
        await UndoAsync(act!.Value);
        Assert.All(await ReadAsync(a, b, c), r => Assert.Null(r.MergedIntoId));
    }

    [Fact]
    public async Task Members_and_visitors_may_not_decide_and_are_told_who_may()
    {
        var (a, b) = (
            await Trade.SupplierAsync(app, "Elder"),
            await Trade.SupplierAsync(app, "Elder Ltd")
        );
        foreach (
            var act in new Func<Task>[]
            {
                () => JoinAsync(app.Cast.Mei, a, b),
                () => ApartAsync(app.Cast.Mei, a, b),
                () => PartAsync(app.Cast.Mei, a),
            }
        )
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(act);
            Assert.Equal(RefusalKind.Permission, refusal.Kind);
            Assert.Contains("Only officers of an organisation and stewards", refusal.Message);
        }
        Assert.False(PartyPermissions.DecideSuppliers(Actor.Visitor).Allowed);
        Assert.False(PartyPermissions.CorrectBuyers(Actor.Visitor).Allowed);
        Assert.All(await ReadAsync(a, b), r => Assert.Null(r.MergedIntoId));
    }

    [Fact]
    public async Task Two_people_who_decide_on_one_pair_at_once_leave_one_decision()
    {
        var (a, b) = (
            await Trade.SupplierAsync(app, "Fir Trees"),
            await Trade.SupplierAsync(app, "Fir Trees Ltd")
        );
        var acts = await Task.WhenAll(
            Task.Run(() => JoinAsync(app.Cast.Olu, a, b)),
            Task.Run(() => JoinAsync(app.Cast.Lee, b, a)),
            Task.Run(() => JoinAsync(app.Cast.Sam, a, b))
        );
        Assert.Single(acts, act => act is not null);
        Assert.Single(
            await app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<Db>()
                    .Set<SupplierDecision>()
                    .Where(d => d.FirstId == a.Id || d.SecondId == a.Id)
                    .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task Contracts_of_joined_suppliers_count_as_changed()
    {
        var (a, b) = (
            await Trade.SupplierAsync(app, "Gorse"),
            await Trade.SupplierAsync(app, "Gorse Ltd", company: "04512347")
        );
        await JoinAsync(app.Cast.Olu, a, b);
        var stamps = await app.InScopeAsync(scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var of = db.Set<ContractSupplier>()
                .Where(p => p.SupplierId == a.Id)
                .Select(p => p.ContractId);
            return db.Set<Contract>()
                .Where(c => of.Contains(c.Id))
                .Select(c => c.ChangeSeq)
                .ToListAsync();
        });
        Assert.All(stamps, s => Assert.True(s > 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_joined_and_parted_in_whatever_order_every_chain_has_one_step(
        int seed
    )
    {
        var random = new Random(seed);
        var all = new List<Supplier>();
        for (var i = 0; i < 7; i++)
        {
            all.Add(await Trade.SupplierAsync(app, $"Hazel {seed} {i}"));
        }
        var acts = new List<Guid>();
        for (var step = 0; step < 30; step++)
        {
            var (one, other) = (all[random.Next(all.Count)], all[random.Next(all.Count)]);
            try
            {
                switch (random.Next(6))
                {
                    case 0 when acts.Count > 0:
                        await UndoAsync(acts[random.Next(acts.Count)]);
                        break;
                    case 1:
                        await PartAsync(app.Cast.Olu, one);
                        break;
                    case 2:
                        acts.AddRange(
                            await ApartAsync(app.Cast.Olu, one, other) is { } kept ? [kept] : []
                        );
                        break;
                    default:
                        acts.AddRange(
                            await JoinAsync(app.Cast.Olu, one, other) is { } made ? [made] : []
                        );
                        break;
                }
            }
            catch (Refusal)
            {
                // A refused act leaves all as it was; what follows is checked all the same.
            }
            var rows = (await ReadAsync([.. all])).ToDictionary(r => r.Id);
            Assert.All(
                rows.Values,
                r => Assert.True(r.MergedIntoId is not { } head || rows[head].MergedIntoId is null)
            );
            var apart = await app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<Db>()
                    .Set<SupplierDecision>()
                    .Where(d => d.Decision == PairDecision.Apart)
                    .ToListAsync()
            );
            Assert.All(
                apart.Where(d => rows.ContainsKey(d.FirstId)),
                d =>
                    Assert.NotEqual(
                        rows[d.FirstId].MergedIntoId ?? d.FirstId,
                        rows[d.SecondId].MergedIntoId ?? d.SecondId
                    )
            );
        }
    }

    [Fact]
    public async Task The_same_VAT_number_and_name_joins_by_rule_and_a_person_who_parts_them_has_the_last_word()
    {
        var (a, b) = (
            await Trade.SupplierAsync(app, "Ivywood Fencing", vat: "GB980780684"),
            await Trade.SupplierAsync(app, "Ivywood Fencing Ltd", vat: "GB980780684")
        );
        await FindAsync();
        var rows = await ReadAsync(a, b);
        Assert.Equal(rows[0].MergedIntoId ?? a.Id, rows[1].MergedIntoId ?? b.Id);

        await PartAsync(app.Cast.Olu, b);
        await FindAsync();
        Assert.All(await ReadAsync(a, b), r => Assert.Null(r.MergedIntoId));
    }

    [Fact]
    public async Task A_name_alone_is_suggested_never_joined_and_all_of_one_name_are_one_suggestion()
    {
        var juniper = new List<Supplier>();
        for (var i = 0; i < 14; i++)
        {
            juniper.Add(
                await Trade.SupplierAsync(
                    app,
                    i % 2 == 0 ? "Juniperus Arboris Ltd" : "JUNIPERUS ARBORIS LIMITED"
                )
            );
        }
        await FindAsync();
        var once = await SuggestionsAsync(juniper[0]);
        await FindAsync();
        var twice = await SuggestionsAsync(juniper[0]);

        var suggestion = Assert.Single(twice);
        Assert.Single(once);
        Assert.Equal((14, true), (suggestion.Size, suggestion.SameName));
        Assert.All(await ReadAsync([.. juniper]), r => Assert.Null(r.MergedIntoId));

        await JoinAsync(app.Cast.Olu, [.. juniper]);
        Assert.Empty(await SuggestionsAsync(juniper[0]));
        await FindAsync();
        Assert.Empty(await SuggestionsAsync(juniper[0]));
    }

    [Fact]
    public async Task What_a_person_keeps_apart_is_not_suggested_again()
    {
        var (a, b) = (
            await Trade.SupplierAsync(app, "Kestrelbrook Landscapes"),
            await Trade.SupplierAsync(app, "Kestrelbrook Landscapes Ltd")
        );
        await FindAsync();
        Assert.Single(await SuggestionsAsync(a));
        var act = await ApartAsync(app.Cast.Olu, a, b);
        Assert.Empty(await SuggestionsAsync(a));
        await FindAsync();
        Assert.Empty(await SuggestionsAsync(a));

        await UndoAsync(act!.Value);
        await FindAsync();
        Assert.Single(await SuggestionsAsync(a));
    }

    private Task FindAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<FindDuplicates>().RunAsync());

    private Task<List<SupplierSuggestion>> SuggestionsAsync(Supplier of) =>
        app.InScopeAsync(scope =>
        {
            var db = scope.GetRequiredService<Db>();
            return db.Set<SupplierSuggestion>()
                .Where(s =>
                    s.DecidedIn == null
                    && db.Set<SupplierSuggestionMember>()
                        .Any(m => m.SuggestionId == s.Id && m.SupplierId == of.Id)
                )
                .ToListAsync();
        });

    private Task<Guid?> JoinAsync(Person person, params Supplier[] suppliers) =>
        Trade.AsAsync(
            app,
            person,
            (db, actor) =>
                new JoinSuppliers(db, actor, Followers).RunAsync([.. suppliers.Select(s => s.Id)])
        );

    private Task<Guid?> ApartAsync(Person person, params Supplier[] suppliers) =>
        Trade.AsAsync(
            app,
            person,
            (db, actor) => new KeepApart(db, actor).RunAsync([.. suppliers.Select(s => s.Id)])
        );

    private Task<bool> PartAsync(Person person, Supplier supplier) =>
        Trade.AsAsync(
            app,
            person,
            (db, actor) => new PartSuppliers(db, actor, Followers).RunAsync(supplier.Id)
        );

    private Task<bool> UndoAsync(Guid act) =>
        Trade.AsAsync(
            app,
            app.Cast.Olu,
            (db, actor) =>
                new UndoDecision(
                    db,
                    actor,
                    app.Services.GetRequiredService<Jobs>(),
                    Followers
                ).RunAsync(act)
        );

    private IEnumerable<SuppliersRegrouped> Followers =>
        app.Services.GetServices<SuppliersRegrouped>();

    private Task<List<Supplier>> ReadAsync(params Supplier[] suppliers) =>
        app.InScopeAsync(async scope =>
        {
            var ids = suppliers.Select(s => s.Id).ToList();
            var rows = await scope
                .GetRequiredService<Db>()
                .Set<Supplier>()
                .Where(s => ids.Contains(s.Id))
                .ToListAsync();
            return ids.ConvertAll(id => rows.Single(r => r.Id == id));
        });

    private Task<int> EventsAsync(string verb, Supplier subject) =>
        app.InScopeAsync(scope =>
        {
            var id = subject.Id.ToString();
            return scope
                .GetRequiredService<Db>()
                .Set<Event>()
                .CountAsync(e => e.Verb == verb && e.SubjectId == id);
        });
}
