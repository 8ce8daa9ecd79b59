using System.Globalization;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>An amount as a person types it.</summary>
internal static class AmountTyped
{
    private const decimal Most = 1_000_000_000_000m;

    /// <summary>Minor units; null where nothing was typed.</summary>
    /// <exception cref="Refusal">It is no amount.</exception>
    public static long? Minor(string? text, string field) =>
        string.IsNullOrWhiteSpace(text) ? null
        : decimal.TryParse(
            text.Replace(",", "", StringComparison.Ordinal).Trim(),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        )
        && amount < Most
            ? (long)Math.Round(amount * 100)
        : throw new Refusal("Enter an amount, like 25,000", field);
}
