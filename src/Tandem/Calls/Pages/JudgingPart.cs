using Tandem.Calls.Kinds;

namespace Tandem.Calls.Pages;

/// <summary>Terms of judging as a part of a page.</summary>
/// <param name="Final">Whether they are published, rather than proposed.</param>
public sealed record JudgingPart(JudgingTerms Terms, bool Final);
