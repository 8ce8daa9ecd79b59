using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Calls;

/// <summary>Asks an approver to look at a call.</summary>
public sealed class SubmitCall(Db db, Actor actor, CallSections sections, TellPeople tell)
{
    /// <exception cref="Refusal">The actor may not, or a section is not complete.</exception>
    public async Task<Call> RunAsync(string reference, CancellationToken cancellation = default)
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayWrite(actor, call).Permit();
        await sections.MustBeCompleteAsync(call, cancellation);
        call.Submit(actor, db.Now());
        db.RecordOn(actor, CallActs.Submitted, call);
        await tell.ToRolesAsync(
            call,
            [CallRole.Approver],
            $"submitted:{call.SubmittedAt!.Value.Ticks}",
            $"Approve {call.Title}, or return it",
            [$"{actor.Name} asks you to approve it before it is published."],
            "/publish",
            owed: true,
            cancellation
        );
        await db.SaveCallAsync(call, cancellation);
        return call;
    }
}

/// <summary>Takes a call back from its approver, to be changed.</summary>
public sealed class TakeBackCall(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, or there is nothing to take back.</exception>
    public async Task<Call> RunAsync(string reference, CancellationToken cancellation = default)
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayWrite(actor, call).Permit();
        call.TakeBack(db.Now());
        db.RecordOn(actor, CallActs.TakenBack, call);
        await db.SaveCallAsync(call, cancellation);
        return call;
    }
}

/// <summary>An approver approves a call, or returns it with the reason.</summary>
public sealed class AnswerCall(Db db, Actor actor, TellPeople tell)
{
    /// <exception cref="Refusal">The actor may not, or it is returned without a reason.</exception>
    public async Task<Call> RunAsync(
        string reference,
        bool approve,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayApprove(actor, call).Permit();
        if (approve)
        {
            call.Approve(actor, db.Now());
        }
        else
        {
            call.Return(reason, db.Now());
        }
        db.RecordOn(
            actor,
            approve ? CallActs.Approved : CallActs.Returned,
            call,
            null,
            approve ? null : call.ReturnedReason
        );
        await tell.ToRolesAsync(
            call,
            [CallRole.Owner, CallRole.Editor],
            $"answered:{call.ChangedAt.Ticks}",
            approve ? $"{call.Title} is approved" : $"{call.Title} was returned",
            [
                approve
                    ? $"{actor.Name} has approved it. It can be published."
                    : $"{actor.Name} says what has to change: {call.ReturnedReason}",
            ],
            approve ? "/publish" : "/make",
            owed: true,
            cancellation
        );
        await db.SaveCallAsync(call, cancellation);
        return call;
    }
}

/// <summary>Publishes a call: freezes its terms and tells those who follow the organisation or what it is about.</summary>
public sealed class PublishCall(
    Db db,
    Actor actor,
    CallSections sections,
    WorkingDays calendars,
    TellPeople tell,
    IEnumerable<ICallPublished> rooms
)
{
    /// <exception cref="Refusal">The actor may not, a section is not complete, or it is not approved.</exception>
    public async Task<Call> RunAsync(string reference, CancellationToken cancellation = default)
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayPublish(actor, call).Permit();
        await sections.MustBeCompleteAsync(call, cancellation);
        call.Publish(calendars, db.Now());
        db.RecordOn(
            actor,
            CallActs.Published,
            call,
            new
            {
                terms = call
                    .InOrder.Select(s => new { stage = s.Code, sha256 = s.InForce!.Sha256 })
                    .ToList(),
                closes = call.InOrder.Select(s => new { stage = s.Code, at = s.ClosesAt }).ToList(),
            }
        );
        if (call.PipelineItemId is { } item)
        {
            db.Record(
                actor,
                PipelineActs.Called,
                nameof(PipelineItem),
                item,
                new { call = call.NameForAll }
            );
        }
        foreach (var room in rooms)
        {
            await room.RunAsync(call, actor, cancellation);
        }
        await tell.ToAllAsync(
            call,
            "published",
            $"{call.Title} is published",
            [
                $"{CallWording.Sentence(call, db.Now())} You have a part in it: {call.Kind.Words.Call} {call.Reference}.",
            ],
            cancellation
        );
        await db.SaveCallAsync(call, cancellation);
        return call;
    }
}
