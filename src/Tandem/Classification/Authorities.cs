using System.Collections.Concurrent;
using System.Text;

namespace Tandem.Classification;

/// <summary>
/// The local authorities of the United Kingdom, past and present, and the municipalities of Sweden: by code, by distance, by
/// the names that buyers write. Immutable and safe to share between threads.
/// </summary>
public sealed class Authorities
{
    private const int RememberedNames = 200_000;
    private const double EarthRadiusKm = 6371.0088;

    private readonly Dictionary<string, Authority> byCode;
    private readonly Dictionary<string, Authority> byGss;
    private readonly AuthorityNames names;
    private readonly SwedishMunicipalityNames swedish;
    private readonly ConcurrentDictionary<string, (AuthorityMatch?, string)> remembered = new(
        StringComparer.Ordinal
    );

    public Authorities(IEnumerable<Authority> authorities)
    {
        All = [.. authorities];
        byCode = All.ToDictionary(a => a.Code, StringComparer.OrdinalIgnoreCase);
        byGss = All.Where(a => a.Gss is not null)
            .DistinctBy(a => a.Gss)
            .ToDictionary(a => a.Gss!, StringComparer.OrdinalIgnoreCase);
        var foreign = All.Where(a => a.Kind == AuthorityKind.SwedishMunicipality).ToList();
        names = new AuthorityNames(new AuthorityIndex(All.Except(foreign)));
        swedish = new SwedishMunicipalityNames(foreign);
    }

    /// <summary>Every authority, abolished ones too.</summary>
    public IReadOnlyList<Authority> All { get; }

    /// <summary>By register code (three letters; four digits in Sweden), whatever its case.</summary>
    public Authority? ByCode(string code) => byCode.GetValueOrDefault(code);

    /// <summary>By nine-character code of the Office for National Statistics.</summary>
    public Authority? ByGss(string gss) => byGss.GetValueOrDefault(gss);

    /// <summary>The authority a buyer's name means, or null where that is not certain.</summary>
    public AuthorityMatch? Resolve(string buyerName) => Explain(buyerName).Match;

    /// <summary>As <see cref="Resolve"/>, with the reason in words also where the answer is no.</summary>
    public (AuthorityMatch? Match, string Reason) Explain(string buyerName)
    {
        if (remembered.TryGetValue(buyerName, out var known))
        {
            return known;
        }
        var answer = Work(buyerName);
        if (remembered.Count < RememberedNames)
        {
            remembered[buyerName] = answer;
        }
        return answer;
    }

    /// <summary>The one authority that took over from an abolished one, followed to the last; null where there is none or several.</summary>
    public Authority? SuccessorOf(Authority authority)
    {
        var at = authority;
        for (
            var steps = 0;
            steps < 8 && at.ReplacedBy is [var next] && ByCode(next) is { } later;
            steps++
        )
        {
            at = later;
        }
        return at == authority ? null : at;
    }

    /// <summary>Whether two codes stand for one authority over time: equal, or one replaced by the other.</summary>
    public bool AreOneOverTime(string code, string other)
    {
        if (string.Equals(code, other, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        return ByCode(code) is { } a
            && ByCode(other) is { } b
            && (a.ReplacedBy.Contains(b.Code) || b.ReplacedBy.Contains(a.Code));
    }

    /// <summary>These authorities without one listed spelling; the same object where it is not listed.</summary>
    public Authorities WithoutSpelling(string spelling)
    {
        var key = AuthorityWords.Of(spelling).Key;
        bool Is(string other) => AuthorityWords.Of(other).Key == key;
        return All.Any(a => a.Spellings.Any(Is))
            ? new(All.Select(a => a with { Spellings = [.. a.Spellings.Where(s => !Is(s))] }))
            : this;
    }

    internal static bool SharesSpelling(Authority one, Authority other, string name)
    {
        var stem = AuthorityWords.Of(name).Stem;
        bool Has(Authority a) =>
            a
                .Spellings.Append(a.Name)
                .Append(a.ShortName)
                .Any(s => AuthorityWords.Of(s).Stem == stem);
        return Has(one) && Has(other);
    }

    /// <summary>Authorities that share a border with this one.</summary>
    public IReadOnlyList<Authority> NeighboursOf(Authority authority) =>
        [.. authority.Neighbours.Select(ByCode).OfType<Authority>()];

    /// <summary>The districts of a county council, or the members of a combined authority.</summary>
    public IReadOnlyList<Authority> MembersOf(Authority authority) =>
        [.. All.Where(a => a.County == authority.Code || a.Combined == authority.Code)];

    /// <summary>
    /// Degrees north and east of its centre. An abolished authority without one stands where its successor does; a combined
    /// authority stands amid its members, and so does a county: the register's points of several counties lie outside them.
    /// </summary>
    public (double Latitude, double Longitude)? PlaceOf(Authority authority)
    {
        if (
            authority is { Latitude: { } latitude, Longitude: { } longitude }
            && (
                authority.Kind != AuthorityKind.County
                || !MembersOf(authority).Any(m => m.Latitude is not null)
            )
        )
        {
            return (latitude, longitude);
        }
        if (
            SuccessorOf(authority) is { Latitude: { } laterLatitude, Longitude: { } laterLongitude }
        )
        {
            return (laterLatitude, laterLongitude);
        }
        var members = MembersOf(authority)
            .Where(m => m.Latitude is not null && m.Longitude is not null)
            .ToList();
        return members.Count == 0
            ? null
            : (members.Average(m => m.Latitude!.Value), members.Average(m => m.Longitude!.Value));
    }

    /// <summary>Kilometres between two centres along a great circle, or null where either is not known.</summary>
    public double? DistanceKm(Authority from, Authority to)
    {
        if (PlaceOf(from) is not var (lat1, long1) || PlaceOf(to) is not var (lat2, long2))
        {
            return null;
        }
        var (north1, north2) = (double.DegreesToRadians(lat1), double.DegreesToRadians(lat2));
        var half =
            Math.Pow(Math.Sin((north2 - north1) / 2), 2)
            + Math.Cos(north1)
                * Math.Cos(north2)
                * Math.Pow(Math.Sin(double.DegreesToRadians(long2 - long1) / 2), 2);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }

    private (AuthorityMatch?, string) Work(string buyerName)
    {
        // Half a surrogate pair, as a truncated export leaves it, is no letter and cannot be normalised.
        var name = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(buyerName));
        var (found, way, reason) = names.Find(name);
        if (found is null && swedish.Find(name) is { } municipality)
        {
            (found, way, reason) = (
                municipality,
                AuthorityMatchWay.Rule,
                $"Names the municipality of {municipality.ShortName}."
            );
        }
        return (
            found is null ? null : new AuthorityMatch(found, way, reason, SuccessorOf(found)),
            reason
        );
    }
}
