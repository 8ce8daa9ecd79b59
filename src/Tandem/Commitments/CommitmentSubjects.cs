using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>Verbs of the acts on a promise that its followers are told.</summary>
internal static class CommitmentVerbs
{
    public const string Changed = "commitment-changed";
    public const string Progress = "commitment-progress-told";
    public const string Kept = "commitment-kept";
    public const string NotKept = "commitment-not-kept";
    public const string OpenedAgain = "commitment-opened-again";
    public const string Published = "commitment-published";
    public const string EvidenceAdded = "commitment-evidence-added";
    public const string TakenDown = "commitment-taken-down";
}

/// <summary>Promises as records that can be followed and talked about.</summary>
public sealed class CommitmentSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(Commitment);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Commitment>(ids);
        var found = await db.Set<Commitment>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(c => wanted.Contains(c.Id))
            .Join(
                db.Set<Organisation>(),
                c => c.OrganisationId,
                o => o.Id,
                (c, o) => new { Commitment = c, o.AuthorityCode }
            )
            .IgnoreQueryFilters()
            .ToListAsync(cancellation);
        return found.ToDictionary(
            f => f.Commitment.Id.ToString(),
            f => new Subject(
                Kind,
                f.Commitment.Id.ToString(),
                f.Commitment.Reference,
                f.Commitment.IsTakenDown
                    ? "A promise that was taken down"
                    : CommitmentWords.Short(f.Commitment.Text),
                f.Commitment.Path,
                f.Commitment.OrganisationId,
                f.AuthorityCode,
                [],
                null
            )
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) =>
        act.Verb switch
        {
            CommitmentVerbs.Changed => "The promise was changed",
            CommitmentVerbs.Progress => "There is news of how far the promise has come",
            CommitmentVerbs.Kept => "The promise was kept",
            CommitmentVerbs.NotKept => "The promise was not kept",
            CommitmentVerbs.OpenedAgain => "The promise is open again",
            CommitmentVerbs.Published => "The promise was made public",
            CommitmentVerbs.EvidenceAdded => "There is new evidence",
            CommitmentVerbs.TakenDown => "The promise was taken down",
            _ => DiscussionNews.Tell(act),
        };
}
