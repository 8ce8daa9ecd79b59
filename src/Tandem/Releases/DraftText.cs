using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Releases;

/// <summary>An answer for notice drafts that no record gives: typed once for an organisation, or for one pipeline item.</summary>
public sealed class DraftText
{
    public const int MostLetters = 10_000;

    /// <summary>The organisation's or the item's id, and the key of the field.</summary>
    public string Key { get; private set; } = "";
    public Id<Organisation> OrganisationId { get; private set; }
    public string Text { get; private set; } = "";
    public DateTime ChangedAt { get; private set; }

    /// <summary>The key under which the answer to a field is kept.</summary>
    internal static string KeyOf(NoticeField field, PipelineItem item) =>
        field.Asked == AskedOf.Organisation
            ? $"{item.OrganisationId}:{field.Key}"
            : $"{item.Id}:{field.Key}";

    internal static DraftText Of(NoticeField field, PipelineItem item) =>
        new() { Key = KeyOf(field, item), OrganisationId = item.OrganisationId };

    internal void Say(string text, string field, DateTime now)
    {
        if (text.Length > MostLetters)
        {
            throw new Refusal($"Use {MostLetters:N0} letters or fewer", field);
        }
        (Text, ChangedAt) = (text, now);
    }

    private sealed class Mapping : IEntityTypeConfiguration<DraftText>
    {
        public void Configure(EntityTypeBuilder<DraftText> entity)
        {
            entity.HasKey(t => t.Key);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId);
        }
    }
}
