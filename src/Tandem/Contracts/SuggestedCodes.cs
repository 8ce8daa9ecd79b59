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
        var (groups, division) = classifier.Value.Likeliest(
            title,
            description,
            codes.Length == 0 ? 1 : Considered
        );
        if (codes.Length == 0)
        {
            return IsLikely(groups.Count > 0 ? groups[0] : null)
                ?? IsLikely(division)
                ?? ("", CodeOrigin.None);
        }
        // Within the buyer's own division the likeliest group is worth more than none.
        var within = groups
            .Where(g => codes.Contains(g.Code.Division.Digits))
            .Select(g => g.Code.Digits)
            .FirstOrDefault();
        return within is null || codes.Contains(within)
            ? (given, CodeOrigin.Buyer)
            : ($"{within} {given}", CodeOrigin.Suggested);
    }

    /// <summary>The codes among these that the buyer gave: where one was suggested, it stands first.</summary>
    public static string Given(string codes, CodeOrigin origin) =>
        origin switch
        {
            CodeOrigin.Buyer => codes,
            CodeOrigin.Suggested => string.Join(' ', codes.Split(' ').Skip(1)),
            _ => "",
        };

    private static (string Codes, CodeOrigin Origin)? IsLikely(LikelyCpv? found) =>
        found is { Probability: >= LeastProbability } likely
            ? (likely.Code.Digits, CodeOrigin.Suggested)
            : null;
}
