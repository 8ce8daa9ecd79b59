using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>What shows that a promise was kept, or how far it has come: a file or a link.</summary>
public sealed class CommitmentEvidence
{
    /// <summary>Bytes of one file.</summary>
    public const long MostBytes = 20 << 20;

    /// <summary>Endings of the files that are taken: documents, tables and pictures.</summary>
    public static readonly IReadOnlyList<string> Endings =
    [
        ".pdf",
        ".docx",
        ".odt",
        ".xlsx",
        ".ods",
        ".csv",
        ".txt",
        ".png",
        ".jpg",
        ".jpeg",
    ];

    public Id<CommitmentEvidence> Id { get; private set; }
    public Id<Commitment> CommitmentId { get; private set; }

    /// <summary>What it shows.</summary>
    public string Words { get; private set; } = "";
    public string? Link { get; private set; }
    public string? FileHash { get; private set; }
    public string? FileName { get; private set; }
    public long? FileBytes { get; private set; }
    public DateTime AddedAt { get; private set; }
    public DateTime? RemovedAt { get; private set; }
    public string? RemovalReason { get; private set; }

    /// <exception cref="Refusal">It is not said what it shows, or there is neither a file nor a link.</exception>
    public static CommitmentEvidence Of(
        Commitment commitment,
        string? words,
        string? link,
        (string Name, FileStore.Stored Kept)? file,
        DateTime now
    )
    {
        var address = CommitmentLink.Take(link);
        return new()
        {
            Id = Id<CommitmentEvidence>.New(now),
            CommitmentId = commitment.Id,
            Words = PlainText.Take(words, 300, "what it shows", nameof(Words)),
            Link = address,
            FileName = file?.Name,
            FileHash = file?.Kept.Hash,
            FileBytes = file?.Kept.Bytes,
            AddedAt =
                address is null && file is null
                    ? throw new Refusal("Choose a file or enter a link", nameof(Link))
                    : now,
        };
    }

    /// <summary>A name as a file may have: no folders, nothing hidden, an ending that is taken.</summary>
    /// <exception cref="Refusal">The ending is another.</exception>
    public static string NameOf(string name)
    {
        var plain = PlainText.Clean(Path.GetFileName(name.Replace('\\', '/')));
        return
            Endings.Contains(Path.GetExtension(plain), StringComparer.OrdinalIgnoreCase)
            && plain.Length <= 200
            ? plain
            : throw new Refusal(
                $"Choose a file that ends in {string.Join(", ", Endings.Take(Endings.Count - 1))} or {Endings[^1]}",
                "Upload"
            );
    }

    /// <summary>Leaves a line in its place.</summary>
    /// <exception cref="Refusal">There is no reason, or it is gone already.</exception>
    public void Remove(string? reason, DateTime now)
    {
        if (RemovedAt is not null)
        {
            throw new Refusal("This has been removed already.");
        }
        (RemovalReason, RemovedAt) = (
            PlainText.Take(reason, 300, "why it is removed", "Reason"),
            now
        );
    }

    private sealed class Mapping : IEntityTypeConfiguration<CommitmentEvidence>
    {
        public void Configure(EntityTypeBuilder<CommitmentEvidence> entity)
        {
            entity.HasIndex(e => e.CommitmentId);
            entity.HasOne<Commitment>().WithMany().HasForeignKey(e => e.CommitmentId);
        }
    }
}
