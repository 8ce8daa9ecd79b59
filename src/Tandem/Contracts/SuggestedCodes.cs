using Tandem.Classification;

namespace Tandem.Contracts;

/// <summary>
/// Suggests CPV codes where the buyer gave none, or only divisions: a group, read from the words. A division that was given is kept, and what is
/// suggested lies within it. What is suggested is marked as such.
/// </summary>
public sealed class SuggestedCodes(IServiceProvider services)
{
    /// <summary>Below this a suggestion would more often be wrong than right.</summary>
    private const double LeastProbability = 0.5;

    private const int Considered = 40;

    // Read when first needed: most files have their codes.
    private readonly Lazy<CpvClassifier> classifier = new(
        services.GetRequiredService<CpvClassifier>
    );

    /// <summary>The codes given, or else those suggested, and which of the two they are.</summary>
    /// <param name="given">Codes of eight digits, separated by spaces.</param>
    public (string Codes, CodeOrigin Origin) Of(string given, string title, string? description)
    {
        var codes = given.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!codes.All(code => code.EndsWith("000000", StringComparison.Ordinal)))
        {
            return (given, CodeOrigin.Buyer);
        }
        if (codes.Length == 0)
        {
            var likeliest =
                Likeliest(title, description, CpvLevel.Group)
                ?? Likeliest(title, description, CpvLevel.Division);
            return likeliest is null ? ("", CodeOrigin.None) : (likeliest, CodeOrigin.Suggested);
        }
        // Within the buyer's own division the likeliest group is worth more than none.
        var within = classifier
            .Value.Suggest(title, description, Considered)
            .FirstOrDefault(s => codes.Contains(s.Code.Division.Digits));
        return within is null || codes.Contains(within.Code.Digits)
            ? (given, CodeOrigin.Buyer)
            : ($"{within.Code.Digits} {given}", CodeOrigin.Suggested);
    }

    private string? Likeliest(string title, string? description, CpvLevel level) =>
        classifier.Value.Suggest(title, description, 1, level)
            is [{ Probability: >= LeastProbability } first]
            ? first.Code.Digits
            : null;
}
