using Tandem.Calls;

namespace Tandem.Entries;

/// <summary>Words of entries on pages and in messages.</summary>
public static class EntryWords
{
    /// <summary>A moment to the second, on the clocks of the call: “12:00:01 on 31 March 2027, London time (UTC+1)”.</summary>
    public static string Moment(DateTime utc, string timeZone) => LocalTime.Moment(utc, timeZone);

    public static string Right(MemberRight right) =>
        right switch
        {
            MemberRight.View => "Reads",
            MemberRight.Comment => "Reads and comments",
            MemberRight.Edit => "Reads and answers",
            _ => "Leads",
        };

    /// <summary>How an entry stands for its members: what was decided of its last stage, how it was answered in public, or how its last version stands; null where nothing was received.</summary>
    internal static (string Words, string Colour)? Standing(
        Entry entry,
        Call call,
        ToldOutcome? told,
        EntryVersion? last
    ) =>
        last is null ? null
        : told is not null
        && call.Stage(told.StageCode)?.Position
            >= call.Stages.Single(s => s.Id == last.StageId).Position
            ? (told.Words, told.Colour)
        : entry is { AnsweredAt: not null } && entry.StatusOf(call) is { } status
            ? (status.Title, status.Colour)
        : State(entry, last);

    /// <summary>How an entry stands, as a sentence for the page of its call.</summary>
    internal static string Sentence(Entry entry, Call call, ToldOutcome? told)
    {
        var last = entry
            .Versions.Where(v => v.ReplacedAt is null)
            .OrderByDescending(v => v.Number)
            .FirstOrDefault();
        return last is null ? $"{entry.Name} has been begun, and not submitted."
            : last is { IsLate: true, IsAdmitted: null }
                ? $"{entry.Name} came late and waits for a decision whether it is admitted."
            : last is { IsLate: true, IsAdmitted: false }
                ? $"{entry.Name} came late and was not admitted."
            : Standing(entry, call, told, last) is { } standing && standing != State(entry, last)
                ? $"{entry.Name}: {standing.Words}."
            : $"{entry.Name} has been received.";
    }

    /// <summary>How a version stands, and the colour of its tag.</summary>
    public static (string Words, string Colour) State(Entry entry, EntryVersion version) =>
        entry.IsWithdrawn ? ("Withdrawn", "grey")
        : version.ReplacedAt is not null ? ("Replaced", "grey")
        : version.IsLate
            ? version.IsAdmitted switch
            {
                null => ("Late: to be decided", "orange"),
                true => ("Late: admitted", "green"),
                false => ("Late: not admitted", "red"),
            }
        : version.IsSealed && !version.IsOpen ? ("Received, sealed", "green")
        : ("Received", "green");
}
