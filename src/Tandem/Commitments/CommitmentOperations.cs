using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Commitments;

/// <summary>Makes a promise for an organisation.</summary>
public sealed class MakeCommitment(Db db, Actor actor, Subjects subjects)
{
    /// <exception cref="Refusal">The actor may not, or something that must be said is not.</exception>
    public async Task<Commitment> RunAsync(
        Id<Organisation> organisation,
        CommitmentDraft draft,
        CancellationToken cancellation = default
    )
    {
        (
            draft.Audience == CommitmentAudience.Organisation
                ? CommitmentPermissions.MayPlan(actor, organisation)
                : CommitmentPermissions.MayPromise(actor, organisation)
        ).Permit();
        if (
            draft.About is var (kind, id)
            && await subjects.FindAsync(kind, id, actor, cancellation) is null
        )
        {
            throw new Refusal("There is no such record.", kind: RefusalKind.NotFound);
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var commitment = Commitment.Make(
            await Sequence.TakeAsync(db, "commitment", 1, cancellation),
            organisation,
            new(actor.PersonId!.Value),
            draft,
            actor,
            db.Now()
        );
        db.Add(commitment);
        db.Record(
            actor,
            "commitment-made",
            nameof(Commitment),
            commitment.Id,
            new { commitment.Reference, commitment.Due }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return commitment;
    }
}

/// <summary>Finds a promise that the actor may see, with its history.</summary>
public sealed class FindCommitment(Db db, Actor actor)
{
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public async Task<Commitment> RunAsync(
        string reference,
        CancellationToken cancellation = default
    ) =>
        reference.StartsWith("CM-", StringComparison.OrdinalIgnoreCase)
        && long.TryParse(reference[3..], out var number)
        && await db.Set<Commitment>()
            .Include(c => c.Steps.OrderBy(s => s.Seq))
            .VisibleTo(actor)
            .SingleOrDefaultAsync(c => c.Number == number, cancellation)
            is { } found
            ? found
            : throw new Refusal("There is no such promise.", kind: RefusalKind.NotFound);
}

/// <summary>Says how a promise stands: changed, kept, not kept, open again, or how far it has come.</summary>
public sealed class UpdateCommitment(Db db, Actor actor, FindCommitment find)
{
    /// <summary>Changes its words or its day.</summary>
    /// <exception cref="Refusal">The actor may not, or the promise does not allow it.</exception>
    public Task<Commitment> ChangeAsync(
        string reference,
        string? text,
        DateOnly? due,
        string? reason,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            CommitmentVerbs.Changed,
            c => c.Change(text, due, reason, actor, db.Now()),
            cancellation
        );

    /// <inheritdoc cref="Commitment.Keep"/>
    public Task<Commitment> KeepAsync(
        string reference,
        DateOnly? on,
        string? words,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            CommitmentVerbs.Kept,
            c => c.Keep(on, words, actor, db.Now()),
            cancellation
        );

    /// <inheritdoc cref="Commitment.SayNotKept"/>
    public Task<Commitment> SayNotKeptAsync(
        string reference,
        string? reason,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            CommitmentVerbs.NotKept,
            c => c.SayNotKept(reason, actor, db.Now()),
            cancellation
        );

    /// <inheritdoc cref="Commitment.OpenAgain"/>
    public Task<Commitment> OpenAgainAsync(
        string reference,
        string? reason,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            CommitmentVerbs.OpenedAgain,
            c => c.OpenAgain(reason, actor, db.Now()),
            cancellation
        );

    /// <inheritdoc cref="Commitment.TellProgress"/>
    public Task<Commitment> TellProgressAsync(
        string reference,
        string? words,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            CommitmentVerbs.Progress,
            c => c.TellProgress(words, actor, db.Now()),
            cancellation
        );

    private async Task<Commitment> RunAsync(
        string reference,
        string verb,
        Action<Commitment> act,
        CancellationToken cancellation
    )
    {
        var commitment = await find.RunAsync(reference, cancellation);
        CommitmentPermissions.MayLookAfter(actor, commitment).Permit();
        act(commitment);
        db.Record(
            actor,
            verb,
            nameof(Commitment),
            commitment.Id,
            new
            {
                commitment.Reference,
                State = commitment.State.ToString(),
                commitment.Due,
            }
        );
        await db.SaveChangesAsync(cancellation);
        return commitment;
    }
}

/// <summary>Gives a promise to another member of the organisation, who is told.</summary>
public sealed class PassOnCommitment(Db db, Actor actor, FindCommitment find, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, or the person is no member of the organisation.</exception>
    public async Task RunAsync(
        string reference,
        Id<Person>? to,
        CancellationToken cancellation = default
    )
    {
        var commitment = await find.RunAsync(reference, cancellation);
        CommitmentPermissions.MayLookAfter(actor, commitment).Permit();
        var person =
            await db.Set<Membership>()
                .Where(m => m.OrganisationId == commitment.OrganisationId && m.PersonId == to)
                .Join(db.Set<Person>(), m => m.PersonId, p => p.Id, (_, p) => p)
                .SingleOrDefaultAsync(cancellation)
            ?? throw new Refusal("Choose who is to see to it", "Owner");
        commitment.PassOn(person, actor, db.Now());
        db.Record(
            actor,
            "commitment-passed-on",
            nameof(Commitment),
            commitment.Id,
            new { commitment.Reference, owner = person.Id }
        );
        if (person.Id.Value != actor.PersonId)
        {
            await messages.ToPersonAsync(
                person.Id,
                new(
                    $"commitment:{commitment.Id}:{commitment.Revision}:passed-on",
                    $"{actor.Name} has given you a promise to see to, due {Words.Day(commitment.Due)}",
                    [commitment.Text],
                    commitment.Path,
                    SubjectKind: nameof(Commitment),
                    SubjectId: commitment.Id.ToString()
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Shows a promise to everybody, for good.</summary>
public sealed class PublishCommitment(Db db, Actor actor, FindCommitment find)
{
    /// <exception cref="Refusal">The actor may not, or it is public already.</exception>
    public async Task RunAsync(string reference, CancellationToken cancellation = default)
    {
        var commitment = await find.RunAsync(reference, cancellation);
        CommitmentPermissions.MayPromise(actor, commitment.OrganisationId).Permit();
        commitment.Publish(actor, db.Now());
        db.Record(
            actor,
            CommitmentVerbs.Published,
            nameof(Commitment),
            commitment.Id,
            new { commitment.Reference }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes a promise down and leaves a tombstone with the reason.</summary>
public sealed class TakeDownCommitment(Db db, Actor actor, FindCommitment find)
{
    /// <exception cref="Refusal">The actor may not, or there is no reason.</exception>
    public async Task RunAsync(
        string reference,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var commitment = await find.RunAsync(reference, cancellation);
        CommitmentPermissions.MayTakeDown(actor, commitment.OrganisationId).Permit();
        commitment.TakeDown(reason, actor, db.Now());
        db.Record(
            actor,
            CommitmentVerbs.TakenDown,
            nameof(Commitment),
            commitment.Id,
            new { commitment.Reference },
            commitment.TakeDownReason
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Adds what shows that a promise was kept, or takes it away again.</summary>
public sealed class KeepEvidence(Db db, Actor actor, FindCommitment find, FileStore files)
{
    /// <exception cref="Refusal">The actor may not, the file is not of a kind that is taken, or nothing is given.</exception>
    public async Task AddAsync(
        string reference,
        string? words,
        string? link,
        (string Name, Stream Content)? upload,
        CancellationToken cancellation = default
    )
    {
        var commitment = await find.RunAsync(reference, cancellation);
        CommitmentPermissions.MayLookAfter(actor, commitment).Permit();
        (string, FileStore.Stored)? kept = upload is { } file
            ? (
                CommitmentEvidence.NameOf(file.Name),
                await files.SaveAsync(file.Content, CommitmentEvidence.MostBytes, cancellation)
            )
            : null;
        var evidence = CommitmentEvidence.Of(commitment, words, link, kept, db.Now());
        commitment.EvidenceStep(CommitmentAct.EvidenceAdded, evidence.Words, actor, db.Now());
        db.Add(evidence);
        await SaveAsync(commitment, CommitmentVerbs.EvidenceAdded, null, cancellation);
    }

    /// <exception cref="Refusal">The actor may not, there is no such evidence, or no reason.</exception>
    public async Task RemoveAsync(
        string reference,
        Id<CommitmentEvidence> id,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var commitment = await find.RunAsync(reference, cancellation);
        CommitmentPermissions.MayLookAfter(actor, commitment).Permit();
        var evidence =
            await db.Set<CommitmentEvidence>()
                .SingleOrDefaultAsync(
                    e => e.Id == id && e.CommitmentId == commitment.Id,
                    cancellation
                )
            ?? throw new Refusal("There is no such evidence.", kind: RefusalKind.NotFound);
        evidence.Remove(reason, db.Now());
        commitment.EvidenceStep(
            CommitmentAct.EvidenceRemoved,
            evidence.RemovalReason!,
            actor,
            db.Now()
        );
        await SaveAsync(
            commitment,
            "commitment-evidence-removed",
            evidence.RemovalReason,
            cancellation
        );
    }

    private async Task SaveAsync(
        Commitment commitment,
        string verb,
        string? reason,
        CancellationToken cancellation
    )
    {
        db.Record(
            actor,
            verb,
            nameof(Commitment),
            commitment.Id,
            new { commitment.Reference },
            reason
        );
        await db.SaveChangesAsync(cancellation);
    }
}
