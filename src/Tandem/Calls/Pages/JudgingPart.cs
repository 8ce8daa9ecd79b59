using Tandem.Calls.Kinds;

namespace Tandem.Calls.Pages;

/// <summary>Terms of judging as a part of a page.</summary>
/// <param name="IsLast">Whether it is by them that entries are chosen, rather than let into the next stage.</param>
public sealed record JudgingPart(JudgingTerms Terms, bool IsLast);
