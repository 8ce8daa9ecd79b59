using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

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

    /// <summary>Name and key of a sealed file, sealed with its response's key; null where it is not sealed.</summary>
    public string? Sealed { get; private set; }

    private SealedEvidence? opened;

    /// <summary>What it is called. Of a sealed response only once that was found by <see cref="FindResponse"/>.</summary>
    public string Name => opened?.Name ?? FileName;

    /// <summary>The key it is sealed with; null where it is not sealed.</summary>
    public byte[]? Key => opened?.Key;
    public long FileBytes { get; private set; }
    public DateTime AddedAt { get; private set; }
    public string AddedByName { get; private set; } = "";
    public DateTime? RemovedAt { get; private set; }

    internal static Evidence Of(
        Id<Response> response,
        string question,
        string name,
        FileStore.Stored kept,
        string by,
        DateTime now,
        (SealedAnswers Answers, byte[] File)? keys = null
    )
    {
        var evidence = new Evidence
        {
            Id = Id<Evidence>.New(now),
            ResponseId = response,
            Question = question,
            FileHash = kept.Hash,
            FileName = keys is null ? name : "",
            FileBytes = kept.Bytes,
            AddedAt = now,
            AddedByName = by,
        };
        if (keys is { } seal)
        {
            evidence.opened = new(name, seal.File);
            evidence.Sealed = seal.Answers.Seal(evidence.Id, evidence.opened);
        }
        return evidence;
    }

    internal void Open(SealedAnswers? key) =>
        opened = key is null || Sealed is null ? null : key.Open(Id, Sealed);

    /// <summary>One that is kept nowhere by this room: of answers that another room keeps.</summary>
    internal static Evidence Elsewhere(
        Id<Evidence> id,
        string question,
        string name,
        FileStore.Stored kept,
        byte[]? key
    ) =>
        new()
        {
            Id = id,
            Question = question,
            FileHash = kept.Hash,
            FileBytes = kept.Bytes,
            FileName = name,
            opened = key is null ? null : new(name, key),
        };

    /// <summary>Its bytes, as they were given.</summary>
    public Stream Read(FileStore files) =>
        Key is { } key ? SealedFile.Opening(files.Open(FileHash), key) : files.Open(FileHash);

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
