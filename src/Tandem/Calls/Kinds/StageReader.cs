using Tandem.Kernel.Yaml;

namespace Tandem.Calls.Kinds;

/// <summary>Reads the stages of a kind.</summary>
internal static class StageReader
{
    private static readonly Dictionary<string, bool> Who = new()
    {
        ["all"] = false,
        ["progressed"] = true,
    };

    public static StageRule Read(YamlPart part, Secrecy entries)
    {
        var pays = part.Part("pays");
        var paysEach = pays?.Flag("each") ?? false;
        pays?.Done();
        var goesOn = part.Part("goes-on") is { } on ? ReadGoesOn(on) : null;
        var stage = new StageRule
        {
            Code = part.Code("code"),
            Title = part.Text("title"),
            Summary = part.Maybe("summary"),
            Form = part.Text("form"),
            LeastDays = part.Number("least-days", 365),
            LeastDaysCalendar = part.Maybe("calendar"),
            SuggestedDays = part.Number("suggested-days", 365),
            IsSealed = part.Has("sealed") ? part.Flag("sealed") : entries == Secrecy.Sealed,
            Late = part.One("late", KindTerms.Of<LatePolicy>(), LatePolicy.Decide),
            OnlyProgressed = part.One("entrants", Who, false),
            Judging = (part.Part("judging") is { } judging ? ReadJudging(judging) : NotJudged) with
            {
                GoesOn = goesOn,
            },
            PaysEach = paysEach,
            LogsHours = part.Flag("hours"),
        };
        part.Done();
        return stage;
    }

    private static JudgingTerms NotJudged { get; } = new() { Method = JudgingMethod.None };

    private static JudgingTerms ReadJudging(YamlPart part)
    {
        var terms = new JudgingTerms
        {
            Screening = part.Flag("screening"),
            RedLines = [.. part.Parts("red-lines").Select(ReadRedLine)],
            Method = part.One("method", KindTerms.Of<JudgingMethod>(), JudgingMethod.WeightedMean),
            Blind = !part.Has("blind") || part.Flag("blind"),
            Anonymised = part.One("anonymised", KindTerms.Of<Anonymity>(), Anonymity.Never),
            Assessors = part.Number("assessors", 50) ?? 1,
            Justify = ReadJustify(part),
            Together = part.One("together", KindTerms.Of<Together>(), Together.Consensus),
            Scale = [.. part.Parts("scale").Select(ReadScalePoint)],
            Criteria = [.. part.Parts("criteria").Select(ReadCriterion)],
            Minimum = part.Number("minimum", 100),
            Ties = [.. part.Words("ties").Select(t => ReadTie(part, t)).OfType<TieRule>()],
        };
        if (!part.Has("method"))
        {
            part.Complain("‘method’ is missing.");
        }
        JudgingChecks.Of(part, terms);
        part.Done();
        return terms;
    }

    private static RedLine ReadRedLine(YamlPart part)
    {
        var line = new RedLine(part.Code("code"), part.Text("text"));
        part.Done();
        return line;
    }

    private static ScalePoint ReadScalePoint(YamlPart part)
    {
        if (!part.Has("score"))
        {
            part.Complain("‘score’ is missing.");
        }
        var point = new ScalePoint(
            part.Number("score", 1_000) ?? 0,
            part.Text("title"),
            part.Text("meaning")
        );
        part.Done();
        return point;
    }

    private static Criterion ReadCriterion(YamlPart part)
    {
        var criterion = new Criterion(
            part.Code("code"),
            part.Text("title"),
            part.Amount("weight") ?? 0,
            part.Text("meaning"),
            part.Number("minimum", 1_000),
            part.Words("question")
        );
        part.Done();
        return criterion;
    }

    // A word, or the bounds outside of which a score has to be justified.
    private static JustifyRule ReadJustify(YamlPart part)
    {
        if (!part.Has("justify"))
        {
            return JustifyRule.Always;
        }
        if (part.IsPart("justify"))
        {
            var bounds = part.Part("justify")!;
            var rule = new JustifyRule(
                false,
                bounds.Number("below", 1_000),
                bounds.Number("above", 1_000)
            );
            if (rule is { Below: null, Above: null })
            {
                bounds.Complain("Say ‘below’, ‘above’ or both.");
            }
            bounds.Done();
            return rule;
        }
        return part.OneOf("justify", ["always", "never"]) == "never"
            ? JustifyRule.Never
            : JustifyRule.Always;
    }

    private static TieRule? ReadTie(YamlPart part, string text)
    {
        if (text == "earlier")
        {
            return new(TieBreak.Earlier);
        }
        if (text == "lot")
        {
            return new(TieBreak.Lot);
        }
        if (text.StartsWith("criterion:", StringComparison.Ordinal))
        {
            return new(TieBreak.Criterion, text["criterion:".Length..]);
        }
        part.Complain(
            "ties",
            $"‘{text}’ is not known here. ‘ties’ has some of: criterion:CODE, earlier, lot."
        );
        return null;
    }

    private static GoesOn ReadGoesOn(YamlPart part)
    {
        var on = new GoesOn(part.Number("least", 10_000), part.Number("most", 10_000));
        if (on.Least > on.Most || on.Most == 0)
        {
            part.Complain("‘least’ is not above ‘most’, and ‘most’ is at least 1.");
        }
        part.Done();
        return on;
    }
}
