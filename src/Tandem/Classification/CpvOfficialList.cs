namespace Tandem.Classification;

/// <summary>Makes the list in force of a newer published one. What that one does not state (a check digit, a Swedish name) is kept from the list before.</summary>
public static class CpvOfficialList
{
    /// <summary>Fewer codes than this are a part of the vocabulary, not the vocabulary.</summary>
    private const int FewestCodes = 1_000;

    /// <summary>The new list, or null where the file is none; and what was refused, with its place.</summary>
    /// <param name="file">The bytes of the published list.</param>
    /// <param name="name">The file’s name, which the new list’s heading states.</param>
    /// <param name="before">The list in force.</param>
    public static (CpvList? List, IReadOnlyList<string> Problems) Read(
        byte[] file,
        string name,
        CpvList before
    )
    {
        IReadOnlyList<CpvOfficialRow> rows;
        try
        {
            rows = CpvOfficialForms.Read(file, name);
        }
        catch (FormatException e)
        {
            return (null, [e.Message]);
        }
        var problems = new List<string>();
        var entries = new Dictionary<Cpv, CpvEntry>();
        foreach (var row in rows)
        {
            var (entry, problem) = EntryOf(row, before);
            problem ??=
                entry is not null && !entries.TryAdd(entry.Code, entry)
                    ? $"the code {entry.Code} stands twice"
                    : null;
            if (problem is not null)
            {
                problems.Add($"{name}, {row.Place}: {problem}");
            }
        }
        if (entries.Count < FewestCodes)
        {
            problems.Add(
                $"{name} has {entries.Count} CPV codes that can be read; a whole list has thousands"
            );
            return (null, problems);
        }
        return (
            new CpvList($"Common Procurement Vocabulary (CPV), from {name}", entries.Values),
            problems
        );
    }

    private static (CpvEntry? Entry, string? Problem) EntryOf(CpvOfficialRow row, CpvList before)
    {
        var written = CpvText.Find(row.Code);
        if (written.Count != 1)
        {
            return (null, $"“{row.Code}” is no CPV code");
        }
        var old = before.Find(written[0].Code);
        if ((written[0].CheckDigit ?? old?.CheckDigit) is not { } check)
        {
            return (null, $"the new code {written[0].Code} has no check digit");
        }
        var name = Tidy(row.English);
        if (name.Length == 0 && old is null)
        {
            return (null, $"the new code {written[0].Code} has no English name");
        }
        var swedish = Tidy(row.Swedish);
        return (
            new CpvEntry(
                written[0].Code,
                check,
                name.Length > 0 ? name : old!.Name,
                swedish.Length > 0 ? swedish : old?.SwedishName ?? ""
            ),
            null
        );
    }

    private static string Tidy(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
