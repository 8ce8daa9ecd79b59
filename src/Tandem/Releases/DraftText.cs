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
    /// <param name="subject">Id of what the notice is about.</param>
    internal static string KeyOf(
        NoticeField field,
        Id<Organisation> organisation,
        string subject
    ) =>
        field.Asked == AskedOf.Organisation
            ? $"{organisation}:{field.Key}"
            : $"{subject}:{field.Key}";

    /// <inheritdoc cref="KeyOf(NoticeField, Id{Organisation}, string)"/>
    internal static string KeyOf(NoticeField field, PipelineItem item) =>
        KeyOf(field, item.OrganisationId, item.Id.ToString());

    /// <summary>Keeps answers to fields of a form; the caller saves. An empty answer takes back what was typed.</summary>
    /// <returns>Keys of the fields that say something else now.</returns>
    /// <exception cref="Refusal">An answer is too long.</exception>
    internal static async Task<IReadOnlyList<string>> KeepAsync(
        Db db,
        NoticeForm form,
        Id<Organisation> organisation,
        string subject,
        IReadOnlyDictionary<string, string?> said,
        CancellationToken cancellation
    )
    {
        var changed = new List<string>();
        foreach (var field in form.Fields.Where(f => f.Asked != AskedOf.Nobody))
        {
            if (!said.TryGetValue(field.Key, out var answer))
            {
                continue;
            }
            var text = answer?.Trim() ?? "";
            var key = KeyOf(field, organisation, subject);
            var kept = await db.Set<DraftText>().FindAsync([key], cancellation);
            if ((kept?.Text ?? "") == text)
            {
                continue;
            }
            changed.Add(field.Key);
            if (text.Length == 0)
            {
                db.Remove(kept!);
                continue;
            }
            (kept ?? db.Add(new DraftText { Key = key, OrganisationId = organisation }).Entity).Say(
                text,
                field.Key,
                db.Now()
            );
        }
        return changed;
    }

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
