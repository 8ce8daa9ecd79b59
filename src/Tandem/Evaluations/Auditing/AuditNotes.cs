using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Evaluations.Auditing;

/// <summary>Something that does not agree with the record.</summary>
/// <param name="What">timeline, terms, receipt, opening, score, screening, comparison, file, ranking, decision, letter or standstill.</param>
public sealed record AuditProblem(string What, string Message);

/// <summary>What an audit looked at, and found.</summary>
/// <param name="Checked">How many of each were looked at.</param>
public sealed record AuditReport(
    string Call,
    bool Holds,
    IReadOnlyDictionary<string, int> Checked,
    IReadOnlyList<AuditProblem> Problems
);

/// <summary>What one audit has looked at and found so far, and how it holds rows against the timeline.</summary>
internal sealed class AuditNotes(Db db)
{
    private readonly SortedDictionary<string, int> looked = new(StringComparer.Ordinal);
    private readonly List<AuditProblem> problems = [];

    public AuditReport Report(string call) => new(call, problems.Count == 0, looked, [.. problems]);

    public void Look(string what) => looked[what] = looked.GetValueOrDefault(what) + 1;

    public void Say(string what, string message) => problems.Add(new(what, message));

    // What the timeline keeps of rows, against the rows as they are: each once, none changed, none missing, none more.
    public void Compare(
        string what,
        string name,
        IEnumerable<string> kept,
        IEnumerable<(string Digest, string Row)> rows
    )
    {
        var left = kept.ToHashSet();
        foreach (var (digest, row) in rows)
        {
            Look(what + "s");
            if (!left.Remove(digest))
            {
                Say(what, $"{name}: {row} was changed, or added past the rules.");
            }
        }
        for (var missing = 0; missing < left.Count; missing++)
        {
            Say(what, $"{name}: a {what} that was given is missing, or was changed.");
        }
    }

    /// <summary>Acts on records, in their order.</summary>
    public async Task<List<Event>> EventsAsync(
        string kind,
        List<string> ids,
        CancellationToken cancellation
    ) =>
        await db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.SubjectKind == kind && EF.Parameter(ids).Contains(e.SubjectId))
            .OrderBy(e => e.Seq)
            .ToListAsync(cancellation);

    public static string? Text(Event act, string property) =>
        Texts(act, property) is [var text, ..] ? text : null;

    // An act whose facts cannot be read says nothing; that it was changed, the chain says.
    public static List<string> Texts(Event act, string property)
    {
        try
        {
            using var data = JsonDocument.Parse(act.Data);
            return !data.RootElement.TryGetProperty(property, out var value) ? []
                : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
                : value.ValueKind == JsonValueKind.Array
                    ? [.. value.EnumerateArray().Select(v => v.GetString()).OfType<string>()]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
