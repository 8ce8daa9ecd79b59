using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>The messages of a person, as <c>/work</c> shows them.</summary>
public sealed class ReadMessages(Db db, Subjects subjects, Actor actor)
{
    /// <summary>Those not put away, newest first, without what is about records the person may no longer see.</summary>
    public async Task<IReadOnlyList<Message>> RunAsync(
        int most,
        CancellationToken cancellation = default
    )
    {
        var person = actor.Person();
        var messages = await db.Set<Message>()
            .AsNoTracking()
            .Where(m => m.PersonId == person && m.ReadAt == null && m.Stories == null)
            .OrderByDescending(m => m.CreatedAt)
            .Take(most)
            .ToListAsync(cancellation);
        var shown = new List<Message>();
        foreach (var message in messages)
        {
            if (await subjects.MaySeeAsync(message, actor, cancellation))
            {
                shown.Add(message);
            }
        }
        return shown;
    }
}
