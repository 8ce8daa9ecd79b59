using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>
/// Reads what has happened since the last time and puts it on its way to those who follow it: acts from the timeline, and what imports brought from the rows themselves.
/// What is put on its way and how far was read are saved together, so that nothing is told twice or left out.
/// </summary>
public sealed class GatherStories(
    IDbContextFactory<Db> databases,
    IServiceScopeFactory scopes,
    Settings settings
)
{
    private const int Batch = 2000;
    private readonly Dictionary<string, long> seen = [];

    /// <summary>Gives how many bundles were put on their way; none while another node is at it.</summary>
    /// <param name="still">Whether to leave what an import brings until it has come to rest, so that it is told in one piece.</param>
    public async Task<int> RunAsync(bool still, CancellationToken cancellation = default)
    {
        await using var turn = await Turn.TryAsync(databases, settings, "stories", cancellation);
        if (turn is null)
        {
            return 0;
        }
        var made = 0;
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var (read, bundles) = await ActsAsync(scope.ServiceProvider, cancellation);
            made += bundles;
            if (read < Batch)
            {
                break;
            }
        }
        await using var last = scopes.CreateAsyncScope();
        foreach (var list in last.ServiceProvider.GetServices<FollowedList>())
        {
            if (list.IsImported && await HasComeToRestAsync(list, still, cancellation))
            {
                await using var scope = scopes.CreateAsyncScope();
                made += await ChangesAsync(scope.ServiceProvider, list, cancellation);
            }
        }
        return made;
    }

    private async Task<bool> HasComeToRestAsync(
        FollowedList list,
        bool still,
        CancellationToken cancellation
    )
    {
        var now = await list.LastAsync(cancellation);
        var before = seen.GetValueOrDefault(list.Kind, -1);
        seen[list.Kind] = now;
        return !still || now == before;
    }

    private static async Task<(int Read, int Bundles)> ActsAsync(
        IServiceProvider services,
        CancellationToken cancellation
    )
    {
        var db = services.GetRequiredService<Db>();
        var subjects = services.GetRequiredService<Subjects>();
        // Nobody can have followed anything before the first look: it begins at what is newest then.
        var cursor = await Progress.OfAsync(
            db,
            "stories:events",
            () => db.Set<Event>().MaxAsync(e => (long?)e.Seq, cancellation),
            cancellation
        );
        var acts = await db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.Seq > cursor.Reached)
            .OrderBy(e => e.Seq)
            .Take(Batch)
            .ToListAsync(cancellation);
        if (acts.Count == 0)
        {
            await db.SaveChangesAsync(cancellation);
            return (0, 0);
        }
        var stories = acts.Select(a => (Act: a, Sentence: subjects.Of(a.SubjectKind)?.Tell(a)))
            .Where(t => t.Sentence is not null)
            .Select(t => new KeptStory
            {
                Seq = t.Act.Seq,
                Kind = t.Act.SubjectKind,
                SubjectId = t.Act.SubjectId,
                Sentence = t.Sentence!,
                At = t.Act.At,
                ActorId = t.Act.ActorId,
            })
            .ToList();
        db.AddRange(stories);
        var bundles =
            stories.Count == 0
                ? 0
                : await services
                    .GetRequiredService<BundleStories>()
                    .OfActsAsync(stories, $"acts:{acts[^1].Seq}", cancellation);
        cursor.Reach(acts[^1].Seq);
        await db.SaveChangesAsync(cancellation);
        return (acts.Count, bundles);
    }

    private static async Task<int> ChangesAsync(
        IServiceProvider services,
        FollowedList list,
        CancellationToken cancellation
    )
    {
        var db = services.GetRequiredService<Db>();
        var cursor = await Progress.OfAsync(
            db,
            $"stories:changes:{list.Kind}",
            async () => await list.LastAsync(cancellation),
            cancellation
        );
        if (await list.LastAsync(cancellation) == cursor.Reached)
        {
            await db.SaveChangesAsync(cancellation);
            return 0;
        }
        var bundles = 0;
        if (!await db.Set<Follow>().AnyAsync(cancellation))
        {
            cursor.Reach(await list.LastAsync(cancellation));
        }
        else
        {
            var (last, changed) = await list.ChangesAsync(cursor.Reached, cancellation);
            bundles = await services
                .GetRequiredService<BundleStories>()
                .OfChangesAsync(list, changed, $"{list.Kind}:{last}", cancellation);
            cursor.Reach(last);
        }
        await db.SaveChangesAsync(cancellation);
        return bundles;
    }
}
