using System.Globalization;
using System.Text;
using Tandem.Kernel;

namespace Tandem.Following.Feeds;

/// <summary>One entry of a calendar.</summary>
internal sealed record CalendarEntry(Subject Subject, RecordDay Day);

/// <summary>Days as an iCalendar (RFC 5545).</summary>
internal static class Calendar
{
    private const int LongestLine = 75;

    public static byte[] Write(
        string title,
        string host,
        Func<string, string> addressOf,
        IEnumerable<CalendarEntry> entries
    )
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Tandem//Calendar//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, $"NAME:{Escaped(title)}"); // RFC 7986
        Line(text, $"X-WR-CALNAME:{Escaped(title)}");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        foreach (var (subject, day) in entries)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{subject.Kind}-{subject.Id}-{Slug.Of(day.Name)}@{host}");
            Line(text, $"DTSTAMP:{Instant(day.ChangedAt)}");
            Line(text, $"LAST-MODIFIED:{Instant(day.ChangedAt)}");
            Line(
                text,
                day.At is { } at
                    ? $"DTSTART:{Instant(at)}"
                    : $"DTSTART;VALUE=DATE:{day.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}"
            );
            Line(text, $"SUMMARY:{Escaped($"{day.Name}: {subject.Title}")}");
            Line(text, $"DESCRIPTION:{Escaped($"{subject.Reference}\n{addressOf(subject.Path)}")}");
            Line(text, $"URL:{addressOf(subject.Path)}");
            // A day that something ends on keeps nobody from meeting on it.
            Line(text, "TRANSP:TRANSPARENT");
            Line(text, "END:VEVENT");
        }
        Line(text, "END:VCALENDAR");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Text as a value (3.3.11): backslash, semicolon, comma and line ends escaped, other control characters left out.</summary>
    private static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value.ReplaceLineEndings("\n"))
        {
            text.Append(
                c switch
                {
                    '\\' => "\\\\",
                    ';' => "\\;",
                    ',' => "\\,",
                    '\n' => "\\n",
                    _ when char.IsControl(c) => "",
                    _ => c.ToString(),
                }
            );
        }
        return text.ToString();
    }

    /// <summary>One content line, folded so that no line has more than 75 octets and no character is cut (3.1).</summary>
    private static void Line(StringBuilder text, string line)
    {
        var length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                length = 1;
            }
            text.Append(rune.ToString());
            length += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }

    private static string Instant(DateTime utc) =>
        utc.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
