namespace Tandem.Questionnaires.Formulas;

/// <summary>What a formula is worked out from.</summary>
/// <param name="Answer">The value of a name, or null where it is not known.</param>
/// <param name="Today">What <c>today</c> stands for.</param>
public readonly record struct FormulaInput(Func<string, Value?> Answer, DateOnly Today);

/// <summary>
/// A condition or computation of a question set, checked when it is read: every name is known and every type fits. Working one out changes nothing and depends on nothing but the answers, so it never
/// matters in which order these came. Where an answer is missing the result may be unknown (null); the guide to question sets says when.
/// </summary>
public sealed class Formula
{
    /// <summary>Characters of one formula.</summary>
    public const int Longest = 4000;

    private readonly Func<FormulaInput, Value?> work;

    private Formula(
        string text,
        int line,
        FormulaType type,
        IReadOnlyList<string> names,
        Func<FormulaInput, Value?> work
    )
    {
        (Text, Line, Type, Names) = (text, line, type, names);
        this.work = work;
    }

    public string Text { get; }

    /// <summary>The line of the file it stands on.</summary>
    public int Line { get; }
    public FormulaType Type { get; }

    /// <summary>The names it asks for, each once, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a formula.</summary>
    /// <param name="names">What may be named, and of which type it is.</param>
    /// <param name="wanted">The sort of value it must come to, or null for any.</param>
    /// <param name="problem">What is wrong, in a sentence for its author.</param>
    /// <returns>Null where something is wrong.</returns>
    public static Formula? Read(
        string text,
        IReadOnlyDictionary<string, FormulaType> names,
        ValueKind? wanted,
        out string? problem,
        int line = 0
    )
    {
        try
        {
            if (text.Length > Longest)
            {
                throw new FormulaProblem($"A formula has {Longest:N0} characters at most");
            }
            var parser = new FormulaParser(text, names);
            var node = parser.Parse();
            if (node.Type.IsMany)
            {
                throw new FormulaProblem(
                    "This says something of each row: say any(…), all(…), count(…) or another function of the rows"
                );
            }
            if (wanted is { } kind && node.Type.Kind != kind)
            {
                throw new FormulaProblem(
                    $"This must come to {new FormulaType(kind).Words}, and comes to {node.Type.Words}"
                );
            }
            problem = null;
            return new(text, line, node.Type, [.. parser.Used], node.Work);
        }
        catch (FormulaProblem fault)
        {
            problem = fault.Message;
            return null;
        }
    }

    /// <summary>What it comes to, or null where that is not known.</summary>
    public Value? Evaluate(FormulaInput input)
    {
        try
        {
            return work(input);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Whether it comes to yes; unknown is not yes.</summary>
    public bool Holds(FormulaInput input) => Evaluate(input) is Value.Truth { Is: true };
}

/// <summary>Why a formula cannot be read; never leaves <see cref="Formula.Read"/>.</summary>
internal sealed class FormulaProblem(string message) : Exception(message);

/// <summary>A part of a formula: its type and how it is worked out.</summary>
/// <param name="Constant">Its value where it is written in the formula itself.</param>
/// <param name="Name">The name where it is nothing but that.</param>
internal sealed record Node(
    FormulaType Type,
    Func<FormulaInput, Value?> Work,
    Value? Constant = null,
    string? Name = null
);
