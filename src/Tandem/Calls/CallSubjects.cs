using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Calls, for what works on any record: following, questions, promises.</summary>
internal sealed class CallSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(Call);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Call>(ids);
        var found = await db.Set<Call>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Include(c => c.Stages)
            .Where(c => wanted.Contains(c.Id))
            .Join(
                db.Set<Organisation>(),
                c => c.OrganisationId,
                o => o.Id,
                (c, o) => new { Call = c, o.AuthorityCode }
            )
            .ToListAsync(cancellation);
        var now = db.Now();
        return found.ToDictionary(
            f => f.Call.Id.ToString(),
            f => new Subject(
                Kind,
                f.Call.Id.ToString(),
                f.Call.Reference,
                f.Call.Title,
                $"/calls/{f.Call.Reference}",
                f.Call.OrganisationId,
                f.AuthorityCode,
                f.Call.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                f.Call.Region
            )
            {
                EqualTreatment = true,
                DiscussionClosed =
                    f.Call is { State: CallState.Published, DecidedAt: null }
                    && !f.Call.Kind.HasDiscussion
                        ? "While it is open there are questions only: everybody reads the answers, and nobody sees who asked."
                        : null,
                QuestionsClosed =
                    f.Call.TakesQuestions(now) ? null
                    : f.Call.IsPublished ? "The time for questions is over."
                    : "Questions are taken once it is published.",
            }
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) => CallTelling.ToFollowers(act) ?? DiscussionNews.Tell(act);
}
