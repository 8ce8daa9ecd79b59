using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>A file the members share. Taken away, its line stays with the reason, and the file is served no more.</summary>
public sealed class CollaborationDocument
{
    /// <summary>Most bytes of one file.</summary>
    public const long MostBytes = 50L << 20;

    public Id<CollaborationDocument> Id { get; private set; }
    public Id<Collaboration> CollaborationId { get; private set; }
    public int Number { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>As it is offered when it is downloaded: cleaned, with the ending of what it is.</summary>
    public string FileName { get; private set; } = "";
    public string FileHash { get; private set; } = "";
    public long Bytes { get; private set; }

    /// <summary>What it is, told from its bytes: "PDF", "Word document".</summary>
    public string Format { get; private set; } = "";
    public string AddedByName { get; private set; } = "";
    public DateTime AddedAt { get; private set; }
    public DateTime? TakenAwayAt { get; private set; }
    public string? TakenAwayByName { get; private set; }
    public string? TakenAwayReason { get; private set; }

    /// <exception cref="Refusal">There is no title.</exception>
    public static CollaborationDocument Add(
        Collaboration collaboration,
        int number,
        string? title,
        string fileName,
        FileStore.Stored file,
        SharedFile kind,
        Actor actor,
        DateTime now
    )
    {
        collaboration.Act();
        return new()
        {
            Id = Id<CollaborationDocument>.New(now),
            CollaborationId = collaboration.Id,
            Number = number,
            Title =
                Written.Optional(title, 200, nameof(Title))
                ?? Path.GetFileNameWithoutExtension(fileName),
            FileName = fileName,
            FileHash = file.Hash,
            Bytes = file.Bytes,
            Format = kind.Words,
            AddedByName = actor.Name,
            AddedAt = now,
        };
    }

    /// <exception cref="Refusal">There is no reason, or it was taken away already.</exception>
    public void TakeAway(string? reason, Actor actor, DateTime now)
    {
        if (TakenAwayAt is not null)
        {
            throw new Refusal("This document was taken away already.");
        }
        TakenAwayReason = Written.Required(reason, 1000, "Reason", "Enter why it is taken away");
        (TakenAwayAt, TakenAwayByName) = (now, actor.Name);
    }

    private sealed class Mapping : IEntityTypeConfiguration<CollaborationDocument>
    {
        public void Configure(EntityTypeBuilder<CollaborationDocument> entity)
        {
            entity.HasIndex(d => new { d.CollaborationId, d.Number }).IsUnique();
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(d => d.CollaborationId);
        }
    }
}

/// <summary>Adds a document. What is brought is distrusted: its size is held, what it is is told from its bytes, its name is made harmless.</summary>
public sealed class AddDocument(Db db, FileStore files)
{
    /// <exception cref="Refusal">The actor may not, the file is too large, or it is of no kind that is shared here.</exception>
    public async Task<CollaborationDocument> RunAsync(
        Actor actor,
        string reference,
        string? title,
        string fileName,
        Stream content,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        collaboration.MustBeOpen();
        var kept = await KeepAsync(content, cancellation);
        var kind = await KindAsync(kept, fileName, cancellation);
        var last = await db.Set<CollaborationDocument>()
            .Where(d => d.CollaborationId == collaboration.Id)
            .MaxAsync(d => (int?)d.Number, cancellation);
        var document = CollaborationDocument.Add(
            collaboration,
            (last ?? 0) + 1,
            title,
            SharedFiles.CleanName(fileName, kind),
            kept,
            kind,
            actor,
            db.Now()
        );
        db.Add(document);
        db.Record(
            actor,
            "document-added",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                document.Number,
                document.Title,
                document.FileName,
                document.FileHash,
                document.Bytes,
            }
        );
        await db.SaveChangesAsync(cancellation);
        return document;
    }

    private async Task<FileStore.Stored> KeepAsync(Stream content, CancellationToken cancellation)
    {
        try
        {
            return await files.SaveAsync(content, CollaborationDocument.MostBytes, cancellation);
        }
        catch (Refusal refusal)
        {
            throw new Refusal(refusal.Message, "Upload");
        }
    }

    private async Task<SharedFile> KindAsync(
        FileStore.Stored kept,
        string fileName,
        CancellationToken cancellation
    )
    {
        await using var stream = files.Open(kept.Hash);
        return await SharedFiles.KindAsync(stream, fileName, cancellation);
    }
}

/// <summary>Takes a document away, with the reason; its line stays.</summary>
public sealed class TakeAwayDocument(Db db)
{
    /// <exception cref="Refusal">The actor may not, there is no such document, or no reason.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        int number,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        var document =
            await db.Set<CollaborationDocument>()
                .SingleOrDefaultAsync(
                    d => d.CollaborationId == collaboration.Id && d.Number == number,
                    cancellation
                )
            ?? throw new Refusal("There is no such document.", kind: RefusalKind.NotFound);
        document.TakeAway(reason, actor, db.Now());
        db.Record(
            actor,
            "document-taken-away",
            nameof(Collaboration),
            collaboration.Id,
            new { document.Number, document.Title },
            document.TakenAwayReason
        );
        await db.SaveChangesAsync(cancellation);
    }
}
