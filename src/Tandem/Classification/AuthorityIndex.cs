namespace Tandem.Classification;

/// <summary>
/// The names of United Kingdom authorities, ready for look-up: whole names, stems (the place without the words for the
/// kind of council) and the shorter stems people use ("Newcastle" for Newcastle upon Tyne).
/// </summary>
internal sealed class AuthorityIndex
{
    private static readonly string[] Joints = ["upon", "under", "on", "in", "by"];
    private static readonly string[] Compass = ["north", "south", "east", "west", "central", "mid"];

    // Unitary authorities that cover a whole county and may therefore be called a county council.
    private static readonly HashSet<string> CountyPlaces =
    [
        "cornwall",
        "durham",
        "northumberland",
        "rutland",
        "somerset",
        "dorset",
        "isle wight",
    ];

    private readonly Dictionary<string, List<(Authority Authority, bool Official)>> whole = [];
    private readonly Dictionary<string, List<Authority>> stems = [];
    private readonly Dictionary<string, List<Authority>> shortStems = [];
    private readonly Dictionary<Authority, CouncilWords> stated = [];
    private readonly List<string[]> stemWords = [];
    private readonly Dictionary<string, Authority> byCode;

    public AuthorityIndex(IEnumerable<Authority> authorities)
    {
        var all = authorities.ToList();
        byCode = all.ToDictionary(a => a.Code);
        foreach (var authority in all)
        {
            Add(authority, authority.Name, official: true);
            Add(authority, authority.ShortName, official: true);
            foreach (var spelling in authority.Spellings)
            {
                Add(authority, spelling, official: false);
            }
        }
        stemWords.AddRange(stems.Keys.Select(s => s.Split(' ')));
    }

    /// <summary>The authority whose whole name or listed spelling this is, or null; of an authority and its successor, the successor.</summary>
    public (Authority Authority, bool Official)? Whole(string key)
    {
        if (!whole.TryGetValue(key, out var found))
        {
            return null;
        }
        var one = OneOf([.. found.Select(f => f.Authority)]);
        return one is null ? null : found.First(f => f.Authority == one);
    }

    /// <summary>The one authority that a stem and the words for its kind agree with, or null.</summary>
    public Authority? ByStem(string stem, CouncilWords kind)
    {
        if (stem.Length == 0 || kind == CouncilWords.None)
        {
            return null;
        }
        IEnumerable<Authority> candidates = stems.GetValueOrDefault(stem, []);
        if (shortStems.TryGetValue(stem, out var shorter))
        {
            candidates = candidates.Union(shorter);
        }
        var fitting = candidates.Where(a => Fits(a, kind)).ToList();
        var closest = fitting.Where(a => (stated[a] & kind) == kind).ToList();
        return OneOf(closest.Count > 0 ? closest : fitting);
    }

    /// <summary>The one authority whose place is all that the name says ("Bristol"), or null.</summary>
    public Authority? ByPlaceAlone(string stem) =>
        shortStems.ContainsKey(stem) || !stems.TryGetValue(stem, out var found)
            ? null
            : OneOf([.. found.Where(a => a.Kind != AuthorityKind.CityCorporation)]);

    /// <summary>The one authority whose stem differs by a slip of the pen in one long word, or null.</summary>
    public Authority? ByLikeStem(string stem, CouncilWords kind)
    {
        var words = stem.Split(' ');
        var like = new HashSet<Authority>();
        foreach (var known in stemWords)
        {
            if (known.Length == words.Length && IsSlip(words, known))
            {
                like.UnionWith(stems[string.Join(' ', known)].Where(a => Fits(a, kind)));
            }
        }
        return OneOf([.. like]);
    }

