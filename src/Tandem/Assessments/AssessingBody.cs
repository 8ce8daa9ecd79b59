using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>That an organisation assesses a kind for others. Named, and ended, by stewards of the network.</summary>
public sealed class AssessingBody
{
    public Id<Organisation> OrganisationId { get; private set; }
    public string Kind { get; private set; } = "";
    public DateTime Since { get; private set; }

    public static AssessingBody Of(Id<Organisation> organisation, string kind, DateTime now) =>
        new()
        {
            OrganisationId = organisation,
            Kind = kind,
            Since = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<AssessingBody>
    {
        public void Configure(EntityTypeBuilder<AssessingBody> entity)
        {
            entity.HasKey(b => new { b.OrganisationId, b.Kind });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(b => b.OrganisationId);
        }
    }
}
