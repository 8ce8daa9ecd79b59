namespace Tandem.Classification;

/// <summary>
/// Leads buyers' names to United Kingdom authorities. Cautious: a name that could mean two authorities, a body acting for a
/// council, a company a council owns, or several councils together leads nowhere.
/// </summary>
internal sealed class AuthorityNames(AuthorityIndex index)
{
    // Words that make a name mean another body than the council beside which they stand.
    private static readonly HashSet<string> OtherBodies =
    [
        "academies",
        "academy",
        "agent",
        "agents",
        "arm",
        "association",
        "authorities",
        "behalf",
        "board",
        "ccg",
        "charity",
        "cic",
        "club",
        "college",
        "commissioner",
        "committee",
        "company",
        "consortium",
        "constabulary",
        "cvs",
        "fire",
        "for",
        "foundation",
        "fund",
        "homes",
        "hospital",
        "hospitals",
        "joint",
        "limited",
        "llp",
        "ltd",
        "nhs",
        "on",
        "other",
        "others",
        "parish",
        "partnership",
        "pension",
        "plc",
        "police",
        "represented",
        "school",
        "schools",
        "society",
        "town",
        "trust",
        "union",
        "university",
        "voluntary",
    ];

    private static readonly HashSet<string> Departments =
    [
        "and",
        "at",
        "commercial",
        "commissioning",
        "corporate",
        "department",
        "dept",
        "directorate",
        "finance",
        "legal",
        "of",
        "procurement",
        "purchasing",
        "service",
        "services",
        "team",
        "the",
        "unit",
        "within",
    ];

    /// <summary>The authority and how it was found, or null with the reason why not.</summary>
    public (Authority? Authority, AuthorityMatchWay Way, string Reason) Find(string name)
    {
        var segments = AuthorityWords.Segments(name);
        var words = AuthorityWords.Of(segments.SelectMany(s => s));
        if (words.Tokens.Length == 0)
        {
            return No("The name is empty.");
        }
        if (Direct(words) is { } direct)
        {
            return direct;
        }
        if (
            words.Tokens.Contains("behalf")
            || words.Tokens.Contains("agent")
            || words.Tokens.Contains("agents")
        )
        {
            return No("The name is of a body acting for another.");
        }
        var pieces = segments.SelectMany(Pieces).ToList();
        var councils = pieces.Where(p => MeansCouncil(AuthorityWords.Of(p))).ToList();
        if (councils.Count == 0)
        {
            return No("The name does not state a council.");
        }
        var found = councils.Select(c => InPiece(AuthorityWords.Of(c))).ToList();
        var distinct = found.OfType<Authority>().Distinct().ToList();
        if (distinct.Count > 1)
        {
            return No("The name states more than one authority.");
        }
        var rest = pieces.Except(councils).SelectMany(p => p);
        if (distinct is [var one] && found.All(f => f is not null))
        {
            return rest.Any(OtherBodies.Contains)
                ? No($"The name mentions {one.Name} beside another body.")
                : (
                    one,
                    AuthorityMatchWay.Rule,
                    pieces.Count > 1
                        ? $"Part of the name states {one.Name}; the rest is a department or an address."
                        : $"The place and the kind of council agree with {one.Name} only."
                );
        }
        if (distinct.Count == 0 && pieces.Count == 1 && Slip(words) is { } like)
        {
            return (like, AuthorityMatchWay.Rule, $"Misspelled, and close to {like.Name} only.");
        }
        return No("No single known authority agrees with the place and the kind of council.");
    }

    private (Authority?, AuthorityMatchWay, string)? Direct(AuthorityWords words)
    {
        if (index.Whole(words.Key) is var (whole, official))
        {
            return official
                ? (whole, AuthorityMatchWay.Exact, "The official name or its short form.")
                : (whole, AuthorityMatchWay.Spelling, $"A known spelling of {whole.Name}.");
        }
        if (words.Kind == CouncilWords.None && index.ByPlaceAlone(words.Stem) is { } place)
        {
            return (
                place,
                AuthorityMatchWay.Rule,
                $"The name is that of the place {place.Name} governs."
            );
        }
        return ByRule(words) is { } one
            ? (
                one,
                AuthorityMatchWay.Rule,
                $"The place and the kind of council agree with {one.Name} only."
            )
            : null;
    }

    private Authority? ByRule(AuthorityWords words) =>
        index.ByStem(words.Stem, words.Kind) ?? Bilingual(words);

    /// <summary>A name given in two languages one after the other: both halves lead to the same authority.</summary>
    private Authority? Bilingual(AuthorityWords words)
    {
        var stem = words.Stem.Split(' ');
        for (var i = 1; i < stem.Length; i++)
        {
            var first = index.ByStem(string.Join(' ', stem[..i]), CouncilWords.Council);
            if (
                first is { Kind: AuthorityKind.WelshCouncil or AuthorityKind.ScottishCouncil }
                && first == index.ByStem(string.Join(' ', stem[i..]), CouncilWords.Council)
            )
            {
                return first;
            }
        }
        return null;
    }

    private Authority? InPiece(AuthorityWords words)
    {
        if (index.Whole(words.Key) is var (whole, _))
        {
            return whole;
        }
        if (ByRule(words) is { } one)
        {
            return one;
        }
        // "Procurement Team Leeds City Council": a department may stand before the name without a comma.
        var start = Array.FindIndex(words.Tokens, w => !Departments.Contains(w));
        return start > 0 && AuthorityWords.Of(words.Tokens[start..]) is var later
            ? index.Whole(later.Key)?.Authority ?? ByRule(later)
            : null;
    }

    /// <summary>Cuts words after each "council" (or its abbreviation), so that a department behind the name stands apart.</summary>
    private static IEnumerable<string[]> Pieces(string[] words)
    {
        var from = 0;
        for (var i = 1; i < words.Length; i++)
        {
            var opens = i + 1 < words.Length && words[i + 1] is "of";
            if (words[i] is "council" or "mbc" or "mdc" or "cbc" && i > from && !opens)
            {
                yield return words[from..(i + 1)];
                from = i + 1;
            }
        }
        if (from < words.Length)
        {
            yield return words[from..];
        }
    }

    private static bool MeansCouncil(AuthorityWords words) =>
        (words.Kind & (CouncilWords.Council | CouncilWords.London)) != 0
        || words.Stem.EndsWith("combined authority", StringComparison.Ordinal)
        || words.Stem == "greater london authority"
        || words.Tokens is ["royal", "borough", ..]
        || words.Tokens is ["the", "royal", "borough", ..];

    private Authority? Slip(AuthorityWords words) =>
        words.Tokens.Any(OtherBodies.Contains) || !words.Kind.HasFlag(CouncilWords.Council)
            ? null
            : index.ByLikeStem(words.Stem, words.Kind);

    private static (Authority?, AuthorityMatchWay, string) No(string reason) =>
        (null, AuthorityMatchWay.Rule, reason);
}
