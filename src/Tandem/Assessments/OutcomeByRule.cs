using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Assessments;

/// <summary>
/// Finds the outcome of an assessment from its ratings by the formulas of its kind. A formula knows the table <c>ratings</c>, one row for each unit that counts (<c>unit</c>,
/// <c>rating</c>, <c>met</c>, <c>score</c>, <c>weight</c>), <c>score</c>, the weighted mean, and <c>auto-fails</c>, how many rules of
/// the question set that fail by themselves its answers raise.
/// </summary>
public static class OutcomeByRule
{
    /// <summary>What a formula of this kind may name.</summary>
    public static IReadOnlyDictionary<string, FormulaType> NamesOf(AssessmentKind kind) =>
        new Dictionary<string, FormulaType>
        {
            ["ratings"] = new(
                ValueKind.Rows,
                Columns: new Dictionary<string, FormulaType>
                {
                    ["unit"] = FormulaType.Text,
                    ["rating"] = new(
                        ValueKind.Text,
                        kind.Scales.SelectMany(s => s.Ratings)
                            .Select(r => r.Code)
                            .Distinct()
                            .ToDictionary(c => c, _ => (decimal?)null)
                    ),
                    ["met"] = FormulaType.Truth,
                    ["score"] = FormulaType.Number,
                    ["weight"] = FormulaType.Number,
                }
            ),
            ["score"] = FormulaType.Number,
            ["auto-fails"] = FormulaType.Number,
        };

    /// <summary>The first outcome whose condition holds.</summary>
    /// <exception cref="Refusal">None does.</exception>
    public static OutcomeRule Find(
        AssessmentKind kind,
        Scale scale,
        IReadOnlyList<AssessmentUnit> units,
        IReadOnlyDictionary<string, Finding> counting,
        int autoFails = 0
    )
    {
        var rated = Rated(scale, units, counting);
        var rows = new Value.Rows([
            .. rated.Select(r => new Dictionary<string, Value>
            {
                ["unit"] = new Value.Text(r.Unit.Code),
                ["rating"] = new Value.Text(r.Rating.Code),
                ["met"] = new Value.Truth(r.Rating.Met),
                ["score"] = new Value.Number(r.Rating.Score),
                ["weight"] = new Value.Number(r.Unit.Weight),
            }),
        ]);
        var score = Mean(rated);
        var names = NamesOf(kind);
        var input = new FormulaInput(
            name =>
                name == "ratings" ? rows
                : name == "auto-fails" ? new Value.Number(autoFails)
                : score is { } mean ? new Value.Number(mean)
                : null,
            default
        );
        return kind.Outcomes.FirstOrDefault(o =>
                o.When is not { } when
                || Formula.Read(when, names, ValueKind.Truth, out _)?.Holds(input) == true
            ) ?? throw new Refusal("By the rule there is no outcome for these ratings.");
    }

    /// <summary>The weighted mean of the scores; null where nothing counts.</summary>
    public static decimal? Score(
        Scale scale,
        IReadOnlyList<AssessmentUnit> units,
        IReadOnlyDictionary<string, Finding> counting
    ) => Mean(Rated(scale, units, counting));

    private static List<(AssessmentUnit Unit, RatingRule Rating)> Rated(
        Scale scale,
        IReadOnlyList<AssessmentUnit> units,
        IReadOnlyDictionary<string, Finding> counting
    ) =>
        [
            .. units
                .Select(u =>
                    (Unit: u, Rating: scale.Rating(counting.GetValueOrDefault(u.Code)?.Rating))
                )
                .Where(r => r.Rating is { LeftOut: false })
                .Select(r => (r.Unit, r.Rating!)),
        ];

    private static decimal? Mean(List<(AssessmentUnit Unit, RatingRule Rating)> rated)
    {
        var weight = rated.Sum(r => r.Unit.Weight);
        return weight > 0 ? rated.Sum(r => r.Unit.Weight * r.Rating.Score) / weight : null;
    }
}
