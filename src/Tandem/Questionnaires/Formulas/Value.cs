namespace Tandem.Questionnaires.Formulas;

/// <summary>What was answered, or what a formula comes to. Where nothing is known there is no value: null.</summary>
public abstract record Value
{
    private Value() { }

    /// <summary>Yes or no.</summary>
    public sealed record Truth(bool Is) : Value;

    /// <summary>A number, or an amount of money in major units of its question's currency.</summary>
    public sealed record Number(decimal Amount) : Value;

    /// <summary>Words; the code of the option chosen; or, for any kind of question, what was typed and could not be understood.</summary>
    public sealed record Text(string Words) : Value;

    public sealed record Day(DateOnly On) : Value;

    /// <summary>Codes of the options chosen, or the names of the files given.</summary>
    public sealed record Set(IReadOnlyList<string> Codes) : Value;

    /// <summary>One value of each row of a table.</summary>
    public sealed record Many(IReadOnlyList<Value?> Items) : Value;

    /// <summary>The rows of a table: what each says, by the codes of its columns.</summary>
    public sealed record Rows(IReadOnlyList<IReadOnlyDictionary<string, Value>> Items) : Value;

    internal static Truth Yes { get; } = new(true);

    internal static Truth No { get; } = new(false);

    internal static Truth Of(bool truth) => truth ? Yes : No;
}

/// <summary>The sorts of values.</summary>
public enum ValueKind
{
    Truth,
    Number,
    Text,
    Day,
    Set,
    File,
    Rows,
}

/// <summary>What a name stands for in a formula.</summary>
/// <param name="Kind">The sort of its value, or of each of its values.</param>
/// <param name="Options">Codes that can be chosen, with their points; null where any words may stand.</param>
/// <param name="Columns">What each row of a table says.</param>
/// <param name="Table">The table of whose rows it is a column; it then has one value for each row.</param>
public sealed record FormulaType(
    ValueKind Kind,
    IReadOnlyDictionary<string, decimal?>? Options = null,
    IReadOnlyDictionary<string, FormulaType>? Columns = null,
    string? Table = null
)
{
    public static FormulaType Truth { get; } = new(ValueKind.Truth);
    public static FormulaType Number { get; } = new(ValueKind.Number);
    public static FormulaType Text { get; } = new(ValueKind.Text);
    public static FormulaType Day { get; } = new(ValueKind.Day);

    /// <summary>Whether there is one value for each row of a table.</summary>
    public bool IsMany => Table is not null;

    /// <summary>In words for an author: “a number”, “yes or no for each row”.</summary>
    public string Words =>
        Kind switch
        {
            ValueKind.Truth => "yes or no",
            ValueKind.Number => "a number",
            ValueKind.Text => "text",
            ValueKind.Day => "a date",
            ValueKind.Set => "several choices",
            ValueKind.File => "a file",
            _ => "a table",
        } + (IsMany ? " for each row" : "");

    /// <summary>The value where it is of this type; what was typed and not understood is no value.</summary>
    internal Value? Take(Value? value) =>
        IsMany
            ? value is Value.Many many
                ? new Value.Many([.. many.Items.Select(One)])
                : null
            : One(value);

    private Value? One(Value? value) =>
        (Kind, value) switch
        {
            (ValueKind.Truth, Value.Truth) => value,
            (ValueKind.Number, Value.Number) => value,
            (ValueKind.Day, Value.Day) => value,
            (ValueKind.Text, Value.Text text) => text.Words.Length > 0
            && (Options is null || Options.ContainsKey(text.Words))
                ? value
                : null,
            (ValueKind.Set or ValueKind.File, Value.Set { Codes.Count: > 0 } set) => Options is null
            || set.Codes.All(Options.ContainsKey)
                ? value
                : null,
            (ValueKind.Rows, Value.Rows) => value,
            _ => null,
        };
}
