using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Following;

/// <summary>What there is to say of one record as it stands now, where no act of a person tells it.</summary>
/// <param name="Sentence">"New notice: tender, answers by 4 December 2026".</param>
/// <param name="At">When it came or changed.</param>
public sealed record RecordNews(string Sentence, DateTime At);

/// <summary>A day that matters of a record: an end, a deadline, a planned date.</summary>
/// <param name="Name">What it is: "Contract ends". With the record it makes the identity of the entry in a calendar.</param>
/// <param name="Day">The day.</param>
/// <param name="At">The instant, where there is one (UTC).</param>
/// <param name="ChangedAt">When the record last changed.</param>
public sealed record RecordDay(string Name, DateOnly Day, DateTime? At, DateTime ChangedAt);

/// <summary>A list of records of one kind that is held in an index. Each room with such a list brings one, so that its searches can be followed and its records stand in feeds and calendars.</summary>
public abstract class FollowedList(RowIndex index)
{
    /// <summary>Kind of its records, as in <see cref="ISubjects.Kind"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>Address of the list.</summary>
    public abstract string Path { get; }

    /// <summary>Whether imports bring and change its records without an event for each, so that followers are told from the rows themselves.</summary>
    public virtual bool IsImported => false;

    /// <summary>What a query of the list's address asks.</summary>
    /// <param name="query">With or without its question mark.</param>
    /// <exception cref="Refusal">It cannot be understood.</exception>
    public abstract SearchQuery Read(string query);

    /// <summary>The query in words: "Notices: ‘grass’, buyer Preston City Council".</summary>
    public abstract string TitleOf(string query);

    /// <summary>The query so that the last changed record comes first.</summary>
    public abstract SearchQuery NewestFirst(SearchQuery query);

    /// <summary>The query so that only records with a day to come are left, the next first.</summary>
    public abstract SearchQuery Upcoming(SearchQuery query, DateOnly today);

    /// <summary>What there is to say of these records.</summary>
    public abstract Task<IReadOnlyDictionary<Guid, RecordNews>> NewsAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    );

    /// <summary>The days that matter of these records.</summary>
    public abstract Task<ILookup<Guid, RecordDay>> DaysAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    );

    /// <summary>Finds what the actor may see.</summary>
    public Task<SearchResult> FindAsync(
        SearchQuery query,
        Actor actor,
        CancellationToken cancellation
    ) => index.FindAsync(query, actor, cancellation);

    /// <summary>What has changed after this number of a change, as an index of its own; and the number it reaches to.</summary>
    public Task<(long Last, SearchIndex Changed)> ChangesAsync(
        long after,
        CancellationToken cancellation
    ) => index.ChangesAsync(after, cancellation);

    /// <summary>The number of the last change.</summary>
    public Task<long> LastAsync(CancellationToken cancellation) => index.LastAsync(cancellation);

    /// <summary>The number of the last change that is found by searching.</summary>
    public long Reached => index.Reached;

    /// <summary>Name of a place or a buyer as the index knows it.</summary>
    public string? LabelOf(string facet, string key) =>
        index.Index.Shape.Facets.Contains(facet) ? index.Index.LabelOf(facet, key) : null;

    /// <summary>What finds the records of a thing followed; null where none of them can be of it.</summary>
    /// <exception cref="Refusal">A search that cannot be understood.</exception>
    public virtual SearchQuery? QueryFor(Followable what) =>
        what.Kind switch
        {
            FollowKind.Cpv => Having("cpv", what.Key),
            FollowKind.Authority => Having("buyer", what.Key),
            FollowKind.Place => Having("place", what.Key),
            FollowKind.Search => what.Key.Split('?', 2) is [var path, var query] && path == Path
                ? Read(query)
                : null,
            FollowKind.All => new SearchQuery(),
            _ => null,
        };

    /// <summary>The records that have a key of a facet; null where the index has no such facet.</summary>
    protected SearchQuery? Having(string facet, string key) =>
        index.Index.Shape.Facets.Contains(facet)
            ? new()
            {
                Facets = new Dictionary<string, IReadOnlyCollection<string>> { [facet] = [key] },
            }
            : null;
}
