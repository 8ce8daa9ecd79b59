namespace Tandem.Questionnaires.Formulas;

/// <summary>The functions of formulas. Given a column of a table they take every row of it.</summary>
internal static class Functions
{
    private const string Known =
        "sum, mean, min, max, any, all, count, band, points, answered, if, round";

    public static Node Call(string name, IReadOnlyList<Argument> given)
    {
        if (name != "mean" && given.Any(a => a.Weight is not null))
        {
            throw new FormulaProblem("Only a mean has weights");
        }
        var values = given.Select(a => a.Value).ToList();
        return name switch
        {
            "sum" => new(
                FormulaType.Number,
                Over(values, name, ValueKind.Number, known => new Value.Number(known.Sum(Amount)))
            ),
            "mean" => Mean(given),
            "min" => Extreme(values, name, isMin: true),
            "max" => Extreme(values, name, isMin: false),
            "any" => Quantified(values, name, isAny: true),
            "all" => Quantified(values, name, isAny: false),
            "count" => Count(values),
            "band" => Band(values),
            "points" => Points(values),
            "answered" => Answered(values),
            "if" => If(values),
            "round" => Round(values),
            _ => throw new FormulaProblem($"There is no function ‘{name}’; there are: {Known}"),
        };
    }

    /// <summary>Works on all values there are; those not known are left out.</summary>
    private static Func<FormulaInput, Value?> Over(
        List<Node> values,
        string name,
        ValueKind kind,
        Func<List<Value>, Value?> work
    )
    {
        Some(values, name);
        foreach (var value in values)
        {
            Operators.Must(value, kind, $"In {name}(…)");
        }
        return input => work([.. Items(values, input).OfType<Value>()]);
    }

    /// <summary>Every value, one for each row where a table's column is given; null for each that is not known.</summary>
    private static IEnumerable<Value?> Items(IEnumerable<Node> values, FormulaInput input) =>
        values.SelectMany(node =>
            node.Work(input) is var value && value is Value.Many many ? many.Items : [value]
        );

    private static Node Mean(IReadOnlyList<Argument> given)
    {
        Some([.. given.Select(a => a.Value)], "mean");
        foreach (var (value, weight) in given)
        {
            Operators.Must(value, ValueKind.Number, "In mean(…)");
            if (weight is not null)
            {
                Operators.Must(weight, ValueKind.Number, "After ‘weight’");
                if (weight.Type.IsMany || weight.Constant is Value.Number { Amount: < 0 })
                {
                    throw new FormulaProblem("A weight is one number, not less than zero");
                }
            }
        }
        return new(
            FormulaType.Number,
            input =>
            {
                var (total, weights) = (0m, 0m);
                foreach (var (value, weight) in given)
                {
                    var heavy = weight is null ? 1 : Amount(weight.Work(input) ?? Zero);
                    foreach (var known in Items([value], input).OfType<Value.Number>())
                    {
                        total += known.Amount * heavy;
                        weights += heavy;
                    }
                }
                return weights > 0 ? new Value.Number(total / weights) : null;
            }
        );
    }

    private static Node Extreme(List<Node> values, string name, bool isMin)
    {
        Some(values, name);
        var kind = values[0].Type.Kind == ValueKind.Day ? ValueKind.Day : ValueKind.Number;
        return new(
            new(kind),
            Over(
                values,
                name,
                kind,
                known =>
                    known.Count == 0 ? null
                    : isMin ? known.MinBy(Order)
                    : known.MaxBy(Order)
            )
        );
    }

    private static Node Quantified(List<Node> values, string name, bool isAny)
    {
        Some(values, name);
        foreach (var value in values)
        {
            Operators.Must(value, ValueKind.Truth, $"In {name}(…)");
        }
        return new(
            FormulaType.Truth,
            input =>
            {
                var isOpen = false;
                foreach (var item in Items(values, input))
                {
                    if (item is not Value.Truth truth)
                    {
                        isOpen = true;
                    }
                    else if (truth.Is == isAny)
                    {
                        return truth;
                    }
                }
                return isOpen ? null : Value.Of(!isAny);
            }
        );
    }

    private static Node Count(List<Node> values)
    {
        Some(values, "count");
        return new(
            FormulaType.Number,
            input => new Value.Number(
                Items(values, input)
                    .Sum(item =>
                        item switch
                        {
                            null or Value.Truth { Is: false } => 0,
                            Value.Rows rows => rows.Items.Count,
                            Value.Set set => set.Codes.Count,
                            _ => 1,
                        }
                    )
            )
        );
    }

