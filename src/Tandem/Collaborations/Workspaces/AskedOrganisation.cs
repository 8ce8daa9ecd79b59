using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What an organisation answers when it is asked.</summary>
public enum InterestReply
{
    Yes,

    /// <summary>Not decided; wants to hear more.</summary>
    Perhaps,
    No,
}

/// <summary>Where the question to one organisation stands.</summary>
public enum AskedState
{
    /// <summary>The clock runs.</summary>
    Waiting,

    /// <summary>Answered in time.</summary>
    Answered,

    /// <summary>Answered after the day on which the answer was due.</summary>
    AnsweredLate,

    /// <summary>The day has passed without an answer.</summary>
    DidNotAnswer,

    /// <summary>The question was taken back before it was answered.</summary>
    TakenBack,
}

/// <summary>One organisation that was asked, its clock and its answer. Its state is derived from these facts alone.</summary>
public sealed class AskedOrganisation
{
    /// <summary>Working days before the answer is due on which the first reminder goes out.</summary>
    public const int RemindedBefore = 2;

    public const int LongestWords = 2000;

    public Id<Interest> InterestId { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>The calendar of bank holidays its working days are counted by.</summary>
    public string Calendar { get; private set; } = "";

    /// <summary>Working days it has.</summary>
    public int WorkingDays { get; private set; }

    /// <summary>The last day on which the answer is in time.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>The day of the first reminder; null where there are too few days for one.</summary>
    public DateOnly? RemindOn { get; private set; }
    public DateTime? RemindedBeforeAt { get; private set; }
    public DateTime? RemindedOnDayAt { get; private set; }

    /// <summary>When it was noted, and told to both, that the day had passed without an answer.</summary>
    public DateTime? NotedUnansweredAt { get; private set; }
    public InterestReply? Reply { get; private set; }
    public Willingness? Level { get; private set; }
    public string? Words { get; private set; }
    public string? AnsweredByName { get; private set; }

    /// <summary>When it first answered; a later change of the answer does not move it.</summary>
    public DateTime? AnsweredAt { get; private set; }
    public DateTime? ChangedAt { get; private set; }

    internal static AskedOrganisation Of(
        Id<Interest> interest,
        Id<Organisation> organisation,
        string calendar,
        HolidayCalendar holidays,
        int workingDays,
        DateOnly today
    ) =>
        new()
        {
            InterestId = interest,
            OrganisationId = organisation,
            Calendar = calendar,
            WorkingDays = workingDays,
            DueOn = holidays.Add(today, workingDays),
            RemindOn =
                workingDays > RemindedBefore
                    ? holidays.Add(today, workingDays - RemindedBefore)
                    : null,
        };

    /// <summary>Whether the first answer came after the day it was due on.</summary>
    public bool IsLate => AnsweredAt is { } at && LocalDay.Of(at) > DueOn;

    /// <summary>Where it stands on a day.</summary>
    public AskedState State(DateOnly today, bool takenBack) =>
        AnsweredAt is not null ? (IsLate ? AskedState.AnsweredLate : AskedState.Answered)
        : takenBack ? AskedState.TakenBack
        : today > DueOn ? AskedState.DidNotAnswer
        : AskedState.Waiting;

    /// <exception cref="Refusal">No answer is chosen, or the words are too long.</exception>
    internal void Answer(
        InterestReply? reply,
        Willingness? level,
        string? words,
        Actor actor,
        DateTime now
    )
    {
        var said = Written.Optional(words, LongestWords, nameof(Words));
        Reply = reply ?? throw new Refusal("Choose an answer", nameof(Reply));
        (Level, Words, AnsweredByName) = (level, said, actor.Name);
        if (AnsweredAt is null)
        {
            AnsweredAt = now;
        }
        else
        {
            ChangedAt = now;
        }
    }

    /// <summary>What is to be said on a day and has not been said: at most one thing, the latest; what was missed before it is not said any more.</summary>
    public Reminder? DueReminder(DateOnly today)
    {
        if (AnsweredAt is not null)
        {
            return null;
        }
        if (today > DueOn)
        {
            return NotedUnansweredAt is null ? Reminder.Unanswered : null;
        }
        if (today == DueOn)
        {
            return RemindedOnDayAt is null ? Reminder.OnTheDay : null;
        }
        return today >= RemindOn && RemindedBeforeAt is null ? Reminder.Before : null;
    }

    internal void Reminded(Reminder reminder, DateTime now)
    {
        switch (reminder)
        {
            case Reminder.Before:
                RemindedBeforeAt = now;
                break;
            case Reminder.OnTheDay:
                RemindedOnDayAt = now;
                break;
            default:
                NotedUnansweredAt = now;
                break;
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<AskedOrganisation>
    {
        public void Configure(EntityTypeBuilder<AskedOrganisation> entity)
        {
            entity.HasKey(a => new { a.InterestId, a.OrganisationId });
            entity.HasIndex(a => a.OrganisationId);
            entity.HasIndex(a => a.DueOn);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId);
        }
    }
}

/// <summary>What the clock says to an organisation that has not answered.</summary>
public enum Reminder
{
    Before,
    OnTheDay,
    Unanswered,
}
