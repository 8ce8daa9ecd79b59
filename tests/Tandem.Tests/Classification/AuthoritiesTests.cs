using FsCheck;
using FsCheck.Fluent;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Classification;

public sealed class AuthoritiesTests
{
    private static readonly Authorities Known = KnownAuthorities.In(Content.Shipped);

    [Theory]
    [InlineData("LEEDS CITY COUNCIL", "LDS")]
    [InlineData("The City of Edinburgh Council", "EDH")]
    [InlineData("Bath &amp; North East Somerset Council", "BAS")]
    [InlineData("Basingstoke & Deane Borough Council", "BAN")]
    [InlineData("St. Helens M.B.C.", "SHN")]
    [InlineData("Saint Albans City & District Council", "SAL")]
    [InlineData("Royal Borough of Windsor & Maidenhead", "WNM")]
    [InlineData("LB Camden", "CMD")]
    [InlineData("London Borough of Barnet Council", "BNE")]
    [InlineData("Council of the Borough of Kirklees", "KIR")]
    [InlineData("Swansea City & County Council", "SWA")]
    [InlineData("Rhondda Cynon Taf CBC", "RCT")]
    [InlineData("Cyngor Sir Gaerfyrddin", "CMN")]
    [InlineData("Cyngor Sir Ceredigion County Council", "CGN")]
    [InlineData("Carmarthenshire County Council / Cyngor Sir Gâr", "CMN")]
    [InlineData("Comhairle nan Eilean Siar", "ELS")]
    [InlineData("Western Isles Council", "ELS")]
    [InlineData("Council of the Isles of Scilly", "IOS")]
    [InlineData("Westminister City Council", "WSM")]
    [InlineData("glasgow city coucil", "GLG")]
    [InlineData("Newcastle City Council", "NET")]
    [InlineData("Newcastle Borough Council", "NEC")]
    [InlineData("Leicester CC", "LCE")]
    [InlineData("Nottinghamshire CC", "NTT")]
    [InlineData("Wyre Council", "WYR")]
    [InlineData("Wyre Forest DC", "WYE")]
    [InlineData("Lancaster City Council", "LAC")]
    [InlineData("Lancashire County Council", "LAN")]
    [InlineData("Durham County Council", "DUR")]
    [InlineData("City of York Council", "YOR")]
    [InlineData("Leeds City Council - Housing Leeds", "LDS")]
    [InlineData("Legal, Democratic and Business Intelligence, Swansea Council,", "SWA")]
    [InlineData("Hyndburn Borough Council Environmental Services", "HYN")]
    [InlineData("Kent County Council (t/a LASER)", "KEN")]
    [InlineData("The Mayor and Commonalty and Citizens of the City of London", "LND")]
    [InlineData("Somerset Council", "SMT")]
    [InlineData("Somerset County Council", "SOM")]
    [InlineData("North Yorkshire", "NYE")]
    [InlineData("LUNDS KOMMUN", "1281")]
    [InlineData("Kommunstyrelsen i Åre", "2321")]
    [InlineData("Göteborgs Stad", "1480")]
    [InlineData("Falu kommun", "2080")]
    [InlineData("Stockholms stad, Stadsledningskontoret", "0180")]
    [InlineData("Håbo kommun", "0305")]
    [InlineData("Habo kommun", "0643")]
    public void A_council_is_known_however_its_name_is_written(string name, string code) =>
        Assert.Equal(code, Known.Resolve(name)?.Authority.Code);

    [Theory]
    [InlineData("LGSS on behalf of Cambridgeshire")]
    [InlineData("LGSS Procurement on behalf of Cambridgeshire County Council")]
    [InlineData("Muse Developments Limited on behalf of Blackpool Borough Council")]
    [InlineData("The London Borough of Hillingdon on behalf of The Park Federation Academy Trust")]
    [InlineData("The Highland Council, represented by their agents, a housing trust")]
    [InlineData("Community CVS (Blackburn with Darwen Council for Voluntary Service)")]
    [InlineData("Norse (Norfolk) Ltd")]
    [InlineData("Blackpool Council Pension Fund")]
    [InlineData("Transport for Greater Manchester")]
    [InlineData("Greater Manchester Combined Authority - Greater Manchester Police")]
    [InlineData("University of York")]
    [InlineData("Stockport NHS Foundation Trust")]
    [InlineData("South Yorkshire Fire & Rescue Service")]
    [InlineData("Newport City Homes")]
    [InlineData("City of Westminster College")]
    [InlineData("Uppsala kommun Skolfastigheter AB")]
    public void A_body_that_is_not_the_council_itself_is_left_alone(string name) =>
        Assert.Null(Known.Resolve(name));

