using System.Globalization;
using Tandem.Classification;

namespace Tandem.Demo;

/// <summary>Something the councils of the demo network buy.</summary>
internal sealed record DemoNeed(
    string Key,
    string Cpv,
    string Category,
    string Tier,
    string[] Trades,
    long YearlyValue,
    int Years,
    int ExtensionYears,
    string[] Titles,
    string[] Descriptions
)
{
    /// <summary>Whether a council of this kind buys it: counties the upper tier, districts the lower, unitary councils both.</summary>
    public bool IsBoughtBy(Authority council) =>
        Tier == "both"
        || council.Kind == AuthorityKind.Unitary
        || council.Kind == (Tier == "upper" ? AuthorityKind.County : AuthorityKind.District);
}

/// <summary>Somebody who supplies the councils of the demo network.</summary>
internal sealed record DemoSupplier(
    string Name,
    string? CompanyNumber,
    string Town,
    bool IsSme,
    bool IsVcse,
    string[] Trades
);

/// <summary>Somebody who signs in to the demo network.</summary>
internal sealed record DemoPerson(string Email, string Name, string? Organisation, string? Role);

/// <summary>Something said in the demo network about a contract of a council, counted from 1.</summary>
internal sealed record DemoVoice(
    string Council,
    int Contract,
    string Who,
    string What,
    string Words
);

/// <summary>Something promised in the demo network, its days counted from today.</summary>
internal sealed record DemoPromise(
    string Council,
    string Who,
    int Said,
    int Due,
    string Text,
    string ToWhom,
    string SaidWhere,
    string Outcome,
    string? Words
);

/// <summary>The tables of the demo network, as <c>demo/</c> holds them.</summary>
internal sealed record DemoTables(
    string AuthoritiesText,
    IReadOnlyList<Authority> Authorities,
    IReadOnlyList<(string Name, string[] Members)> Partnerships,
    IReadOnlyList<DemoPerson> People,
    IReadOnlyList<DemoSupplier> Suppliers,
    IReadOnlyList<DemoNeed> Needs,
    IReadOnlyList<DemoVoice> Voices,
    IReadOnlyList<DemoPromise> Promises
)
{
    /// <summary>Reads the tables from a folder.</summary>
    public static DemoTables Read(string folder)
    {
        var authorities = File.ReadAllText(Path.Combine(folder, "authorities.tsv"));
        using var reader = new StringReader(authorities);
        return new(
            authorities,
            AuthorityTable.ReadUnitedKingdom(reader),
            Rows(folder, "partnerships.tsv").Select(r => (r[0], r[1].Split(' '))).ToList(),
            Rows(folder, "people.tsv")
                .Select(r => new DemoPerson(r[0], r[1], OrNull(r[2]), OrNull(r[3])))
                .ToList(),
            Rows(folder, "suppliers.tsv")
                .Select(r => new DemoSupplier(
                    r[0],
                    OrNull(r[1]),
                    r[2],
                    r[3] == "yes",
                    r[4] == "yes",
                    r[5].Split(' ')
                ))
                .ToList(),
            Rows(folder, "needs.tsv")
                .Select(r => new DemoNeed(
                    r[0],
                    r[1],
                    r[2],
                    r[3],
                    r[4].Split(' '),
                    long.Parse(r[5], CultureInfo.InvariantCulture),
                    int.Parse(r[6], CultureInfo.InvariantCulture),
                    int.Parse(r[7], CultureInfo.InvariantCulture),
                    r[8].Split('|'),
                    r[9].Split('|')
                ))
                .ToList(),
            Rows(folder, "voices.tsv")
                .Select(r => new DemoVoice(
                    r[0],
                    int.Parse(r[1], CultureInfo.InvariantCulture),
                    r[2],
                    r[3],
                    r[4]
                ))
                .ToList(),
            Rows(folder, "promises.tsv")
                .Select(r => new DemoPromise(
                    r[0],
                    r[1],
                    int.Parse(r[2], CultureInfo.InvariantCulture),
                    int.Parse(r[3], CultureInfo.InvariantCulture),
                    r[4],
                    r[5],
                    r[6],
                    r[7],
                    OrNull(r[8])
                ))
                .ToList()
        );
    }

    internal static IEnumerable<string[]> Rows(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Skip(1)
            .Select(line => line.Split('\t'));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
