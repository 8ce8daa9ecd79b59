using System.Globalization;

namespace Tandem.Questionnaires.Formulas;

/// <summary>
/// Reads a formula from its words, and checks types as it goes. From what binds least to what binds most: or; and; not; comparisons; plus and minus; times and divided by; a minus before; a name, a value, a function.
/// </summary>
internal sealed class FormulaParser(string text, IReadOnlyDictionary<string, FormulaType> names)
{
    private const int Deepest = 60;

    /// <summary>Words with a meaning of their own, which nothing else may be called.</summary>
    public static readonly IReadOnlySet<string> Reserved = new HashSet<string>
    {
        "and",
        "or",
        "not",
        "in",
        "contains",
        "yes",
        "no",
        "true",
        "false",
        "today",
        "weight",
    };

    private readonly List<FormulaToken> tokens = FormulaToken.Split(text);
    private int at;
    private int depth;

    /// <summary>The names asked for so far.</summary>
    public List<string> Used { get; } = [];

    public Node Parse()
    {
        var node = Or();
        return Here.Kind == TokenKind.End
            ? node
            : throw new FormulaProblem($"‘{Here.Text}’ was not expected here");
    }

    private FormulaToken Here => tokens[at];

    private bool Took(string sign)
    {
        var found = Here.Is(sign);
        at += found ? 1 : 0;
        return found;
    }

    private void Take(string sign)
    {
        if (!Took(sign))
        {
            throw new FormulaProblem(
                Here.Kind == TokenKind.End
                    ? $"‘{sign}’ is missing at the end"
                    : $"‘{sign}’ was expected before ‘{Here.Text}’"
            );
        }
    }

    private Node Or()
    {
        if (++depth > Deepest)
        {
            throw new FormulaProblem($"Brackets are {Deepest} deep at most");
        }
        var left = And();
        while (Took("or"))
        {
            left = Operators.Logic(left, And(), isOr: true);
        }
        depth--;
        return left;
    }

    private Node And()
    {
        var left = Not();
        while (Took("and"))
        {
            left = Operators.Logic(left, Not(), isOr: false);
        }
        return left;
    }

    private Node Not()
    {
        var negations = 0;
        while (Took("not"))
        {
            negations++;
        }
        var node = Comparison();
        return negations == 0 ? node : Operators.Not(node, negations);
    }