    private static bool IsSlip(string[] words, string[] known)
    {
        var differing = -1;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] != known[i])
            {
                if (differing >= 0)
                {
                    return false;
                }
                differing = i;
            }
        }
        if (differing < 0)
        {
            return false;
        }
        var (a, b) = (words[differing], known[differing]);
        // "Waterford" is no slip for "Watford": two changes are believed only in words of eleven letters or more.
        var limit = Math.Min(a.Length, b.Length) switch
        {
            < 6 => 0,
            < 11 => 1,
            _ => 2,
        };
        return limit > 0 && a[0] == b[0] && EditDistance.Within(a, b, limit);
    }

    private void Add(Authority authority, string name, bool official)
    {
        var words = AuthorityWords.Of(name);
        var found = whole.TryGetValue(words.Key, out var list) ? list : whole[words.Key] = [];
        if (found.All(f => f.Authority != authority))
        {
            found.Add((authority, official));
        }
        stated[authority] = stated.GetValueOrDefault(authority) | words.Kind;
        Put(stems, words.Stem, authority);
        var place = words.Stem.Split(' ');
        var joint = Array.FindIndex(place, 1 < place.Length ? 1 : 0, w => Joints.Contains(w));
        if (official && joint > 0 && string.Join(' ', place[..joint]) is { Length: >= 5 } shorter)
        {
            Put(shortStems, shorter, authority);
        }
    }

    private static void Put(
        Dictionary<string, List<Authority>> index,
        string key,
        Authority authority
    )
    {
        var list = index.TryGetValue(key, out var found) ? found : index[key] = [];
        if (!list.Contains(authority))
        {
            list.Add(authority);
        }
    }

    private Authority? OneOf(List<Authority> candidates) =>
        candidates.Count switch
        {
            0 => null,
            1 => candidates[0],
            // The same place before and after reorganisation: the one that stands is meant.
            _ when candidates.Where(a => !a.IsAbolished).ToList() is [var standing]
                    && candidates.All(a => a == standing || LeadsTo(a, standing)) => standing,
            _ => null,
        };

    private bool LeadsTo(Authority from, Authority to) =>
        from.ReplacedBy.Any(code =>
            code == to.Code || (byCode.TryGetValue(code, out var next) && LeadsTo(next, to))
        );

    private bool Fits(Authority authority, CouncilWords kind)
    {
        var own = stated[authority];
        bool Says(CouncilWords word) => kind.HasFlag(word);
        bool Owns(CouncilWords word) => own.HasFlag(word);
        var countyBorough = Says(CouncilWords.County) && Says(CouncilWords.Borough);
        var cityAndCounty = Says(CouncilWords.City) && Says(CouncilWords.County);
        var county = Says(CouncilWords.County) && !countyBorough && !cityAndCounty;
        var city = Says(CouncilWords.City) && !cityAndCounty;
        var borough = Says(CouncilWords.Borough) && !countyBorough;
        var district = Says(CouncilWords.District);
        var metropolitan = Says(CouncilWords.Metropolitan);
        var unitary = Says(CouncilWords.Unitary);
        var london = Says(CouncilWords.London);
        var either = cityAndCounty || Says(CouncilWords.CityOrCounty);
        var wholeCounty = CoversCounty(authority);
        return authority.Kind switch
        {
            AuthorityKind.County => !(
                city
                || borough
                || countyBorough
                || district
                || metropolitan
                || unitary
                || london
                || cityAndCounty
            ),
            AuthorityKind.District => !(
                county || countyBorough || metropolitan || unitary || london
            ) && (!(city || either) || Owns(CouncilWords.City)),
            AuthorityKind.MetropolitanDistrict => !(county || countyBorough || unitary || london),
            AuthorityKind.Unitary => !(countyBorough || metropolitan || london)
                && (!county || Owns(CouncilWords.County) || wholeCounty)
                && (!city || Owns(CouncilWords.City))
                && (!either || Owns(CouncilWords.City) || wholeCounty)
                && (!(borough || district) || !wholeCounty),
            AuthorityKind.ScottishCouncil => !(
                county || countyBorough || borough || district || metropolitan || london
            ) && (!(city || either) || Owns(CouncilWords.City)),
            AuthorityKind.WelshCouncil => !(district || metropolitan || london)
                && (!county || Owns(CouncilWords.County))
                && (!city || Owns(CouncilWords.City))
                && (!(borough || countyBorough) || Owns(CouncilWords.Borough)),
            AuthorityKind.NorthernIrishDistrict => !(
                county || countyBorough || metropolitan || unitary || london
            ) && (!(city || either) || Owns(CouncilWords.City)),
            AuthorityKind.LondonBorough => !(
                county || countyBorough || district || metropolitan || unitary
            ) && (!(city || either) || Owns(CouncilWords.City)),
            _ => false,
        };
    }

    private static bool CoversCounty(Authority authority)
    {
        if (authority.Kind != AuthorityKind.Unitary)
        {
            return false;
        }
        var place = AuthorityWords.Of(authority.ShortName).Stem;
        return CountyPlaces.Contains(place)
            || (
                place.EndsWith("shire", StringComparison.Ordinal)
                && !Compass.Contains(place.Split(' ')[0])
            );
    }
}
