using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Preparing;

/// <summary>Takes up a standing stage of a playbook for an organisation.</summary>
public sealed class TakeUpPreparation(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <exception cref="Refusal">The actor may not, or there is no such standing stage.</exception>
    public async Task<Preparation> RunAsync(
        Organisation organisation,
        string key,
        string stageCode,
        CancellationToken cancellation = default
    )
    {
        PlaybookPermissions.MayPrepare(actor, organisation.Id).Permit();
        var found = await shelf.FindAsync(key, cancellation: cancellation);
        var stage =
            found is null || found.Version.State != VersionState.Published
                ? null
                : (await shelf.ReadAsync(found.Version.Id, cancellation)).Stage(stageCode);
        if (stage is null)
        {
            throw new Refusal("There is no such checklist.", kind: RefusalKind.NotFound);
        }
        var preparation = await db.Set<Preparation>()
            .SingleOrDefaultAsync(
                p =>
                    p.OrganisationId == organisation.Id
                    && p.PlaybookId == found!.Kept.Id
                    && p.StageCode == stageCode,
                cancellation
            );
        if (preparation is { EndedAt: null })
        {
            return preparation;
        }
        if (preparation is null)
        {
            db.Add(preparation = Preparation.TakeUp(organisation, found!.Version, stage, db.Now()));
        }
        else
        {
            preparation.TakeUpAgain(found!.Version.Id, db.Now());
        }
        db.RecordOn(actor, "preparation-taken-up", preparation);
        await db.SaveChangesAsync(cancellation);
        return preparation;
    }
}

/// <summary>Says how a point of a checklist stands.</summary>
public sealed class SayPoint(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <exception cref="Refusal">The actor may not, there is no such point, or no reason is given.</exception>
    public async Task RunAsync(
        Id<Preparation> id,
        string step,
        PointState state,
        string? note,
        CancellationToken cancellation = default
    )
    {
        var preparation = await db.PreparationAsync(actor, id, cancellation);
        var playbook = await shelf.ReadAsync(preparation.VersionId, cancellation);
        if (playbook.Stage(preparation.StageCode)?.Steps.Any(s => s.Code == step) != true)
        {
            throw new Refusal("There is no such point.", kind: RefusalKind.NotFound);
        }
        var point = await db.Set<PreparedPoint>().FindAsync([id, step], cancellation);
        if (point is null)
        {
            db.Add(point = PreparedPoint.Of(preparation, step));
        }
        point.Say(state, note, new(actor.PersonId!.Value), db.Now());
        db.RecordOn(
            actor,
            "preparation-point-said",
            preparation,
            new { step, state = state.ToString() },
            point.Note
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>All points have been gone through; or the checklist follows a newer version; or it is put down.</summary>
public sealed class KeepPreparation(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <exception cref="Refusal">The actor may not, or a point is open.</exception>
    public async Task ReviewAsync(Id<Preparation> id, CancellationToken cancellation = default)
    {
        var preparation = await db.PreparationAsync(actor, id, cancellation);
        var playbook = await shelf.ReadAsync(preparation.VersionId, cancellation);
        var said = await db.Set<PreparedPoint>()
            .Where(p => p.PreparationId == id && p.State != PointState.Open)
            .Select(p => p.StepCode)
            .ToListAsync(cancellation);
        var open =
            playbook.Stage(preparation.StageCode)?.Steps.Count(s => !said.Contains(s.Code)) ?? 0;
        preparation.Review(open, new(actor.PersonId!.Value), db.Now());
        db.RecordOn(actor, "preparation-reviewed", preparation);
        await db.SaveChangesAsync(cancellation);
    }

    /// <exception cref="Refusal">The actor may not, or the published version has no such stage.</exception>
    public async Task FollowAsync(Id<Preparation> id, CancellationToken cancellation = default)
    {
        var preparation = await db.PreparationAsync(actor, id, cancellation);
        var newest = await db.Set<PlaybookVersion>()
            .SingleOrDefaultAsync(
                v => v.PlaybookId == preparation.PlaybookId && v.State == VersionState.Published,
                cancellation
            );
        if (
            newest is null
            || (await shelf.ReadAsync(newest.Id, cancellation)).Stage(preparation.StageCode)
                is not { Standing: true }
        )
        {
            throw new Refusal("The published version no longer has this checklist.");
        }
        preparation.Follow(newest.Id, db.Now());
        db.RecordOn(actor, "preparation-moved", preparation, new { version = newest.Version });
        await db.SaveChangesAsync(cancellation);
    }

    /// <exception cref="Refusal">The actor may not.</exception>
    public async Task PutDownAsync(Id<Preparation> id, CancellationToken cancellation = default)
    {
        var preparation = await db.PreparationAsync(actor, id, cancellation);
        preparation.PutDown(db.Now());
        db.RecordOn(actor, "preparation-put-down", preparation);
        await db.SaveChangesAsync(cancellation);
    }
}

internal static class PreparationStore
{
    /// <summary>The checklist of this id, to be changed.</summary>
    /// <exception cref="Refusal">There is none at an organisation of the actor’s, or they may not change it.</exception>
    public static async Task<Preparation> PreparationAsync(
        this Db db,
        Actor actor,
        Id<Preparation> id,
        CancellationToken cancellation
    )
    {
        var preparation = await db.Set<Preparation>()
            .SingleOrDefaultAsync(p => p.Id == id && p.EndedAt == null, cancellation);
        if (
            preparation is null
            || !PlaybookPermissions.MaySeePreparation(actor, preparation.OrganisationId).Allowed
        )
        {
            throw new Refusal("There is no such checklist.", kind: RefusalKind.NotFound);
        }
        PlaybookPermissions.MayPrepare(actor, preparation.OrganisationId).Permit();
        return preparation;
    }

    public static void RecordOn(
        this Db db,
        Actor actor,
        string verb,
        Preparation preparation,
        object? data = null,
        string? reason = null
    ) => db.Record(actor, verb, nameof(Preparation), preparation.Id, data, reason);
}
