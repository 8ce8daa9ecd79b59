using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What came late is judged like the rest: admitting it takes back what was recommended without it, and nothing is admitted once everybody was told.</summary>
internal sealed class AdmitLate(Db db, Actor actor, Messages messages) : ILateAdmissions
{
    public async Task<LateAdmission?> OfAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation
    ) =>
        await NowAsync(call, stage, cancellation) switch
        {
            null => null,
            { IsTold: true } => new(
                $"The decision on {stage.Title} has been told to everybody: nothing can be admitted to it any more.",
                false
            ),
            var open => new(
                $"{open.RecommendedByName} recommended a decision without it{(open.ApprovedAt is null ? "" : $", which {open.ApprovedByName} approved")}. If it is admitted, that goes back to the panel, which judges this one too and recommends again.",
                true
            ),
        };

    public async Task AdmittedAsync(
        Call call,
        CallStage stage,
        Entry entry,
        string reason,
        CancellationToken cancellation
    )
    {
        if (await NowAsync(call, stage, cancellation) is not { } decision)
        {
            return;
        }
        var judged = new JudgedStage(call, stage, [], new([], []));
        decision.Return(
            $"{entry.Reference} came late and was admitted: {reason} It has to be judged with the others.",
            actor,
            db.Now()
        );
        db.RecordDecision(actor, JudgingVerbs.Returned, judged, decision, decision.ReturnedReason);
        await messages.ToPeopleAsync(
            [
                .. call
                    .People.Where(p =>
                        p.Role is CallRole.LeadAssessor or CallRole.Approver
                        && p.PersonId.Value != actor.PersonId
                    )
                    .Select(p => p.PersonId)
                    .Concat(ShareOut.Leads(call))
                    .Distinct(),
            ],
            decision.Message(
                judged,
                "returned",
                "The recommendation came back",
                decision.ReturnedReason!,
                "decision"
            ),
            cancellation
        );
    }

    private async Task<CallDecision?> NowAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation
    ) =>
        await db.Set<CallDecision>()
            .Include(d => d.Lines)
            .Where(d => d.CallId == call.Id && d.StageCode == stage.Code && d.ReturnedAt == null)
            .OrderByDescending(d => d.Round)
            .FirstOrDefaultAsync(cancellation);
}
