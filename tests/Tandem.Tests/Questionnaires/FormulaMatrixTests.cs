using System.Globalization;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Tests.Questionnaires;

/// <summary>What every operator and function comes to where an answer is missing, empty, of the wrong type, zero, and there.</summary>
public sealed class FormulaMatrixTests
{
    private static readonly Dictionary<string, FormulaType> Names = new()
    {
        ["n"] = FormulaType.Number,
        ["m"] = FormulaType.Number,
        ["t"] = FormulaType.Text,
        ["y"] = FormulaType.Truth,
        ["z"] = FormulaType.Truth,
        ["d"] = FormulaType.Day,
        ["c"] = new(ValueKind.Text, new Dictionary<string, decimal?> { ["a"] = 2, ["b"] = null }),
        ["s"] = new(ValueKind.Set, new Dictionary<string, decimal?> { ["a"] = 2, ["b"] = 3 }),
        ["f"] = new(ValueKind.File),
        ["r"] = new(
            ValueKind.Rows,
            Columns: new Dictionary<string, FormulaType>
            {
                ["n"] = FormulaType.Number,
                ["y"] = FormulaType.Truth,
                ["c"] = new(
                    ValueKind.Text,
                    new Dictionary<string, decimal?> { ["a"] = 2, ["b"] = 1 }
                ),
            }
        ),
    };

    // The states of an answer, in the order of the columns below. Zero is 0, no, or the first day.
    private static readonly string[] States = ["missing", "empty", "wrong", "zero", "there"];

