using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>Runs, for following, threads and messages: those whose public page the reader may see.</summary>
internal sealed class RunSubjects(Db db) : ISubjects
{
    public string Kind => nameof(Run);

    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Run>(ids);
        var found = await db.Set<Run>()
            .AsNoTracking()
            .VisibleTo(db, actor)
            .Where(r => wanted.Contains(r.Id))
            .Join(
                db.Set<Organisation>(),
                r => r.LeadId,
                o => o.Id,
                (r, o) => new { Run = r, o.AuthorityCode }
            )
            .ToListAsync(cancellation);
        return found.ToDictionary(
            f => f.Run.Id.ToString(),
            f => new Subject(
                Kind,
                f.Run.Id.ToString(),
                f.Run.Reference,
                f.Run.Title,
                f.Run.Path,
                f.Run.LeadId,
                f.AuthorityCode,
                f.Run.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                null
            )
        );
    }

    public string? Tell(Event act) => RunHistoryWords.Tell(act);
}
