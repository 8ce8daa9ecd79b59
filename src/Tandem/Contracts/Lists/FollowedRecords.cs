using Microsoft.AspNetCore.WebUtilities;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Web;

namespace Tandem.Contracts.Lists;

/// <summary>A list of records as it is followed: its addresses are read as on its page.</summary>
public abstract class FollowedRecords(
    ListShape shape,
    RowIndex index,
    FilterWords words,
    TimeProvider clock
) : FollowedList(index)
{
    private readonly RowIndex index = index;

    /// <inheritdoc/>
    public override string Path => shape.Path;

    /// <inheritdoc/>
    public override bool IsImported => true;

    /// <inheritdoc/>
    public override SearchQuery Read(string query)
    {
        var request = Request(query);
        return request.Problems.Count == 0
            ? request.ToSearch(0, int.MaxValue)
            : throw new Refusal(request.Problems[0].Message);
    }

    /// <inheritdoc/>
    public override string TitleOf(string query)
    {
        var request = Request(query);
        var name = char.ToUpperInvariant(shape.Noun[0]) + shape.Noun[1..] + "s";
        var parts = request
            .Asked.Select(a =>
                a.Keys.Count == 0 ? $"{Said(a)} {a.Value}" : words.Label(index, a.Field, a.Value)
            )
            .ToList();
        if (request.Words.Length > 0)
        {
            parts.Insert(0, $"‘{request.Words}’");
        }
        return parts.Count == 0 ? name : $"{name}: {string.Join(", ", parts)}";
    }

    /// <inheritdoc/>
    public override SearchQuery NewestFirst(SearchQuery query) =>
        query with
        {
            SortBy = "changed",
            Descending = true,
        };

    /// <summary>The query with a column's days from this one on, the next first.</summary>
    protected static SearchQuery From(SearchQuery query, string column, long from)
    {
        var ranges = query.Ranges.ToDictionary();
        var (first, last) = ranges.GetValueOrDefault(column);
        ranges[column] = (Math.Max(first ?? long.MinValue, from), last);
        return query with { Ranges = ranges, SortBy = column, Descending = false };
    }

    private ListRequest Request(string query) =>
        ListRequest.Read(
            new QueryCollection(QueryHelpers.ParseQuery(query)),
            shape,
            clock.Today(),
            (facet, text) => words.Keys(index, facet, text)
        );

    private static string Said(AskedFilter filter) =>
        filter.Field switch
        {
            var f when f.EndsWith("-within", StringComparison.Ordinal) =>
                $"{filter.Title.ToLower(Words.Culture)} within months:",
            var f when f.EndsWith("-from", StringComparison.Ordinal) =>
                $"{filter.Title.ToLower(Words.Culture)} from",
            var f when f.EndsWith("-to", StringComparison.Ordinal) =>
                $"{filter.Title.ToLower(Words.Culture)} to",
            _ => filter.Title,
        };
}
