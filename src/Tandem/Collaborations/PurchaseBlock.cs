namespace Tandem.Collaborations;

/// <summary>When a purchase can be made, in days.</summary>
internal readonly record struct When(int Earliest, int Latest, int Expected)
{
    private const int DaysInMonth = 30;

    public bool Meets(When other) => Earliest <= other.Latest && other.Earliest <= Latest;

    /// <summary>While the nearest are picked out, a month counts as much as a bit in which two meanings differ.</summary>
    public int StepsTo(When other) => Math.Abs(Expected - other.Expected) / DaysInMonth;
}

/// <summary>Whose a purchase is, by numbers that hold in one index.</summary>
internal readonly record struct Whose(int Authority, int Region);

/// <summary>What of a purchase is looked at while its like are searched.</summary>
internal readonly record struct Traits(
    MeaningSketch Sketch,
    When When,
    Whose Whose,
    GlobePoint Place
);

/// <summary>Some regions and authorities, but for other authorities.</summary>
internal sealed class Surroundings(int[] regions, int[] authorities, int[] without)
{
    public bool Has(Whose one) =>
        (Array.IndexOf(regions, one.Region) >= 0 || Array.IndexOf(authorities, one.Authority) >= 0)
        && Array.IndexOf(without, one.Authority) < 0;
}

/// <summary>The purchases of a block. Each trait lies in a row of its own: most are passed over on one of them, without touching the others.</summary>
internal sealed class PurchaseBlock
{
    public List<MeaningSketch> Sketches { get; } = [];
    public List<When> Whens { get; } = [];
    public List<Whose> Whose { get; } = [];
    public List<GlobePoint> Places { get; } = [];
    public List<HeldPurchase> Held { get; } = [];

    public void Add(HeldPurchase held, Traits traits)
    {
        Sketches.Add(traits.Sketch);
        Whens.Add(traits.When);
        Whose.Add(traits.Whose);
        Places.Add(traits.Place);
        Held.Add(held);
    }

    // Order means nothing here: the last takes the place of the one that goes.
    public void Remove(HeldPurchase held)
    {
        var at = Held.IndexOf(held);
        MoveLast(Sketches, at);
        MoveLast(Whens, at);
        MoveLast(Whose, at);
        MoveLast(Places, at);
        MoveLast(Held, at);
    }

    private static void MoveLast<T>(List<T> row, int at)
    {
        row[at] = row[^1];
        row.RemoveAt(row.Count - 1);
    }
}
