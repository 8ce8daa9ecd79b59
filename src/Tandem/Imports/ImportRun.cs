using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Imports;

/// <summary>What an import brings in.</summary>
public enum ImportKind
{
    /// <summary>Open Contracting Data Standard releases and records.</summary>
    Ocds,

    /// <summary>Contracts Finder's own export.</summary>
    ContractsFinder,

    /// <summary>A council's own contract register.</summary>
    Register,

    /// <summary>What a council has planned, as it keeps it itself.</summary>
    Pipeline,

    /// <summary>Published reports of service assessments.</summary>
    ServiceAssessments,
}

/// <summary>Where an import stands.</summary>
public enum ImportState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>One act of bringing in data: every row of it ends as added, updated, unchanged or refused, and the counts say so.</summary>
public sealed class ImportRun
{
    public Id<ImportRun> Id { get; private set; }

    /// <summary>What a person quotes: IMP-12.</summary>
    public long Number { get; private set; }
    public ImportKind Kind { get; private set; }

    /// <summary>Name of the file, folder or address, as given.</summary>
    public string SourceName { get; private set; } = "";

    /// <summary>The kept file (<see cref="FileStore"/>), where a file was brought through the site.</summary>
    public string? FileHash { get; private set; }
    public Id<Organisation>? OrganisationId { get; private set; }

    /// <summary>Choices of this kind of import, as JSON (a register's column mapping, say).</summary>
    public string Choices { get; private set; } = "{}";
    public bool DryRun { get; private set; }
    public bool AllOrNothing { get; private set; }
    public ImportState State { get; private set; }
    public long Read { get; private set; }
    public long Added { get; private set; }
    public long Updated { get; private set; }
    public long Unchanged { get; private set; }
    public long Refused { get; private set; }
    public long BytesRead { get; private set; }

    /// <summary>Size of the source in bytes, or null where it is not known beforehand.</summary>
    public long? BytesTotal { get; private set; }

    /// <summary>Column names of the table that was read, as a JSON array: the head of the refused rows as they are given back.</summary>
    public string? Columns { get; private set; }

    /// <summary>Why it failed, in words.</summary>
    public string? Message { get; private set; }
    public Guid? StartedById { get; private set; }
    public string StartedByName { get; private set; } = "";
    public DateTime CreatedAt { get; private set; }
    public DateTime? StartedAt { get; private set; }
    public DateTime? FinishedAt { get; private set; }

    /// <summary>What a person quotes and what stands in addresses.</summary>
    public string Reference => $"IMP-{Number}";

    /// <summary>Whether it waits or is being worked on.</summary>
    public bool IsOpen => State is ImportState.Queued or ImportState.Running;

    public static ImportRun Create(
        long number,
        ImportKind kind,
        string sourceName,
        Actor actor,
        DateTime now,
        string? fileHash = null,
        long? bytesTotal = null,
        Id<Organisation>? organisation = null,
        string choices = "{}",
        bool dryRun = false,
        bool allOrNothing = false
    ) =>
        new()
        {
            Id = Id<ImportRun>.New(now),
            Number = number,
            Kind = kind,
            SourceName = sourceName,
            FileHash = fileHash,
            BytesTotal = bytesTotal,
            OrganisationId = organisation,
            Choices = choices,
            DryRun = dryRun,
            AllOrNothing = allOrNothing,
            StartedById = actor.PersonId,
            StartedByName = actor.Name,
            CreatedAt = now,
        };

    /// <summary>Begins, or begins again after the program was stopped in the middle: the counts start from nothing.</summary>
    public void Start(DateTime now)
    {
        (State, StartedAt, FinishedAt, Message) = (ImportState.Running, now, null, null);
        (Read, Added, Updated, Unchanged, Refused, BytesRead) = (0, 0, 0, 0, 0, 0);
    }

    /// <summary>The file that was fetched from the address, kept so that the import can begin again from it.</summary>
    public void Keep(FileStore.Stored file) => (FileHash, BytesTotal) = (file.Hash, file.Bytes);

    /// <summary>Says how far it has come.</summary>
    public void Progress(ImportCounts counts, long bytesRead)
    {
        (Read, Added, Updated, Unchanged, Refused) = (
            counts.Read,
            counts.Added,
            counts.Updated,
            counts.Unchanged,
            counts.Refused
        );
        BytesRead = bytesRead;
    }

    public void Complete(DateTime now, string? message = null) =>
        (State, FinishedAt, Message) = (ImportState.Completed, now, message);

    public void Fail(string message, DateTime now) =>
        (State, Message, FinishedAt) = (ImportState.Failed, message, now);

    /// <summary>Stops it where it has got to; what was good so far is kept.</summary>
    public void Cancel(DateTime now)
    {
        if (!IsOpen)
        {
            throw new Refusal("This import has already finished.");
        }
        (State, FinishedAt) = (ImportState.Cancelled, now);
    }

    private sealed class Mapping : IEntityTypeConfiguration<ImportRun>
    {
        public void Configure(EntityTypeBuilder<ImportRun> entity)
        {
            entity.HasIndex(r => r.Number).IsUnique();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId);
        }
    }
}

/// <summary>How the rows of an import ended: always <c>Read = Added + Updated + Unchanged + Refused</c>.</summary>
public readonly record struct ImportCounts(
    long Read,
    long Added,
    long Updated,
    long Unchanged,
    long Refused
);

/// <summary>A row that was refused, or taken with a note: where it stood, why, and what it held.</summary>
public sealed class ImportProblem
{
    public long Id { get; internal set; }
    public Id<ImportRun> RunId { get; init; }

    /// <summary>Whether the row was refused; otherwise it was taken, with this note.</summary>
    public bool Refused { get; init; }
    public string File { get; init; } = "";
    public long Line { get; init; }
    public string? Column { get; init; }
    public string Reason { get; init; } = "";

    /// <summary>The row's own cells, as a JSON array, so that refused rows can be downloaded, mended and brought again.</summary>
    public string? Cells { get; init; }

    /// <summary>File, line and column in words.</summary>
    public string Where =>
        File + (Line > 0 ? $", line {Line}" : "") + (Column is null ? "" : $", {Column}");

    private sealed class Mapping : IEntityTypeConfiguration<ImportProblem>
    {
        public void Configure(EntityTypeBuilder<ImportProblem> entity)
        {
            entity.Property(p => p.Id).ValueGeneratedNever();
            entity.HasIndex(p => p.RunId);
            entity.HasOne<ImportRun>().WithMany().HasForeignKey(p => p.RunId);
        }
    }
}