    /// <summary>Formula; the name whose state changes; what it comes to in each state. “?” is unknown. n = 4, m = 2, y = yes, z = yes, c = a, s = [a, b], d = 2026-06-01 where there.</summary>
    public static TheoryData<string, string, string[]> Rows =>
        new()
        {
            { "n = 4", "n", ["?", "?", "?", "no", "yes"] },
            { "n != 4", "n", ["?", "?", "?", "yes", "no"] },
            { "n < 4", "n", ["?", "?", "?", "yes", "no"] },
            { "n <= 4", "n", ["?", "?", "?", "yes", "yes"] },
            { "n > 3", "n", ["?", "?", "?", "no", "yes"] },
            { "n >= 4", "n", ["?", "?", "?", "no", "yes"] },
            { "n in [4, 5]", "n", ["?", "?", "?", "no", "yes"] },
            { "n + m", "n", ["?", "?", "?", "2", "6"] },
            { "n - m", "n", ["?", "?", "?", "-2", "2"] },
            { "n * m", "n", ["?", "?", "?", "0", "8"] },
            { "n / m", "n", ["?", "?", "?", "0", "2"] },
            { "m / n", "n", ["?", "?", "?", "?", "0.5"] },
            { "-n", "n", ["?", "?", "?", "0", "-4"] },
            { "round(n / 3, 1)", "n", ["?", "?", "?", "0", "1.3"] },
            { "sum(n, m)", "n", ["2", "2", "2", "2", "6"] },
            { "mean(n, m)", "n", ["2", "2", "2", "1", "3"] },
            { "mean(n weight 3, m weight 1)", "n", ["2", "2", "2", "0.5", "3.5"] },
            { "min(n, m)", "n", ["2", "2", "2", "0", "2"] },
            { "max(n, m)", "n", ["2", "2", "2", "2", "4"] },
            { "mean(n)", "n", ["?", "?", "?", "0", "4"] },
            { "min(n)", "n", ["?", "?", "?", "0", "4"] },
            { "sum(n)", "n", ["0", "0", "0", "0", "4"] },
            { "count(n, m)", "n", ["1", "1", "1", "2", "2"] },
            { "answered(n)", "n", ["no", "no", "no", "yes", "yes"] },
            { "band(n, \"low\", 1, \"mid\", 4, \"high\")", "n", ["?", "?", "?", "low", "high"] },
            { "if(n > 1, 10, 20)", "n", ["?", "?", "?", "20", "10"] },
            { "y", "y", ["?", "?", "?", "no", "yes"] },
            { "y = yes", "y", ["?", "?", "?", "no", "yes"] },
            { "not y", "y", ["?", "?", "?", "yes", "no"] },
            { "y and z", "y", ["?", "?", "?", "no", "yes"] },
            { "y and no", "y", ["no", "no", "no", "no", "no"] },
            { "y or z", "y", ["yes", "yes", "yes", "yes", "yes"] },
            { "y or no", "y", ["?", "?", "?", "no", "yes"] },
            { "any(y, no)", "y", ["?", "?", "?", "no", "yes"] },
            { "any(y, z)", "y", ["yes", "yes", "yes", "yes", "yes"] },
            { "all(y, z)", "y", ["?", "?", "?", "no", "yes"] },
            { "all(y, no)", "y", ["no", "no", "no", "no", "no"] },
            { "count(y, z)", "y", ["1", "1", "1", "1", "2"] },
            { "t = \"Words\"", "t", ["?", "?", "?", "no", "yes"] },
            { "t contains \"ord\"", "t", ["?", "?", "?", "no", "yes"] },
            { "answered(t)", "t", ["no", "no", "no", "yes", "yes"] },
            { "c = \"a\"", "c", ["?", "?", "?", "no", "yes"] },
            { "c != \"a\"", "c", ["?", "?", "?", "yes", "no"] },
            { "c in [a]", "c", ["?", "?", "?", "no", "yes"] },
            { "points(c)", "c", ["?", "?", "?", "0", "2"] },
            { "sum(points(c), 1)", "c", ["1", "1", "1", "1", "3"] },
            { "s contains \"b\"", "s", ["?", "?", "?", "no", "yes"] },
            { "count(s)", "s", ["0", "0", "0", "1", "2"] },
            { "points(s)", "s", ["?", "?", "?", "2", "5"] },
            { "answered(f)", "f", ["no", "no", "no", "yes", "yes"] },
            { "d > 2026-01-01", "d", ["?", "?", "?", "no", "yes"] },
            { "d - 2026-05-30", "d", ["?", "?", "?", "-739765", "2"] },
            { "d + 1 <= today", "d", ["?", "?", "?", "yes", "yes"] },
            {
                "min(d, 2026-12-31)",
                "d",
                ["2026-12-31", "2026-12-31", "2026-12-31", "0001-01-01", "2026-06-01"]
            },
            { "count(r)", "r", ["0", "0", "0", "1", "2"] },
            { "answered(r)", "r", ["no", "yes", "no", "yes", "yes"] },
            { "sum(r.n)", "r", ["0", "0", "0", "0", "7"] },
            { "mean(r.n)", "r", ["?", "?", "?", "0", "3.5"] },
            { "max(r.n)", "r", ["?", "?", "?", "0", "4"] },
            { "any(r.n > 3)", "r", ["?", "no", "?", "no", "yes"] },
            { "all(r.n > 3)", "r", ["?", "yes", "?", "no", "no"] },
            { "all(r.n > 0 or r.y)", "r", ["?", "yes", "?", "no", "yes"] },
            { "count(r.n > 3)", "r", ["0", "0", "0", "0", "1"] },
            { "count(r.y)", "r", ["0", "0", "0", "0", "1"] },
            { "sum(points(r.c))", "r", ["0", "0", "0", "1", "3"] },
            { "any(not answered(r.c))", "r", ["?", "no", "?", "no", "no"] },
            { "any(r.n = m)", "r", ["?", "no", "?", "no", "no"] },
        };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_operator_says_what_it_comes_to_in_every_state(
        string text,
        string name,
        string[] wanted
    )
    {
        var formula = Formula.Read(text, Names, null, out var problem);
        Assert.True(formula is not null, problem);
        var found = States.Select(state => Spelt(formula.Evaluate(In(name, state)))).ToArray();
        Assert.Equal(wanted, found);
    }

    /// <summary>Every operator of the language stands in the matrix above.</summary>
    [Fact]
    public void The_matrix_leaves_nothing_out()
    {
        var all = string.Join(' ', Rows.Select(r => r[0]));
        string[] language =
        [
            "sum(",
            "mean(",
            "weight",
            "min(",
            "max(",
            "any(",
            "all(",
            "count(",
            "band(",
            "points(",
            "answered(",
            "if(",
            "round(",
            " and ",
            " or ",
            "not ",
            " in ",
            " contains ",
            " = ",
            " != ",
            " < ",
            " <= ",
            " > ",
            " >= ",
            " + ",
            " - ",
            " * ",
            " / ",
            "-n",
            "today",
        ];
        Assert.All(language, word => Assert.Contains(word, all));
    }

    private static FormulaInput In(string changed, string state) =>
        new(name => Of(name, name == changed ? state : "there"), new(2026, 11, 22));

