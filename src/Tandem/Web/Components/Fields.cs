using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>A question answered in one control with a label.</summary>
public abstract record Field : Question
{
    /// <summary>The question.</summary>
    public required Label Label { get; init; }

    /// <summary>The control cannot be used.</summary>
    public bool Disabled { get; init; }

    /// <summary>What the browser may fill in.</summary>
    public string? Autocomplete { get; init; }

    /// <summary>Label, hint, error and the control.</summary>
    protected Element Around(IHtmlContent control) =>
        Group().Add(Label with { For = ControlId }).Add(Explanations()).Add(control);

    /// <summary>The class names of a control: its own, its error state, the caller's.</summary>
    /// <param name="behaviour">Class by which a script finds it.</param>
    protected Element Control(string element, string block, string? behaviour = null) =>
        new Element(element)
            .Class(block, Classes, Error is null ? null : block + "--error", behaviour)
            .With("id", ControlId)
            .With("name", Name);
}

/// <summary>One line of text.</summary>
public sealed record TextInput : Field
{
    /// <summary>The answer so far.</summary>
    public string? Value { get; init; }

    /// <summary>HTML type: text, email, password, search, number…</summary>
    public string Type { get; init; } = "text";

    /// <summary>Which keyboard a phone shows.</summary>
    public string? InputMode { get; init; }

    /// <summary>How a phone capitalises.</summary>
    public string? Autocapitalize { get; init; }

    /// <summary>Pattern of the answer.</summary>
    public string? Pattern { get; init; }

    /// <summary>Spelling is checked, or not; null leaves it to the browser.</summary>
    public bool? Spellcheck { get; init; }

    /// <summary>Shown before the answer, as £.</summary>
    public string? Prefix { get; init; }

    /// <summary>Shown after the answer, as %.</summary>
    public string? Suffix { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var input = Control("input", "govuk-input")
            .With("type", Type)
            .With(
                "spellcheck",
                Spellcheck is null ? null
                    : Spellcheck.Value ? "true"
                    : "false"
            )
            .With("value", Value)
            .Flag("disabled", Disabled)
            .With("aria-describedby", Describing)
            .With("autocomplete", Autocomplete)
            .With("autocapitalize", Autocapitalize)
            .With("pattern", Pattern)
            .With("inputmode", InputMode)
            .With(Attributes);
        if (Prefix is null && Suffix is null)
        {
            return Around(input);
        }
        return Around(
            new Element("div")
                .Class("govuk-input__wrapper")
                .Add(Affix("prefix", Prefix), input, Affix("suffix", Suffix))
        );
    }

    private static Element? Affix(string side, string? text) =>
        text is null
            ? null
            : new Element("div")
                .Class("govuk-input__" + side)
                .With("aria-hidden", "true")
                .Add(text);
}

/// <summary>Several lines of text.</summary>
public sealed record TextArea : Field
{
    /// <summary>The answer so far.</summary>
    public string? Value { get; init; }

    /// <summary>Lines shown.</summary>
    public int Rows { get; init; } = 5;

    /// <summary>Most words; where it is set, those left are counted while somebody types.</summary>
    public int? MostWords { get; init; }

    /// <summary>Spelling is checked, or not; null leaves it to the browser.</summary>
    public bool? Spellcheck { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var field = Around(
            Control(
                    "textarea",
                    "govuk-textarea",
                    MostWords is null ? null : "govuk-js-character-count"
                )
                .With("rows", Rows.ToString(Words.Culture))
                .With(
                    "spellcheck",
                    Spellcheck is null ? null
                        : Spellcheck.Value ? "true"
                        : "false"
                )
                .Flag("disabled", Disabled)
                .With(
                    "aria-describedby",
                    MostWords is null ? Describing : $"{Describing} {ControlId}-info".Trim()
                )
                .With("autocomplete", Autocomplete)
                .With(Attributes)
                // A browser drops one newline after the tag; without this one it would drop what was typed.
                .Add(Value is ['\n' or '\r', ..] ? "\n" + Value : Value)
        );
        return MostWords is not { } most
            ? field
            : new Element("div")
                .Class("govuk-character-count")
                .With("data-module", "govuk-character-count")
                .With("data-maxlength", most.ToString(Words.Culture))
                .With("data-count-type", "words")
                .Add(
                    field,
                    new Element("div")
                        .Class("govuk-hint govuk-character-count__message")
                        .With("id", ControlId + "-info")
                        .Add($"{Words.Count(most, "word")} at most.")
                );
    }
}

/// <summary>One answer of a list.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Text">What is read.</param>
/// <param name="Hint">Help for this answer.</param>
/// <param name="Disabled">The answer cannot be chosen.</param>
public sealed record Choice(string? Value, string Text, string? Hint = null, bool Disabled = false)
{
    /// <summary>A word between answers, as "or", in place of an answer.</summary>
    public bool IsDivider { get; init; }
}

/// <summary>One answer from a drop-down list.</summary>
public sealed record Select : Field
{
    /// <summary>The answers to choose from.</summary>
    public required IReadOnlyList<Choice> Items { get; init; }

    /// <summary>The answer so far.</summary>
    public string? Value { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Around(
            Control("select", "govuk-select")
                .Flag("disabled", Disabled)
                .With("aria-describedby", Describing)
                .With(Attributes)
                .Add(
                    Items.Select(item =>
                        new Element("option")
                            .With("value", item.Value)
                            .Flag(
                                "selected",
                                !string.IsNullOrEmpty(Value) && (item.Value ?? item.Text) == Value
                            )
                            .Flag("disabled", item.Disabled)
                            .Add(item.Text)
                    )
                )
        );
}

/// <summary>A file to send.</summary>
public sealed record FileUpload : Field
{
    /// <summary>More than one file may be chosen.</summary>
    public bool Multiple { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Around(
            Control("input", "govuk-file-upload")
                .With("type", "file")
                .Flag("disabled", Disabled)
                .Flag("multiple", Multiple)
                .With("aria-describedby", Describing)
                .With(Attributes)
        );
}
