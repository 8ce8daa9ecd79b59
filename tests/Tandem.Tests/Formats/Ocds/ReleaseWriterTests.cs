using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tandem.Formats.Ocds;

namespace Tandem.Tests.Formats.Ocds;

public sealed class ReleaseWriterTests
{
    private static readonly PartyFacts Preston = new(
        "GB-LAE-PRE",
        "Preston City Council",
        "GB-LAE",
        "PRE"
    );

    private static ReleaseFacts Facts(
        string title = "Grounds maintenance",
        ContractFacts? contract = null,
        PlanningFacts? planning = null
    ) =>
        new()
        {
            Ocid = "ocds-test-1",
            Buyer = Preston,
            Title = title,
            Contract = contract,
            Planning = planning,
        };

    private static byte[] Release(ReleaseFacts facts, int day) =>
        ReleaseWriter.Write(
            facts,
            $"{facts.Ocid}-{day}",
            new DateTime(2026, 1, day, 9, 0, 0, DateTimeKind.Utc),
            "contract"
        );

    /// <summary>The releases of a history, each stating what its predecessor said and it does not.</summary>
    private static List<byte[]> History(params ReleaseFacts[] facts)
    {
        var releases = new List<byte[]>();
        foreach (var each in facts)
        {
            releases.Add(
                ReleaseChanges.Since(releases.LastOrDefault(), Release(each, releases.Count + 1))
            );
        }
        return releases;
    }

    private static CompiledRelease Read(List<byte[]> releases)
    {
        var tree = new ReleaseTree();
        var nodes = releases
            .Select(r => OcdsText.Parse(tree, Encoding.UTF8.GetString(r)))
            .ToArray();
        return new OcdsProjection().Project(tree, nodes);
    }

    [Fact]
    public void What_is_written_of_a_contract_is_read_back_the_same()
    {
        var supplier = new PartyFacts(
            "GB-COH-01234567",
            "Green & Sons <Ltd>",
            "GB-COH",
            "01234567",
            "PR1 2AB",
            "Preston",
            IsSme: true
        );
        var read = Read(
            History(
                Facts(
                    contract: new ContractFacts
                    {
                        Id = "PCC/2024/17",
                        Suppliers = [supplier],
                        AwardDate = new(2024, 3, 1),
                        Start = new(2024, 4, 1),
                        End = new(2027, 3, 31),
                        LatestEnd = new(2029, 3, 31),
                        ValueMinor = 12_345_678,
                        Status = "active",
                    }
                ) with
                {
                    Cpv = [("77314000", "Grounds maintenance services"), ("77310000", null)],
                    Region = "TLD45",
                    Description = "Parks – and “verges”",
                    Procedure = "Open procedure",
                }
            )
        );
        Assert.Equal("Preston City Council", read.Buyer!.Name);
        Assert.Equal(["77314000", "77310000"], read.Cpv);
        Assert.Equal(["TLD45"], read.Regions);
        Assert.Equal("Parks – and “verges”", read.Description);
        var contract = Assert.Single(read.Contracts);
        Assert.Equal("PCC/2024/17", contract.Id);
        Assert.Equal(new DateTime(2024, 4, 1, 0, 0, 0, DateTimeKind.Utc), contract.Period!.Start);
        Assert.Equal(new DateOnly(2027, 3, 31), DateOnly.FromDateTime(contract.Period.End!.Value));
        Assert.Equal(
            new DateOnly(2029, 3, 31),
            DateOnly.FromDateTime(contract.Period.MaxExtent!.Value)
        );
        Assert.Equal(123_456.78m, contract.Value!.Value.Amount);
        var read1 = Assert.Single(contract.Suppliers);
        Assert.Equal("Green & Sons <Ltd>", read1.Name);
        Assert.Equal("01234567", Assert.Single(read1.Identifiers).Id);
        Assert.Equal("sme", read1.Scale);
    }

