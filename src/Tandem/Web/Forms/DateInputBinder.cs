using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Tandem.Web.Forms;

/// <summary>Reads a day from three fields (<c>Ends.Day</c>, <c>Ends.Month</c>, <c>Ends.Year</c>) or from one ISO date, as in a link.</summary>
public sealed class DateInputBinder : IModelBinder
{
    /// <inheritdoc/>
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.ModelName;
        var whole = bindingContext.ValueProvider.GetValue(name);
        if (whole.FirstValue is { Length: > 0 } iso)
        {
            bindingContext.ModelState.SetModelValue(name, whole);
            Take(bindingContext, TypedDay.Read(iso));
            return Task.CompletedTask;
        }
        var typed = new string?[3];
        for (var i = 0; i < 3; i++)
        {
            var field = $"{name}.{TypedDay.Parts[i]}";
            var part = bindingContext.ValueProvider.GetValue(field);
            if (part != ValueProviderResult.None)
            {
                bindingContext.ModelState.SetModelValue(field, part);
                // The parts are judged as one day; on its own a part is neither right nor wrong.
                bindingContext.ModelState.MarkFieldValid(field);
                typed[i] = part.FirstValue;
            }
        }
        Take(bindingContext, TypedDay.Read(typed[0], typed[1], typed[2]));
        return Task.CompletedTask;
    }

    private static void Take(
        ModelBindingContext context,
        (DateOnly? Day, TypedDay.Problem? Problem) read
    )
    {
        if (read.Day is { } day)
        {
            context.Result = ModelBindingResult.Success(day);
        }
        else if (read.Problem is { } problem)
        {
            Refuse(context, problem);
        }
    }

    private static void Refuse(ModelBindingContext context, TypedDay.Problem problem)
    {
        var label =
            context.ModelMetadata.DisplayName
            ?? FieldNames.Spoken(context.ModelMetadata.PropertyName ?? context.ModelName);
        // A question is no subject of a sentence.
        var subject = label.EndsWith('?') ? "The day" : label;
        context.ModelState.TryAddModelError(context.ModelName, $"{subject} {problem.Words}");
        if (problem.Part is { } part)
        {
            // Marks the part without a second line in the error summary.
            context.ModelState.TryAddModelError($"{context.ModelName}.{part}", "");
        }
        context.Result = ModelBindingResult.Failed();
    }
}

/// <summary>Uses <see cref="DateInputBinder"/> for days.</summary>
public sealed class DateInputBinderProvider : IModelBinderProvider
{
    /// <inheritdoc/>
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.UnderlyingOrModelType == typeof(DateOnly) ? new DateInputBinder() : null;
}

/// <summary>Names of fields as people read them.</summary>
public static class FieldNames
{
    /// <summary>"ClosingDate" as "Closing date".</summary>
    public static string Spoken(string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        var spoken = string.Concat(
            last.Select(
                (c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()
            )
        );
        return spoken;
    }
}
