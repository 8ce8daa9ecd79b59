using System.Globalization;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Reads amounts, dates, periods, codes and texts; what cannot be understood becomes a doubt.</summary>
internal sealed class FieldReader(TextCache cache)
{
    /// <summary>What could not be understood: path and what stands there.</summary>
    public List<string> Doubts { get; } = [];

    public OcdsAmount? Amount(ReleaseNode value)
    {
        // The UK's Find a Tender gives some values only with VAT.
        var amount = value["amount"u8].Exists ? value["amount"u8] : value["amountGross"u8];
        if (!amount.Exists)
        {
            return null;
        }
        if (amount.AsDecimal() is { } number and > -1e15m and < 1e15m)
        {
            return new OcdsAmount(number, Code(value["currency"u8])?.ToUpperInvariant());
        }
        Doubts.Add($"value.amount: “{amount.AsString()}” is not an amount");
        return null;
    }

    public OcdsPeriod? Period(ReleaseNode period, string path)
    {
        if (period.Kind != JsonValueKind.Object)
        {
            return null;
        }
        var start = Time(period["startDate"u8], path + ".startDate");
        var end = Time(period["endDate"u8], path + ".endDate");
        var extent = Time(period["maxExtentDate"u8], path + ".maxExtentDate");
        var days = period["durationInDays"u8].AsDecimal() is { } given and > 0 and < 100_000
            ? (int?)given
            : null;
        return start is null && end is null && extent is null && days is null
            ? null
            : new OcdsPeriod(start, end, extent, days);
    }

    public DateTime? Time(ReleaseNode value, string path)
    {
        var text = value.Text;
        if (text.Length == 0)
        {
            return null;
        }
        if (OcdsTime.TryParse(text, out var utc))
        {
            return utc;
        }
        Doubts.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: “{value.AsString()}” is not a date"
            )
        );
        return null;
    }

    public string? Code(ReleaseNode value) => value.Text.Length == 0 ? null : cache.Get(value.Text);

    public static string? Text(ReleaseNode value) => TextRepair.Mend(value.AsString());
}
