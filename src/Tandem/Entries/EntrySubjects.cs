using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Entries;

/// <summary>Entries as followers, threads and messages know them.</summary>
internal sealed class EntrySubjects(Db db, VisibleEntries visible) : ISubjects
{
    public string Kind => nameof(Entry);

    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Entry>(ids);
        var found = await visible
            .Of(db.Set<Entry>().AsNoTracking(), actor)
            .Where(e => wanted.Contains(e.Id))
            .Join(
                db.Set<Call>(),
                e => e.CallId,
                c => c.Id,
                (e, c) => new { Entry = e, c.OrganisationId }
            )
            .ToListAsync(cancellation);
        return found.ToDictionary(
            f => f.Entry.Id.ToString(),
            f => new Subject(
                Kind,
                f.Entry.Id.ToString(),
                f.Entry.Reference,
                f.Entry.Name,
                f.Entry.Path,
                // A discussion is the entrants' own, unless everybody may read: then the organisation answers in it.
                f.Entry.IsPublic
                    ? f.OrganisationId
                    : null,
                null,
                [],
                null
            )
        );
    }

    public string? Tell(Event act) =>
        act.Verb switch
        {
            "entry-status-given" => "It was said how this stands",
            EntryCalled.Verb => PipelineTelling.Called(act),
            "entry-merged" => "It was joined with another that says the same",
            _ => null,
        };
}
