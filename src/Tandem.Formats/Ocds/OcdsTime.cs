using System.Buffers.Text;

namespace Tandem.Formats.Ocds;

/// <summary>Reads the dates of the standard (RFC 3339), and the shorter forms publishers write: without a zone, without a time.</summary>
internal static class OcdsTime
{
    /// <summary>The time in UTC; a time without a zone is taken as UTC. False where the text is not such a date.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (
            text.Length < 10
            || text[4] != '-'
            || text[7] != '-'
            || !Number(text[..4], out var year)
            || !Number(text[5..7], out var month)
            || !Number(text[8..10], out var day)
            || year == 0
            || month is 0 or > 12
            || day == 0
            || day > DateTime.DaysInMonth(year, month)
        )
        {
            return false;
        }
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        var rest = text[10..];
        if (rest.Length == 0)
        {
            utc = date;
            return true;
        }
        if (
            rest.Length < 6
            || rest[0] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || rest[3] != ':'
        )
        {
            return false;
        }
        if (!Number(rest[1..3], out var hour) || !Number(rest[4..6], out var minute))
        {
            return false;
        }
        rest = rest[6..];
        var ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        if (rest.Length >= 3 && rest[0] == ':' && Number(rest[1..3], out var second))
        {
            ticks += second * TimeSpan.TicksPerSecond;
            rest = rest[3..];
        }
        if (rest.Length > 1 && rest[0] is (byte)'.' or (byte)',')
        {
            var end = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        if (ticks > TimeSpan.TicksPerDay || !Zone(rest, out var offset))
        {
            return false;
        }
        var total = date.Ticks + ticks - offset;
        if (total < 0 || total > DateTime.MaxValue.Ticks)
        {
            return false;
        }
        utc = new DateTime(total, DateTimeKind.Utc);
        return true;
    }

    private static bool Zone(ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        if (text.Length == 0 || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8))
        {
            return true;
        }
        var digits = text.Length == 6 && text[3] == ':' ? 4 : 3;
        if (
            text.Length != digits + 2
            || text[0] is not ((byte)'+' or (byte)'-')
            || !Number(text[1..3], out var hours)
            || !Number(text[digits..], out var minutes)
        )
        {
            return false;
        }
        offset = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> text, out int number) =>
        Utf8Parser.TryParse(text, out number, out var used) && used == text.Length && number >= 0;
}
