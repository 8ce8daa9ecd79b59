using Tandem.Classification;

namespace Tandem.Contracts.Registers;

/// <summary>The CPV codes of a contract: those of its register or, where it has none or only divisions, what its words suggest.</summary>
internal sealed class RegisterCategories(CpvClassifier classifier)
{
    /// <summary>Probability from which a suggestion is kept; below it, it would mislead more often than help.</summary>
    private const double Likely = 0.5;

    private const int Considered = 40;

    /// <param name="given">Codes of eight digits, separated by spaces.</param>
    public (string Codes, CodeOrigin Origin) Of(string given, string title, string? description)
    {
        var divisions = given.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (divisions.Any(code => !code.EndsWith("000000", StringComparison.Ordinal)))
        {
            return (given, CodeOrigin.Buyer);
        }
        if (divisions.Length == 0)
        {
            return Suggested(title, description) is { } code
                ? (code, CodeOrigin.Suggested)
                : ("", CodeOrigin.None);
        }
        return Within(divisions, title, description) is { } group
            ? ($"{group} {given}", CodeOrigin.Suggested)
            : (given, CodeOrigin.Buyer);
    }

    private string? Suggested(string title, string? description) =>
        Sure(classifier.Suggest(title, description, 1))
        ?? Sure(classifier.Suggest(title, description, 1, CpvLevel.Division));

    private static string? Sure(IReadOnlyList<CpvSuggestion> suggestions) =>
        suggestions is [{ Probability: >= Likely } first, ..] ? first.Code.Digits : null;

    /// <summary>The group that holds at least half of what speaks for the divisions the buyer gave.</summary>
    private string? Within(string[] divisions, string title, string? description)
    {
        var inside = classifier
            .Suggest(title, description, Considered)
            .Where(s => divisions.Contains(s.Code.Division.Digits))
            .ToList();
        return
            inside is [var first, ..]
            && first.Code != first.Code.Division
            && first.Probability >= Likely * inside.Sum(s => s.Probability)
            && first.Probability >= Likely / 5
            ? first.Code.Digits
            : null;
    }
}
