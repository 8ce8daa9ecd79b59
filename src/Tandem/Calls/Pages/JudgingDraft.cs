using System.Globalization;
using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>Terms of judging as they are typed.</summary>
public sealed class JudgingDraft
{
    private const int Spare = 1;
    private const int MostTies = 3;

    public List<CriterionDraft> Criteria { get; set; } = [];
    public List<ScoreDraft> Scale { get; set; } = [];

    /// <summary>One on each line.</summary>
    public string? RedLines { get; set; }
    public string? Assessors { get; set; }
    public string? Minimum { get; set; }
    public Together Together { get; set; }

    /// <summary>all, none or bounds.</summary>
    public string? Justify { get; set; }
    public string? Below { get; set; }
    public string? Above { get; set; }
    public bool Anonymised { get; set; }
    public List<string?> Ties { get; set; } = [];
    public string? Least { get; set; }
    public string? Most { get; set; }

    /// <summary>What the weights total as far as they can be read.</summary>
    public string Total =>
        Criteria
            .Where(c => !string.IsNullOrWhiteSpace(c.Title))
            .Sum(c => Decimal(c.Weight) ?? 0)
            .ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What is there, with room for more.</summary>
    public static JudgingDraft Of(JudgingTerms terms)
    {
        var draft = new JudgingDraft
        {
            Criteria =
            [
                .. terms.Criteria.Select(c => new CriterionDraft
                {
                    Code = c.Code,
                    Title = c.Title,
                    Weight = c.Weight.ToString("0.##", CultureInfo.InvariantCulture),
                    Meaning = c.Meaning,
                    Minimum = Said(c.Minimum),
                    Questions = [.. c.Questions],
                }),
            ],
            Scale =
            [
                .. terms.Scale.Select(s => new ScoreDraft
                {
                    Score = Said(s.Score),
                    Title = s.Title,
                    Meaning = s.Meaning,
                }),
            ],
            RedLines = string.Join('\n', terms.RedLines.Select(l => l.Text)),
            Assessors = Said(terms.Assessors),
            Minimum = Said(terms.Minimum),
            Together = terms.Together,
            Justify =
                terms.Justify.All ? "all"
                : terms.Justify is { Below: null, Above: null } ? "none"
                : "bounds",
            Below = Said(terms.Justify.Below),
            Above = Said(terms.Justify.Above),
            Anonymised = terms.Anonymised == Anonymity.Always,
            Ties = [.. terms.Ties.Select(Spelt)],
            Least = Said(terms.GoesOn?.Least),
            Most = Said(terms.GoesOn?.Most),
        };
        draft.MakeRoom(Spare);
        return draft;
    }

    /// <summary>Room for more criteria, scores and rules for ties.</summary>
    public void MakeRoom(int criteria)
    {
        for (var i = 0; i < criteria; i++)
        {
            Criteria.Add(new());
        }
        if (Scale.Count == 0 || !string.IsNullOrWhiteSpace(Scale[^1].Score))
        {
            Scale.Add(new());
        }
        while (Ties.Count < MostTies)
        {
            Ties.Add(null);
        }
    }

    /// <summary>What was typed, in the place of what is there.</summary>
    /// <param name="free">Whether the owner decides if assessors see names.</param>
    /// <param name="asked">Codes of the questions that are asked up to this stage.</param>
    /// <exception cref="Refusal">Something cannot be read: all that cannot is said.</exception>
    public JudgingTerms Read(JudgingTerms before, bool free, IReadOnlyCollection<string> asked)
    {
        var refusals = new Refusals();
        int? Number(string? text, string field) => refusals.Of(() => Whole(text, field));
        var criteria = new List<Criterion>();
        foreach (var (draft, i) in Criteria.Select((c, i) => (c, i)))
        {
            if (
                refusals.Of(() => draft.Read(before, criteria, asked, $"Draft.Criteria[{i}]")) is
                { } criterion
            )
            {
                criteria.Add(criterion);
            }
        }
        var scale = new List<ScalePoint>();
        foreach (var (draft, i) in Scale.Select((s, i) => (s, i)))
        {
            if (refusals.Of(() => draft.Read($"Draft.Scale[{i}]")) is { } point)
            {
                scale.Add(point);
            }
        }
        var (least, most) = (Number(Least, "Draft.Least"), Number(Most, "Draft.Most"));
        if (least > most)
        {
            refusals.Say("The most is not less than the least", "Draft.Most");
        }
        var count = refusals.Of(() =>
            Whole(Assessors, "Draft.Assessors") is >= 1 and var assessors
                ? assessors
                : throw new Refusal("Each entry needs at least one assessor", "Draft.Assessors")
        );
        var minimum = Number(Minimum, "Draft.Minimum");
        if (minimum > JudgingMinimum.Most)
        {
            refusals.Say("The least total is 100 at most", "Draft.Minimum");
        }
        var (below, above) = (Number(Below, "Draft.Below"), Number(Above, "Draft.Above"));
        refusals.Throw();
        return before with
        {
            Criteria = criteria,
            Scale = [.. scale.OrderBy(s => s.Score)],
            RedLines = [.. Lines(before)],
            Assessors = count,
            Minimum = minimum,
            Together = Together,
            Justify = Justify switch
            {
                "none" => JustifyRule.Never,
                "bounds" => new(false, below, above),
                _ => JustifyRule.Always,
            },
            Anonymised = free
                ? Anonymised
                    ? Anonymity.Always
                    : Anonymity.Optional
                : before.Anonymised,
            Ties =
            [
                .. Ties.OfType<string>()
                    .Select(Tie)
                    .OfType<TieRule>()
                    .Where(t =>
                        t.By != TieBreak.Criterion || criteria.Any(c => c.Code == t.Criterion)
                    )
                    .Distinct(),
            ],
            GoesOn = (least, most) is (null, null) ? null : new(least, most),
        };
    }