    private static Node Band(List<Node> values)
    {
        if (values.Count < 4 || values.Count % 2 != 0)
        {
            throw new FormulaProblem(
                "Say band(number, \"lowest band\", limit, \"next band\", …): from each limit on the next band holds"
            );
        }
        Operators.Must(values[0], ValueKind.Number, "First in band(…)");
        One(values[0], "band");
        var names = values.Where((_, i) => i % 2 == 1).Select(v => v.Constant).ToList();
        var limits = values.Where((_, i) => i > 0 && i % 2 == 0).Select(v => v.Constant).ToList();
        if (names.Any(n => n is not Value.Text) || limits.Any(l => l is not Value.Number))
        {
            throw new FormulaProblem("Bands are words in quotation marks, and limits numbers");
        }
        var from = limits.Select(l => Amount(l!)).ToList();
        if (from.Zip(from.Skip(1), (a, b) => a < b).Contains(false))
        {
            throw new FormulaProblem("The limits of bands must rise");
        }
        return new(
            FormulaType.Text with
            {
                Options = names
                    .OfType<Value.Text>()
                    .Select(n => n.Words)
                    .Distinct()
                    .ToDictionary(n => n, _ => (decimal?)null),
            },
            input =>
                values[0].Work(input) is Value.Number number
                    ? names[from.Count(limit => number.Amount >= limit)]
                    : null
        );
    }

    private static Node Points(List<Node> values)
    {
        var node = Single(values, "points");
        if (node.Type.Options is not { } options || options.Values.All(p => p is null))
        {
            throw new FormulaProblem("points(…) takes a question whose options have points");
        }
        return Operators.Each(
            node,
            FormulaType.Number,
            value =>
                value switch
                {
                    Value.Text word => new Value.Number(options.GetValueOrDefault(word.Words) ?? 0),
                    Value.Set set => new Value.Number(
                        set.Codes.Sum(code => options.GetValueOrDefault(code) ?? 0)
                    ),
                    _ => null,
                }
        );
    }

    private static Node Answered(List<Node> values) =>
        Operators.Each(
            Single(values, "answered"),
            FormulaType.Truth,
            value => Value.Of(value is not null)
        );

    private static Node If(List<Node> values)
    {
        if (values.Count != 3)
        {
            throw new FormulaProblem("Say if(condition, where it holds, where not)");
        }
        Operators.Must(values[0], ValueKind.Truth, "First in if(…)");
        foreach (var value in values)
        {
            One(value, "if");
        }
        Operators.Must(values[2], values[1].Type.Kind, "Last in if(…)");
        return new(
            new(values[1].Type.Kind),
            input =>
                values[0].Work(input) is Value.Truth truth
                    ? values[truth.Is ? 1 : 2].Work(input)
                    : null
        );
    }

    private static Node Round(List<Node> values)
    {
        if (values.Count is not (1 or 2))
        {
            throw new FormulaProblem("Say round(number) or round(number, digits)");
        }
        Operators.Must(values[0], ValueKind.Number, "In round(…)");
        var digits = 0;
        if (values.Count == 2)
        {
            digits =
                values[1].Constant is Value.Number { Amount: >= 0 and <= 6 } number
                && number.Amount == Math.Truncate(number.Amount)
                    ? (int)number.Amount
                    : throw new FormulaProblem("Digits are a whole number from 0 to 6");
        }
        return Operators.Each(
            values[0],
            FormulaType.Number,
            value =>
                value is Value.Number number
                    ? new Value.Number(
                        Math.Round(number.Amount, digits, MidpointRounding.AwayFromZero)
                    )
                    : null
        );
    }

    private static Node Single(List<Node> values, string name) =>
        values.Count == 1 ? values[0] : throw new FormulaProblem($"{name}(…) takes one question");

    private static void Some(List<Node> values, string name)
    {
        if (values.Count == 0)
        {
            throw new FormulaProblem($"{name}(…) needs something to work on");
        }
    }

    private static void One(Node node, string name)
    {
        if (node.Type.IsMany)
        {
            throw new FormulaProblem($"{name}(…) takes one value, not one for each row");
        }
    }

    private static readonly Value Zero = new Value.Number(0);

    private static decimal Amount(Value value) => value is Value.Number number ? number.Amount : 0;

    private static decimal Order(Value value) =>
        value is Value.Day day ? day.On.DayNumber : Amount(value);
}
