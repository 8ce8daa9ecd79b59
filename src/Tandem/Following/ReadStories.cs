using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>The latest stories of what is followed, for page and feed: what an e-mail tells, looked up at the moment of asking.</summary>
public sealed class ReadStories(
    Db db,
    Subjects subjects,
    SubjectMatch match,
    IEnumerable<FollowedList> lists
)
{
    private const int Batch = 500;
    private const int Furthest = 5000;

    /// <summary>The latest stories of these things that the actor may see, newest first, each once.</summary>
    public async Task<IReadOnlyList<Story>> RunAsync(
        IReadOnlyCollection<Followable> what,
        Actor actor,
        int most,
        CancellationToken cancellation = default
    )
    {
        var stories = new Dictionary<string, Story>();
        foreach (var one in what)
        {
            foreach (
                var story in (await OfRowsAsync(one, actor, most, cancellation)).Concat(
                    await OfActsAsync(one, actor, most, cancellation)
                )
            )
            {
                stories.TryAdd(story.Key, story);
            }
        }
        return
        [
            .. stories
                .Values.OrderByDescending(s => s.At)
                .ThenBy(s => s.Key, StringComparer.Ordinal)
                .Take(most),
        ];
    }

    private async Task<List<Story>> OfRowsAsync(
        Followable what,
        Actor actor,
        int most,
        CancellationToken cancellation
    )
    {
        var stories = new List<Story>();
        foreach (var list in lists.Where(l => l.IsImported))
        {
            List<Guid> ids = [];
            if (what.Kind == FollowKind.Record)
            {
                if (what.Record.Kind == list.Kind && Guid.TryParse(what.Record.Id, out var id))
                {
                    ids.Add(id);
                }
            }
            else if (list.QueryFor(what) is { } query)
            {
                var found = await list.FindAsync(
                    list.NewestFirst(query) with
                    {
                        Take = most,
                    },
                    actor,
                    cancellation
                );
                ids.AddRange(found.Hits.Select(h => h.Id));
            }
            if (ids.Count == 0)
            {
                continue;
            }
            var records = await subjects
                .Of(list.Kind)!
                .FindAsync([.. ids.Select(i => i.ToString())], actor, cancellation);
            var news = await list.NewsAsync(ids, cancellation);
            stories.AddRange(
                ids.Where(i => records.ContainsKey(i.ToString()) && news.ContainsKey(i))
                    .Select(i => new Story(
                        records[i.ToString()],
                        news[i].Sentence,
                        news[i].At,
                        $"{list.Kind}/{i}/{news[i].At:yyyyMMdd'T'HHmmss'Z'}"
                    ))
            );
        }
        return stories;
    }

    private async Task<List<Story>> OfActsAsync(
        Followable what,
        Actor actor,
        int most,
        CancellationToken cancellation
    )
    {
        var stories = new List<Story>();
        var before = long.MaxValue;
        for (var read = 0; read < Furthest && stories.Count < most; read += Batch)
        {
            var kept = db.Set<KeptStory>().AsNoTracking().Where(s => s.Seq < before);
            if (what.Kind == FollowKind.Record && what.Record is var (kind, id))
            {
                kept =
                    kind == nameof(Accounts.Organisation)
                        ? kept
                        : kept.Where(s => s.Kind == kind && s.SubjectId == id);
            }
            var batch = await kept.OrderByDescending(s => s.Seq)
                .Take(Batch)
                .ToListAsync(cancellation);
            foreach (var group in batch.GroupBy(s => s.Kind))
            {
                if (subjects.Of(group.Key) is not { } room)
                {
                    continue;
                }
                var visible = await room.FindAsync(
                    [.. group.Select(s => s.SubjectId).Distinct()],
                    actor,
                    cancellation
                );
                var within = (
                    await match.AmongAsync(what, [.. visible.Values], actor, cancellation)
                ).ToDictionary(s => s.Id);
                stories.AddRange(
                    group
                        .Where(s =>
                            within.TryGetValue(s.SubjectId, out var subject)
                            && s.Seq >= subject.ToldFrom
                        )
                        .Select(s => new Story(
                            within[s.SubjectId],
                            s.Sentence,
                            s.At,
                            $"act/{s.Seq}"
                        ))
                );
            }
            if (batch.Count < Batch)
            {
                break;
            }
            before = batch[^1].Seq;
        }
        return [.. stories.OrderByDescending(s => s.At).Take(most)];
    }
}
