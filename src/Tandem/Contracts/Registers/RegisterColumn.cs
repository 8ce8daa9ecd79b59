using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Contracts.Registers;

/// <summary>What an organisation said a column of its register holds, remembered for the next time.</summary>
public sealed class RegisterColumn
{
    public Id<Organisation> OrganisationId { get; init; }

    /// <summary>The kind of table: a heading may hold one thing in a register and another in a pipeline.</summary>
    public ImportKind Kind { get; init; }

    /// <summary>The heading in lower case.</summary>
    public string Heading { get; init; } = "";

    /// <summary>The field (<c>content/register-columns.yaml</c>); empty where the column is not used.</summary>
    public string Field { get; init; } = "";
    public DateTime ChosenAt { get; init; }

    /// <summary>A heading as it is remembered.</summary>
    public static string KeyOf(string heading) => heading.Trim().ToLowerInvariant();

    /// <summary>Remembers what each heading holds. Needs an open transaction.</summary>
    public static Task RememberAsync(
        Db db,
        Id<Organisation> organisation,
        IReadOnlyDictionary<string, string> mapping,
        ImportKind kind = ImportKind.Register,
        CancellationToken cancellation = default
    )
    {
        var now = db.Now();
        var rows = mapping
            .Select(m => new RegisterColumn
            {
                OrganisationId = organisation,
                Kind = kind,
                Heading = KeyOf(m.Key),
                Field = m.Value,
                ChosenAt = now,
            })
            .DistinctBy(c => c.Heading)
            .ToList();
        return Bulk.UpsertAsync(db, rows, cancellation);
    }

    /// <summary>What the organisation has said so far, by heading in lower case.</summary>
    public static Task<Dictionary<string, RegisterColumn>> OfAsync(
        Db db,
        Id<Organisation> organisation,
        ImportKind kind = ImportKind.Register,
        CancellationToken cancellation = default
    ) =>
        db.Set<RegisterColumn>()
            .AsNoTracking()
            .Where(c => c.OrganisationId == organisation && c.Kind == kind)
            .ToDictionaryAsync(c => c.Heading, cancellation);

    private sealed class Mapping : IEntityTypeConfiguration<RegisterColumn>
    {
        public void Configure(EntityTypeBuilder<RegisterColumn> entity)
        {
            entity.HasKey(c => new
            {
                c.OrganisationId,
                c.Kind,
                c.Heading,
            });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId);
        }
    }
}
