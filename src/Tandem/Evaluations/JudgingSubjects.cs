using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Scores of entries as something the panel talks about: once they are revealed, and among those who may see all of them.</summary>
public sealed class JudgingSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(EntryJudging);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (actor.PersonId is not { } person)
        {
            return new Dictionary<string, Subject>();
        }
        var wanted = SubjectIds.Of<EntryJudging>(ids);
        var judgings = await db.Set<EntryJudging>()
            .AsNoTracking()
            .Include(j => j.Assignments)
            .Where(j => wanted.Contains(j.Id) && j.RevealedAt != null)
            .ToListAsync(cancellation);
        var callIds = judgings.Select(j => j.CallId).Distinct().ToList();
        var calls = await db.Set<Call>()
            .AsNoTracking()
            .Include(c => c.People)
            .VisibleTo(actor)
            .Where(c => callIds.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, cancellation);
        var entryIds = judgings.Select(j => j.EntryId).ToList();
        var entries = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Members.Where(m => m.RemovedAt == null))
            .Where(e => entryIds.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, cancellation);
        return judgings
            .Where(j =>
                calls.TryGetValue(j.CallId, out var call)
                && JudgingPermissions.MaySee(actor, call).Allowed
                && MayTalk(j, entries[j.EntryId], person)
            )
            .ToDictionary(j => j.Id.ToString(), j => Of(j, calls[j.CallId], entries[j.EntryId]));
    }

    private static bool MayTalk(EntryJudging judging, Entry entry, Guid person) =>
        judging.ShowsScoresTo(person) && entry.Members.All(m => m.PersonId.Value != person);

    private static Subject Of(EntryJudging judging, Call call, Entry entry) =>
        new(
            nameof(EntryJudging),
            judging.Id.ToString(),
            entry.Reference,
            $"Scores of {entry.Reference}",
            $"/calls/{call.Reference}/judging/{judging.StageCode}/{entry.Number}/scores",
            null,
            null,
            [],
            null
        )
        {
            Among =
            [
                .. judging
                    .Assignments.Where(a => a.Counts)
                    .Select(a => a.PersonId)
                    .Concat(ShareOut.Leads(call))
                    .Distinct()
                    .Where(p => MayTalk(judging, entry, p.Value)),
            ],
        };

    /// <inheritdoc/>
    public string? Tell(Event act) => Discussions.DiscussionNews.Tell(act);
}
