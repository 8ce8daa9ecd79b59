using System.Globalization;
using Tandem.Calls;
using Tandem.Web;

namespace Tandem.Entries;

/// <summary>Words of entries on pages and in messages.</summary>
public static class EntryWords
{
    /// <summary>A moment to the second, on the clocks of the call: “12:00:01 on 31 March 2027, London time (UTC+1)”.</summary>
    public static string Moment(DateTime utc, string timeZone) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{LocalTime.Of(utc, timeZone):HH:mm:ss} on {Words.Day(DateOnly.FromDateTime(LocalTime.Of(utc, timeZone)))}, {LocalTime.Named(utc, timeZone)}"
        );

    public static string Right(MemberRight right) =>
        right switch
        {
            MemberRight.View => "Reads",
            MemberRight.Comment => "Reads and comments",
            MemberRight.Edit => "Reads and answers",
            _ => "Leads",
        };

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
