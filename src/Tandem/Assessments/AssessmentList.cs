using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Assessments;

/// <summary>Which assessments are asked for, as an address says it.</summary>
public sealed record AssessmentFilter
{
    public string? Words { get; init; }
    public string? Kind { get; init; }

    /// <summary>open, ended, or late.</summary>
    public string? Status { get; init; }

    /// <summary>Slug of the organisation assessed.</summary>
    public string? Organisation { get; init; }
    public string Sort { get; init; } = "-changed";
    public int Page { get; init; } = 1;

    public static readonly IReadOnlyList<Choice> Statuses =
    [
        new("open", "Under way"),
        new("late", "Late"),
        new("ended", "Ended"),
    ];

    public static readonly IReadOnlyList<Choice> Orders =
    [
        new("-changed", "Latest news first"),
        new("due", "Due first"),
        new("-started", "Latest started first"),
    ];

    /// <summary>Reads the query; what cannot be understood is left out.</summary>
    public static AssessmentFilter Read(IQueryCollection query) =>
        new()
        {
            Words = query.Words("q"),
            Kind = query.Words("kind"),
            Status = query.OneOf("status", Statuses),
            Organisation = query.Words("organisation"),
            Sort = query.OneOf("sort", Orders) ?? "-changed",
            Page = query.Page(),
        };
}

/// <summary>An assessment as lists and files show it.</summary>
/// <param name="Standing">How it stands, in words for whoever reads.</param>
/// <param name="Outcome">Title of the outcome, where this reader may know it.</param>
public sealed record AssessmentRow(
    string Reference,
    string Path,
    string Kind,
    string KindTitle,
    string Subject,
    string Organisation,
    string Body,
    string State,
    string Standing,
    string Colour,
    string? Outcome,
    DateOnly? Due,
    bool Late,
    DateTime StartedAt,
    DateTime ChangedAt
)
{
    /// <summary>Headings of the table form.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "Reference",
        "Kind",
        "Subject",
        "Organisation",
        "Assessed by",
        "Standing",
        "Outcome",
        "Due",
        "Late",
        "Started",
    ];

    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string?> Cells =>
        [
            Reference,
            KindTitle,
            Subject,
            Organisation,
            Body,
            Standing,
            Outcome,
            Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Late ? "yes" : "no",
            StartedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ];
}

/// <summary>Assessments that the actor may know of, found and ordered: the one list behind pages and files.</summary>
public sealed class AssessmentList(Db db, Actor actor, AssessmentKinds kinds, TimeProvider clock)
{
    public const int PageSize = 25;

    public DateOnly Today => clock.Today();

    /// <summary>Those that fit.</summary>
    public IQueryable<Assessment> Find(AssessmentFilter filter)
    {
        var today = Today;
        var found = db.Set<Assessment>().IgnoreQueryFilters().VisibleTo(actor);
        if (filter.Words is { } words)
        {
            var small = words.ToLowerInvariant();
            var reference = FindAssessment.Read(words);
            var (year, number) = reference ?? default;
            found = found.Where(a =>
                a.Subject.ToLower().Contains(small)
                || (reference != null && a.Year == year && a.Number == number)
            );
        }
        if (filter.Kind is { } kind)
        {
            found = found.Where(a => a.Kind == kind);
        }
        if (filter.Organisation is { } slug)
        {
            found = found.Where(a =>
                db.Set<Organisation>().Any(o => o.Id == a.OrganisationId && o.Slug == slug)
            );
        }
        found = filter.Status switch
        {
            "open" => found.Where(a => !a.Ended),
            "late" => found.Where(a => !a.Ended && a.Due < today),
            "ended" => found.Where(a => a.Ended),
            _ => found,
        };
        return filter.Sort switch
        {
            "due" => found
                .OrderBy(a => a.Ended)
                .ThenBy(a => a.Due == null)
                .ThenBy(a => a.Due)
                .ThenBy(a => a.Id),
            "-started" => found.OrderByDescending(a => a.CreatedAt).ThenBy(a => a.Id),
            _ => found.OrderByDescending(a => a.ChangedAt).ThenBy(a => a.Id),
        };
    }

    /// <summary>As rows, in the same order.</summary>
    public async Task<IReadOnlyList<AssessmentRow>> RowsAsync(
        IQueryable<Assessment> found,
        CancellationToken cancellation
    )
    {
        var assessments = await found
            .AsNoTracking()
            .Include(a => a.Members)
            .ToListAsync(cancellation);
        var wanted = assessments.SelectMany(a => new[] { a.OrganisationId, a.BodyId }).ToHashSet();
        var names = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => wanted.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => o.Name, cancellation);
        return [.. assessments.Select(a => Row(a, names))];
    }

    private AssessmentRow Row(Assessment assessment, Dictionary<Id<Organisation>, string> names)
    {
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var step = kind.Step(assessment.State);
        return new(
            assessment.Reference,
            assessment.Path,
            kind.Name,
            kind.Title,
            assessment.Subject,
            names[assessment.OrganisationId],
            names[assessment.BodyId],
            assessment.State,
            StandingOf(assessment, kind, actor),
            step.Colour,
            step.Shows || AssessmentPermissions.Assesses(actor, kind, assessment)
                ? kind.Outcome(assessment.Outcome)?.Title
                : null,
            assessment.Due,
            assessment.IsOverdue(Today),
            assessment.CreatedAt,
            assessment.ChangedAt
        );
    }

    /// <summary>How it stands, in the words of the reader's side.</summary>
    public static string StandingOf(Assessment assessment, AssessmentKind kind, Actor actor)
    {
        var step = kind.Step(assessment.State);
        return AssessmentPermissions.Assesses(actor, kind, assessment)
            ? step.Title
            : step.PlainTitle ?? step.Title;
    }
}
