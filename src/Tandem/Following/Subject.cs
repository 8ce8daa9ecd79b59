using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>A record as followers, threads and promises know it: what it is called, where it stands, and what it is about.</summary>
/// <param name="Kind">Kind of the record, as the timeline names it.</param>
/// <param name="Id">Its id, as the timeline holds it.</param>
/// <param name="Reference">What a person quotes: C-1042.</param>
/// <param name="Title">Its name.</param>
/// <param name="Path">Address of its page, from the root.</param>
/// <param name="Organisation">The organisation that keeps it and answers for it, where one here does.</param>
/// <param name="AuthorityCode">The known authority it belongs to.</param>
/// <param name="Cpv">CPV codes of eight digits, the main one first.</param>
/// <param name="Region">Region code (ITL or NUTS).</param>
public sealed record Subject(
    string Kind,
    string Id,
    string Reference,
    string Title,
    string Path,
    Id<Organisation>? Organisation,
    string? AuthorityCode,
    IReadOnlyList<string> Cpv,
    string? Region
)
{
    /// <summary>Why no questions are taken about it now, in a sentence; null where they are.</summary>
    public string? QuestionsClosed { get; init; }

    /// <summary>Why nobody writes under their name beside its questions now, in a sentence; null where people may.</summary>
    public string? DiscussionClosed { get; init; }

    /// <summary>What one asker is told everybody is told: no question is declined to its asker alone.</summary>
    public bool EqualTreatment { get; init; }

    /// <summary>Place in the timeline of the act by which it was first shown to the actor: of acts before that they are told nothing. 0: of all.</summary>
    public long ToldFrom { get; init; }

    /// <summary>Those who talk about it, where it concerns only a few: they are told of what is said, no questions are taken, and nobody else moderates. Null: everybody who may see it.</summary>
    public IReadOnlyCollection<Id<Person>>? Among { get; init; }
}

/// <summary>One room's records of one kind, for what works on any record. Each room with a page of its own for a record brings one.</summary>
public interface ISubjects
{
    /// <summary>Kind of the record, as the timeline names it.</summary>
    string Kind { get; }

    /// <summary>Those of the records that the actor may see, by id: the same rule as on their pages.</summary>
    Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    );

    /// <summary>What an act on such a record says to those who follow it, as a sentence ("The end moved to 31 March 2027"); null where it is no news to them.</summary>
    string? Tell(Event act);
}

/// <summary>Ids as the timeline holds them, read back.</summary>
public static class SubjectIds
{
    /// <summary>Those of the texts that are ids.</summary>
    public static List<Id<T>> Of<T>(IReadOnlyCollection<string> ids) =>
        [
            .. ids.Select(text => Id<T>.TryParse(text, null, out var id) ? id : (Id<T>?)null)
                .OfType<Id<T>>(),
        ];
}

/// <summary>The records of every room that can be followed and talked about.</summary>
public sealed class Subjects(IEnumerable<ISubjects> rooms)
{
    private readonly Dictionary<string, ISubjects> byKind = rooms.ToDictionary(r => r.Kind);

    /// <summary>The record, or null where there is none that the actor may see.</summary>
    public async Task<Subject?> FindAsync(
        string kind,
        string id,
        Actor actor,
        CancellationToken cancellation = default
    ) =>
        byKind.TryGetValue(kind, out var room)
            ? (await room.FindAsync([id], actor, cancellation)).GetValueOrDefault(id)
            : null;

    /// <summary>The rooms' records of this kind, or null where no room has such.</summary>
    public ISubjects? Of(string kind) => byKind.GetValueOrDefault(kind);
}
