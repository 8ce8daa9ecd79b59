using Tandem.Questionnaires.Formulas;

namespace Tandem.Assessments;

/// <summary>Whether the parts of a kind fit together: every code that is named is there.</summary>
public static class KindCheck
{
    /// <summary>What does not fit, in words; nothing where all does.</summary>
    public static IReadOnlyList<string> Of(AssessmentKind kind) => [.. Problems(kind)];

    private static IEnumerable<string> Problems(AssessmentKind kind)
    {
        if (kind.Name.Length == 0 || kind.Version.Length == 0 || kind.Title.Length == 0)
        {
            yield return "it needs a name, a version and a title.";
        }
        if (kind.Steps.Count == 0 || kind.Acts.Count == 0)
        {
            yield return "it needs steps and acts.";
            yield break;
        }
        if (kind.Scales.Count == 0 || kind.Scales.Any(s => s.Ratings.Count == 0))
        {
            yield return "it needs a scale with ratings.";
        }
        if (kind.Rates != Rated.Points && kind.Questions is null)
        {
            yield return "it rates questions, and names no question set.";
        }
        if (kind.Rates == Rated.Points && kind.Points.Count == 0 && kind.Standards.Count == 0)
        {
            yield return "it rates points, and has neither points nor standards.";
        }
        foreach (var twice in Twice(kind))
        {
            yield return $"‘{twice}’ is there twice.";
        }
        foreach (var wrong in Conditions(kind).Concat(OfPanel(kind)))
        {
            yield return wrong;
        }
        foreach (var missing in Missing(kind))
        {
            yield return $"{missing} is not there.";
        }
    }

    private static IEnumerable<string> Conditions(AssessmentKind kind)
    {
        var names = OutcomeByRule.NamesOf(kind);
        foreach (var outcome in kind.Outcomes.Where(o => o.When is not null))
        {
            Formula.Read(outcome.When!, names, ValueKind.Truth, out var problem);
            if (problem is not null)
            {
                yield return $"the condition of the outcome ‘{outcome.Code}’: {problem}.";
            }
        }
    }

    private static IEnumerable<string> OfPanel(AssessmentKind kind)
    {
        if (kind.Panel?.External is { } external)
        {
            Formula.Read(
                external.When,
                BookingFacts.NamesOf(kind),
                ValueKind.Truth,
                out var problem
            );
            if (problem is not null)
            {
                yield return $"the condition of an assessor from outside: {problem}.";
            }
        }
    }

    private static IEnumerable<string> Twice(AssessmentKind kind) =>
        new[]
        {
            kind.Steps.Select(s => s.Code),
            kind.Acts.Select(a => a.Code),
            kind.Roles.Select(r => r.Code),
            kind.Outcomes.Select(o => o.Code),
            kind.Points.Select(p => p.Code),
            kind.Scales.Select(s => s.Code),
            kind.Papers.Select(p => p.Code),
            (kind.Booking?.Asks ?? []).Select(a => a.Code),
        }.SelectMany(codes => codes.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key));

    private static IEnumerable<string> Missing(AssessmentKind kind)
    {
        var steps = kind.Steps.Select(s => s.Code).ToHashSet();
        var acts = kind.Acts.Select(a => a.Code).ToHashSet();
        var roles = kind.Roles.Select(r => r.Code).ToHashSet();
        var ratings = kind.Scales.SelectMany(s => s.Ratings).Select(r => r.Code).ToHashSet();
        var named = kind
            .Acts.SelectMany(a => a.From.Append(a.To))
            .Concat(kind.Outcomes.Select(o => (string?)o.To))
            .OfType<string>()
            .Where(s => !steps.Contains(s))
            .Select(s => $"the step ‘{s}’");
        var done = kind
            .Steps.Select(s => s.Clock?.Then)
            .OfType<string>()
            .Where(a => !acts.Contains(a))
            .Select(a => $"the act ‘{a}’");
        var held = kind
            .Acts.SelectMany(a => a.Who)
            .Concat(kind.Roles.SelectMany(r => r.NotWith))
            .Concat(kind.Overrides?.ProposedBy ?? [])
            .Concat(kind.Overrides?.ConfirmedBy ?? [])
            .Concat(kind.Panel?.Roles ?? [])
            .Concat(kind.ClosedBy)
            .Concat(kind.Papers.SelectMany(p => p.WrittenBy))
            .Append(kind.ConsolidatedBy)
            .Append(kind.OverallBy)
            .Append(kind.Declaration?.By)
            .OfType<string>()
            .Where(r => !roles.Contains(r))
            .Select(r => $"the role ‘{r}’");
        var given = kind
            .Owed.Select(o => o.Rating)
            .Where(r => !ratings.Contains(r))
            .Select(r => $"the rating ‘{r}’");
        var decided = kind
            .Acts.Where(a =>
                a.Does == ActEffect.Decide
                && (
                    kind.Outcomes.Count == 0
                    || (a.Outcome is { } fixedOne && kind.Outcome(fixedOne) is null)
                )
            )
            .Select(a => $"the outcome of ‘{a.Code}’");
        var scales = kind.Scales.Select(s => s.Code).ToHashSet();
        var scaled = kind
            .Outcomes.Select(o => o.Scale)
            .OfType<string>()
            .Where(s => !scales.Contains(s))
            .Select(s => $"the scale ‘{s}’");
        var forms = kind.Forms.Select(f => f.Code).ToHashSet();
        var formed = kind
            .Acts.SelectMany(a => a.Forms)
            .Where(f => !forms.Contains(f))
            .Select(f => $"the form ‘{f}’");
        return named
            .Concat(scaled)
            .Concat(formed)
            .Concat(done)
            .Concat(held)
            .Concat(given)
            .Concat(decided)
            .Distinct();
    }
}
