using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>Adds an organisation to the network.</summary>
public sealed class AddOrganisation(Db db, Actor actor)
{
    /// <param name="authorityCode">Code of the known authority it is, or null.</param>
    /// <exception cref="Refusal">The actor may not, the name is missing, or an organisation of this name is there.</exception>
    public async Task<Organisation> RunAsync(
        string name,
        string? authorityCode,
        CancellationToken cancellation = default
    )
    {
        AccountPermissions.LookAfterNetwork(actor).Permit();
        var organisation = Organisation.Create(
            name,
            string.IsNullOrWhiteSpace(authorityCode) ? null : authorityCode.Trim(),
            db.Now()
        );
        if (await db.Set<Organisation>().AnyAsync(o => o.Slug == organisation.Slug, cancellation))
        {
            throw new Refusal("There is an organisation of this name already", "Name");
        }
        db.Add(organisation);
        db.Record(
            actor,
            "organisation-added",
            nameof(Organisation),
            organisation.Id,
            new { organisation.Name, organisation.AuthorityCode }
        );
        await db.SaveChangesAsync(cancellation);
        return organisation;
    }
}

/// <summary>Adds a partnership of organisations.</summary>
public sealed class AddPartnership(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, the name is missing, or a partnership of this name is there.</exception>
    public async Task<Partnership> RunAsync(string name, CancellationToken cancellation = default)
    {
        AccountPermissions.LookAfterNetwork(actor).Permit();
        var partnership = Partnership.Create(name, db.Now());
        if (await db.Set<Partnership>().AnyAsync(p => p.Slug == partnership.Slug, cancellation))
        {
            throw new Refusal("There is a partnership of this name already", "PartnershipName");
        }
        db.Add(partnership);
        db.Record(
            actor,
            "partnership-added",
            nameof(Partnership),
            partnership.Id,
            new { partnership.Name }
        );
        await db.SaveChangesAsync(cancellation);
        return partnership;
    }
}

/// <summary>Puts an organisation into a partnership, or takes it out.</summary>
public sealed class ChangePartnership(Db db, Actor actor, IEnumerable<IBelongingChanges> rooms)
{
    /// <summary>Done twice, it is as done once.</summary>
    public async Task RunAsync(
        Partnership partnership,
        Organisation organisation,
        bool belongs,
        CancellationToken cancellation = default
    )
    {
        AccountPermissions.LookAfterNetwork(actor).Permit();
        var member = await db.Set<PartnershipMember>()
            .SingleOrDefaultAsync(
                m => m.PartnershipId == partnership.Id && m.OrganisationId == organisation.Id,
                cancellation
            );
        if (belongs == member is not null)
        {
            return;
        }
        if (member is null)
        {
            db.Add(PartnershipMember.Of(partnership, organisation));
        }
        else
        {
            db.Remove(member);
        }
        db.Record(
            actor,
            belongs ? "partnership-joined" : "partnership-left",
            nameof(Partnership),
            partnership.Id,
            new { organisation = organisation.Name }
        );
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.SaveChangesAsync(cancellation);
        foreach (var room in rooms)
        {
            await room.PartneredAsync(organisation, cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }
}