    [Theory]
    [InlineData("Lancaster Town Council")]
    [InlineData("Bideford Town Council")]
    [InlineData("Chichester City Council")]
    [InlineData("Lichfield City Council")]
    [InlineData("Durham City Council")]
    [InlineData("Lancaster County Council")]
    [InlineData("Leicestershire City Council")]
    [InlineData("Nottingham County Council")]
    [InlineData("London County Council")]
    [InlineData("Newcastle Council")]
    [InlineData("Bedfordshire County Council")]
    [InlineData("Waterford City Council")]
    public void A_place_without_that_kind_of_council_leads_nowhere(string name) =>
        Assert.Null(Known.Resolve(name));

    [Theory]
    [InlineData("Blackpool Council and Wyre Council")]
    [InlineData("Chorley Council  &amp; South Ribble Borough Council")]
    [InlineData("Hampshire County Council & Southampton City Council")]
    public void Two_councils_in_one_name_are_not_led_to_either(string name)
    {
        var (match, reason) = Known.Explain(name);
        Assert.Null(match);
        Assert.Equal("The name states more than one authority.", reason);
    }

    [Fact]
    public void An_abolished_council_is_itself_and_points_to_its_successor()
    {
        var match = Known.Resolve("Allerdale Borough Council");
        Assert.Equal("ALL", match?.Authority.Code);
        Assert.Equal("CBD", match?.Successor?.Code);
        Assert.True(Known.AreOneOverTime("ALL", "CBD"));
        Assert.False(Known.AreOneOverTime("ALL", "CAR"));
    }

    [Fact]
    public void A_match_says_how_it_was_found_and_why()
    {
        Assert.Equal(AuthorityMatchWay.Exact, Known.Resolve("leeds city council")?.Way);
        Assert.Equal(AuthorityMatchWay.Spelling, Known.Resolve("Shepway District Council")?.Way);
        var rule = Known.Resolve("Oldham MBC");
        Assert.Equal(AuthorityMatchWay.Rule, rule?.Way);
        Assert.Contains("Oldham Metropolitan Borough Council", rule?.Reason);
    }

    [Fact]
    public void Distances_are_great_circles_between_centres()
    {
        var (leeds, york) = (Known.ByCode("LDS")!, Known.ByCode("yor")!);
        Assert.InRange(Known.DistanceKm(leeds, york)!.Value, 25, 45);
        Assert.Equal(0, Known.DistanceKm(leeds, leeds)!.Value, 6);
        Assert.Equal(Known.DistanceKm(york, leeds)!.Value, Known.DistanceKm(leeds, york)!.Value, 9);
        Assert.NotNull(Known.DistanceKm(leeds, Known.ByCode("COR")!));
        Assert.NotNull(Known.DistanceKm(leeds, Known.ByCode("WMCA")!));
    }

    [Fact]
    public void Neighbours_share_a_border_both_ways()
    {
        var lancaster = Known.ByCode("LAC")!;
        Assert.Contains(Known.NeighboursOf(lancaster), n => n.Code == "WYR");
        var oneWay =
            from a in Known.All
            from b in Known.NeighboursOf(a)
            where a.Kind == AuthorityKind.District && b.Kind == AuthorityKind.District
            where !b.Neighbours.Contains(a.Code)
            select (a.Code, b.Code);
        Assert.Empty(oneWay);
    }

    [Fact]
    public void A_county_has_its_districts_and_a_combined_authority_its_members()
    {
        Assert.Equal(12, Known.MembersOf(Known.ByCode("LAN")!).Count);
        Assert.Equal(10, Known.MembersOf(Known.ByCode("GMCA")!).Count);
        Assert.Equal("Leeds City Council", Known.ByGss("E08000035")?.Name);
    }

