using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Decides how an organisation keeps its pipeline: whether an approver is needed, who approves, and how often items are reviewed.</summary>
public sealed class DecideRules(Db db, Actor actor)
{
    /// <param name="approvers">Members who approve beside the administrators.</param>
    /// <exception cref="Refusal">The actor may not, the months will not do, or somebody named does not belong to the organisation.</exception>
    public async Task RunAsync(
        Organisation organisation,
        bool needsApprover,
        int reviewMonths,
        IReadOnlyCollection<Id<Person>> approvers,
        CancellationToken cancellation = default
    )
    {
        PipelinePermissions.MayRule(actor, organisation.Id).Permit();
        var rules = await PipelineRules.OfAsync(db, organisation.Id, cancellation);
        rules.Decide(needsApprover, reviewMonths);
        if (db.Entry(rules).State == EntityState.Detached)
        {
            db.Add(rules);
        }
        var members = await db.Set<Membership>()
            .Where(m => m.OrganisationId == organisation.Id)
            .Select(m => m.PersonId)
            .ToListAsync(cancellation);
        if (approvers.Except(members).Any())
        {
            throw new Refusal("Choose people who belong to the organisation", "Approvers");
        }
        var before = await db.Set<PipelineApprover>()
            .Where(a => a.OrganisationId == organisation.Id)
            .ToListAsync(cancellation);
        db.RemoveRange(before.Where(a => !approvers.Contains(a.PersonId)));
        db.AddRange(
            approvers
                .Distinct()
                .Where(p => before.All(a => a.PersonId != p))
                .Select(p => new PipelineApprover
                {
                    OrganisationId = organisation.Id,
                    PersonId = p,
                })
        );
        db.Record(
            actor,
            "pipeline-rules-decided",
            nameof(Organisation),
            organisation.Id,
            new
            {
                needsApprover,
                reviewMonths,
                approvers,
            }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
