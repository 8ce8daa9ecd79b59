using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Changes a published call by an addendum, and tells all who draft, have entered or follow.</summary>
public sealed class AmendCall(Db db, Actor actor, TellPeople tell)
{
    /// <exception cref="Refusal">The actor may not, or it is too late.</exception>
    public async Task<Addendum> RunAsync(
        string reference,
        Amendment change,
        CancellationToken cancellation = default
    )
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayPublish(actor, call).Permit();
        var addendum = call.Amend(change, actor, db.Now());
        db.Add(addendum);
        foreach (
            var terms in call
                .Stages.SelectMany(s => s.Terms)
                .Where(t => t.AddendumId == addendum.Id)
        )
        {
            db.Add(terms);
        }
        db.RecordOn(
            actor,
            CallActs.Amended,
            call,
            new
            {
                addendum.Number,
                addendum.Text,
                changes = addendum.ChangeList,
                terms = call
                    .Stages.Where(s => s.InForce?.AddendumId == addendum.Id)
                    .Select(s => new { stage = s.Code, sha256 = s.InForce!.Sha256 })
                    .ToList(),
            }
        );
        await tell.ToAllAsync(
            call,
            $"addendum:{addendum.Number}",
            $"Addendum {addendum.Number} to {call.Title}",
            [
                addendum.Text,
                .. addendum.ChangeList.Select(c =>
                    $"{c.What}: {(c.Before is null ? "" : $"before “{c.Before}”, ")}now “{c.After ?? "nothing"}”."
                ),
            ],
            cancellation
        );
        await db.SaveCallAsync(call, cancellation);
        return addendum;
    }
}

/// <summary>Cancels a call. What was published stays to be read, with the reason.</summary>
public sealed class CancelCall(Db db, Actor actor, TellPeople tell)
{
    /// <exception cref="Refusal">The actor may not, it is over, or no reason is given.</exception>
    public async Task<Call> RunAsync(
        string reference,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayPublish(actor, call).Permit();
        call.Cancel(reason, db.Now());
        db.RecordOn(actor, CallActs.Cancelled, call, null, call.EndedReason);
        if (call.IsPublished)
        {
            await tell.ToAllAsync(
                call,
                "cancelled",
                $"{call.Title} is cancelled",
                [$"The reason: {call.EndedReason}"],
                cancellation
            );
        }
        await db.SaveCallAsync(call, cancellation);
        return call;
    }
}
