using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>A public body that uses Tandem; often, but not always, a known authority.</summary>
public sealed class Organisation
{
    public Id<Organisation> Id { get; private set; }

    /// <summary>Its place in addresses: <c>/organisations/{slug}</c>.</summary>
    public string Slug { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>Code of the known authority this is, which joins it to published notices and contracts; null for other bodies.</summary>
    public string? AuthorityCode { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>A firm that gives answers to public bodies, and is none: it is left out wherever organisations are asked for (<c>IgnoreQueryFilters</c> brings it back).</summary>
    public bool IsFirm { get; private set; }

    /// <summary>A firm's registered number, with its register: <c>GB-COH:01234567</c>; what joins it to the supplier on contracts.</summary>
    public string? RegisteredNumber { get; private set; }

    /// <summary>When a steward confirmed that those who speak for the firm are the firm's.</summary>
    public DateTime? ConfirmedAt { get; private set; }
    public string? ConfirmedByName { get; private set; }

    /// <summary>A firm, as it says of itself.</summary>
    /// <param name="id">Its id, where it was given one before.</param>
    public static Organisation Register(
        string name,
        string? registeredNumber,
        DateTime now,
        Id<Organisation>? id = null
    ) =>
        string.IsNullOrWhiteSpace(name)
            ? throw new Refusal("Enter the name of the firm", nameof(Name))
            : new()
            {
                Id = id ?? Id<Organisation>.New(now),
                Name = name.Trim(),
                Slug = "firm-" + Kernel.Slug.Of(name),
                RegisteredNumber = registeredNumber,
                IsFirm = true,
                CreatedAt = now,
            };

    /// <summary>Says that the firm is who it says.</summary>
    public void Confirm(Actor actor, DateTime now) =>
        (ConfirmedAt, ConfirmedByName) = (now, actor.Name);

    public static Organisation Create(string name, string? authorityCode, DateTime now) =>
        string.IsNullOrWhiteSpace(name)
            ? throw new Refusal("Enter the name of the organisation", nameof(Name))
            : new()
            {
                Id = Id<Organisation>.New(now),
                Name = name.Trim(),
                Slug = Kernel.Slug.Of(name),
                AuthorityCode = authorityCode,
                CreatedAt = now,
            };

    private sealed class Mapping : IEntityTypeConfiguration<Organisation>
    {
        public void Configure(EntityTypeBuilder<Organisation> entity)
        {
            entity.HasIndex(o => o.Slug).IsUnique();
            entity.HasIndex(o => o.AuthorityCode);
            entity.HasIndex(o => o.RegisteredNumber);
            entity.HasQueryFilter(o => !o.IsFirm);
        }
    }
}

/// <summary>Organisations that work together: a London office, a county group, a buying consortium.</summary>
public sealed class Partnership
{
    public Id<Partnership> Id { get; private set; }
    public string Slug { get; private set; } = "";
    public string Name { get; private set; } = "";
    public DateTime CreatedAt { get; private set; }

    public static Partnership Create(string name, DateTime now) =>
        string.IsNullOrWhiteSpace(name)
            ? throw new Refusal("Enter the name of the partnership", nameof(Name))
            : new()
            {
                Id = Id<Partnership>.New(now),
                Name = name.Trim(),
                Slug = Kernel.Slug.Of(name),
                CreatedAt = now,
            };

    private sealed class Mapping : IEntityTypeConfiguration<Partnership>
    {
        public void Configure(EntityTypeBuilder<Partnership> entity) =>
            entity.HasIndex(p => p.Slug).IsUnique();
    }
}

/// <summary>An organisation's place in a partnership.</summary>
public sealed class PartnershipMember
{
    public Id<Partnership> PartnershipId { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }

    public static PartnershipMember Of(Partnership partnership, Organisation organisation) =>
        new() { PartnershipId = partnership.Id, OrganisationId = organisation.Id };

    private sealed class Mapping : IEntityTypeConfiguration<PartnershipMember>
    {
        public void Configure(EntityTypeBuilder<PartnershipMember> entity)
        {
            entity.HasKey(m => new { m.PartnershipId, m.OrganisationId });
            entity.HasOne<Partnership>().WithMany().HasForeignKey(m => m.PartnershipId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId);
        }
    }
}

/// <summary>A person's place, and role, in an organisation.</summary>
public sealed class Membership
{
    public Id<Person> PersonId { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }
    public Role Role { get; private set; }

    public static Membership Of(Person person, Organisation organisation, Role role) =>
        new()
        {
            PersonId = person.Id,
            OrganisationId = organisation.Id,
            Role = role,
        };

    /// <summary>Gives the person another role.</summary>
    public void Become(Role role) => Role = role;

    private sealed class Mapping : IEntityTypeConfiguration<Membership>
    {
        public void Configure(EntityTypeBuilder<Membership> entity)
        {
            entity.HasKey(m => new { m.PersonId, m.OrganisationId });
            entity.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId);
        }
    }
}
