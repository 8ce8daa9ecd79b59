using Tandem.Calls.Kinds;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Evaluations;

// What is done with a recommendation: approved or returned, told, and waited for.
public sealed partial class CallDecision
{
    /// <summary>Somebody else approves it.</summary>
    /// <exception cref="Refusal">It was approved or returned, or the actor recommended it.</exception>
    public void Approve(DecisionRule rule, Actor actor, DateTime now)
    {
        MustBe(DecisionState.Recommended);
        if (rule.NeedsApproval && actor.PersonId == RecommendedById)
        {
            throw new Refusal(
                "Somebody else has to approve what you recommend.",
                kind: RefusalKind.Permission
            );
        }
        (ApprovedAt, ApprovedByName) = (now, actor.Name);
        Revision++;
    }

    /// <summary>It goes back to the panel.</summary>
    /// <exception cref="Refusal">It was told or returned, or no reason is given.</exception>
    public void Return(string? reason, Actor actor, DateTime now)
    {
        if (IsTold || ReturnedAt is not null)
        {
            throw new Refusal(
                "This recommendation can no longer be returned.",
                kind: RefusalKind.Changed
            );
        }
        ReturnedReason = PlainText.Take(reason, 4000, "why it goes back", "Reason");
        (ReturnedAt, ReturnedByName) = (now, actor.Name);
        Revision++;
    }

    /// <summary>Everybody is told. Nothing of it changes after that.</summary>
    /// <exception cref="Refusal">It is not approved, or was told already.</exception>
    public void Tell(DateTime now)
    {
        MustBe(DecisionState.Approved);
        ToldAt = now;
        Revision++;
    }

    /// <summary>
    /// The standstill begins on the day the award notice is published, which counts as its first day where it is a working day (Procurement Act 2023,
    /// section 51: eight working days beginning with that day).
    /// </summary>
    /// <exception cref="Refusal">None is owed, it has begun, or the day is before the letters or still to come.</exception>
    public void BeginStandstill(DateOnly day, WorkingDays workingDays, DateTime now)
    {
        if (StandstillDays is not { } days || StandstillCalendar is not { } calendar)
        {
            throw new Refusal("No standstill is owed for this decision.");
        }
        if (ToldAt is not { } told)
        {
            throw new Refusal("Send the letters first: they come before the notice.");
        }
        if (StandstillFrom is not null)
        {
            throw new Refusal("The standstill has begun already.", kind: RefusalKind.Changed);
        }
        if (day < LocalDay.Of(told) || day > LocalDay.Of(now))
        {
            throw new Refusal(
                "Give the day on which the notice was published: not before the letters, and not in the future",
                "NoticeOn"
            );
        }
        StandstillFrom = day;
        StandstillTo = workingDays[calendar].Add(day.AddDays(-1), days);
        Revision++;
    }

    private void MustBe(DecisionState wanted)
    {
        var state =
            ReturnedAt is not null ? DecisionState.Returned
            : IsTold ? DecisionState.Told
            : ApprovedAt is not null ? DecisionState.Approved
            : DecisionState.Recommended;
        if (state != wanted)
        {
            throw new Refusal(
                state switch
                {
                    DecisionState.Returned => "This recommendation was returned.",
                    DecisionState.Told => "Everybody has been told already.",
                    DecisionState.Approved => "This recommendation was approved already.",
                    _ => "This recommendation has not been approved yet.",
                },
                kind: RefusalKind.Changed
            );
        }
    }
}
