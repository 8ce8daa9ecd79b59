using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;

namespace Tandem.Assessments.Pages;

/// <summary>How does this kind of assessment work, step by step?</summary>
[AllowAnonymous]
public sealed class KindModel(CurrentActor current, AssessmentKinds kinds) : PageModel
{
    public AssessmentKind Kind { get; private set; } = null!;
    public IReadOnlyList<(string? Title, IReadOnlyList<Point> Points)> Points
    {
        get;
        private set;
    } = [];
    public bool MayStart =>
        current.Value.OrganisationsAndFirms.Any(o =>
            AssessmentPermissions.MayStart(current.Value, Kind, new(o)).Allowed
        );

    public bool IsSignedIn => current.Value.IsSignedIn;

    public void OnGet(string name)
    {
        Kind = kinds.Find(name);
        Points =
            Kind.Rates != Rated.Points ? []
            : Kind.Standards.Count == 0 ? [(null, [.. Kind.Points])]
            :
            [
                .. Kind
                    .Standards.Select(kinds.Standard)
                    .Select(s => ((string?)s.Title, (IReadOnlyList<Point>)[.. s.Points])),
            ];
    }

    public static string Turn(Side side) =>
        side switch
        {
            Side.Applicant => "The organisation’s",
            Side.Assessors => "The assessors’",
            _ => "",
        };

    public static string Time(ClockRule? clock) =>
        clock switch
        {
            { WorkingDays: 1 } => "1 working day",
            { WorkingDays: { } days } => $"{days} working days"
                + string.Concat(
                    clock.ByCalendar.Select(c =>
                        $", {c.Value} in {char.ToUpperInvariant(c.Key[0])}{c.Key[1..]}"
                    )
                ),
            { GoesOn: true } => "Within the same time",
            { Months: 1 } => "1 month",
            { Months: { } months } => $"{months} months",
            _ => "",
        };
}
