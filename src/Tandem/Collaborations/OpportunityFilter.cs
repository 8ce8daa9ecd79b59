using System.Globalization;
using Tandem.Web.Forms;

namespace Tandem.Collaborations;

/// <summary>What a list of opportunities is asked for, as its address says it.</summary>
public sealed record OpportunityFilter
{
    public string? Words { get; init; }

    /// <summary>Key of a buyer, as matching knows it.</summary>
    public string? Authority { get; init; }

    /// <summary>Slug of a partnership: at least two of its members are in the opportunity.</summary>
    public string? Partnership { get; init; }

    /// <summary>Two digits of a CPV division.</summary>
    public string? Division { get; init; }

    /// <summary>The window in common has a day from here on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The window in common has a day up to here.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Least strength, 0 to 100.</summary>
    public int Strength { get; init; }

    /// <summary>Shows what the person's own organisations set aside, instead of hiding it.</summary>
    public bool Aside { get; init; }
    public string Sort { get; init; } = "strength";
    public int Page { get; init; } = 1;

    /// <summary>Field and words of what could not be understood.</summary>
    public IReadOnlyList<(string Field, string Message)> Problems { get; init; } = [];

    public static readonly IReadOnlyList<Web.Components.Choice> Orders =
    [
        new("strength", "Strongest"),
        new("soonest", "Soonest"),
        new("value", "Highest value"),
        new("size", "Most authorities"),
    ];

    public static OpportunityFilter Read(IQueryCollection query)
    {
        var problems = new List<(string, string)>();
        string? Text(string name) =>
            query[name].FirstOrDefault()?.Trim() is { Length: > 0 } text ? text : null;
        DateOnly? Day(string name, string words)
        {
            var (read, problem) = Text(name) is { } iso
                ? TypedDay.Read(iso)
                : TypedDay.Read(Text(name + ".day"), Text(name + ".month"), Text(name + ".year"));
            if (problem is not null)
            {
                problems.Add((name, $"{words} {problem.Words}"));
            }
            return read;
        }
        int Number(string name, int otherwise, int least, int most, string words)
        {
            if (Text(name) is not { } text)
            {
                return otherwise;
            }
            if (
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least
                && number <= most
            )
            {
                return number;
            }
            problems.Add((name, $"{words} must be a whole number from {least} to {most}"));
            return otherwise;
        }
        var sort = Text("sort") ?? "strength";
        if (!Orders.Any(o => o.Value == sort))
        {
            problems.Add(("sort", "Choose one of the orders on offer"));
            sort = "strength";
        }
        var filter = new OpportunityFilter
        {
            Words = Text("q"),
            Authority = Text("authority"),
            Partnership = Text("partnership"),
            Division = Text("category"),
            From = Day("from", "The first day of the window"),
            To = Day("to", "The last day of the window"),
            Strength = Number("strength", 0, 0, 100, "The strength"),
            Aside = Text("aside") is not null,
            Sort = sort,
            Page = Number("page", 1, 1, 1_000_000, "The page"),
        };
        return filter with { Problems = problems };
    }
}