    private Node Comparison()
    {
        var left = Sum();
        if (Took("in"))
        {
            return Operators.In(left, List());
        }
        if (Took("contains"))
        {
            return Operators.Contains(left, Sum());
        }
        if (Here.Kind == TokenKind.Sign && Here.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
        {
            var sign = Here.Text;
            at++;
            return Operators.Compare(sign, left, Sum());
        }
        return left;
    }

    private Node Sum()
    {
        var left = Product();
        while (Here.Kind == TokenKind.Sign && Here.Text is "+" or "-")
        {
            var sign = Here.Text;
            at++;
            left = Operators.Arithmetic(sign, left, Product());
        }
        return left;
    }

    private Node Product()
    {
        var left = Factor();
        while (Here.Kind == TokenKind.Sign && Here.Text is "*" or "/")
        {
            var sign = Here.Text;
            at++;
            left = Operators.Arithmetic(sign, left, Factor());
        }
        return left;
    }

    private Node Factor()
    {
        var isNegative = false;
        while (Took("-"))
        {
            isNegative = !isNegative;
        }
        var node = Primary();
        return !isNegative ? node
            : node.Constant is Value.Number number
                ? Constant(FormulaType.Number, new Value.Number(-number.Amount))
            : Operators.Arithmetic("-", Constant(FormulaType.Number, new Value.Number(0)), node);
    }

    private Node Primary()
    {
        var token = Here;
        at++;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return decimal.TryParse(
                    token.Text,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    ? Constant(FormulaType.Number, new Value.Number(number))
                    : throw new FormulaProblem($"‘{token.Text}’ is not a number");
            case TokenKind.Text:
                return Constant(FormulaType.Text, new Value.Text(token.Text));
            case TokenKind.Day:
                return Constant(
                    FormulaType.Day,
                    new Value.Day(DateOnly.Parse(token.Text, CultureInfo.InvariantCulture))
                );
            case TokenKind.Name:
                return Word(token);
            case TokenKind.Sign when token.Text == "(":
                var inner = Or();
                Take(")");
                return inner;
            case TokenKind.End:
                throw new FormulaProblem("Something is missing at the end");
            default:
                throw new FormulaProblem($"‘{token.Text}’ was not expected here");
        }
    }

    private Node Word(FormulaToken word)
    {
        if (Here.Is("(") && !Reserved.Contains(word.Text))
        {
            return Functions.Call(word.Text, Arguments());
        }
        return word.Text switch
        {
            "yes" or "true" => Constant(FormulaType.Truth, Value.Yes),
            "no" or "false" => Constant(FormulaType.Truth, Value.No),
            "today" => new(FormulaType.Day, input => new Value.Day(input.Today)),
            _ when Reserved.Contains(word.Text) => throw new FormulaProblem(
                $"‘{word.Text}’ was not expected here"
            ),
            _ => Named(word.Text),
        };
    }

    private Node Named(string name)
    {
        if (!names.TryGetValue(name, out var type))
        {
            throw new FormulaProblem($"There is no question or rule ‘{name}’" + Nearest(name));
        }
        if (!Used.Contains(name))
        {
            Used.Add(name);
        }
        if (!Took("."))
        {
            return new(type, input => type.Take(input.Answer(name)), Name: name);
        }
        var column = Here.Kind == TokenKind.Name ? Here.Text : "";
        if (type.Columns is null)
        {
            throw new FormulaProblem($"‘{name}’ is no table, so it has no columns");
        }
        if (!type.Columns.TryGetValue(column, out var cell))
        {
            throw new FormulaProblem($"The table ‘{name}’ has no column ‘{column}’");
        }
        at++;
        var one = cell with { Table = name };
        return new(
            one,
            input =>
                type.Take(input.Answer(name)) is Value.Rows rows
                    ? one.Take(
                        new Value.Many([.. rows.Items.Select(r => r.GetValueOrDefault(column))])
                    )
                    : null
        );
    }

    private List<Argument> Arguments()
    {
        Take("(");
        var given = new List<Argument>();
        while (!Took(")"))
        {
            if (given.Count > 0)
            {
                Take(",");
            }
            var value = Or();
            given.Add(new(value, Took("weight") ? Sum() : null));
        }
        return given;
    }

    private List<Value> List()
    {
        Take("[");
        var values = new List<Value>();
        while (!Took("]"))
        {
            if (values.Count > 0)
            {
                Take(",");
            }
            // Codes of options may stand in a list as they are.
            if (Here.Kind == TokenKind.Name && !Reserved.Contains(Here.Text))
            {
                values.Add(new Value.Text(Here.Text));
                at++;
                continue;
            }
            values.Add(
                Factor().Constant
                    ?? throw new FormulaProblem("A list after ‘in’ has values and no names")
            );
        }
        return values;
    }

    private string Nearest(string name) =>
        names
            .Keys.Select(n => (Name: n, Distance: Classification.EditDistance.Between(n, name)))
            .Where(n => n.Distance <= Math.Min(2, name.Length / 3))
            .OrderBy(n => n.Distance)
            .Select(n => $"; did you mean ‘{n.Name}’?")
            .FirstOrDefault("");

    private static Node Constant(FormulaType type, Value value) => new(type, _ => value, value);
}

/// <summary>What is given to a function.</summary>
/// <param name="Weight">How much it weighs, in a mean.</param>
internal sealed record Argument(Node Value, Node? Weight);
