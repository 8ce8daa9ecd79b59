using System.Globalization;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Commitments;

/// <summary>Which promises are asked for, and in which order, as an address says it.</summary>
public sealed record CommitmentFilter
{
    public string? Words { get; init; }

    /// <summary>Slug of an organisation.</summary>
    public string? Organisation { get; init; }

    /// <summary>One of <see cref="Statuses"/>.</summary>
    public string? Status { get; init; }

    /// <summary>Year in which it is to be kept.</summary>
    public int? Year { get; init; }
    public string Sort { get; init; } = "due";
    public int Page { get; init; } = 1;

    /// <summary>How many days ahead something is due soon.</summary>
    public const int SoonDays = 14;

    public static readonly IReadOnlyList<Choice> Statuses =
    [
        new("open", "Open"),
        new("changed", "Changed"),
        new("overdue", "Overdue"),
        new("soon", $"Due within {SoonDays} days"),
        new("ahead", "Not due yet"),
        new("moved", "Day moved, not due yet"),
        new("kept", "Kept"),
        new("in-time", "Kept by the day first promised"),
        new("later", "Kept later"),
        new("not-kept", "Not kept"),
    ];

    public static readonly IReadOnlyList<Choice> Orders =
    [
        new("due", "Earliest day first"),
        new("-due", "Latest day first"),
        new("-changed", "Latest news first"),
    ];

    /// <summary>Reads the query; what cannot be understood is left out.</summary>
    public static CommitmentFilter Read(IQueryCollection query, string? organisation = null) =>
        new()
        {
            Words = query.Words("q"),
            Organisation = organisation ?? query.Words("organisation"),
            Status = query.OneOf("status", Statuses),
            Year =
                int.TryParse(
                    query.Words("year"),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var y
                ) && y is > 1999 and < 2200
                    ? y
                    : null,
            Sort = query.OneOf("sort", Orders) ?? "due",
            Page = query.Page(),
        };
}
