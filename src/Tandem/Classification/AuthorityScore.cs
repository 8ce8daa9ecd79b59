namespace Tandem.Classification;

/// <summary>How well names were resolved: rightly resolved (or resolved, where the right code is not stated), wrongly, and not.</summary>
public sealed record AuthorityScore(
    int Resolved,
    IReadOnlyList<(string Name, string Found, string Should)> Wrong,
    IReadOnlyList<string> Unresolved
)
{
    /// <summary>
    /// Resolves each name. An authority and its successor count as one where they share the spelling. With
    /// <paramref name="leaveOneOut"/> a listed spelling is taken from the table before it is resolved.
    /// </summary>
    public static AuthorityScore Of(
        IReadOnlyList<(string Name, string? Code)> names,
        Authorities authorities,
        bool leaveOneOut = false
    )
    {
        var resolved = 0;
        var wrong = new List<(string, string, string)>();
        var unresolved = new List<string>();
        foreach (var (name, code) in names)
        {
            var match = (leaveOneOut ? authorities.WithoutSpelling(name) : authorities).Resolve(
                name
            );
            if (match is null)
            {
                unresolved.Add(name);
            }
            else if (code is null || IsRight(authorities, match.Authority, code, name))
            {
                resolved++;
            }
            else
            {
                wrong.Add((name, match.Authority.Code, code));
            }
        }
        return new(resolved, wrong, unresolved);
    }

    private static bool IsRight(
        Authorities authorities,
        Authority found,
        string code,
        string name
    ) =>
        string.Equals(found.Code, code, StringComparison.OrdinalIgnoreCase)
        || (
            authorities.AreOneOverTime(found.Code, code)
            && authorities.ByCode(code) is { } stated
            && Authorities.SharesSpelling(found, stated, name)
        );
}
