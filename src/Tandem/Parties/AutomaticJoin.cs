namespace Tandem.Parties;

/// <summary>
/// What may be joined without asking a person: suppliers with the same valid company number, or with the same valid VAT number
/// where their names agree too. A VAT number alone is not enough, as one number stands for a whole VAT group (a council and its
/// schools, a holding and its companies). A name alone never joins.
/// </summary>
public static class AutomaticJoin
{
    private const double LeastRareWord = 0.35;

    /// <summary>The reason in words why two suppliers are one beyond doubt, or null where they may not be joined without asking.</summary>
    public static string? Reason(SupplierFacts first, SupplierFacts second, WordWeights words)
    {
        var (a, b) = (
            CompanyNumber.Parse(first.CompanyNumber),
            CompanyNumber.Parse(second.CompanyNumber)
        );
        if (a is { } number && b is { } other)
        {
            if (number == other)
            {
                return $"Both have the registered number {number}.";
            }
            if (number.Scheme == other.Scheme)
            {
                return null;
            }
        }
        return
            VatNumber.Parse(first.VatNumber) is { } vat
            && vat == VatNumber.Parse(second.VatNumber)
            && NamesAgree(first, second, words)
            ? $"Both have the VAT number {vat}, and their names agree."
            : null;
    }

    /// <summary>Some name of each: the same words but for legal form, order and spacing, and one of them is no common word.</summary>
    private static bool NamesAgree(SupplierFacts first, SupplierFacts second, WordWeights words) =>
        first
            .Names.Select(SupplierName.Parse)
            .Any(a =>
                second
                    .Names.Select(SupplierName.Parse)
                    .Any(b =>
                        NameComparison.Of(a, b, words) is { } names
                        && (names.SameWords || names.SameLetters)
                        && a.Words.Any(w => words[w] >= LeastRareWord)
                        && (
                            a.LegalForm.Length == 0
                            || b.LegalForm.Length == 0
                            || a.LegalForm == b.LegalForm
                        )
                    )
            );
}
