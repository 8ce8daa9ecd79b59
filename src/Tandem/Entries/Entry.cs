using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Entries;

/// <summary>
/// What somebody enters for a call, over all its stages: who enters, who works on it, and each version that was received. What is in it stands in its drafts until it is submitted, and in its versions after that.
/// </summary>
public sealed partial class Entry
{
    public Id<Entry> Id { get; private set; }
    public Id<Call> CallId { get; private set; }

    /// <summary>Reference of the call; with <see cref="Number"/> it is what people quote.</summary>
    public string CallReference { get; private set; } = "";

    /// <summary>Within the call, from 1.</summary>
    public long Number { get; private set; }
    public EntrantKind Who { get; private set; }

    /// <summary>The organisation or firm that enters, where one does.</summary>
    public Id<Organisation>? OrganisationId { get; private set; }

    /// <summary>What the entrant is called: a person, a team, an organisation.</summary>
    public string EntrantName { get; private set; } = "";

    /// <summary>The public is not told who entered.</summary>
    public bool IsAnonymous { get; private set; }

    /// <summary>Everybody may read it once it is published; as the kind of its call says.</summary>
    public bool IsPublic { get; private set; }

    /// <summary>What it is called; null as long as nobody but its members may know.</summary>
    public string? Title { get; private set; }

    /// <summary>How the entrant is reached, where staff put it in for somebody.</summary>
    public string? OnBehalfContact { get; private set; }

    /// <summary>Who put it in for somebody else, and how it came: on paper, by telephone.</summary>
    public string? EnteredByName { get; private set; }
    public string? CameBy { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }

    /// <summary>When the first version was received.</summary>
    public DateTime? EnteredAt { get; private set; }
    public DateTime? WithdrawnAt { get; private set; }

    /// <summary>When its entrant was found to be one who can enter; null until then, where the call asks.</summary>
    public DateTime? EligibleAt { get; private set; }

    /// <summary>Position of the last stage it may take part in, where a stage is only for those who went on.</summary>
    public int GoesOnTo { get; private set; } = 1;

    /// <summary>Place of the last change in the order of all changes (<see cref="Sequence.Changes"/>).</summary>
    public long ChangeSeq { get; internal set; }
    public IList<EntryMember> Members { get; private set; } = [];
    public IList<EntryVersion> Versions { get; private set; } = [];

    /// <summary>What people quote: CALL-2026-014-E7.</summary>
    public string Reference =>
        string.Create(CultureInfo.InvariantCulture, $"{CallReference}-E{Number}");

    /// <summary>Address of its page.</summary>
    public string Path => PathOf(CallReference, Number);

    public static string PathOf(string call, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"/calls/{call}/entries/{number}");

    public bool IsWithdrawn => WithdrawnAt is not null;

    /// <summary>Put in by staff for somebody who did not do it here.</summary>
    public bool IsOnBehalf => EnteredByName is not null;

    /// <summary>What lists call it as long as it has no title that may be shown.</summary>
    public string Name => Title ?? Reference;

    public static Entry Begin(
        Call call,
        long number,
        EntrantKind who,
        Id<Organisation>? organisation,
        string entrantName,
        bool isAnonymous,
        Person by,
        DateTime now,
        Id<Entry>? id = null
    )
    {
        var entry = new Entry
        {
            Id = id ?? Id<Entry>.New(now),
            CallId = call.Id,
            CallReference = call.Reference,
            Number = number,
            Who = who,
            OrganisationId = organisation,
            EntrantName = Said(entrantName, 200, "Name", "Say who enters"),
            IsAnonymous = isAnonymous,
            IsPublic = call.Kind.Entries == Secrecy.Public,
            CreatedAt = now,
            ChangedAt = now,
            EligibleAt = call.EligibilityName is null ? now : null,
        };
        entry.Members.Add(EntryMember.Of(entry, by, MemberRight.Lead, now));
        return entry;
    }

