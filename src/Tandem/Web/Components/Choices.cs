using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>A question answered by several controls inside a fieldset.</summary>
public abstract record GroupedQuestion : Question
{
    /// <summary>The question; without it there is no fieldset.</summary>
    public Fieldset? Fieldset { get; init; }

    /// <summary>Puts the controls into fieldset and group.</summary>
    protected Element Around(IHtmlContent controls, string? role = null)
    {
        var inner = new HtmlContentBuilder();
        foreach (var explanation in Explanations())
        {
            inner.AppendHtml(explanation);
        }
        inner.AppendHtml(controls);
        return Group()
            .Add(
                Fieldset is null
                    ? inner
                    : Fieldset with
                    {
                        DescribedBy = Describing,
                        Role = role,
                        Content = inner,
                    }
            );
    }
}

/// <summary>Answers of which one (radios) or several (checkboxes) may be chosen.</summary>
public abstract record Choices(string Block, string Type) : GroupedQuestion
{
    /// <summary>The answers.</summary>
    public required IReadOnlyList<Choice> Items { get; init; }

    /// <summary>The answers are chosen.</summary>
    protected abstract bool IsChosen(Choice item);

    /// <summary>What describes each control where there is no fieldset to carry it.</summary>
    protected virtual string? ItemDescribedBy => null;

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Around(
            new Element("div")
                .Class(Block, Classes)
                .With(Attributes)
                .With("data-module", Block)
                .Add(Items.Select(Item))
        );

    private Element Item(Choice item, int index)
    {
        if (item.IsDivider)
        {
            return new Element("div").Class(Block + "__divider").Add(item.Text);
        }
        var id = index == 0 ? ControlId : $"{ControlId}-{index + 1}";
        var hintId = item.Hint is null ? null : id + "-item-hint";
        var describing = string.Join(
            ' ',
            new[] { ItemDescribedBy, hintId }.Where(i => i is not null)
        );
        return new Element("div")
            .Class(Block + "__item")
            .Add(
                new Element("input")
                    .Class(Block + "__input")
                    .With("id", id)
                    .With("name", Name)
                    .With("type", Type)
                    .With("value", item.Value ?? "")
                    .Flag("checked", IsChosen(item))
                    .Flag("disabled", item.Disabled)
                    .With("aria-describedby", describing.Length == 0 ? null : describing),
                new Label
                {
                    For = id,
                    Classes = Block + "__label",
                    Content = Content.Text(item.Text),
                },
                hintId is null
                    ? null
                    : new Hint
                    {
                        Id = hintId,
                        Classes = Block + "__hint",
                        Content = Content.Text(item.Hint),
                    }
            );
    }
}

/// <summary>One answer of a few.</summary>
public sealed record Radios() : Choices("govuk-radios", "radio")
{
    /// <summary>The answer so far.</summary>
    public string? Value { get; init; }

    /// <inheritdoc/>
    protected override bool IsChosen(Choice item) =>
        !string.IsNullOrEmpty(Value) && item.Value == Value;
}

/// <summary>Any answers of a few.</summary>
public sealed record Checkboxes() : Choices("govuk-checkboxes", "checkbox")
{
    /// <summary>The answers so far.</summary>
    public IReadOnlyCollection<string> Values { get; init; } = [];

    /// <inheritdoc/>
    protected override string? ItemDescribedBy => Fieldset is null ? Describing : null;

    /// <inheritdoc/>
    protected override bool IsChosen(Choice item) =>
        item.Value is not null && Values.Contains(item.Value);
}

/// <summary>A day, asked as day, month and year.</summary>
public sealed record DateInput : GroupedQuestion
{
    /// <summary>One of the three parts.</summary>
    /// <param name="Name">Name of the field.</param>
    /// <param name="Label">What it is called.</param>
    /// <param name="Value">The answer so far, as typed.</param>
    /// <param name="Width">Digits shown.</param>
    /// <param name="HasError">This part is wrong.</param>
    /// <param name="Autocomplete">What the browser may fill in.</param>
    public sealed record Part(
        string Name,
        string Label,
        string? Value,
        int Width,
        bool HasError = false,
        string? Autocomplete = null
    );

    /// <summary>Day, month and year.</summary>
    public required IReadOnlyList<Part> Parts { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var oneIsWrong = Parts.Any(p => p.HasError);
        return Around(
            new Element("div")
                .Class("govuk-date-input", Classes)
                .With(Attributes)
                .With("id", ControlId)
                .Add(
                    Parts.Select(part =>
                        Item(part, part.HasError || (Error is not null && !oneIsWrong))
                    )
                ),
            "group"
        );
    }

    private Element Item(Part part, bool wrong) =>
        new Element("div")
            .Class("govuk-date-input__item")
            .Add(
                new TextInput
                {
                    Id =
                        $"{ControlId}-{part.Name[(part.Name.LastIndexOf('.') + 1)..].ToLowerInvariant()}",
                    Name = part.Name,
                    Label = new Label
                    {
                        Content = Content.Text(part.Label),
                        Classes = "govuk-date-input__label",
                    },
                    Classes =
                        "govuk-date-input__input"
                        + (wrong ? " govuk-input--error" : "")
                        + $" govuk-input--width-{part.Width}",
                    Value = part.Value,
                    InputMode = "numeric",
                    Autocomplete = part.Autocomplete,
                }
            );
}
