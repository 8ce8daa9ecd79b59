using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Calls;
using Tandem.Entries.Sealing;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Entries;

/// <summary>One time an entry was submitted in a stage: what was received, when, and what its receipt says. It never changes; a later version takes its place.</summary>
public sealed class EntryVersion
{
    public Id<EntryVersion> Id { get; private set; }
    public Id<Entry> EntryId { get; private set; }
    public Id<CallStage> StageId { get; private set; }
    public string StageCode { get; private set; } = "";

    /// <summary>Over all stages of the entry, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>When it reached the server, UTC, by the server's clock.</summary>
    public DateTime ReceivedAt { get; private set; }
    public string ReceivedByName { get; private set; } = "";

    /// <summary>The deadline as it stood then.</summary>
    public DateTime? ClosedAt { get; private set; }
    public bool IsLate { get; private set; }

    /// <summary>Where it is late: whether it was admitted, once that is decided, and why.</summary>
    public bool? IsAdmitted { get; private set; }
    public string? LateReason { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public DateTime? ReplacedAt { get; private set; }

    /// <summary>Hex SHA-256 of what was received (<see cref="EntryPackage"/>), as it is kept: what the receipt says.</summary>
    public string Sha256 { get; private set; } = "";
    public byte[]? ForCall { get; private set; }
    public byte[]? ForCode { get; private set; }

    /// <summary>Hex SHA-256 of the secret of the form that brought it: the same form sent twice is one version.</summary>
    public string FormHash { get; private set; } = "";

    /// <summary>Once two openers opened it: its key, closed with the installation's.</summary>
    public string? OpenedKey { get; private set; }
    public DateTime? OpenedAt { get; private set; }

    public bool IsSealed => ForCall is not null;

    /// <summary>Can be read by those who may read entries.</summary>
    public bool IsOpen => !IsSealed || OpenedKey is not null;

    /// <summary>Is taken into account, unless its entry was withdrawn.</summary>
    public bool Counts => ReplacedAt is null && (!IsLate || IsAdmitted == true);

    /// <summary>What was received, with the keys that stand here.</summary>
    /// <param name="bytes">Of its <see cref="EntryPackage"/>.</param>
    internal KeptPackage Kept(byte[] bytes) => new(bytes, ForCall, ForCode, Sha256);

    internal static EntryVersion Of(
        Id<EntryVersion> id,
        Entry entry,
        CallStage stage,
        int number,
        KeptPackage kept,
        string formHash,
        bool isLate,
        string by,
        DateTime at
    ) =>
        new()
        {
            Id = id,
            EntryId = entry.Id,
            StageId = stage.Id,
            StageCode = stage.Code,
            Number = number,
            ReceivedAt = at,
            ReceivedByName = by,
            ClosedAt = stage.ClosesAt,
            IsLate = isLate,
            Sha256 = kept.Hash,
            ForCall = kept.ForCall,
            ForCode = kept.ForCode,
            FormHash = formHash,
        };

    internal void BeReplaced(DateTime at) => ReplacedAt ??= at;

    /// <summary>Admits what came late, or does not.</summary>
    /// <exception cref="Refusal">It is not late, it was decided before, or no reason is given.</exception>
    internal void Decide(bool admit, string? reason, Actor actor, DateTime now)
    {
        if (!IsLate || IsAdmitted is not null)
        {
            throw new Refusal("There is nothing to decide here.");
        }
        LateReason = Entry.Said(reason, 2000, "Reason", "Give the reason");
        (IsAdmitted, DecidedByName, DecidedAt) = (admit, actor.Name, now);
    }

    internal void Open(SealingKey installation, byte[] key, DateTime now) =>
        (OpenedKey, OpenedAt) = (installation.Wrap(key, "version " + Id), now);

    /// <summary>What was entered.</summary>
    /// <exception cref="Refusal">It is sealed.</exception>
    /// <exception cref="SealBroken">It was changed since.</exception>
    public Package Read(SealingKey installation, KeptPackage kept)
    {
        if (!IsOpen)
        {
            throw new Refusal(
                "This is sealed until two openers open it after the deadline.",
                kind: RefusalKind.Permission
            );
        }
        return kept.Open(
            OpenedKey is { } key ? installation.Unwrap(key, "version " + Id) : null,
            Id.ToString()
        );
    }

    private sealed class Mapping : IEntityTypeConfiguration<EntryVersion>
    {
        public void Configure(EntityTypeBuilder<EntryVersion> entity)
        {
            entity.HasIndex(v => new { v.EntryId, v.Number }).IsUnique();
            entity.HasIndex(v => v.FormHash).IsUnique();
            entity.HasIndex(v => new { v.StageId, v.EntryId });
            entity.HasOne<CallStage>().WithMany().HasForeignKey(v => v.StageId);
        }
    }
}

/// <summary>Answers that are being written for a stage, in a <see cref="Questionnaires.Response"/> of their own.</summary>
public sealed class EntryDraft
{
    public Id<Entry> EntryId { get; private set; }

    /// <summary>The stage; null: who can enter.</summary>
    public Id<CallStage>? StageId { get; private set; }
    public Id<Questionnaires.Response> ResponseId { get; private set; }

    internal static EntryDraft Of(
        Entry entry,
        CallStage? stage,
        Questionnaires.Response response
    ) =>
        new()
        {
            EntryId = entry.Id,
            StageId = stage?.Id,
            ResponseId = response.Id,
        };

    private sealed class Mapping : IEntityTypeConfiguration<EntryDraft>
    {
        public void Configure(EntityTypeBuilder<EntryDraft> entity)
        {
            entity.HasKey(d => d.ResponseId);
            entity.HasIndex(d => new { d.EntryId, d.StageId });
            entity.HasOne<Entry>().WithMany().HasForeignKey(d => d.EntryId);
            entity.HasOne<CallStage>().WithMany().HasForeignKey(d => d.StageId);
            entity.HasOne<Questionnaires.Response>().WithMany().HasForeignKey(d => d.ResponseId);
        }
    }
}