    /// <summary>Says that staff put it in for somebody.</summary>
    public void OnBehalf(Actor staff, string? contact, string? cameBy)
    {
        EnteredByName = staff.Name;
        OnBehalfContact = contact?.Trim() is { Length: > 0 and <= 300 } given ? given : null;
        CameBy = Said(cameBy, 200, "CameBy", "Say how it came, such as on paper or by telephone");
    }

    /// <summary>Those who lead it.</summary>
    internal IEnumerable<Id<Person>> Leads =>
        Members
            .Where(m => m.Right == MemberRight.Lead && m.RemovedAt is null)
            .Select(m => m.PersonId);

    /// <summary>All who work on it.</summary>
    internal IEnumerable<Id<Person>> WorkingOnIt =>
        Members.Where(m => m.RemovedAt is null).Select(m => m.PersonId);

    /// <summary>What the actor may do with it as a member; null where it is none of its members.</summary>
    public MemberRight? RightOf(Actor actor) =>
        actor.PersonId is null
            ? null
            : Members
                .FirstOrDefault(m => m.PersonId.Value == actor.PersonId && m.RemovedAt is null)
                ?.Right;

    /// <summary>The version of a stage that counts: the last that was received in time, or was admitted, and not taken back.</summary>
    public EntryVersion? Counting(Id<CallStage> stage) =>
        IsWithdrawn
            ? null
            : Versions
                .Where(v => v.StageId == stage && v.Counts)
                .OrderByDescending(v => v.Number)
                .FirstOrDefault();

    /// <summary>It went on: it may take part in this stage.</summary>
    public void GoOnTo(CallStage stage) => GoesOnTo = Math.Max(GoesOnTo, stage.Position);

    /// <summary>Whether it may take part in a stage of its call.</summary>
    public bool IsLetInto(Call call, CallStage stage) =>
        !call.Kind.Stage(stage.Code).OnlyProgressed || stage.Position <= GoesOnTo;

    internal void BeFoundEligible(DateTime now) => (EligibleAt, ChangedAt) = (now, now);

    internal void MustStand()
    {
        if (IsWithdrawn)
        {
            throw new Refusal("This has been withdrawn.");
        }
    }

    /// <summary>Keeps a version as the one that counts, in place of those before it, unless it is late and waits to be admitted.</summary>
    internal void Receive(EntryVersion version, string? title)
    {
        Versions.Add(version);
        EnteredAt ??= version.ReceivedAt;
        ChangedAt = version.ReceivedAt;
        if (!version.IsLate)
        {
            Title = title ?? Title;
            Replace(version);
        }
    }

    internal void Replace(EntryVersion by)
    {
        foreach (
            var earlier in Versions.Where(v =>
                v.StageId == by.StageId && v.Number < by.Number && v.ReplacedAt is null
            )
        )
        {
            earlier.BeReplaced(by.ReceivedAt);
        }
    }

    internal void BeCalled(string title, DateTime now) => (Title, ChangedAt) = (title, now);

    /// <exception cref="Refusal">It was withdrawn before.</exception>
    internal void Withdraw(DateTime now)
    {
        MustStand();
        (WithdrawnAt, ChangedAt) = (now, now);
    }

    internal static string Said(string? text, int most, string field, string missing)
    {
        var words = Discussions.PlainText.Clean(text ?? "").Trim();
        return words.Length == 0 ? throw new Refusal(missing, field)
            : words.Length > most ? throw new Refusal($"Use {most} characters or fewer", field)
            : words;
    }

    private sealed class Mapping : IEntityTypeConfiguration<Entry>
    {
        public void Configure(EntityTypeBuilder<Entry> entity)
        {
            entity.HasIndex(e => new { e.CallId, e.Number }).IsUnique();
            entity.HasIndex(e => e.ChangeSeq);
            entity.HasOne<Call>().WithMany().HasForeignKey(e => e.CallId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OrganisationId);
            entity.HasIndex(e => e.PipelineItemId);
            entity.HasOne<PipelineItem>().WithMany().HasForeignKey(e => e.PipelineItemId);
            entity.HasMany(e => e.Members).WithOne().HasForeignKey(m => m.EntryId);
            entity.HasMany(e => e.Versions).WithOne().HasForeignKey(v => v.EntryId);
        }
    }
}
