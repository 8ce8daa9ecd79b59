using FsCheck;
using FsCheck.Fluent;
using Tandem.Evaluations;

namespace Tandem.Tests.Evaluations;

/// <summary>Who judges what: about as much for everybody, and never what somebody may not.</summary>
public sealed class FairShareRules
{
    private static Guid[] Many(int count, byte kind) =>
        [.. Enumerable.Range(1, count).Select(i => new Guid(i, 1, 1, [kind, 1, 1, 1, 1, 1, 1, 1]))];

    [Fact]
    public void Nobody_has_more_than_one_entry_more_than_another()
    {
        var (entries, people) = (Many(11, 1), Many(4, 2));
        var (added, shortfalls) = FairShare.Of(entries, people, 2, [], []);
        Assert.Empty(shortfalls);
        Assert.All(entries, e => Assert.Equal(2, added.Count(s => s.Entry == e)));
        var loads = people.Select(p => added.Count(s => s.Assessor == p)).ToList();
        Assert.InRange(loads.Max() - loads.Min(), 0, 1);
    }

    [Fact]
    public void A_conflict_is_passed_on_to_whoever_has_least_to_do()
    {
        var (entries, people) = (Many(4, 1), Many(3, 2));
        var (first, _) = FairShare.Of(entries, people, 2, [], []);
        var conflict = first[0];
        var left = first.Where(s => s != conflict).ToList();
        var (added, shortfalls) = FairShare.Of(entries, people, 2, left, [conflict]);
        Assert.Empty(shortfalls);
        var instead = Assert.Single(added);
        Assert.Equal(conflict.Entry, instead.Entry);
        Assert.NotEqual(conflict.Assessor, instead.Assessor);
    }

    [Fact]
    public void Too_few_who_may_judge_an_entry_is_said_and_not_hidden()
    {
        var (entries, people) = (Many(2, 1), Many(2, 2));
        var (added, shortfalls) = FairShare.Of(
            entries,
            people,
            2,
            [],
            [new(entries[0], people[0])]
        );
        Assert.Equal(3, added.Count);
        Assert.Equal(new Shortfall(entries[0], 1, 2), Assert.Single(shortfalls));
    }

    [Fact]
    public void Somebody_who_leaves_gives_what_they_had_to_the_others()
    {
        var (entries, people) = (Many(6, 1), Many(4, 2));
        var (first, _) = FairShare.Of(entries, people, 2, [], []);
        var stay = people[1..];
        var standing = first.Where(s => s.Assessor != people[0]).ToList();
        var (added, shortfalls) = FairShare.Of(entries, stay, 2, standing, []);
        Assert.Empty(shortfalls);
        Assert.Equal(first.Count(s => s.Assessor == people[0]), added.Count);
    }

    [Fact]
    public void Whoever_is_barred_shares_are_kept_even_whole_and_the_same_each_time() =>
        Prop.ForAll(
                (
                    from entries in Gen.Choose(0, 15)
                    from people in Gen.Choose(0, 7)
                    from each in Gen.Choose(1, 4)
                    from bars in Gen.Choose(0, 104).ListOf()
                    select (entries, people, each, bars)
                ).ToArbitrary(),
                c =>
                {
                    var (entries, people) = (Many(c.entries, 1), Many(c.people, 2));
                    var barred =
                        c.entries * c.people == 0
                            ? []
                            : c
                                .bars.Select(b => new Share(
                                    entries[b % c.entries],
                                    people[b / 15 % c.people]
                                ))
                                .Distinct()
                                .ToList();
                    var (added, shortfalls) = FairShare.Of(entries, people, c.each, [], barred);
                    Assert.Empty(added.Intersect(barred));
                    Assert.Equal(added.Count, added.Distinct().Count());
                    foreach (var entry in entries)
                    {
                        var able = c.people - barred.Count(b => b.Entry == entry);
                        var has = added.Count(s => s.Entry == entry);
                        Assert.Equal(Math.Min(c.each, able), has);
                        Assert.Equal(
                            has < c.each,
                            shortfalls.Any(s => s.Entry == entry && s.Has == has)
                        );
                    }
                    Assert.Equal(
                        added,
                        FairShare
                            .Of([.. entries.Reverse()], [.. people.Reverse()], c.each, [], barred)
                            .Added
                    );
                    Assert.Empty(FairShare.Of(entries, people, c.each, added, barred).Added);
                }
            )
            .QuickCheckThrowOnFailure();
}
