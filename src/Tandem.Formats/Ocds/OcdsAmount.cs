namespace Tandem.Formats.Ocds;

/// <summary>An amount of money as published.</summary>
/// <param name="Amount">In the main unit (pounds, not pence).</param>
/// <param name="Currency">ISO 4217 code in capitals, or null where none is given.</param>
public readonly record struct OcdsAmount(decimal Amount, string? Currency)
{
    /// <summary>The amount in the smallest unit of its currency (pence), rounded half away from zero; null where it is too large for that.</summary>
    public long? MinorUnits
    {
        get
        {
            var scale = Decimals(Currency) switch
            {
                0 => 1m,
                3 => 1000m,
                _ => 100m,
            };
            return decimal.Abs(Amount) < long.MaxValue / 1000m
                ? (long)decimal.Round(Amount * scale, MidpointRounding.AwayFromZero)
                : null;
        }
    }

    // ISO 4217, the currencies whose smallest unit is not a hundredth.
    private static int Decimals(string? currency) =>
        currency switch
        {
            "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" => 0,
            "PYG" or "RWF" or "UGX" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
            "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
            _ => 2,
        };
}
