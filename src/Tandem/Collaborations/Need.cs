using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>What somebody buys or means to buy, as far as its likeness to other purchases goes.</summary>
/// <param name="Buyer">The buyer's name: its words are left out of the comparison.</param>
/// <param name="Title">The title of the notice, contract or plan.</param>
/// <param name="Description">The description, or empty.</param>
/// <param name="Codes">The buyer's own CPV codes; may be empty.</param>
public sealed record Need(string Buyer, string Title, string Description, IReadOnlyList<Cpv> Codes);
