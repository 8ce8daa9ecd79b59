using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Entries;

/// <summary>What an entry is besides, where everybody reads entries: let through, supported, answered, joined with others.</summary>
public sealed partial class Entry
{
    /// <summary>Since when everybody can read it; null: it waits for a moderator, or is not public at all.</summary>
    public DateTime? PublishedAt { get; private set; }

    /// <summary>The version everybody reads; a later one waits for a moderator.</summary>
    public int? ShownVersion { get; private set; }

    /// <summary>What it says in plain words, to be listed and found.</summary>
    public string? Text { get; private set; }
    public DateTime? HiddenAt { get; private set; }
    public string? HiddenReason { get; private set; }

    /// <summary>Code of its status, as the kind of call names them.</summary>
    public string? Status { get; private set; }
    public string? StatusNote { get; private set; }
    public DateTime? StatusAt { get; private set; }
    public string? StatusByName { get; private set; }

    /// <summary>The day by which staff answer; null where no answer is promised.</summary>
    public DateOnly? AnswerDue { get; private set; }
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>The item of a pipeline that takes it up.</summary>
    public Id<PipelineItem>? PipelineItemId { get; private set; }

    /// <summary>The entry it is derived from.</summary>
    public Id<Entry>? BuiltOnId { get; private set; }

    /// <summary>The entry it was joined with, because both say the same.</summary>
    public Id<Entry>? MergedIntoId { get; private set; }
    public string? MergedReason { get; private set; }

    /// <summary>How many support it, with those of the entries joined with it.</summary>
    public int SupportCount { get; internal set; }

    /// <summary>Everybody reads it.</summary>
    public bool IsShown => PublishedAt is not null && HiddenAt is null;

    /// <summary>The version that everybody reads, or would.</summary>
    public EntryVersion? Shown =>
        Versions.FirstOrDefault(v => v.Number == ShownVersion)
        ?? Versions.Where(v => v.Counts).OrderByDescending(v => v.Number).FirstOrDefault();

    /// <summary>A version that a moderator has not looked at.</summary>
    public EntryVersion? Awaiting =>
        IsPublic && !IsWithdrawn && HiddenAt is null
            ? Versions
                .Where(v => v.Counts && v.Number > (ShownVersion ?? 0))
                .OrderByDescending(v => v.Number)
                .FirstOrDefault()
            : null;

    public StatusRule? StatusOf(Call call) =>
        call.Kind.Public?.Statuses.FirstOrDefault(s => s.Code == Status)
        ?? call.Kind.Public?.Statuses.FirstOrDefault();

    /// <summary>Staff owe an answer, and its day has passed.</summary>
    public bool IsAnswerOverdue(DateOnly today) =>
        IsShown && AnsweredAt is null && MergedIntoId is null && AnswerDue < today;

    internal void TakeUpIn(PipelineItem? item) => PipelineItemId = item?.Id;

    internal void BuildOn(Entry other) => BuiltOnId = other.Id;

    internal void Publish(
        int version,
        string? title,
        string text,
        DateOnly? answerDue,
        DateTime now
    )
    {
        PublishedAt ??= now;
        (ShownVersion, Text) = (version, text);
        Title = title ?? Title;
        AnswerDue ??= answerDue;
        ChangedAt = now;
    }

    internal void Hide(string? reason, DateTime now)
    {
        HiddenReason = Said(reason, 1000, "Reason", "Give the reason");
        (HiddenAt, ChangedAt) = (now, now);
    }

    internal void Restore(DateTime now) => (HiddenAt, HiddenReason, ChangedAt) = (null, null, now);

    internal void GiveStatus(string status, string? note, Actor actor, DateTime now)
    {
        StatusNote = Said(note, 4000, "Note", "Say what this means for the idea, and why");
        (Status, StatusAt, StatusByName, ChangedAt) = (status, now, actor.Name, now);
        AnsweredAt ??= now;
    }

    internal void MergeInto(Entry other, string? reason, DateTime now)
    {
        if (other.Id == Id || other.MergedIntoId is not null || MergedIntoId is not null)
        {
            throw new Refusal(
                "Join it with an entry that is not joined with another itself.",
                "Into"
            );
        }
        MergedReason = Said(reason, 1000, "Common", "Say what both have in common");
        (MergedIntoId, ChangedAt) = (other.Id, now);
    }
}
