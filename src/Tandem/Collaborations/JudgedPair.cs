using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>Two purchases of different buyers that two readers judged.</summary>
/// <param name="A">The one purchase.</param>
/// <param name="B">The other.</param>
/// <param name="Sources">Where they were published, as the beginnings of their ids say.</param>
/// <param name="IsSame">Whether both readers say it is the same need (2); null where one says so and one does not.</param>
internal sealed record JudgedPair(Need A, Need B, string[] Sources, bool? IsSame)
{
    /// <summary>
    /// Reads judged pairs from rows of a table with columns a_buyer, a_title, a_description, a_cpv, the same for b, reader_1 and
    /// reader_2 (0, 1 or 2); a_id and b_id may give sources before a colon.
    /// </summary>
    /// <exception cref="FormatException">A column is missing; the message names it.</exception>
    public static List<JudgedPair> Read(IEnumerable<string[]> rows)
    {
        using var each = rows.GetEnumerator();
        if (!each.MoveNext())
        {
            throw new FormatException("The file is empty.");
        }
        var columns = each
            .Current.Select((name, at) => (Name: name.Trim().TrimStart('\uFEFF'), at))
            .DistinctBy(c => c.Name)
            .ToDictionary(c => c.Name, c => c.at);
        var pairs = new List<JudgedPair>();
        while (each.MoveNext())
        {
            var row = each.Current;
            if (row.Length > 1)
            {
                pairs.Add(Of(name => At(row, columns, name)));
            }
        }
        return pairs;
    }

    private static JudgedPair Of(Func<string, string> cell)
    {
        var one = cell("reader_1").Trim() == "2";
        var two = cell("reader_2").Trim() == "2";
        return new JudgedPair(
            NeedOf("a", cell),
            NeedOf("b", cell),
            [.. new[] { "a_id", "b_id" }.Select(id => cell(id).Split(':')[0])],
            one == two ? one : null
        );
    }

    private static Need NeedOf(string side, Func<string, string> cell) =>
        new(
            cell(side + "_buyer"),
            cell(side + "_title"),
            cell(side + "_description"),
            [.. CpvText.Find(cell(side + "_cpv")).Select(c => c.Code)]
        );

    private static string At(string[] row, Dictionary<string, int> columns, string name) =>
        !columns.TryGetValue(name, out var at)
            ? throw new FormatException($"The file has no column “{name}”.")
        : at < row.Length ? row[at]
        : "";
}
