namespace Tandem.Questionnaires.Formulas;

/// <summary>Signs and words between two values. With a column of a table on a side they say something of each row.</summary>
internal static class Operators
{
    public static Node Logic(Node left, Node right, bool isOr)
    {
        var word = isOr ? "or" : "and";
        Must(left, ValueKind.Truth, $"Before ‘{word}’");
        Must(right, ValueKind.Truth, $"After ‘{word}’");
        return Between(left, right, FormulaType.Truth, (a, b) => Decide(a, b, isOr));
    }

    // What is unknown leaves the answer open only where it could still turn it.
    private static Value? Decide(Value? left, Value? right, bool isOr)
    {
        var (a, b) = ((left as Value.Truth)?.Is, (right as Value.Truth)?.Is);
        return a == isOr || b == isOr ? Value.Of(isOr)
            : a is null || b is null ? null
            : Value.Of(!isOr);
    }

    public static Node Not(Node node, int times)
    {
        Must(node, ValueKind.Truth, "After ‘not’");
        return times % 2 == 0
            ? node
            : Each(node, FormulaType.Truth, v => v is Value.Truth t ? Value.Of(!t.Is) : null);
    }

    public static Node Compare(string sign, Node left, Node right)
    {
        if (left.Type.Kind != right.Type.Kind)
        {
            throw new FormulaProblem(
                $"{Capital(left.Type.Words)} cannot be compared with {right.Type.Words}"
            );
        }
        var isOrder = sign is not ("=" or "!=");
        var may = isOrder
            ? left.Type.Kind is ValueKind.Number or ValueKind.Day
            : left.Type.Kind
                is ValueKind.Number
                    or ValueKind.Day
                    or ValueKind.Truth
                    or ValueKind.Text;
        if (!may)
        {
            throw new FormulaProblem(
                $"‘{sign}’ does not compare {left.Type.Words}"
                    + (left.Type.Kind == ValueKind.Set ? "; say ‘contains’" : "")
            );
        }
        MustBeOption(left.Type, right.Constant);
        MustBeOption(right.Type, left.Constant);
        return Between(left, right, FormulaType.Truth, (a, b) => Compared(sign, a, b));
    }

    private static Value? Compared(string sign, Value? a, Value? b)
    {
        int order;
        switch (a, b)
        {
            case (Value.Number x, Value.Number y):
                order = x.Amount.CompareTo(y.Amount);
                break;
            case (Value.Day x, Value.Day y):
                order = x.On.CompareTo(y.On);
                break;
            case (Value.Truth x, Value.Truth y):
                order = x.Is == y.Is ? 0 : 1;
                break;
            case (Value.Text x, Value.Text y):
                order = string.Equals(x.Words, y.Words, StringComparison.OrdinalIgnoreCase) ? 0 : 1;
                break;
            default:
                return null;
        }
        return Value.Of(
            sign switch
            {
                "=" => order == 0,
                "!=" => order != 0,
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            }
        );
    }

    public static Node In(Node left, IReadOnlyList<Value> list)
    {
        foreach (var value in list)
        {
            if (KindOf(value) != left.Type.Kind)
            {
                throw new FormulaProblem(
                    $"The list after ‘in’ must have only values that are {left.Type.Words}"
                );
            }
            MustBeOption(left.Type, value);
        }
        return Each(
            left,
            FormulaType.Truth,
            v =>
                v is null
                    ? null
                    : Value.Of(list.Any(x => Compared("=", v, x) is Value.Truth { Is: true }))
        );
    }

    public static Node Contains(Node left, Node right)
    {
        if (
            left.Type.Kind is not (ValueKind.Set or ValueKind.Text)
            || left.Type.Options is not null && left.Type.Kind == ValueKind.Text
        )
        {
            throw new FormulaProblem(
                $"Before ‘contains’ stands text or several choices, not {left.Type.Words}"
            );
        }
        Must(right, ValueKind.Text, "After ‘contains’");
        MustBeOption(left.Type, right.Constant);
        return Between(
            left,
            right,
            FormulaType.Truth,
            (a, b) =>
                (a, b) switch
                {
                    (Value.Set set, Value.Text word) => Value.Of(set.Codes.Contains(word.Words)),
                    (Value.Text text, Value.Text word) => Value.Of(
                        text.Words.Contains(word.Words, StringComparison.OrdinalIgnoreCase)
                    ),
                    _ => null,
                }
        );
    }

