using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>The authorities in force in this installation: the shipped tables, or newer official lists that were brought in.</summary>
public sealed class KnownAuthorities(ReferenceLists lists)
{
    /// <summary>The reference list of the United Kingdom.</summary>
    public const string UnitedKingdom = "authorities/uk.tsv";

    /// <summary>Authorities that this installation added of its own, in the form of the list of the United Kingdom; none are shipped.</summary>
    public const string Own = "authorities/own.tsv";

    private const string Sweden = "authorities/se.tsv";
    private volatile Built? built;

    private sealed record Built(
        IReadOnlyList<Authority> UnitedKingdom,
        IReadOnlyList<Authority> Sweden,
        IReadOnlyList<Authority> Own,
        Authorities Authorities
    );

    /// <summary>Built again only when a list has changed.</summary>
    public Authorities Current
    {
        get
        {
            var uk = lists.Current(UnitedKingdom, AuthorityTable.ReadUnitedKingdom);
            var se = lists.Current(Sweden, AuthorityTable.ReadSweden);
            var own = lists.Current(Own, AuthorityTable.ReadUnitedKingdom);
            if (
                built is not { } known
                || known.UnitedKingdom != uk
                || known.Sweden != se
                || known.Own != own
            )
            {
                built = known = new(uk, se, own, new(uk.Concat(se).Concat(own)));
            }
            return known.Authorities;
        }
    }

    /// <summary>The tables a content folder ships, without a database.</summary>
    public static Authorities In(Content content)
    {
        using var uk = new StreamReader(content.Open(UnitedKingdom));
        using var se = new StreamReader(content.Open(Sweden));
        return new(AuthorityTable.ReadUnitedKingdom(uk).Concat(AuthorityTable.ReadSweden(se)));
    }
}