    /// <summary>How a rule for ties is sent by a form.</summary>
    public static string Spelt(TieRule tie) =>
        tie.By == TieBreak.Criterion ? $"criterion:{tie.Criterion}" : tie.By.ToString();

    private static TieRule? Tie(string spelt) =>
        spelt.StartsWith("criterion:", StringComparison.Ordinal)
            ? new(TieBreak.Criterion, spelt["criterion:".Length..])
        : Enum.TryParse<TieBreak>(spelt, out var by) && by != TieBreak.Criterion ? new(by)
        : null;

    // A line that was there keeps its code.
    private IEnumerable<RedLine> Lines(JudgingTerms before)
    {
        var used = new HashSet<string>();
        foreach (
            var text in (RedLines ?? "").Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var code =
                before.RedLines.FirstOrDefault(l => l.Text == text)?.Code
                ?? Codes.Of(text, [.. before.RedLines.Select(l => l.Code), .. used]);
            if (used.Add(code))
            {
                yield return new(code, text);
            }
        }
    }

    internal static int? Whole(string? text, string field) =>
        string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= 10_000
            ? number
        : throw new Refusal("Enter a whole number", field);

    internal static decimal? Decimal(string? text) =>
        decimal.TryParse(
            text?.Trim().TrimEnd('%'),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    private static string? Said(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Bounds of the least total.</summary>
internal static class JudgingMinimum
{
    /// <summary>Hundredths of the whole.</summary>
    public const int Most = 100;
}

/// <summary>A criterion as it is typed.</summary>
public sealed class CriterionDraft
{
    private const int LongestTitle = 100;
    private const int LongestMeaning = 2_000;

    public string? Code { get; set; }
    public string? Title { get; set; }
    public string? Weight { get; set; }
    public string? Meaning { get; set; }
    public string? Minimum { get; set; }

    /// <summary>Codes of the questions whose answers are judged by it; none: all.</summary>
    public List<string> Questions { get; set; } = [];

    internal Criterion? Read(
        JudgingTerms before,
        List<Criterion> others,
        IReadOnlyCollection<string> asked,
        string field
    )
    {
        var title = Title?.Trim() ?? "";
        if (title.Length == 0)
        {
            return null;
        }
        var refusals = new Refusals();
        if (title.Length > LongestTitle)
        {
            refusals.Say($"A name has {LongestTitle} characters at most", $"{field}.Title");
        }
        var meaning = Meaning?.Trim() ?? "";
        if (meaning.Length is 0 or > LongestMeaning)
        {
            refusals.Say(
                $"Say what is looked for, in {LongestMeaning:N0} characters at most",
                $"{field}.Meaning"
            );
        }
        var weight = before.IsWeighted ? JudgingDraft.Decimal(Weight) : 0;
        if (weight is null)
        {
            refusals.Say("Enter a weight, such as 25", $"{field}.Weight");
        }
        var minimum = refusals.Of(() => JudgingDraft.Whole(Minimum, $"{field}.Minimum"));
        refusals.Throw();
        var was = before.Find(Code ?? "");
        return new(
            was?.Code
                ?? Codes.Of(
                    title,
                    [.. before.Criteria.Select(c => c.Code), .. others.Select(c => c.Code)]
                ),
            title,
            weight ?? 0,
            meaning,
            minimum,
            [.. asked.Where(Questions.Contains)]
        );
    }
}

/// <summary>A score and its meaning as they are typed.</summary>
public sealed class ScoreDraft
{
    private const int Longest = 1_000;

    public string? Score { get; set; }
    public string? Title { get; set; }
    public string? Meaning { get; set; }

    internal ScalePoint? Read(string field)
    {
        if (JudgingDraft.Whole(Score, $"{field}.Score") is not { } score)
        {
            return null;
        }
        var (title, meaning) = (Title?.Trim() ?? "", Meaning?.Trim() ?? "");
        return title.Length is 0 or > Longest
                ? throw new Refusal("Say what this score is called", $"{field}.Title")
            : meaning.Length is 0 or > Longest
                ? throw new Refusal("Say what this score means", $"{field}.Meaning")
            : new(score, title, meaning);
    }
}

/// <summary>Codes made from words.</summary>
internal static class Codes
{
    private const int Longest = 50;

    /// <summary>A code that none of the others has.</summary>
    public static string Of(string words, IReadOnlyCollection<string> others)
    {
        var slug = Slug.Of(words);
        slug = slug.Length == 0 || !char.IsAsciiLetter(slug[0]) ? "c-" + slug : slug;
        slug = slug[..Math.Min(slug.Length, Longest)].TrimEnd('-');
        for (var i = 1; ; i++)
        {
            var code = i == 1 ? slug : $"{slug}-{i}";
            if (!others.Contains(code))
            {
                return code;
            }
        }
    }
}