    public static Node Arithmetic(string sign, Node left, Node right)
    {
        var type = (left.Type.Kind, right.Type.Kind, sign) switch
        {
            (ValueKind.Number, ValueKind.Number, _) => FormulaType.Number,
            (ValueKind.Day, ValueKind.Number, "+" or "-") => FormulaType.Day,
            (ValueKind.Day, ValueKind.Day, "-") => FormulaType.Number,
            _ => throw new FormulaProblem(
                $"‘{sign}’ does not go between {left.Type.Words} and {right.Type.Words}"
            ),
        };
        return Between(left, right, type, (a, b) => Reckoned(sign, a, b));
    }

    private static Value? Reckoned(string sign, Value? a, Value? b) =>
        (a, b) switch
        {
            (Value.Number, Value.Number { Amount: 0 }) when sign == "/" => null,
            (Value.Number x, Value.Number y) => new Value.Number(
                sign switch
                {
                    "+" => x.Amount + y.Amount,
                    "-" => x.Amount - y.Amount,
                    "*" => x.Amount * y.Amount,
                    _ => x.Amount / y.Amount,
                }
            ),
            (Value.Day x, Value.Day y) => new Value.Number(x.On.DayNumber - y.On.DayNumber),
            (Value.Day x, Value.Number y) => Later(x.On, sign == "+" ? y.Amount : -y.Amount),
            _ => null,
        };

    private static Value.Day? Later(DateOnly day, decimal days)
    {
        var number = day.DayNumber + Math.Truncate(days);
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? new Value.Day(DateOnly.FromDayNumber((int)number))
            : null;
    }

    public static void Must(Node node, ValueKind kind, string where)
    {
        if (node.Type.Kind != kind)
        {
            throw new FormulaProblem(
                $"{where} must stand {new FormulaType(kind).Words}, not {node.Type.Words}"
            );
        }
    }

    private static void MustBeOption(FormulaType type, Value? value)
    {
        if (
            type.Options is { } options
            && value is Value.Text word
            && !options.ContainsKey(word.Words)
        )
        {
            throw new FormulaProblem(
                $"‘{word.Words}’ is not one of the options: {string.Join(", ", options.Keys)}"
            );
        }
    }

    private static ValueKind? KindOf(Value value) =>
        value switch
        {
            Value.Truth => ValueKind.Truth,
            Value.Number => ValueKind.Number,
            Value.Text => ValueKind.Text,
            Value.Day => ValueKind.Day,
            _ => null,
        };

    public static Node Each(Node node, FormulaType type, Func<Value?, Value?> work) =>
        node.Type.IsMany
            ? new(
                type with
                {
                    Table = node.Type.Table,
                },
                input =>
                    node.Work(input) is Value.Many many
                        ? new Value.Many([.. many.Items.Select(work)])
                        : null
            )
            : new(type, input => work(node.Work(input)));

    private static Node Between(
        Node left,
        Node right,
        FormulaType type,
        Func<Value?, Value?, Value?> work
    )
    {
        switch (left.Type.Table, right.Type.Table)
        {
            case (null, null):
                return new(type, input => work(left.Work(input), right.Work(input)));
            case ({ } one, { } other) when one != other:
                throw new FormulaProblem(
                    $"Rows of two tables, ‘{one}’ and ‘{other}’, cannot be set against each other"
                );
            case ({ } table, { }):
                return new(
                    type with
                    {
                        Table = table,
                    },
                    input =>
                        left.Work(input) is Value.Many a && right.Work(input) is Value.Many b
                            ? new Value.Many([.. a.Items.Zip(b.Items, work)])
                            : null
                );
            case ({ } table, null):
                return new(
                    type with
                    {
                        Table = table,
                    },
                    input =>
                    {
                        var b = right.Work(input);
                        return left.Work(input) is Value.Many a
                            ? new Value.Many([.. a.Items.Select(x => work(x, b))])
                            : null;
                    }
                );
            case (null, { } table):
                return new(
                    type with
                    {
                        Table = table,
                    },
                    input =>
                    {
                        var a = left.Work(input);
                        return right.Work(input) is Value.Many b
                            ? new Value.Many([.. b.Items.Select(x => work(a, x))])
                            : null;
                    }
                );
        }
    }

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
