namespace Tandem.Classification;

/// <summary>
/// Reads a newer official list of United Kingdom authorities: CSV rows with the columns of the register of local authorities
/// (local-authority-code, official-name, nice-name, gss-code, local-authority-type, replaced-by …). What that list does not
/// state (borders, spellings of our own) is kept from the list before.
/// </summary>
public static class AuthorityOfficialList
{
    private static readonly string[] Needed =
    [
        "local-authority-code",
        "official-name",
        "nice-name",
        "nation",
        "local-authority-type",
    ];

    /// <summary>The authorities of the rows, the heading first, and the problems with their line.</summary>
    public static (IReadOnlyList<Authority> Authorities, IReadOnlyList<string> Problems) Read(
        IEnumerable<string[]> rows,
        Authorities before
    )
    {
        var authorities = new List<Authority>();
        var problems = new List<string>();
        Dictionary<string, int>? columns = null;
        var line = 0;
        foreach (var row in rows)
        {
            line++;
            if (columns is null)
            {
                columns = row.Index()
                    .DistinctBy(c => c.Item.Trim())
                    .ToDictionary(c => c.Item.Trim('\uFEFF', ' '), c => c.Index);
                var missing = Needed.Where(n => !columns.ContainsKey(n)).ToList();
                if (missing.Count > 0)
                {
                    return ([], [$"The heading lacks {string.Join(", ", missing)}."]);
                }
                continue;
            }
            string Cell(string name) =>
                columns.TryGetValue(name, out var at) && at < row.Length ? Tidy(row[at]) : "";
            if (Needed.FirstOrDefault(n => Cell(n).Length == 0 && n != "nation") is { } empty)
            {
                problems.Add($"Row {line}: {empty} is empty.");
            }
            else if (AuthorityTable.Kind(Cell("local-authority-type")) is not { } kind)
            {
                problems.Add($"Row {line}: the type {Cell("local-authority-type")} is not known.");
            }
            else if (authorities.Any(a => a.Code == Cell("local-authority-code")))
            {
                problems.Add($"Row {line}: the code {Cell("local-authority-code")} stands twice.");
            }
            else
            {
                authorities.Add(One(Cell, kind, before));
            }
        }
        return (authorities, problems);
    }

    private static Authority One(Func<string, string> cell, AuthorityKind kind, Authorities before)
    {
        var old = before.ByCode(cell("local-authority-code"));
        var one = new Authority
        {
            Code = cell("local-authority-code"),
            Gss = AuthorityTable.OrNull(cell("gss-code")),
            Name = cell("official-name"),
            ShortName = cell("nice-name"),
            Nation = cell("nation"),
            Region = cell("region"),
            Kind = kind,
            County = AuthorityTable.OrNull(cell("county-la")),
            Combined = AuthorityTable.OrNull(cell("combined-authority")),
            ReplacedBy = AuthorityTable.Split(cell("replaced-by"), ','),
            Start = AuthorityTable.Day(cell("start-date")),
            End = AuthorityTable.Day(cell("end-date")),
            Population = (int?)AuthorityTable.Number(cell("pop-2020")),
            Latitude = AuthorityTable.Number(cell("lat")),
            Longitude = AuthorityTable.Number(cell("long")),
            Neighbours = old?.Neighbours ?? [],
        };
        // The names of the list before stay known: notices of that time carry them.
        string[] earlier = old is null ? [] : [old.Name, old.ShortName, .. old.Spellings];
        return one with
        {
            Spellings = [.. earlier.Where(s => s != one.Name && s != one.ShortName).Distinct()],
        };
    }

    private static string Tidy(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
