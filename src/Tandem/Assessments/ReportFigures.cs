using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Assessments;

/// <summary>Which published reports are asked for, as an address says it.</summary>
public sealed record ReportFilter
{
    public string? Words { get; init; }
    public string? Standard { get; init; }
    public string? Phase { get; init; }

    /// <summary>Code of a rating: reports with a point rated so.</summary>
    public string? Rating { get; init; }

    /// <summary>Code of a point, with <see cref="Rating"/>: reports where this point was rated so.</summary>
    public string? Point { get; init; }
    public string Sort { get; init; } = "-assessed";
    public int Page { get; init; } = 1;

    public static readonly IReadOnlyList<Choice> Orders =
    [
        new("-assessed", "Latest first"),
        new("service", "By service"),
        new("organisation", "By organisation"),
    ];

    /// <summary>Reads the query; what cannot be understood is left out.</summary>
    public static ReportFilter Read(IQueryCollection query) =>
        new()
        {
            Words = query.Words("q"),
            Standard = query.Words("standard"),
            Phase = query.Words("phase"),
            Rating = query.Words("rating"),
            Point = query.Words("point"),
            Sort = query.OneOf("sort", Orders) ?? "-assessed",
            Page = query.Page(),
        };
}

/// <summary>How many points of one standard were rated what.</summary>
/// <param name="Code">Code of the point, or of the phase.</param>
/// <param name="Ratings">How often each rating was given.</param>
public sealed record RatingShare(
    string Code,
    string Title,
    IReadOnlyDictionary<string, int> Ratings
)
{
    public int All => Ratings.Values.Sum();
}

/// <summary>A report as a card of the search shows it.</summary>
public sealed record ReportCard(AssessmentReport Report, OutcomeRule? Outcome);

/// <summary>Published reports of a kind, and what they come to by point and by phase. Everybody may read them: one list behind page, file and figures.</summary>
public sealed class ReportFigures(Db db)
{
    public const int PageSize = 25;

    /// <summary>Those that fit, of kinds that ship.</summary>
    public IQueryable<AssessmentReport> Find(string kind, ReportFilter filter)
    {
        var found = db.Set<AssessmentReport>().AsNoTracking().Where(r => r.Kind == kind);
        if (filter.Words is { } words)
        {
            var small = words.ToLowerInvariant();
            found = found.Where(r =>
                r.Service.ToLower().Contains(small)
                || r.Organisation.ToLower().Contains(small)
                || r.Reference.ToLower() == small
            );
        }
        if (filter.Standard is { } standard)
        {
            found = found.Where(r => r.Standard == standard);
        }
        if (filter.Phase is { } phase)
        {
            found = found.Where(r => r.Phase == phase);
        }
        if (filter.Rating is { } rating)
        {
            found = found.Where(r =>
                r.Points.Any(p =>
                    p.Rating == rating && (filter.Point == null || p.Point == filter.Point)
                )
            );
        }
        else if (filter.Point is { } point)
        {
            found = found.Where(r => r.Points.Any(p => p.Point == point));
        }
        return filter.Sort switch
        {
            "service" => found
                .OrderBy(r => r.Service)
                .ThenByDescending(r => r.AssessedOn)
                .ThenBy(r => r.Id),
            "organisation" => found
                .OrderBy(r => r.Organisation)
                .ThenBy(r => r.Service)
                .ThenByDescending(r => r.AssessedOn)
                .ThenBy(r => r.Id),
            _ => found.OrderByDescending(r => r.AssessedOn).ThenBy(r => r.Id),
        };
    }

    /// <summary>What the search over everything shows of the reports of a kind: every published report is public.</summary>
    public async Task<SearchFound> SearchAsync(
        AssessmentKind kind,
        string words,
        int take,
        CancellationToken cancellation
    )
    {
        var found = Find(kind.Name, new() { Words = words });
        return new(
            await found.CountAsync(cancellation),
            null,
            [
                .. (await found.Take(take).ToListAsync(cancellation)).Select(r => new ReportCard(
                    r,
                    kind.Outcome(r.Outcome)
                )),
            ]
        );
    }

    /// <summary>How often each point was rated what, in the order of the standard.</summary>
    public async Task<IReadOnlyList<RatingShare>> ByPointAsync(
        IQueryable<AssessmentReport> found,
        IReadOnlyList<Point> points,
        CancellationToken cancellation
    )
    {
        var counts = await found
            .SelectMany(r => r.Points)
            .Where(p => p.Rating != null)
            .GroupBy(p => new { p.Point, p.Rating })
            .Select(g => new
            {
                g.Key.Point,
                g.Key.Rating,
                Count = g.Count(),
            })
            .ToListAsync(cancellation);
        var of = counts.ToLookup(c => c.Point);
        return
        [
            .. points.Select(p => new RatingShare(
                p.Code,
                p.Title,
                of[p.Code].ToDictionary(c => c.Rating!, c => c.Count)
            )),
        ];
    }

    // A peer review comments and rates nothing, and who looks again looks at some points only: neither says whether the standard is met.
    private static IQueryable<AssessmentReport> Rated(IQueryable<AssessmentReport> found) =>
        found.Where(r => r.Former == null && r.Points.Any(p => p.Rating != null));

