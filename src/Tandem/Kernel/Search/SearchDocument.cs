namespace Tandem.Kernel.Search;

/// <summary>What documents of one index consist of.</summary>
/// <param name="TextWeights">How much a word counts in each text field (at most eight fields); 1 is plain text.</param>
/// <param name="Facets">Names of the keyword columns that are filtered by and counted.</param>
/// <param name="Columns">Names of the whole-number columns that are filtered by range and sorted by.</param>
public sealed record SearchShape(
    IReadOnlyList<int> TextWeights,
    IReadOnlyList<string> Facets,
    IReadOnlyList<string> Columns
)
{
    internal int FacetAt(string name) => At(Facets, name);

    internal int ColumnAt(string name) => At(Columns, name);

    private static int At(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }
        throw new ArgumentException($"The index has no column ‘{name}’.", nameof(name));
    }
}

/// <summary>One value of a facet.</summary>
/// <param name="Key">What is filtered by and stands in addresses.</param>
/// <param name="Label">What a person reads; the key where there is none.</param>
public readonly record struct FacetValue(string Key, string? Label = null);

/// <summary>A record as the index needs it. Its parts are in the order of the <see cref="SearchShape"/>.</summary>
public sealed record SearchDocument(
    Guid Id,
    long Number,
    Audience Audience,
    IReadOnlyList<string?> Texts,
    IReadOnlyList<IReadOnlyList<FacetValue>> Facets,
    IReadOnlyList<long?> Columns
);

/// <summary>Who may find a document. The same rule as the query over rows, for what is kept in memory.</summary>
public readonly record struct Audience
{
    private readonly Reach reach;

    // The organisation, or the person where only one may find it.
    private readonly Guid who;

    private Audience(Reach reach, Guid? who) => (this.reach, this.who) = (reach, who ?? Guid.Empty);

    private enum Reach
    {
        Everyone,
        Partners,
        Members,
        Administrators,
        Person,
    }

    /// <summary>Everybody, signed in or not.</summary>
    public static Audience Everyone => default;

    /// <summary>Members of the organisation; nobody where there is none.</summary>
    public static Audience Members(Guid? organisation) => new(Reach.Members, organisation);

    /// <summary>Members of the organisation and of those that share a partnership with it; nobody where there is none.</summary>
    public static Audience Partners(Guid? organisation) => new(Reach.Partners, organisation);

    /// <summary>Administrators of the organisation.</summary>
    public static Audience Administrators(Guid organisation) =>
        new(Reach.Administrators, organisation);

    /// <summary>One person.</summary>
    public static Audience Only(Guid person) => new(Reach.Person, person);

    /// <summary>Whether the actor is one of them.</summary>
    public bool Includes(Actor actor) =>
        reach switch
        {
            Reach.Everyone => true,
            Reach.Partners => actor.Roles.ContainsKey(who) || actor.Partners.Contains(who),
            Reach.Members => actor.Roles.ContainsKey(who),
            Reach.Administrators => actor.Has(who, Role.Administrator),
            _ => actor.PersonId == who,
        };
}
