using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>Who does a run, and who decides in it.</summary>
public sealed partial class Run
{
    /// <summary>The authority's place, or null where it never had one.</summary>
    public RunAuthority? AuthorityOf(Id<Organisation> organisation) =>
        authorities.Find(a => a.OrganisationId == organisation);

    /// <summary>Who holds a role for an authority now.</summary>
    public RoleHolder? HolderOf(ApproverSeat seat) =>
        holders.FindLast(h => h.IsCurrent && h.Seat == seat);

    /// <summary>
    /// Lets an authority in after the beginning. It does its own steps from the stage the run is in; those of stages passed are not needed of
    /// it, and gates passed without it stay passed.
    /// </summary>
    /// <exception cref="Refusal">It takes part already.</exception>
    public void Join(Id<Organisation> organisation, Actor actor, DateTime now)
    {
        Act();
        if (AuthorityOf(organisation) is { LeftAt: null })
        {
            throw new Refusal("That authority takes part already.", "Organisation");
        }
        var held = AuthorityOf(organisation);
        if (held is null)
        {
            authorities.Add(RunAuthority.Of(this, organisation, late: true, now));
        }
        else
        {
            held.Return(now);
        }
        var here = Plan.IndexOf(LastVisit.StageCode);
        for (var i = 0; i < Plan.Stages.Count; i++)
        {
            var stage = Plan.Stages[i];
            for (var p = 0; p < stage.Steps.Count; p++)
            {
                if (!stage.Steps[p].Each)
                {
                    continue;
                }
                var step = EnsureStep(stage.Code, stage.Steps[p], p, organisation, now);
                if (i < here && step.IsOpen)
                {
                    step.Skip("Joined after this stage", actor, now);
                }
                else if (i >= here && step.SkipReason == LeftWords)
                {
                    step.Reopen();
                }
            }
        }
    }

    /// <summary>An authority no longer takes part: its own open steps are not needed any more, its approvals are not awaited.</summary>
    /// <exception cref="Refusal">It leads, takes no part, or there is no reason.</exception>
    public void Leave(Id<Organisation> organisation, string? reason, DateTime now)
    {
        MustNotHaveEnded();
        Revision++;
        LeaveAs(organisation, Why(reason, "Enter why it no longer takes part"), now);
    }

    private const string LeftWords = "No longer takes part";

    private void LeaveAs(Id<Organisation> organisation, string why, DateTime now)
    {
        if (organisation == LeadId)
        {
            throw new Refusal(
                "The lead authority cannot leave. Hand the lead to another authority first, or stop the run.",
                "Organisation"
            );
        }
        if (AuthorityOf(organisation) is not { LeftAt: null } authority)
        {
            throw new Refusal("That authority takes no part in this run.", "Organisation");
        }
        authority.Leave(why, now);
        foreach (var step in steps.Where(s => s.OrganisationId == organisation && s.IsOpen))
        {
            step.Skip(LeftWords, Actor.System, now);
        }
        foreach (var holder in holders.Where(h => h.IsCurrent && h.OrganisationId == organisation))
        {
            holder.End(now);
        }
        PassIfDecided(now);
    }

    /// <summary>Passes the lead to another authority that takes part.</summary>
    /// <exception cref="Refusal">It leads already, or takes no part.</exception>
    public void HandOver(Id<Organisation> to)
    {
        Act();
        MustTakePart(to);
        if (to == LeadId)
        {
            throw new Refusal("It leads already.", "Organisation");
        }
        LeadId = to;
        AuthorityOf(to)!.LeaveToLead(false);
    }

    /// <summary>An authority leaves the decisions at gates to the lead's approvers, or takes them back to its own.</summary>
    /// <exception cref="Refusal">It leads, or takes no part.</exception>
    public void LeaveToLead(Id<Organisation> organisation, bool leadDecides, DateTime now)
    {
        Act();
        if (organisation == LeadId)
        {
            throw new Refusal("The lead authority decides for itself.");
        }
        MustTakePart(organisation);
        AuthorityOf(organisation)!.LeaveToLead(leadDecides);
        PassIfDecided(now);
    }

    /// <summary>Names who holds a role for an authority; whoever held it before no longer does.</summary>
    /// <exception cref="Refusal">The authority takes no part, or the playbook has no such role.</exception>
    public RoleHolder Name(ApproverSeat seat, Id<Person> person, string name, DateTime now)
    {
        Act();
        MustTakePart(seat.Organisation);
        if (Plan.Playbook.Roles.All(r => r.Code != seat.Role))
        {
            throw new Refusal("The playbook has no such role.", "Role");
        }
        if (HolderOf(seat) is { } before)
        {
            if (before.PersonId == person)
            {
                throw new Refusal($"{name} holds this role already.", "Person");
            }
            before.End(now);
        }
        var holder = RoleHolder.Of(this, holders.Count + 1, seat, person, name, now);
        holders.Add(holder);
        return holder;
    }

    /// <summary>A person has left an authority: roles fall vacant, steps wait for a new owner. Decisions made stay.</summary>
    /// <returns>The roles and steps that wait for somebody now.</returns>
    public (IReadOnlyList<RoleHolder> Roles, IReadOnlyList<RunStep> Steps) LoseFrom(
        Id<Organisation> organisation,
        Id<Person> person,
        DateTime now
    )
    {
        Revision++;
        var vacant = holders
            .Where(h => h.IsCurrent && h.OrganisationId == organisation && h.PersonId == person)
            .ToList();
        vacant.ForEach(h => h.End(now));
        var open = steps
            .Where(s => s.IsOpen && s.OwnerId == person && s.OwnerOrganisationId == organisation)
            .ToList();
        open.ForEach(s => s.Give(organisation, null, null));
        return (vacant, open);
    }
}