    [Fact]
    public void Every_Swedish_municipality_is_there_with_its_place_and_found_by_its_name()
    {
        var swedish = Known.All.Where(a => a.Nation == "Sweden").ToList();
        Assert.Equal(290, swedish.Count);
        Assert.All(swedish, m => Assert.NotNull(Known.PlaceOf(m)));
        Assert.All(swedish, m => Assert.Equal(m.Code, Known.Resolve(m.Name)?.Authority.Code));
    }

    [Fact]
    public void Every_official_name_leads_to_its_authority()
    {
        var wrong = Known.All.Where(a => Known.Resolve(a.Name)?.Authority.Code != a.Code);
        Assert.Empty(wrong.Select(a => a.Name));
    }

    [Fact]
    public void Letters_case_and_space_around_never_change_what_a_name_leads_to() =>
        Prop.ForAll(
                Gen.Elements(Known.All.Where(a => a.Nation != "Sweden").ToArray()).ToArbitrary(),
                a =>
                    Known.Resolve(a.Name.ToUpperInvariant())?.Authority == a
                    && Known.Resolve($"  {a.Name.ToLowerInvariant()}. ")?.Authority == a
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_whatever_breaks_resolving() =>
        Prop.ForAll<string?>(text =>
                Known.Explain(text ?? "").Reason.Length > 0
                && Known.Explain($"{text} City Council {text}").Reason.Length > 0
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_newer_official_list_replaces_names_and_keeps_borders_and_old_spellings()
    {
        string[][] rows =
        [
            [
                "local-authority-code",
                "official-name",
                "nice-name",
                "nation",
                "local-authority-type",
                "replaced-by",
            ],
            [
                "LAC",
                "Lancaster and Morecambe City Council",
                "Lancaster and Morecambe",
                "England",
                "NMD",
                "",
            ],
            ["XYZ", "New Place Council", "New Place", "England", "UA", ""],
            ["BAD", "Strange Council", "Strange", "England", "ZZ", ""],
        ];
        var (list, problems) = AuthorityOfficialList.Read(rows, Known);
        Assert.Equal(["Row 4: the type ZZ is not known."], problems);
        var written = AuthorityTable.WriteUnitedKingdom("test", list);
        var newer = new Authorities(AuthorityTable.ReadUnitedKingdom(new StringReader(written)));
        Assert.Equal("LAC", newer.Resolve("Lancaster City Council")?.Authority.Code);
        Assert.Equal("LAC", newer.Resolve("Lancaster and Morecambe City Council")?.Authority.Code);
        Assert.Contains("WYR", newer.ByCode("LAC")!.Neighbours);
        Assert.Equal("XYZ", newer.Resolve("New Place Council")?.Authority.Code);
    }

    [Fact]
    public void A_list_without_its_columns_is_refused_by_name()
    {
        var (list, problems) = AuthorityOfficialList.Read(
            [
                ["a", "b"],
            ],
            Known
        );
        Assert.Empty(list);
        Assert.Contains("official-name", Assert.Single(problems));
    }

    [SharedDataFact("uk-local-authorities/lookup_name_to_registry.csv")]
    public void Of_the_official_spellings_nearly_all_are_resolved_and_none_wrongly_even_when_left_out()
    {
        var names = File.ReadLines(
                SharedData.Find("uk-local-authorities/lookup_name_to_registry.csv")!
            )
            .Skip(1)
            .Select(line =>
                (
                    line[..line.LastIndexOf(',')].Trim('"'),
                    (string?)line[(line.LastIndexOf(',') + 1)..]
                )
            )
            .Distinct()
            .ToList();
        var score = AuthorityScore.Of(names, Known);
        Assert.Empty(score.Wrong);
        Assert.Empty(score.Unresolved);
        var apart = AuthorityScore.Of(names, Known, leaveOneOut: true);
        Assert.Empty(apart.Wrong);
        Assert.InRange(apart.Resolved, names.Count * 95 / 100, names.Count);
    }
}