    // Who looks again on the same day comes after what is looked at.
    private static IEnumerable<AssessmentReport> InOrder(IEnumerable<AssessmentReport> reports) =>
        reports
            .OrderBy(r => r.AssessedOn)
            .ThenBy(r => r.PublishedOn)
            .ThenBy(r => r.Former is not null)
            .ThenBy(r => r.Id.Value);

    /// <summary>Every rated point of a service as a report leaves it: those it rates, and where it looked at some of them again, the others as they were found before.</summary>
    /// <param name="ofService">All reports of the service, with their points.</param>
    public static IReadOnlyList<(ReportedPoint Point, AssessmentReport From)> Whole(
        AssessmentReport report,
        IEnumerable<AssessmentReport> ofService
    )
    {
        var whole = new Dictionary<string, (ReportedPoint, AssessmentReport)>();
        var earlier = InOrder(
                ofService.Where(r =>
                    r.Standard == report.Standard
                    && r.Scale == report.Scale
                    && r.Points.Any(p => p.Rating is not null)
                )
            )
            .TakeWhile(r => r.Id != report.Id)
            .Reverse();
        var goesBack = true;
        foreach (var one in earlier.Prepend(report).TakeWhile(_ => goesBack))
        {
            foreach (var point in one.Points.Where(p => p.Rating is not null))
            {
                whole.TryAdd(point.Point, (point, one));
            }
            goesBack = one.Former is not null;
        }
        return [.. whole.Values];
    }

    /// <summary>Of these reports the latest of each service that rates anything, with how many points are rated and found met, those not looked at again as they were before; in the order of the reports.</summary>
    public async Task<IReadOnlyList<(AssessmentReport Report, int Met, int Rated)>> ByServiceAsync(
        IReadOnlyList<AssessmentReport> reports,
        IReadOnlySet<string> met,
        CancellationToken cancellation
    )
    {
        var names = reports.Select(r => r.Service).Distinct().ToList();
        var kinds = reports.Select(r => r.Kind).Distinct().ToList();
        var all = (
            await db.Set<AssessmentReport>()
                .AsNoTracking()
                .Include(r => r.Points)
                .Where(r => kinds.Contains(r.Kind) && names.Contains(r.Service))
                .ToListAsync(cancellation)
        ).ToLookup(r => (r.Kind, r.Service, r.Organisation));
        return
        [
            .. reports
                .GroupBy(r => (r.Kind, r.Service, r.Organisation))
                .Select(g =>
                    (
                        Latest: InOrder(
                                all[g.Key]
                                    .Where(r =>
                                        g.Any(o => o.Id == r.Id)
                                        && r.Points.Any(p => p.Rating is not null)
                                    )
                            )
                            .LastOrDefault(),
                        g.Key
                    )
                )
                .Where(s => s.Latest is not null)
                .Select(s =>
                {
                    var whole = Whole(s.Latest!, all[s.Key]);
                    return (
                        s.Latest!,
                        whole.Count(p => met.Contains(p.Point.Rating!)),
                        whole.Count
                    );
                }),
        ];
    }

    /// <summary>How often each result was given in each phase.</summary>
    public async Task<IReadOnlyList<RatingShare>> ByPhaseAsync(
        IQueryable<AssessmentReport> found,
        IEnumerable<CodeAndText> phases,
        CancellationToken cancellation
    )
    {
        var counts = await Rated(found)
            .GroupBy(r => new { r.Phase, r.Outcome })
            .Select(g => new
            {
                g.Key.Phase,
                g.Key.Outcome,
                Count = g.Count(),
            })
            .ToListAsync(cancellation);
        var of = counts.ToLookup(c => c.Phase);
        return
        [
            .. phases.Select(p => new RatingShare(
                p.Code,
                p.Text,
                of[p.Code].ToDictionary(c => c.Outcome, c => c.Count)
            )),
        ];
    }

    /// <summary>How often each result was given in each year, the oldest first.</summary>
    public async Task<IReadOnlyList<RatingShare>> ByYearAsync(
        IQueryable<AssessmentReport> found,
        CancellationToken cancellation
    )
    {
        var counts = await Rated(found)
            .GroupBy(r => new { r.AssessedOn.Year, r.Outcome })
            .Select(g => new
            {
                g.Key.Year,
                g.Key.Outcome,
                Count = g.Count(),
            })
            .ToListAsync(cancellation);
        return
        [
            .. counts
                .GroupBy(c => c.Year)
                .OrderBy(g => g.Key)
                .Select(g => new RatingShare(
                    g.Key.ToString(CultureInfo.InvariantCulture),
                    g.Key.ToString(CultureInfo.InvariantCulture),
                    g.ToDictionary(c => c.Outcome, c => c.Count)
                )),
        ];
    }

    /// <summary>All reports of one service of one organisation, the oldest first.</summary>
    public Task<List<AssessmentReport>> OfServiceAsync(
        AssessmentReport report,
        CancellationToken cancellation
    ) =>
        db.Set<AssessmentReport>()
            .AsNoTracking()
            .Include(r => r.Points)
            .Where(r =>
                r.Kind == report.Kind
                && r.Service == report.Service
                && r.Organisation == report.Organisation
            )
            .OrderBy(r => r.AssessedOn)
            .ThenBy(r => r.PublishedOn)
            .ThenBy(r => r.Former != null)
            .ThenBy(r => r.Id)
            .ToListAsync(cancellation);
}