    private static Value? Of(string name, string state) =>
        state switch
        {
            "missing" => null,
            "empty" => name switch
            {
                "t" or "c" => new Value.Text(""),
                "s" or "f" => new Value.Set([]),
                "r" => new Value.Rows([]),
                _ => null,
            },
            "wrong" => name is "t" ? new Value.Number(7) : new Value.Text("something else"),
            "zero" => name switch
            {
                "n" or "m" => new Value.Number(0),
                "y" or "z" => new Value.Truth(false),
                "d" => new Value.Day(DateOnly.MinValue),
                "t" => new Value.Text("0"),
                "c" => new Value.Text("b"),
                "s" => new Value.Set(["a"]),
                "f" => new Value.Set(["a.pdf"]),
                _ => new Value.Rows([Row(0, false, "b")]),
            },
            _ => name switch
            {
                "n" => new Value.Number(4),
                "m" => new Value.Number(2),
                "y" or "z" => new Value.Truth(true),
                "d" => new Value.Day(new(2026, 6, 1)),
                "t" => new Value.Text("words"),
                "c" => new Value.Text("a"),
                "s" => new Value.Set(["a", "b"]),
                "f" => new Value.Set(["a.pdf", "b.pdf"]),
                _ => new Value.Rows([Row(3, true, "a"), Row(4, false, "b")]),
            },
        };

    private static Dictionary<string, Value> Row(decimal n, bool y, string c) =>
        new()
        {
            ["n"] = new Value.Number(n),
            ["y"] = new Value.Truth(y),
            ["c"] = new Value.Text(c),
        };

    private static string Spelt(Value? value) =>
        value switch
        {
            null => "?",
            Value.Truth truth => truth.Is ? "yes" : "no",
            Value.Number number => number.Amount.ToString("0.###", CultureInfo.InvariantCulture),
            _ => AnswerJson.Write(value).Trim('"'),
        };

    [Theory]
    [InlineData("n +", "Something is missing at the end")]
    [InlineData("n + t", "‘+’ does not go between a number and text")]
    [InlineData("n = t", "A number cannot be compared with text")]
    [InlineData("t < \"a\"", "‘<’ does not compare text")]
    [InlineData("c = \"x\"", "‘x’ is not one of the options: a, b")]
    [InlineData("c in [a, x]", "‘x’ is not one of the options: a, b")]
    [InlineData("s = \"a\"", "Several choices cannot be compared with text")]
    [InlineData("x > 1", "There is no question or rule ‘x’")]
    [InlineData("answred(n)", "There is no function ‘answred’; there are:")]
    [InlineData("n.x = 1", "‘n’ is no table, so it has no columns")]
    [InlineData("count(r.x) > 1", "The table ‘r’ has no column ‘x’")]
    [InlineData("r.n > 3", "This says something of each row")]
    [InlineData("n and y", "Before ‘and’ must stand yes or no, not a number")]
    [InlineData("not n", "After ‘not’ must stand yes or no, not a number")]
    [InlineData("sum()", "sum(…) needs something to work on")]
    [InlineData("sum(t)", "In sum(…) must stand a number, not text")]
    [InlineData("sum(n weight 2)", "Only a mean has weights")]
    [InlineData("mean(n weight -1)", "A weight is one number, not less than zero")]
    [InlineData("points(n)", "points(…) takes a question whose options have points")]
    [InlineData("band(n, \"a\")", "Say band(number")]
    [InlineData("band(n, \"a\", 5, \"b\", 2, \"c\")", "The limits of bands must rise")]
    [InlineData("(n > 1", "‘)’ is missing at the end")]
    [InlineData("n > 1)", "‘)’ was not expected here")]
    [InlineData("t = \"open", "Words in quotation marks do not end")]
    [InlineData("n § 2", "‘§’ has no meaning in a formula")]
    [InlineData("n > 1.2.3", "‘1.2.3’ is not a number")]
    [InlineData("if(y, 1, t)", "Last in if(…) must stand a number, not text")]
    [InlineData("n > 99999999999999999999999999999999999", "is not a number")]
    public void What_is_wrong_is_said(string text, string wanted)
    {
        Assert.Null(Formula.Read(text, Names, null, out var problem));
        Assert.Contains(wanted, problem);
    }

    [Fact]
    public void A_name_nearly_right_is_guessed()
    {
        var names = new Dictionary<string, FormulaType> { ["turnover"] = FormulaType.Number };
        Formula.Read("turnovr > 1", names, null, out var problem);
        Assert.Contains("did you mean ‘turnover’?", problem);
    }

    [Fact]
    public void Brackets_without_end_are_refused_and_large_numbers_are_unknown()
    {
        var deep = new string('(', 100_000) + "n";
        Assert.Null(Formula.Read(deep, Names, null, out _));
        Assert.Null(Formula.Read(deep[^3000..], Names, null, out var problem));
        Assert.Contains("deep", problem);
        var large = Formula.Read("n * n * n * n", Names, null, out _)!;
        Assert.Null(
            large.Evaluate(new(_ => new Value.Number(decimal.MaxValue / 2), new(2026, 1, 1)))
        );
    }
}
