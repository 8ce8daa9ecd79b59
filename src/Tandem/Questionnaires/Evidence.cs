using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>A file given with an answer, or as the answer.</summary>
public sealed class Evidence
{
    /// <summary>Bytes of one file.</summary>
    public const long MostBytes = 20 << 20;

    /// <summary>Files with one answer.</summary>
    public const int Most = 20;

    public Id<Evidence> Id { get; private set; }
    public Id<Response> ResponseId { get; private set; }

    /// <summary>Code of the question.</summary>
    public string Question { get; private set; } = "";
    public string FileHash { get; private set; } = "";
    public string FileName { get; private set; } = "";
    public long FileBytes { get; private set; }
    public DateTime AddedAt { get; private set; }
    public string AddedByName { get; private set; } = "";
    public DateTime? RemovedAt { get; private set; }

    internal static Evidence Of(
        Id<Response> response,
        string question,
        string name,
        FileStore.Stored kept,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Evidence>.New(now),
            ResponseId = response,
            Question = question,
            FileHash = kept.Hash,
            FileName = name,
            FileBytes = kept.Bytes,
            AddedAt = now,
            AddedByName = actor.Name,
        };

    internal Evidence CarryTo(Id<Response> response, string question, DateTime now) =>
        new()
        {
            Id = Id<Evidence>.New(now),
            ResponseId = response,
            Question = question,
            FileHash = FileHash,
            FileName = FileName,
            FileBytes = FileBytes,
            AddedAt = AddedAt,
            AddedByName = AddedByName,
        };

    internal void Move(string question) => Question = question;

    internal void Remove(DateTime now) => RemovedAt ??= now;

    private sealed class Mapping : IEntityTypeConfiguration<Evidence>
    {
        public void Configure(EntityTypeBuilder<Evidence> entity)
        {
            entity.HasIndex(e => new { e.ResponseId, e.Question });
            entity.HasOne<Response>().WithMany().HasForeignKey(e => e.ResponseId);
        }
    }
}
