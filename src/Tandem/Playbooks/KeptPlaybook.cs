using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks;

/// <summary>Who may read what is published of a playbook.</summary>
public enum PlaybookAudience
{
    /// <summary>Members of the organisation that keeps it.</summary>
    Organisation,

    /// <summary>Members of every organisation that shares a partnership with it.</summary>
    Partnership,

    /// <summary>Everybody, without an account.</summary>
    Public,
}

/// <summary>
/// A playbook as it is kept here, of which there are versions: one of the network, or an organisation’s own. An organisation’s own may be an adaptation of another, whose changes it can
/// then see and take over.
/// </summary>
public sealed class KeptPlaybook
{
    public Id<KeptPlaybook> Id { get; private set; }

    /// <summary>The name in its files. An adaptation has the name of what it adapts.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The organisation that keeps it; null where it belongs to the whole network.</summary>
    public Id<Organisation>? OrganisationId { get; private set; }

    /// <summary>Its place in addresses, <c>/playbooks/{key}</c>: the name, and for an organisation’s own <c>name@slug-of-the-organisation</c>. Unique.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The playbook it adapts.</summary>
    public Id<KeptPlaybook>? UpstreamId { get; private set; }
    public PlaybookAudience Audience { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>Address of its first page, from the root.</summary>
    public string Path => $"/playbooks/{Key}";

    /// <summary>One of the whole network.</summary>
    public static KeptPlaybook OfNetwork(string name, DateTime now) =>
        new()
        {
            Id = Id<KeptPlaybook>.New(now),
            Name = name,
            Key = name,
            Audience = PlaybookAudience.Public,
            CreatedAt = now,
        };

    /// <summary>An organisation’s own; read by its members until it is shared more widely.</summary>
    public static KeptPlaybook Of(
        Organisation organisation,
        string name,
        KeptPlaybook? upstream,
        DateTime now
    ) =>
        new()
        {
            Id = Id<KeptPlaybook>.New(now),
            Name = name,
            OrganisationId = organisation.Id,
            Key = KeyOf(name, organisation),
            UpstreamId = upstream?.Id,
            Audience = PlaybookAudience.Organisation,
            CreatedAt = now,
        };

    /// <summary>The key of an organisation’s own playbook of this name.</summary>
    public static string KeyOf(string name, Organisation organisation) =>
        $"{name}@{organisation.Slug}";

    /// <summary>Words that addresses use themselves: no playbook has one for its name.</summary>
    public static bool IsReserved(string name) => name is "new" or "pages";

    /// <exception cref="Refusal">It belongs to the network, which keeps nothing to itself.</exception>
    public void ShareWith(PlaybookAudience audience) =>
        Audience =
            OrganisationId is null && audience != PlaybookAudience.Public
                ? throw new Refusal("What belongs to the whole network is read by everybody.")
                : audience;

    private sealed class Mapping : IEntityTypeConfiguration<KeptPlaybook>
    {
        public void Configure(EntityTypeBuilder<KeptPlaybook> entity)
        {
            entity.HasIndex(p => p.Key).IsUnique();
            entity.HasIndex(p => p.OrganisationId);
            entity.HasIndex(p => p.UpstreamId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId);
            entity.HasOne<KeptPlaybook>().WithMany().HasForeignKey(p => p.UpstreamId);
            entity.Ignore(p => p.Path);
        }
    }
}
