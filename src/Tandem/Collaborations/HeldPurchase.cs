namespace Tandem.Collaborations;

/// <summary>A purchase held in an index, with all that is worked out once.</summary>
internal sealed class HeldPurchase(
    Purchase purchase,
    NeedProfile profile,
    PurchaseWindow? inPlay,
    int[] blocks
)
{
    // Held here too: it is compared so often that looking it up in the purchase shows.
    private readonly string _id = purchase.Id;

    public Purchase Purchase { get; } = purchase;
    public NeedProfile Profile { get; } = profile;

    public MeaningSketch Sketch { get; } = MeaningSketch.Of(profile.Meaning);

    /// <summary>Where its authority is.</summary>
    public GlobePoint Place { get; } = GlobePoint.Of(purchase);

    /// <summary>Its window within the horizon; null where it cannot be part of an opportunity.</summary>
    public PurchaseWindow? InPlay { get; } = inPlay;

    /// <summary>The categories under which its like are looked for.</summary>
    public int[] Blocks { get; } = blocks;

    /// <summary>The purchases of other authorities nearest to it whose windows overlap, the nearest first.</summary>
    public List<Candidate> Nearest { get; } = [];

    /// <summary>The purchases of other authorities that are the same need at the same time, and their likeness in log-odds.</summary>
    public Dictionary<HeldPurchase, double> Links { get; } = [];

    /// <summary>How much it draws others: the sum over its links, in steps of 2⁻⁴⁰ of one that is certain. Grouping sets it.</summary>
    public long Draw { get; set; }

    /// <summary>The group it has gathered, or null.</summary>
    public PurchaseGroup? Group { get; set; }

    /// <summary>The purchase in whose group it is (itself, where it has gathered one), or null.</summary>
    public HeldPurchase? Owner { get; set; }

    /// <summary>Where two rank alike the id decides, so that the order of arrival never does.</summary>
    public static readonly Comparer<HeldPurchase> ById = Comparer<HeldPurchase>.Create(
        (a, b) => string.CompareOrdinal(a._id, b._id)
    );

    public bool IsNear(HeldPurchase other) => Nearest.Exists(c => c.Held == other);
}

/// <summary>A purchase that may be the same need, ranked by what can be worked out quickly.</summary>
/// <param name="Held">The purchase.</param>
/// <param name="Apart">How far apart the two are: bits in which their meanings differ, months and steps of kilometres between them.</param>
internal readonly record struct Candidate(HeldPurchase Held, int Apart) : IComparable<Candidate>
{
    /// <summary>The nearer first.</summary>
    public int CompareTo(Candidate other) =>
        Apart.CompareTo(other.Apart) is not 0 and var byDistance
            ? byDistance
            : HeldPurchase.ById.Compare(Held, other.Held);
}
