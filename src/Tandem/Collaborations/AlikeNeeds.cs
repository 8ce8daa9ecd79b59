using Tandem.Classification;
using Tandem.Pipeline;

namespace Tandem.Collaborations;

/// <summary>Compares needs that somebody writes down with those on the pipeline, as purchases are compared when opportunities are found.</summary>
internal static class AlikeNeeds
{
    /// <inheritdoc cref="CompareNeeds"/>
    public static IReadOnlyList<AlikeNeed> Compare(
        NeedWording asked,
        IReadOnlyList<NeedWording> others
    )
    {
        var same = SameNeed.Shipped;
        var profile = same.Profile(NeedOf(asked));
        return
        [
            .. others
                .Select((other, at) => (at, Profile: same.Profile(NeedOf(other))))
                .Select(o => (o.at, o.Profile, Odds: same.LogOdds(profile, o.Profile)))
                .Where(o => o.Odds > 0)
                .OrderByDescending(o => o.Odds)
                .Select(o => new AlikeNeed(
                    o.at,
                    NeedLikeness.ProbabilityOf(o.Odds),
                    Why(same.Explain(profile, o.Profile))
                )),
        ];
    }

    // Stands as a sentence of its own, without its full stop.
    private static string Why(NeedLikeness likeness)
    {
        var alike = string.Join(
            "; ",
            likeness.Parts.Where(p => p.Contribution > 0).Take(2).Select(p => p.Words)
        );
        return alike.Length == 0 ? "" : char.ToUpperInvariant(alike[0]) + alike[1..];
    }

    private static Need NeedOf(NeedWording wording) =>
        new(
            wording.Buyer,
            wording.Title,
            wording.Text,
            [
                .. wording
                    .Codes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(c => Cpv.TryParse(c, out var code) ? code : (Cpv?)null)
                    .OfType<Cpv>(),
            ]
        );
}
