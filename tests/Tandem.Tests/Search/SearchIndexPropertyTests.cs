using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Tests.Search;

/// <summary>The index answers as if every document had been looked at, whatever was put in, changed and taken out before.</summary>
public sealed class SearchIndexPropertyTests
{
    private static readonly SearchShape Shape = new(
        [5, 3, 1],
        ["kind", "place"],
        ["date", "value"]
    );

    // Words that the analysis leaves as they are, some beginning alike, and a stop word.
    private static readonly string[] Vocabulary =
    [
        "road",
        "roadmap",
        "roadway",
        "waste",
        "wasp",
        "school",
        "schoolroom",
        "park",
        "parka",
        "light",
        "with",
        "x2",
        "bin",
    ];

    private static readonly Guid Own = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid Near = new("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid Far = new("00000000-0000-0000-0000-00000000000c");

    private static readonly Actor[] Actors =
    [
        Actor.Visitor,
        new(
            Own,
            "Member",
            new Dictionary<Guid, Role> { [Own] = Role.Member },
            new HashSet<Guid> { Near }
        ),
        new(
            Far,
            "Outsider",
            new Dictionary<Guid, Role> { [Far] = Role.Officer },
            new HashSet<Guid>()
        ),
    ];

    [Fact]
    public void Totals_order_and_counts_are_those_of_looking_at_every_document()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var index = new SearchIndex(Shape);
            var plain = new PlainSearch(Shape);
            for (var step = 0; step < 6; step++)
            {
                Change(random, index, plain);
                Assert.Equal(plain.Count, index.Count);
                for (var q = 0; q < 8; q++)
                {
                    // Half of the questions are asked again and again, as what they find changes.
                    Compare(q % 2 == 0 ? random : new Random(q), index, plain, seed);
                }
            }
        }
    }

    [Fact]
    public void Groups_sums_and_their_order_are_those_of_looking_at_every_document()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var index = new SearchIndex(Shape);
            var plain = new PlainSearch(Shape);
            for (var step = 0; step < 6; step++)
            {
                Change(random, index, plain);
                foreach (var actor in Actors)
                {
                    var query = new GroupQuery(random.Next(2) == 0 ? "kind" : "place", "value")
                    {
                        Order = (GroupOrder)random.Next(3),
                        Among = random.Next(2) == 0 ? null : v => v.Key[^1] != '1',
                        Skip = random.Next(0, 3),
                        Take = random.Next(0, 6),
                    };
                    var expected = plain.Group(query, actor);
                    var actual = index.Group(query, actor);
                    Assert.True(
                        expected.Total == actual.Total
                            && expected.Groups.SequenceEqual(actual.Groups),
                        $"seed {seed}, {query}, {actor.Name}"
                    );
                }
            }
        }
    }

    private static void Change(Random random, SearchIndex index, PlainSearch plain)
    {
        var changed = Enumerable
            .Range(0, random.Next(0, 40))
            .Select(_ => Document(random))
            .ToList();
        var removed = plain.Ids.Where(_ => random.Next(12) == 0).ToList();
        index.Apply(changed, removed);
        changed.ForEach(plain.Put);
        removed.ForEach(plain.Remove);
    }

    private static void Compare(Random random, SearchIndex index, PlainSearch plain, int seed)
    {
        var asked = Enumerable.Range(0, random.Next(0, 4)).Select(_ => Ask(random)).ToList();
        var query = Query(random) with { Words = string.Join(' ', asked) };
        // Beside other words a stop word asks for nothing.
        bool Stop(Asked a) =>
            a is { Quoted: false, Starred: false, Without: false }
            && WordForms.IsStopWord(a.Words[0]);
        if (asked.Exists(a => !a.Without && !Stop(a)))
        {
            asked.RemoveAll(Stop);
        }
        foreach (var actor in Actors)
        {
            var expected = plain.Find(query, asked, actor);
            var actual = index.Find(query, actor);
            var at = $"seed {seed}, ‘{query.Words}’, sort {query.SortBy}, {actor.Name}";
            Assert.True(expected.Total == actual.Total, $"{at}: {expected.Total} ≠ {actual.Total}");
            Assert.True(expected.Hits.SequenceEqual(actual.Hits), $"order: {at}");
            for (var f = 0; f < query.Count.Count; f++)
            {
                Assert.True(
                    expected
                        .Facets[f]
                        .Select(c => (c.Key, c.Count))
                        .SequenceEqual(actual.Facets[f].Select(c => (c.Key, c.Count))),
                    $"counts of {query.Count[f].Facet}: {at}"
                );
            }
        }
    }

    private static SearchDocument Document(Random random)
    {
        var number = random.Next(1, 120);
        string? Text(int most) =>
            random.Next(5) == 0
                ? null
                : string.Join(' ', random.GetItems(Vocabulary, random.Next(0, most)));
        FacetValue[] Keys(string of) =>
            [
                .. Enumerable
                    .Range(0, random.Next(0, 4))
                    .Select(_ => new FacetValue(of + random.Next(0, 5))),
            ];
        long? Value() => random.Next(4) == 0 ? null : random.Next(0, 20);
        var owner = random.GetItems([Own, Near, Far], 1)[0];
        return new(
            new Guid(number, 0, 0, new byte[8]),
            number,
            random.Next(4) switch
            {
                0 => Audience.Members(owner),
                1 => Audience.Partners(owner),
                _ => Audience.Everyone,
            },
            [Text(5), Text(3), Text(20)],
            [Keys("k"), Keys("p")],
            [Value(), Value()]
        );
    }

    private static Asked Ask(Random random)
    {
        var quoted = random.Next(4) == 0;
        var starred = !quoted && random.Next(5) == 0;
        var words = random.GetItems(Vocabulary, quoted ? random.Next(2, 4) : 1);
        if (starred || (!quoted && random.Next(6) == 0))
        {
            words[0] = words[0][..Math.Min(3, words[0].Length)];
        }
        return new(words, quoted, starred, random.Next(6) == 0);
    }

    private static SearchQuery Query(Random random)
    {
        List<string> Some(string of) =>
            [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => of + random.Next(0, 6))];
        var ranges = new Dictionary<string, (long?, long?)>();
        if (random.Next(3) == 0)
        {
            ranges["date"] = (
                random.Next(3) == 0 ? null : random.Next(0, 15),
                random.Next(3) == 0 ? null : random.Next(5, 20)
            );
        }
        return new()
        {
            Facets = new Dictionary<string, IReadOnlyCollection<string>>
            {
                ["kind"] = Some("k"),
                ["place"] = random.Next(2) == 0 ? [] : Some("p"),
            },
            Ranges = ranges,
            SortBy = random.Next(3) switch
            {
                0 => "date",
                1 => "value",
                _ => null,
            },
            Descending = random.Next(2) == 0,
            Skip = random.Next(3) == 0 ? random.Next(0, 30) : 0,
            Take = random.Next(1, 40),
            Count = [new("kind", 3), new("place", 100, new("but p1", k => k != "p1"))],
        };
    }
}
