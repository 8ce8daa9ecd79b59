using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>Who may act on opportunities. Everybody may read them.</summary>
public static class OpportunityPermissions
{
    /// <summary>Say for an organisation that an opportunity is not for it, and put it back.</summary>
    /// <param name="isIn">Whether one of its purchases is the organisation's own.</param>
    public static Verdict MaySetAside(Actor actor, Organisation organisation, bool isIn) =>
        !actor.Has(organisation.Id.Value, Role.Officer)
            ? Verdict.No(
                $"Only officers and administrators of {organisation.Name} may say what is not for it."
            )
        : !isIn ? Verdict.No($"{organisation.Name} has no purchase in this opportunity.")
        : Verdict.Yes;
}

/// <summary>“Not for us”: sets an opportunity aside for an organisation, with the reason, until it is put back.</summary>
public sealed class SetAsideOpportunity(Db db, Actor actor, OrganisationBuyers buyers)
{
    private const int LongestReason = 1000;

    /// <exception cref="Refusal">The actor may not, no reason is given, or there is no such opportunity.</exception>
    public async Task RunAsync(
        string key,
        Id<Organisation> organisation,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (opportunity, owner) = await buyers.FindAsync(key, organisation, cancellation);
        OpportunityPermissions.MaySetAside(actor, owner, buyers.IsIn(opportunity, owner)).Permit();
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new Refusal("Enter why this is not for you", "Reason");
        }
        if (reason.Trim().Length > LongestReason)
        {
            throw new Refusal($"The reason must be {LongestReason} characters or fewer", "Reason");
        }
        if (
            await db.Set<SetAside>()
                .AnyAsync(
                    s => s.OrganisationId == organisation && s.OpportunityKey == key,
                    cancellation
                )
        )
        {
            return;
        }
        db.Add(
            new SetAside
            {
                OrganisationId = organisation,
                OpportunityKey = key,
                Reason = reason.Trim(),
                ByName = actor.Name,
                At = db.Now(),
                Purchases = string.Join('\n', opportunity.Purchases.Select(p => p.Id)),
            }
        );
        db.Record(
            actor,
            "opportunity-set-aside",
            nameof(KeptOpportunity),
            key,
            new { Organisation = owner.Slug, opportunity.Title },
            reason.Trim()
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>“Put it back”: shows an opportunity that was set aside to the organisation again.</summary>
public sealed class PutBackOpportunity(Db db, Actor actor, OrganisationBuyers buyers)
{
    /// <exception cref="Refusal">The actor may not, or there is no such opportunity.</exception>
    public async Task RunAsync(
        string key,
        Id<Organisation> organisation,
        CancellationToken cancellation = default
    )
    {
        var (opportunity, owner) = await buyers.FindAsync(key, organisation, cancellation);
        OpportunityPermissions.MaySetAside(actor, owner, buyers.IsIn(opportunity, owner)).Permit();
        var aside = await db.Set<SetAside>()
            .SingleOrDefaultAsync(
                s => s.OrganisationId == organisation && s.OpportunityKey == key,
                cancellation
            );
        if (aside is null)
        {
            return;
        }
        db.Remove(aside);
        db.Record(
            actor,
            "opportunity-put-back",
            nameof(KeptOpportunity),
            key,
            new { Organisation = owner.Slug, opportunity.Title }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
