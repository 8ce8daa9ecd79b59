using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Calls;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations.Files;

/// <summary>
/// What somebody who does not judge found when they looked at a file of an entry that is read without names: that it says nothing of who entered, so that
/// assessors may open it, or that it does. Never changed; a later look stands in its place.
/// </summary>
public sealed class FileCheck
{
    public Id<FileCheck> Id { get; private set; }
    public Id<Call> CallId { get; private set; }
    public string StageCode { get; private set; } = "";
    public Id<Entry> EntryId { get; private set; }

    /// <summary>The file, as the entry's version names it.</summary>
    public Guid FileId { get; private set; }

    /// <summary>Whether assessors may open it.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Why it is held back, as assessors read it; null where it was released.</summary>
    public string? Reason { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTime At { get; private set; }

    /// <summary>Hex SHA-256 over all of it, as the timeline keeps it.</summary>
    public string Digest() =>
        RowDigest.Of(Id.Value, EntryId.Value, FileId, IsReleased, Reason, ByName, At.Ticks);

    /// <exception cref="Refusal">It is held back without a reason.</exception>
    internal static FileCheck Of(
        JudgedStage stage,
        JudgedFile file,
        bool release,
        string? reason,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<FileCheck>.New(now),
            CallId = stage.Call.Id,
            StageCode = stage.Stage.Code,
            EntryId = file.Entry.Id,
            FileId = file.Id,
            IsReleased = release,
            Reason = release
                ? null
                : PlainText.Take(reason, 1000, "why assessors do not see it", "Reason"),
            ByName = actor.Name,
            At = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<FileCheck>
    {
        public void Configure(EntityTypeBuilder<FileCheck> entity)
        {
            entity.Property(c => c.Id).ValueGeneratedNever();
            entity.HasIndex(c => new { c.CallId, c.StageCode });
            entity.HasIndex(c => c.EntryId);
            entity.HasOne<Call>().WithMany().HasForeignKey(c => c.CallId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(c => c.EntryId);
        }
    }
}