    [Fact]
    public void A_supplier_or_a_date_that_no_longer_holds_is_gone_from_the_merged_record()
    {
        var before = new ContractFacts
        {
            Id = "1",
            Suppliers = [new("S-1", "Old Supplier Ltd"), new("S-2", "Both Times Ltd")],
            Start = new(2024, 4, 1),
            End = new(2027, 3, 31),
            ValueMinor = 100,
            Implementation =
            [
                new("review", "Contract review", "assessment", new(2025, 1, 1), "scheduled"),
            ],
        };
        var after = before with
        {
            Suppliers = [new("S-2", "Both Times Ltd"), new("S-3", "New Supplier Ltd")],
            End = null,
            ValueMinor = null,
            Implementation = [],
        };
        var releases = History(Facts(contract: before), Facts(contract: after));
        var contract = Assert.Single(Read(releases).Contracts);
        Assert.Equal(
            ["Both Times Ltd", "New Supplier Ltd"],
            contract.Suppliers.Select(s => s.Name).OfType<string>().Order()
        );
        Assert.Null(contract.Period!.End);
        Assert.Null(contract.Value);

        // And it comes back when it holds again.
        releases = History(
            Facts(contract: before),
            Facts(contract: after),
            Facts(contract: before)
        );
        contract = Assert.Single(Read(releases).Contracts);
        Assert.Equal(100, contract.Value!.Value.Amount * 100);
        Assert.DoesNotContain(contract.Suppliers, s => s.Name == "New Supplier Ltd");
    }

    [Fact]
    public void Whatever_was_said_before_the_merged_record_says_what_the_last_release_says() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                ArbMap.Default.ArbFor<int[]>().Filter(h => h.Length is > 0 and < 28),
                seeds =>
                {
                    var history = seeds.Select(Some).ToArray();
                    var merged = Read(History(history));
                    var alone = Read([Release(history[^1], 1)]);
                    Assert.Equal(Says(alone), Says(merged));
                }
            )
        );

    [Theory]
    [InlineData(false, "planning")]
    [InlineData(true, "planningUpdate")]
    public void A_second_release_of_a_plan_is_an_update(bool second, string tag)
    {
        var facts = Facts(planning: new PlanningFacts { Status = "planned" });
        var before = ReleaseWriter.Write(facts, "1", DateTime.UnixEpoch, "planning");
        Assert.Equal([tag], ReleaseTags.Of(facts, second ? before : null));
    }

    [Fact]
    public void Nothing_that_a_browser_would_run_survives_and_letters_stay_letters()
    {
        var json = Encoding.UTF8.GetString(Release(Facts("Skolskjuts åt <script>"), 1));
        Assert.Contains("Skolskjuts åt", json, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", json, StringComparison.Ordinal);
        Assert.Equal("Skolskjuts åt <script>", (string)JsonNode.Parse(json)!["tender"]!["title"]!);
    }

    private static ReleaseFacts Some(int seed)
    {
        var any = new Random(seed);
        T? Maybe<T>(T value)
            where T : struct => any.Next(2) == 0 ? value : null;
        var day = new DateOnly(2026, 1, 1).AddDays(any.Next(1000));
        return Facts(
            $"Title {any.Next(3)}",
            any.Next(3) == 0
                ? null
                : new ContractFacts
                {
                    Id = "1",
                    Suppliers =
                    [
                        .. Enumerable
                            .Range(1, 4)
                            .Where(_ => any.Next(2) == 0)
                            .Select(n => new PartyFacts(
                                $"S-{n}",
                                $"Supplier {n}",
                                IsSme: Maybe(true)
                            )),
                    ],
                    Start = Maybe(day),
                    End = Maybe(day.AddDays(400)),
                    ValueMinor = Maybe(any.NextInt64(100_000)),
                },
            any.Next(3) == 0
                ? null
                : new PlanningFacts
                {
                    Status = "planned",
                    ValueMinor = Maybe(any.NextInt64(100_000)),
                    PlannedNotice = Maybe(day),
                    ContractEnd = Maybe(day),
                }
        ) with
        {
            Region = any.Next(2) == 0 ? "TLD45" : null,
        };
    }

    private static string Says(CompiledRelease release) =>
        string.Join(
            '\n',
            [
                release.Title,
                release.Value?.ToString(),
                string.Join(',', release.Regions),
                release.ContractPeriod?.ToString(),
                .. release
                    .Contracts.Where(c => c.Title is not null)
                    .Select(c =>
                        $"{c.Id} {c.Period} {c.Value} {string.Join(',', c.Suppliers.Where(s => s.Name is not null).OrderBy(s => s.Id, StringComparer.Ordinal).Select(s => s.Name + s.Scale))}"
                    ),
            ]
        );
}
