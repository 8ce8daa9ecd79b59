namespace Tandem.Pipeline;

/// <summary>What somebody means to buy, as far as its likeness to other purchases goes.</summary>
/// <param name="Buyer">The buyer's name: its words say nothing of the need.</param>
/// <param name="Codes">CPV codes of eight digits, separated by spaces.</param>
public sealed record NeedWording(string Buyer, string Title, string Text, string Codes);

/// <summary>A need that is alike another.</summary>
/// <param name="At">Its place among those compared.</param>
/// <param name="Likeness">0 to 1; only what is more likely the same need than not is given.</param>
/// <param name="Why">Why, in words.</param>
public sealed record AlikeNeed(int At, double Likeness, string Why);

/// <summary>Which of the others are likely the same need as the one asked about, the likeliest first. Brought by the room that knows.</summary>
public delegate IReadOnlyList<AlikeNeed> CompareNeeds(
    NeedWording asked,
    IReadOnlyList<NeedWording> others
);
