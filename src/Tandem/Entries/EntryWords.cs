using System.Globalization;
using Tandem.Web;

namespace Tandem.Entries;

/// <summary>Words of entries on pages and in messages.</summary>
public static class EntryWords
{
    /// <summary>A moment to the second, in the time zone of the call: 31 March 2027 at 12:00:00 (BST).</summary>
    public static string Moment(DateTime utc, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
        var ahead = zone.GetUtcOffset(utc);
        return $"{Words.Day(DateOnly.FromDateTime(local))} at {local.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} (UTC{(ahead < TimeSpan.Zero ? "−" : "+")}{ahead.ToString("hh\\:mm", CultureInfo.InvariantCulture)})";
    }

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
