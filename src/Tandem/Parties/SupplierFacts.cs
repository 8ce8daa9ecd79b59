namespace Tandem.Parties;

/// <summary>What is known of a supplier as the sources state it.</summary>
/// <param name="Key">Whatever tells it from other suppliers.</param>
/// <param name="Names">Every spelling met, the usual one first.</param>
/// <param name="CompanyNumber">As written; read by <see cref="Parties.CompanyNumber.Parse"/>.</param>
/// <param name="VatNumber">As written; read by <see cref="Parties.VatNumber.Parse"/>.</param>
/// <param name="Buyers">Who bought from it.</param>
public sealed record SupplierFacts(
    string Key,
    IReadOnlyList<string> Names,
    string? CompanyNumber = null,
    string? VatNumber = null,
    string? Postcode = null,
    string? Locality = null,
    IReadOnlyList<string>? Buyers = null
);

/// <summary>Two suppliers that may be one, for a person to decide.</summary>
/// <param name="Likeness">0 to 1, from the learnt weights; comparable between suggestions.</param>
/// <param name="Evidence">In words, strongest first.</param>
public sealed record LikelyPair(
    SupplierFacts First,
    SupplierFacts Second,
    double Likeness,
    IReadOnlyList<string> Evidence
);
