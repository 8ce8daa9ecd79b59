using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Tandem.Web.Forms;

/// <summary>Reads a day from three fields (<c>Ends.Day</c>, <c>Ends.Month</c>, <c>Ends.Year</c>) or from one ISO date, as in a link.</summary>
public sealed class DateInputBinder : IModelBinder
{
    private static readonly string[] Names = ["Day", "Month", "Year"];

    /// <inheritdoc/>
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.ModelName;
        var whole = bindingContext.ValueProvider.GetValue(name);
        if (whole.FirstValue is { Length: > 0 } iso)
        {
            bindingContext.ModelState.SetModelValue(name, whole);
            if (
                DateOnly.TryParseExact(
                    iso,
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
            )
            {
                bindingContext.Result = ModelBindingResult.Success(day);
            }
            else
            {
                Refuse(bindingContext, null, "must be a real date");
            }
            return Task.CompletedTask;
        }
        var typed = new string[3];
        for (var i = 0; i < 3; i++)
        {
            var part = bindingContext.ValueProvider.GetValue($"{name}.{Names[i]}");
            if (part == ValueProviderResult.None)
            {
                typed[i] = "";
                continue;
            }
            bindingContext.ModelState.SetModelValue($"{name}.{Names[i]}", part);
            // The parts are judged as one day below; on its own a part is neither right nor wrong.
            bindingContext.ModelState.MarkFieldValid($"{name}.{Names[i]}");
            typed[i] = part.FirstValue?.Trim() ?? "";
        }
        if (typed.All(t => t.Length == 0))
        {
            return Task.CompletedTask;
        }
        Read(bindingContext, typed);
        return Task.CompletedTask;
    }

    private static void Read(ModelBindingContext context, string[] typed)
    {
        var missing = Names
            .Where((_, i) => typed[i].Length == 0)
            .Select(n => n.ToLowerInvariant())
            .ToList();
        if (missing.Count > 0)
        {
            var part = Array.FindIndex(typed, t => t.Length == 0);
            Refuse(context, Names[part], "must include a " + Words.List(missing));
            return;
        }
        var month = Month(typed[1]);
        if (
            int.TryParse(typed[0], NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            && int.TryParse(typed[2], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && month is >= 1 and <= 12
            && day >= 1
            && year <= 9999
        )
        {
            if (year < 1000)
            {
                Refuse(context, "Year", "must have a year of 4 numbers");
                return;
            }
            if (day <= DateTime.DaysInMonth(year, month))
            {
                context.Result = ModelBindingResult.Success(new DateOnly(year, month, day));
                return;
            }
        }
        Refuse(context, null, "must be a real date");
    }

    /// <summary>A month as a number, or as its English name or the first three letters of it.</summary>
    private static int Month(string typed)
    {
        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        var names = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;
        return typed.Length < 3
            ? 0
            : 1
                + Array.FindIndex(
                    names,
                    n =>
                        n.Equals(typed, StringComparison.OrdinalIgnoreCase)
                        || (
                            typed.Length == 3
                            && n.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
                        )
                );
    }

    private static void Refuse(ModelBindingContext context, string? part, string problem)
    {
        var label =
            context.ModelMetadata.DisplayName
            ?? FieldNames.Spoken(context.ModelMetadata.PropertyName ?? context.ModelName);
        context.ModelState.TryAddModelError(context.ModelName, $"{label} {problem}");
        if (part is not null)
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
