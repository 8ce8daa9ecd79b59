using System.Globalization;

namespace Tandem.Collaborations;

/// <summary>Says in words what was found alike.</summary>
internal static class LikenessWords
{
    // Words that say less than this are no reason.
    private const float TellingWeight = 0.6f;

    // Other words are shown as alike from here on; below, the likeness counts but would puzzle a reader.
    private const float AlikeWords = 0.7f;

    public static string Say(
        int measure,
        double value,
        NeedProfile a,
        NeedProfile b,
        SameNeed model
    ) =>
        measure switch
        {
            0 => SharedWords(a, b, model.Words),
            1 =>
                $"{Degree(value)} the same kind of purchase by CPV category, read from words and codes",
            2 => $"what the titles and codes mean is {HowAlike(value)}",
            3 => Codes(a, b, model),
            4 => value > 0 ? "the same CPV code" : "no CPV code in common",
            _ => value > 0
                ? "both are building works, which are often tied to one site"
                : "not both building works",
        };

    private static string SharedWords(NeedProfile a, NeedProfile b, NeedWords words)
    {
        var pairs = a
            .Title.Select((word, i) => (word, i))
            .Where(w => w.word.Weight >= TellingWeight)
            .OrderByDescending(w => w.word.Weight)
            .Select(w =>
                b.Title.Select(
                        (other, j) =>
                            (
                                Likeness: SameNeed.WordLikeness(words, w.word, other),
                                One: a.Spelt(w.i),
                                Other: b.Spelt(j)
                            )
                    )
                    .OrderByDescending(m => m.Likeness)
                    .ThenBy(m => m.Other, StringComparer.Ordinal)
                    .FirstOrDefault()
            )
            .Where(m => m.Likeness >= AlikeWords && m.One.Length > 2)
            .Take(5)
            .Select(m => m.One == m.Other ? $"“{m.One}”" : $"“{m.One}” (“{m.Other}”)")
            .ToList();
        return pairs.Count == 0
            ? "no telling word of the titles in common"
            : $"the titles share {string.Join(", ", pairs)}";
    }

    private static string Codes(NeedProfile a, NeedProfile b, SameNeed model)
    {
        var shared = SameNeed.SharedPrefix(model.Words, a, b);
        return shared.Rarity <= 0
            ? "no part of a CPV code in common"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"both under {shared.Code} {model.Codes.NameOf(shared.Code)}"
            );
    }

    private static string Degree(double value) =>
        value switch
        {
            > 0.8 => "clearly",
            > 0.5 => "mostly",
            > 0.25 => "partly",
            _ => "hardly",
        };

    private static string HowAlike(double value) =>
        value switch
        {
            > 0.85 => "very much alike",
            > 0.6 => "alike",
            > 0.35 => "somewhat alike",
            _ => "not alike",
        };
}
