using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Who takes part: said by each for itself; the lead decides who joins late; the lead passes on.</summary>
public sealed partial class Collaboration
{
    /// <summary>The organisation's place, or null where it never had one.</summary>
    public CollaborationMember? MemberOf(Id<Organisation> organisation) =>
        members.Find(m => m.OrganisationId == organisation);

    /// <summary>An organisation says whether it is in, observing or out.</summary>
    /// <exception cref="Refusal">It takes no part, it leads and may not go, or what it must give with it is missing.</exception>
    public void StateStanding(
        Id<Organisation> organisation,
        Standing? standing,
        Mandate? mandate,
        string? reason,
        Actor actor,
        DateTime now
    )
    {
        Act();
        var said = standing ?? throw new Refusal("Choose where you stand", "Standing");
        if (said == Standing.Asking || MemberOf(organisation) is not { IsCurrent: true } member)
        {
            throw new Refusal("Ask the lead authority to let you join first.");
        }
        if (organisation == LeadId && said != Standing.In)
        {
            throw new Refusal(
                "You lead this collaboration. Hand the lead to another member first, or close it.",
                "Standing"
            );
        }
        member.State(said, mandate, reason, actor, now);
    }

    /// <summary>An organisation that takes no part asks to join.</summary>
    /// <exception cref="Refusal">It takes part or has asked already, or says nothing with it.</exception>
    public void AskToJoin(Id<Organisation> organisation, string? words, Actor actor, DateTime now)
    {
        Act();
        var member = MemberOf(organisation);
        if (member is { IsCurrent: true } or { Standing: Standing.Asking })
        {
            throw new Refusal("You take part, or have asked to, already.");
        }
        if (member is null)
        {
            member = CollaborationMember.Of(this, organisation, late: true, now);
            members.Add(member);
        }
        member.Asks(words, actor, now);
    }

    /// <summary>The lead lets an organisation join after the beginning: one that asked, or one that it asks itself.</summary>
    /// <exception cref="Refusal">It takes part already, or no reason is given.</exception>
    public void Admit(
        Id<Organisation> organisation,
        string? reason,
        DateOnly? decideBy,
        Actor actor,
        DateTime now
    )
    {
        Act();
        MustLieAhead(decideBy, now);
        var member = MemberOf(organisation);
        if (member is { IsCurrent: true })
        {
            throw new Refusal("It takes part already.");
        }
        var why = Written.Required(reason, LongestReason, "Reason", "Enter why it may join now");
        if (member is null)
        {
            member = CollaborationMember.Of(this, organisation, late: true, now);
            members.Add(member);
        }
        member.Admitted(why, decideBy, actor, now);
    }

    /// <summary>The lead does not let an organisation join that asked.</summary>
    /// <exception cref="Refusal">It has not asked, or no reason is given.</exception>
    public void TurnDown(Id<Organisation> organisation, string? reason, Actor actor, DateTime now)
    {
        Act();
        if (MemberOf(organisation) is not { Standing: Standing.Asking } member)
        {
            throw new Refusal("It has not asked to join.");
        }
        member.TurnedDown(
            Written.Required(reason, LongestReason, "Reason", "Enter why it may not join"),
            actor,
            now
        );
    }

    /// <summary>Passes the lead to another member.</summary>
    /// <exception cref="Refusal">That organisation is not in, or leads already.</exception>
    public void HandOver(Id<Organisation> to, DateTime now)
    {
        Act();
        if (to == LeadId)
        {
            throw new Refusal("It leads already.", "To");
        }
        if (MemberOf(to) is not { Standing: Standing.In })
        {
            throw new Refusal("Only an organisation that is in can lead.", "To");
        }
        (LeadId, LeadSince) = (to, now);
    }
}
