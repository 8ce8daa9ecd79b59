using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>The authorities in force in this installation: the shipped tables, or newer official lists that were brought in.</summary>
public sealed class KnownAuthorities(ReferenceLists lists)
{
    /// <summary>The reference list of the United Kingdom.</summary>
    public const string UnitedKingdom = "authorities/uk.tsv";

    private const string Sweden = "authorities/se.tsv";
    private volatile Built? built;

    private sealed record Built(
        IReadOnlyList<Authority> UnitedKingdom,
        IReadOnlyList<Authority> Sweden,
        Authorities Authorities
    );

    /// <summary>Built again only when a list has changed.</summary>
    public Authorities Current
    {
        get
        {
            var uk = lists.Current(UnitedKingdom, AuthorityTable.ReadUnitedKingdom);
            var se = lists.Current(Sweden, AuthorityTable.ReadSweden);
            if (built is not { } known || known.UnitedKingdom != uk || known.Sweden != se)
            {
                built = known = new(uk, se, new(uk.Concat(se)));
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
