namespace Tandem.Formats.Tabular;

/// <summary>What one column was taken for.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Field">The field recognised; null where none was, or where it is ambiguous.</param>
/// <param name="Confidence">How sure that is, 0 to 1.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Alternatives">Other fields it may be, the likeliest first.</param>
public sealed record ColumnMatch(
    int Index,
    string Heading,
    string? Field,
    double Confidence,
    string Why,
    IReadOnlyList<string> Alternatives
);

/// <summary>Recognises the columns of a contract register by their headings (Local Government Transparency Code 2015 and common variants).</summary>
public static class RegisterColumns
{
    /// <summary>Confidence from which a column is taken for a field without asking.</summary>
    public const double Sure = 0.6;

    /// <summary>What each column was taken for. A field that only one column may say goes to the surest.</summary>
    public static IReadOnlyList<ColumnMatch> Recognise(
        IReadOnlyList<string> headings,
        RegisterVocabulary vocabulary
    )
    {
        var candidates = headings.Select(vocabulary.Candidates).ToList();
        var matches = new ColumnMatch?[headings.Count];
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var i in Enumerable
                .Range(0, headings.Count)
                .OrderByDescending(i => candidates[i].Count == 0 ? 0 : candidates[i][0].Confidence)
                .ThenBy(i => i)
        )
        {
            matches[i] = Match(i, headings[i], candidates[i], taken);
            if (
                matches[i] is { Field: { } field }
                && !vocabulary.Fields.Single(f => f.Name == field).Several
            )
            {
                taken[field] = headings[i];
            }
        }
        return matches!;
    }

    static ColumnMatch Match(
        int index,
        string heading,
        List<(RegisterField Field, double Confidence, string Why)> candidates,
        Dictionary<string, string> taken
    )
    {
        var free = candidates.Where(c => !taken.ContainsKey(c.Field.Name)).ToList();
        var others = candidates.Select(c => c.Field.Name).Take(4).ToList();
        if (candidates.Count == 0)
        {
            return new(index, heading, null, 0, "no heading we know", []);
        }
        var (field, confidence, why) = candidates[0];
        if (
            taken.TryGetValue(field.Name, out var by)
            && (free.Count == 0 || free[0].Confidence < 0.8)
        )
        {
            return new(
                index,
                heading,
                null,
                confidence,
                $"{why}, but “{by}” was taken for that already",
                others
            );
        }
        (field, confidence, why) = free[0];
        var rivals = free.Skip(1).Where(c => confidence - c.Confidence < 0.02).ToList();
        if (rivals.Count > 0)
        {
            return new(
                index,
                heading,
                null,
                confidence,
                $"it may be {field.Name} or {string.Join(" or ", rivals.Select(r => r.Field.Name))}",
                others
            );
        }
        others.Remove(field.Name);
        return confidence < Sure
            ? new(
                index,
                heading,
                null,
                confidence,
                $"{why}, which is not sure enough",
                [field.Name, .. others]
            )
            : new(index, heading, field.Name, confidence, why, others);
    }

    /// <summary>The mapping heading → field that <see cref="RegisterReader"/> takes: plain, so that it can be corrected, kept and used again.</summary>
    public static Dictionary<string, string> Mapping(IEnumerable<ColumnMatch> matches) =>
        matches
            .Where(m => m.Field is not null)
            .ToDictionary(m => m.Heading, m => m.Field!, StringComparer.OrdinalIgnoreCase);
}
