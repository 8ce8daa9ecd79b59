using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Tests.Formats.Tabular;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Contracts;

[UsesDatabase]
public sealed class RegisterImportTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_row_becomes_a_contract_with_its_dates_its_value_its_supplier_and_its_place()
    {
        var run = await app.BringRegisterAsync(
            app.Cast.Preston,
            "Ref,Contract title,Department,Supplier,Company number,Start,End,Extension options,Annual value,CPV,URL\n"
                + "PCC/1,Street lighting,Highways,Lampworks Ltd,04366849,1 April 2025,31/03/2028,1+1 years,\"£12,500.50\",50232100,https://preston.example/1\n"
        );
        Assert.Equal((1, 1, 0, 0, 0), run.Counts());

        var contract = (await app.RegisterOfAsync(app.Cast.Preston))["PCC/1"];
        Assert.Equal($"register:{app.Cast.Preston.Id}:PCC/1", contract.SourceKey);
        Assert.Equal("PRE", contract.AuthorityCode);
        Assert.Equal("Highways", contract.Department);
        Assert.Equal(new DateOnly(2025, 4, 1), contract.StartDate);
        Assert.Equal(new DateOnly(2028, 3, 31), contract.EndDate);
        Assert.Equal(new DateOnly(2030, 3, 31), contract.LatestEndDate);
        Assert.Equal(new Money(1_250_050, "GBP"), contract.Value);
        Assert.True(contract.ValueIsAnnual);
        Assert.Equal(("50232100", CodeOrigin.Buyer), (contract.CpvCodes, contract.CpvOrigin));
        Assert.Equal("https://preston.example/1", contract.SourceUrl);
        Assert.Equal(
            ("register.csv, line 2", run.Id),
            (contract.SourcePlace, contract.ImportRunId)
        );
        Assert.True(contract.ChangeSeq > 0);
        var supplier = Assert.Single(await app.AllAsync<Supplier>());
        Assert.Equal(("GB-COH:04366849", "Lampworks Ltd"), (supplier.Key, supplier.Name));

        var act = Assert.Single(
            await app.AllAsync<Event>(),
            e => e.Verb == "contract-register-imported"
        );
        Assert.Contains("\"added\":1", act.Data);
    }

    [Fact]
    public async Task The_same_register_twice_changes_nothing_and_another_value_is_told_from_and_to()
    {
        var first = Registers.Of(
            "A1,Street lighting,Lampworks Ltd,04366849,01/04/2025,31/03/2028,50000",
            "A2,Grounds maintenance,Greens,,01/04/2025,31/03/2027,9000"
        );
        Assert.Equal(
            (2, 2, 0, 0, 0),
            (await app.BringRegisterAsync(app.Cast.Preston, first)).Counts()
        );
        var before = await app.RegisterOfAsync(app.Cast.Preston);
        Assert.Equal(
            (2, 0, 0, 2, 0),
            (await app.BringRegisterAsync(app.Cast.Preston, first)).Counts()
        );
        var same = await app.RegisterOfAsync(app.Cast.Preston);
        Assert.Equal(before["A1"].ChangeSeq, same["A1"].ChangeSeq);

        var third = await app.BringRegisterAsync(
            app.Cast.Preston,
            first.Replace(",50000", ",65000").Replace("a1", "A1").Replace("Lampworks", "Lamps")
        );
        Assert.Equal((2, 0, 1, 1, 0), third.Counts());
        var after = await app.RegisterOfAsync(app.Cast.Preston);
        Assert.Equal((before["A1"].Id, before["A1"].Number), (after["A1"].Id, after["A1"].Number));
        Assert.Equal(6_500_000, after["A1"].ValueMinor);
        Assert.True(after["A1"].ChangeSeq > before["A2"].ChangeSeq);
        Assert.Equal(
            [
                ("Supplier", "Lampworks Ltd (company 04366849)", "Lamps Ltd (company 04366849)"),
                ("Value", "£50,000", "£65,000"),
            ],
            (await app.ChangesAsync(third)).Select(c => (c.Fact, c.Before, c.After))
        );
        Assert.Single(
            await app.AllAsync<ContractSupplier>(),
            l => l.ContractId == after["A1"].Id && l.NameAsPublished == "Lamps Ltd"
        );
    }

    [Fact]
    public async Task A_category_is_suggested_only_where_the_register_has_none_or_a_division()
    {
        await app.BringRegisterAsync(
            app.Cast.Preston,
            "Reference,Title,Description,CPV\n"
                + "E1,Street lighting,Maintenance of lamps,50232100\n"
                + "E2,School meals,Catering services for primary schools: school meals,\n"
                + "E3,Legal case management software,Software package licences and support,48000000\n"
                + "E4,Zqx,,\n"
        );
        var contracts = await app.RegisterOfAsync(app.Cast.Preston);
        Assert.Equal(("50232100", CodeOrigin.Buyer), CodesOf("E1"));
        Assert.Equal(("55500000", CodeOrigin.Suggested), CodesOf("E2"));
        var (codes, origin) = CodesOf("E3");
        Assert.Equal(CodeOrigin.Suggested, origin);
        Assert.Matches("^48[1-9]00000 48000000$", codes);
        Assert.Equal(("", CodeOrigin.None), CodesOf("E4"));

        (string, CodeOrigin) CodesOf(string reference) =>
            (contracts[reference].CpvCodes, contracts[reference].CpvOrigin);
    }

    [Fact]
    public async Task References_are_the_same_whatever_their_case()
    {
        await app.BringRegisterAsync(app.Cast.Preston, Registers.Of("ab-1,Cleaning,X,,,,"));
        var again = await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of("AB-1,Cleaning,X,,,,")
        );
        Assert.Equal((1, 0, 1, 0, 0), again.Counts());
        Assert.Single(await app.RegisterOfAsync(app.Cast.Preston));
    }

    [Fact]
    public async Task Two_councils_with_the_same_reference_keep_their_own_contracts_and_suppliers_of_one_name()
    {
        var csv = Registers.Of("C1,Cleaning,Bright Cleaning,,,,");
        await app.BringRegisterAsync(app.Cast.Preston, csv);
        await app.BringRegisterAsync(app.Cast.Leeds, csv);
        Assert.Single(await app.RegisterOfAsync(app.Cast.Preston));
        Assert.Single(await app.RegisterOfAsync(app.Cast.Leeds));
        Assert.Equal(2, (await app.AllAsync<Supplier>()).Count);
    }

    [Fact]
    public async Task What_is_not_in_the_file_any_more_is_named_and_kept()
    {
        await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of("K1,Kept,X,,,,", "K2,Left out,X,,,,", "K3,Refused next time,X,,,,")
        );
        var run = await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of("K1,Kept,X,,,,", "K3,Refused next time,X,,31/02/2025,,")
        );
        Assert.Equal((2, 0, 0, 1, 1), run.Counts());
        Assert.Equal(3, (await app.RegisterOfAsync(app.Cast.Preston)).Count);
        var note = Assert.Single(await app.ProblemsAsync(run), p => !p.Refused);
        Assert.Contains("1 contract of earlier imports is no longer in the register", note.Reason);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/imports/{run.Reference}");
        Assert.Contains("The file as a whole", olu.Text);
        await olu.FollowAsync("See which");
        Assert.Contains("Left out", olu.Text);
        await olu.GoAsync($"/imports/{run.Reference}");
        await olu.FollowAsync("Put expiring contracts on the pipeline");
        Assert.EndsWith("/pipeline/contracts", olu.At);
        var gone = Assert.Single(await app.ChangesAsync(run));
        Assert.Equal((RegisterChangeKind.Gone, "K2"), (gone.Kind, gone.Reference));

        var again = await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of("K1,Kept,X,,,,", "K2,Left out,X,,,,", "K3,Refused next time,X,,,,")
        );
        Assert.Equal((3, 0, 0, 3, 0), again.Counts());
        Assert.Empty(await app.ProblemsAsync(again));
    }

    [Fact]
    public async Task Refused_rows_that_were_put_right_do_not_make_the_others_look_gone()
    {
        await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of("M1,One,X,,,,", "M2,Two,X,,,,")
        );
        var mended = await app.BringRegisterAsync(
            app.Cast.Preston,
            "Line in the file,Why it was refused,"
                + Registers.Of("3,End date: the 31/02/2025 does not exist,M3,Three,X,,,,")
        );
        Assert.Equal((1, 1, 0, 0, 0), mended.Counts());
        Assert.Empty(await app.ProblemsAsync(mended));
    }

    [Fact]
    public async Task A_number_that_no_register_gives_is_noted_and_the_supplier_is_known_by_name()
    {
        var run = await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of("U1,Cleaning,Bright Cleaning,12345678,,,", "U2,Bins,Bin Co,04366849,,,")
        );
        Assert.Equal((2, 2, 0, 0, 0), run.Counts());
        var note = Assert.Single(await app.ProblemsAsync(run));
        Assert.Equal((2L, false), (note.Line, note.Refused));
        Assert.Contains("‘12345678’ cannot be a company number", note.Reason);
        Assert.Equal(
            ["GB-COH:04366849", "name:PRE:bright cleaning"],
            (await app.AllAsync<Supplier>()).Select(s => s.Key).Order()
        );
    }

    [Fact]
    public async Task Every_refused_row_says_its_line_its_column_and_why_and_the_good_ones_are_kept()
    {
        var run = await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of(
                "B1,Good,X,,01/04/2025,31/03/2026,10",
                "B2,No such day,X,,01/04/2025,31/02/2025,10",
                "B3,Backwards,X,,01/04/2026,31/03/2025,10",
                ",,X,,,,",
                "B1,Good,X,,01/04/2025,31/03/2026,10",
                "B5,Too many cells,X,,,,10,surplus",
                $"{new string('9', 250)},Long reference,X,,,,"
            )
        );
        Assert.Equal((7, 1, 0, 0, 6), run.Counts());
        var refused = (await app.ProblemsAsync(run)).Where(p => p.Refused).ToList();
        Assert.Equal([3L, 4, 5, 6, 7, 8], refused.Select(p => p.Line));
        Assert.All(refused, p => Assert.NotNull(p.Cells));
        Assert.Contains("End date", refused[0].Column);
        Assert.Contains("31/02/2025", refused[0].Reason);
        Assert.Contains("before the start", refused[1].Reason);
        Assert.Contains("no title, reference or description", refused[2].Reason);
        Assert.Contains("same reference", refused[3].Reason);
        Assert.Contains("8 cells where there are 7 columns", refused[4].Reason);
        Assert.Contains("more than 200 characters", refused[5].Reason);
    }

    [Fact]
    public async Task All_or_nothing_keeps_nothing_where_a_row_is_refused_and_everything_where_none_is()
    {
        var bad = await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of("N1,Good,X,,,,", "N2,Bad,X,,31/02/2025,,"),
            allOrNothing: true
        );
        Assert.Equal(ImportState.Failed, bad.State);
        Assert.Empty(await app.RegisterOfAsync(app.Cast.Preston));
        Assert.Empty(await app.AllAsync<Supplier>());

        var good = await app.BringRegisterAsync(
            app.Cast.Preston,
            Registers.Of("N1,Good,X,,,,", "N2,Bad,X,,28/02/2025,,"),
            allOrNothing: true
        );
        Assert.Equal((2, 2, 0, 0, 0), good.Counts());
        Assert.Equal(2, (await app.ChangesAsync(good)).Count);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_as_the_run_after_it_and_changes_nothing()
    {
        var csv = Registers.Of("D1,One,X,,,,", "D2,Two,X,,31/02/2025,,");
        var dry = await app.BringRegisterAsync(app.Cast.Preston, csv, dryRun: true);
        Assert.Empty(await app.RegisterOfAsync(app.Cast.Preston));
        Assert.Empty(await app.AllAsync<Buyer>());
        var real = await app.BringRegisterAsync(app.Cast.Preston, csv);
        Assert.Equal(dry.Counts(), real.Counts());
        Assert.Equal(
            (await app.ChangesAsync(dry)).Select(c => (c.Kind, c.Reference)),
            (await app.ChangesAsync(real)).Select(c => (c.Kind, c.Reference))
        );
        Assert.Single(await app.AllAsync<Event>(), e => e.Verb == "contract-register-imported");
    }

    [Fact]
    public async Task Brought_twice_at_once_every_contract_is_there_once()
    {
        var csv = Registers.Of([
            .. Enumerable
                .Range(1, 2_500)
                .Select(i => $"T{i},Contract {i},Supplier {i % 40},,,,{i}"),
        ]);
        var runs = await Task.WhenAll(
            app.BringRegisterAsync(app.Cast.Preston, csv),
            app.BringRegisterAsync(app.Cast.Preston, csv)
        );
        Assert.Equal(2_500, runs.Sum(r => r.Added));
        Assert.Equal(2_500, runs.Sum(r => r.Unchanged));
        var contracts = await app.RegisterOfAsync(app.Cast.Preston);
        Assert.Equal(2_500, contracts.Count);
        Assert.Equal(2_500, contracts.Values.Select(c => c.Number).Distinct().Count());
        Assert.Equal(40, (await app.AllAsync<Supplier>()).Count);
    }

    [Fact]
    public async Task Contracts_kept_to_the_organisation_or_its_partnerships_are_invisible_to_others()
    {
        var csv = Registers.Of("V1,Quiet contract,X,,,,");
        await app.BringRegisterAsync(app.Cast.Preston, csv, Visibility.Organisation);
        Assert.Equal("Mei", await SeenAsync());

        var shared = await app.BringRegisterAsync(app.Cast.Preston, csv, Visibility.Partnership);
        Assert.Equal((1, 0, 1, 0, 0), shared.Counts());
        Assert.Equal("Mei Wyn", await SeenAsync());
        var change = Assert.Single(await app.ChangesAsync(shared));
        Assert.Equal(
            ("Who may see it", "our organisation only", "our partnerships"),
            (change.Fact, change.Before, change.After)
        );

        await app.BringRegisterAsync(app.Cast.Preston, csv, Visibility.Public);
        Assert.Equal("Mei Wyn Lee visitor", await SeenAsync());
    }

    [Fact]
    public async Task A_shared_register_gives_each_row_to_the_council_it_names()
    {
        await app.BringRegisterAsync(
            app.Cast.Preston,
            "Reference,Title,Organisation\nS1,Ours,Preston City Council\nS2,Theirs,Wyre Borough Council\nS3,A team,Parks and open spaces\n"
        );
        var contracts = await app.RegisterOfAsync(app.Cast.Preston);
        Assert.Equal(
            ["PRE", "WYR", "PRE"],
            new[] { "S1", "S2", "S3" }.Select(r => contracts[r].AuthorityCode)
        );
        Assert.Equal(
            ["Preston City Council", "Wyre Borough Council"],
            (await app.AllAsync<Buyer>()).Select(b => b.Name).Order()
        );
    }

    [Fact]
    public async Task A_workbook_is_read_with_its_dates_and_a_title_above_the_columns()
    {
        var run = await app.BringRegisterAsync(
            app.Cast.Preston,
            Workbook.Of(
                (
                    "Register",
                    [
                        ["Contracts register of Preston"],
                        [
                            "Contract ref",
                            "Contract title",
                            "Supplier name",
                            "Start date",
                            "End date",
                        ],
                        [
                            "W1",
                            "Bins",
                            "Bin Co",
                            new DateOnly(2025, 1, 1),
                            new DateOnly(2026, 1, 1),
                        ],
                    ],
                    null
                )
            ),
            "register.xlsx"
        );
        Assert.Equal((1, 1, 0, 0, 0), run.Counts());
        Assert.Equal(
            new DateOnly(2026, 1, 1),
            (await app.RegisterOfAsync(app.Cast.Preston))["W1"].EndDate
        );
    }

    [Fact]
    public async Task A_file_that_is_cut_off_says_so_and_names_nothing_as_gone()
    {
        await app.BringRegisterAsync(app.Cast.Preston, Registers.Of("Z1,Known,X,,,,"));
        using var whole = new MemoryStream();
        await using (
            var zip = new System.IO.Compression.GZipStream(
                whole,
                System.IO.Compression.CompressionLevel.NoCompression,
                leaveOpen: true
            )
        )
        {
            var rows = Enumerable.Range(1, 9_000).Select(i => $"G{i},Contract {i},X,,,,");
            await zip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Registers.Of([.. rows])));
        }
        var run = await app.BringRegisterAsync(
            app.Cast.Preston,
            whole.ToArray()[..^30_000],
            "register.csv.gz"
        );
        Assert.True(run.Added > 1_000);
        Assert.Equal(1, run.Refused);
        var problem = Assert.Single(await app.ProblemsAsync(run));
        Assert.Contains("cannot be read further", problem.Reason);
    }

    /// <summary>Which of Mei (Preston), Wyn (its partner), Lee (another council) and a visitor see a contract.</summary>
    private Task<string> SeenAsync() =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var seen = new List<string>();
            foreach (var person in new[] { app.Cast.Mei, app.Cast.Wyn, app.Cast.Lee })
            {
                var (actor, _) = await Tandem.Accounts.Actors.OfAsync(db, person);
                if (await db.Set<Contract>().VisibleTo(actor).AnyAsync())
                {
                    seen.Add(person.Name);
                }
            }
            if (await db.Set<Contract>().VisibleTo(Actor.Visitor).AnyAsync())
            {
                seen.Add("visitor");
            }
            return string.Join(' ', seen);
        });
}
