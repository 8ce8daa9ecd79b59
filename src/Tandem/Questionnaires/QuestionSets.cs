using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>The sets of questions that ship with the program: the files of <c>content/question-sets</c>. One more set, or one more version, is one more file.</summary>
public sealed class ShippedQuestionSets(Content content)
{
    private readonly Lazy<IReadOnlyList<QuestionSet>> all = new(() =>
        Directory.Exists(content.PathOf("question-sets"))
            ?
            [
                .. Directory
                    .EnumerateFiles(content.PathOf("question-sets"), "*.yaml")
                    .Order(StringComparer.Ordinal)
                    .Select(Read),
            ]
            : []
    );

    public IReadOnlyList<QuestionSet> All => all.Value;

    private static QuestionSet Read(string path)
    {
        var reading = QuestionSetReader.Read(File.ReadAllText(path));
        return reading.Set
            ?? throw new FormatException(
                $"{Path.GetFileName(path)}, line {reading.Problems[0].Line}: {reading.Problems[0].Message}."
            );
    }
}

/// <summary>Every set of questions this installation knows: those shipped, and those organisations brought in.</summary>
public sealed class QuestionSets(Db db, ShippedQuestionSets shipped, ReadQuestionSets read)
{
    /// <summary>That version of that set, or null. What the actor may see of sets brought in is asked where one is chosen, not here: a response that stands on one goes on.</summary>
    public async Task<QuestionSet?> FindAsync(
        string name,
        string version,
        CancellationToken cancellation = default
    ) =>
        shipped.All.FirstOrDefault(s => s.Name == name && s.Version == version)
        ?? read.Find(name, version)
        ?? (
            await db.Set<BroughtQuestionSet>()
                .AsNoTracking()
                .SingleOrDefaultAsync(s => s.Name == name && s.Version == version, cancellation)
                is { } brought
                ? read.Keep(brought)
                : null
        );

    /// <summary>Every version of a set, newest first.</summary>
    public async Task<IReadOnlyList<QuestionSet>> VersionsAsync(
        string name,
        CancellationToken cancellation = default
    )
    {
        var brought = name.Contains(BroughtQuestionSet.Of)
            ? await db.Set<BroughtQuestionSet>()
                .AsNoTracking()
                .Where(s => s.Name == name)
                .ToListAsync(cancellation)
            : [];
        return
        [
            .. shipped
                .All.Where(s => s.Name == name)
                .Concat(brought.Select(b => read.Find(b.Name, b.Version) ?? read.Keep(b)))
                .OrderByDescending(s => s.From ?? DateOnly.MinValue)
                .ThenByDescending(s => s.Version, StringComparer.Ordinal),
        ];
    }

    /// <summary>The version that a response begun on that day is begun with, or null where none is in force. Where several are, the one that came last.</summary>
    public async Task<QuestionSet?> InForceAsync(
        string name,
        DateOnly day,
        CancellationToken cancellation = default
    ) => (await VersionsAsync(name, cancellation)).FirstOrDefault(s => s.IsInForce(day));
}

/// <summary>Sets brought in, as they were read: a version never changes, so it is read once.</summary>
public sealed class ReadQuestionSets
{
    private readonly ConcurrentDictionary<(string, string), QuestionSet> kept = new();

    internal QuestionSet? Find(string name, string version) =>
        kept.GetValueOrDefault((name, version));

    internal QuestionSet Keep(BroughtQuestionSet brought) =>
        kept.GetOrAdd(
            (brought.Name, brought.Version),
            _ =>
                (
                    QuestionSetReader.Read(brought.Yaml).Set
                    ?? throw new FormatException(
                        $"{brought.Name} {brought.Version} cannot be read."
                    )
                ) with
                {
                    Name = brought.Name,
                }
        );
}
