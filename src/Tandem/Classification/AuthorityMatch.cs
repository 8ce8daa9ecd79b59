namespace Tandem.Classification;

/// <summary>How a buyer's name was led to an authority.</summary>
public enum AuthorityMatchWay
{
    /// <summary>The official or short name, but for case and punctuation.</summary>
    Exact,

    /// <summary>A listed spelling: another language, an older name, an abbreviation.</summary>
    Spelling,

    /// <summary>By rule: the place and the kind of council the name states agree with one authority only.</summary>
    Rule,
}

/// <summary>The authority a buyer's name means, and why.</summary>
/// <param name="Authority">The authority named, also where it has since been abolished.</param>
/// <param name="Way">How it was found.</param>
/// <param name="Reason">In words, for people.</param>
/// <param name="Successor">The authority that took over, where there is exactly one.</param>
public sealed record AuthorityMatch(
    Authority Authority,
    AuthorityMatchWay Way,
    string Reason,
    Authority? Successor
);
