using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Following;

/// <summary>
/// Puts stories together for each who follows, in one pass over those who do: one message for a reader and a frequency, whatever number of stories there are.
/// Each reader gets what they may see themselves. Adds to the caller's <see cref="Db"/> and does not save.
/// </summary>
public sealed class BundleStories(Db db, Subjects subjects, SubjectMatch match)
{
    /// <summary>Of acts.</summary>
    public async Task<int> OfActsAsync(
        IReadOnlyList<KeptStory> stories,
        string key,
        CancellationToken cancellation = default
    )
    {
        var byRecord = stories.ToLookup(s => Followable.KeyOf(s.Kind, s.SubjectId));
        var forVisitors = await VisibleAsync(stories, Actor.Visitor, cancellation);
        var made = 0;
        foreach (var reader in await ReadersAsync(cancellation))
        {
            if (
                reader.All(f => f.Kind == FollowKind.Record && !IsOrganisation(f))
                && !reader.Any(f => byRecord.Contains(f.Key))
            )
            {
                continue; // most follow single records, of which most are quiet
            }
            var actor = await ActorOfAsync(reader.First().PersonId, cancellation);
            var visible =
                actor == Actor.Visitor
                    ? forVisitors
                    : await VisibleAsync(stories, actor, cancellation);
            made += await PutAsync(
                reader,
                key,
                async (follow, bundle) =>
                {
                    foreach (
                        var subject in await match.AmongAsync(
                            follow.What,
                            visible,
                            actor,
                            cancellation
                        )
                    )
                    {
                        foreach (
                            var story in byRecord[Followable.KeyOf(subject.Kind, subject.Id)]
                                .Where(s =>
                                    s.Seq >= subject.ToldFrom
                                    && (s.ActorId is null || s.ActorId != actor.PersonId)
                                )
                        )
                        {
                            bundle.Add(
                                story.Kind,
                                story.SubjectId,
                                story.Sentence,
                                story.At,
                                follow.Id
                            );
                        }
                    }
                }
            );
        }
        return made;
    }

    /// <summary>Of rows that imports brought or changed, held in an index of their own.</summary>
    public async Task<int> OfChangesAsync(
        FollowedList list,
        SearchIndex changed,
        string key,
        CancellationToken cancellation = default
    )
    {
        var known = new Dictionary<(FollowKind, string), SearchResult>();
        var news = new Dictionary<Guid, RecordNews?>();
        var made = 0;
        foreach (var reader in await ReadersAsync(cancellation))
        {
            var actor = await ActorOfAsync(reader.First().PersonId, cancellation);
            made += await PutAsync(
                reader,
                key,
                async (follow, bundle) =>
                {
                    var place = (follow.Kind, follow.Key);
                    if (actor != Actor.Visitor || !known.TryGetValue(place, out var found))
                    {
                        found = await FindAsync(list, changed, follow.What, actor, cancellation);
                        if (actor == Actor.Visitor)
                        {
                            known[place] = found;
                        }
                    }
                    await ReadAsync(list, news, found.Hits, cancellation);
                    foreach (var hit in found.Hits)
                    {
                        if (news[hit.Id] is { } one)
                        {
                            bundle.Add(
                                list.Kind,
                                hit.Id.ToString(),
                                one.Sentence,
                                one.At,
                                follow.Id
                            );
                        }
                    }
                    if (found.Total > found.Hits.Count)
                    {
                        bundle.More[follow.Id.Value] = found.Total - found.Hits.Count;
                    }
                }
            );
        }
        return made;
    }

    private static bool IsOrganisation(Follow follow) =>
        follow.What.Record.Kind == nameof(Organisation);

    private async Task<SearchResult> FindAsync(
        FollowedList list,
        SearchIndex changed,
        Followable what,
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (what.Kind != FollowKind.Record)
        {
            return list.QueryFor(what) is { } query
                ? changed.Find(list.NewestFirst(query) with { Take = Bundle.Most }, actor)
                : new(0, [], [], null);
        }
        var (kind, id) = what.Record;
        return
            kind == list.Kind
            && Guid.TryParse(id, out var record)
            && changed.Contains(record)
            && await subjects.FindAsync(kind, id, actor, cancellation) is not null
            ? new(1, [new(record, 0)], [], null)
            : new(0, [], [], null);
    }

    private static async Task ReadAsync(
        FollowedList list,
        Dictionary<Guid, RecordNews?> news,
        IReadOnlyList<SearchHit> hits,
        CancellationToken cancellation
    )
    {
        var unread = hits.Select(h => h.Id).Where(id => !news.ContainsKey(id)).ToList();
        if (unread.Count == 0)
        {
            return;
        }
        var read = await list.NewsAsync(unread, cancellation);
        unread.ForEach(id => news[id] = read.GetValueOrDefault(id));
    }

    private async Task<int> PutAsync(
        IGrouping<string, Follow> reader,
        string key,
        Func<Follow, Bundle, Task> fill
    )
    {
        var made = 0;
        foreach (var often in reader.GroupBy(f => f.Frequency))
        {
            var bundle = Bundle.Empty;
            foreach (var follow in often)
            {
                await fill(follow, bundle);
            }
            if (bundle.Items.Count > 0)
            {
                db.Add(Message.Bundled(often.First(), $"{key}:{often.Key}", bundle, db.Now()));
                made++;
            }
        }
        return made;
    }

    // Who wants no e-mail reads the stories in the site, where they are looked up as the page is shown.
    private async Task<List<IGrouping<string, Follow>>> ReadersAsync(
        CancellationToken cancellation
    ) =>
        [
            .. (
                await db.Set<Follow>()
                    .AsNoTracking()
                    .Where(f =>
                        f.EndedAt == null && f.ConfirmedAt != null && f.Frequency != Frequency.None
                    )
                    .OrderBy(f => f.CreatedAt)
                    .ToListAsync(cancellation)
            ).GroupBy(f => f.Recipient),
        ];

    private async Task<Actor> ActorOfAsync(Id<Person>? id, CancellationToken cancellation) =>
        id is null
            ? Actor.Visitor
            : (
                await Actors.OfAsync(
                    db,
                    await db.Set<Person>()
                        .AsNoTracking()
                        .SingleAsync(p => p.Id == id, cancellation),
                    cancellation
                )
            ).Actor;

    private async Task<List<Subject>> VisibleAsync(
        IEnumerable<KeptStory> stories,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var visible = new List<Subject>();
        foreach (var kind in stories.GroupBy(s => s.Kind))
        {
            visible.AddRange(
                (
                    await subjects
                        .Of(kind.Key)!
                        .FindAsync(
                            [.. kind.Select(s => s.SubjectId).Distinct()],
                            actor,
                            cancellation
                        )
                ).Values
            );
        }
        return visible;
    }
}
