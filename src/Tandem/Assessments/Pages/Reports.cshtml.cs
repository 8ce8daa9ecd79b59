using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Web.Charts;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Assessments.Pages;

/// <summary>What do published assessments say, by point, by phase and over time?</summary>
[AllowAnonymous]
public sealed class ReportsModel(AssessmentKinds kinds, ReportFigures figures) : PageModel
{
    public AssessmentKind Kind { get; private set; } = null!;
    public ReportFilter Filter { get; private set; } = new();
    public int Total { get; private set; }
    public IReadOnlyList<AssessmentReport> Rows { get; private set; } = [];
    public IReadOnlyList<Bar> ByPoint { get; private set; } = [];
    public IReadOnlyList<Bar> ByPhase { get; private set; } = [];

    /// <summary>The services of this page of the list, each by its latest report.</summary>
    public IReadOnlyList<Bar> ByService { get; private set; } = [];
    public IReadOnlyList<Bar> Years { get; private set; } = [];

    /// <summary>The standard whose points are compared: the one that is asked for, or the first; null where the kind has points of its own.</summary>
    public string? Compared =>
        Filter.Standard is { } asked && Kind.Standards.Contains(asked)
            ? asked
            : Kind.Standards.FirstOrDefault();
    public string ComparedTitle => Compared is { } name ? kinds.Standard(name).Title : Kind.Title;

    private IReadOnlyList<Point> Points => kinds.PointsOf(Kind, Compared, null);

    public IReadOnlyList<Choice> Standards =>
        [.. Kind.Standards.Select(s => new Choice(s, kinds.Standard(s).Title))];
    public IReadOnlyList<Choice> Phases => [.. Kind.Phases.Select(p => new Choice(p.Code, p.Text))];
    public IReadOnlyList<Choice> PointChoices =>
        [.. Points.Select(p => new Choice(p.Code, $"{p.Code}. {p.Title}"))];
    public IReadOnlyList<Choice> RatingChoices =>
        [.. Kind.Scales.SelectMany(s => s.Ratings).Select(r => new Choice(r.Code, r.Text))];

    public IReadOnlyList<PageLink> InForce =>
        [
            .. new (string? Words, string Name)[]
            {
                (Filter.Words is { } words ? $"“{words}”" : null, "q"),
                (Text(Standards, Filter.Standard), "standard"),
                (Text(Phases, Filter.Phase), "phase"),
                (Text(PointChoices, Filter.Point), "point"),
                (Text(RatingChoices, Filter.Rating), "rating"),
            }
                .Where(c => c.Words is not null)
                .Select(c => new PageLink(
                    c.Words!,
                    ListAddress.With(Request, (c.Name, null), ("page", null))
                )),
        ];

    public async Task OnGetAsync(string? kind)
    {
        var stopped = HttpContext.RequestAborted;
        Kind = KindOf(kinds, kind);
        Filter = ReportFilter.Read(Request.Query);
        var found = figures.Find(Kind.Name, Filter);
        Total = await found.CountAsync(stopped);
        Rows = await found
            .Skip((Filter.Page - 1) * ReportFigures.PageSize)
            .Take(ReportFigures.PageSize)
            .ToListAsync(stopped);
        var met = Kind
            .Scales.SelectMany(s => s.Ratings)
            .Where(r => r.Met)
            .Select(r => r.Code)
            .ToHashSet();
        var good = Kind.Outcomes.Where(o => o.Good).Select(o => o.Code).ToHashSet();
        var standard = Compared;
        ByService =
        [
            .. (await figures.ByServiceAsync(Rows, met, stopped)).Select(s => new Bar(
                s.Report.Service,
                (double)s.Met / s.Rated,
                $"{s.Met} of {s.Rated}",
                s.Report.Path
            )),
        ];
        ByPoint = Bars(
            await figures.ByPointAsync(found.Where(r => r.Standard == standard), Points, stopped),
            met,
            "point",
            numbered: true
        );
        ByPhase = Bars(await figures.ByPhaseAsync(found, Kind.Phases, stopped), good, "phase");
        Years = Bars(await figures.ByYearAsync(found, stopped), good, null);
    }

    /// <summary>The kind whose reports are asked for, or the first that has any.</summary>
    /// <exception cref="Kernel.Refusal">It has none.</exception>
    public static AssessmentKind KindOf(AssessmentKinds kinds, string? name) =>
        kinds.All.FirstOrDefault(k => k.Reports && (name is null || k.Name == name))
        ?? throw new Kernel.Refusal(
            "No reports of this kind are published.",
            kind: Kernel.RefusalKind.NotFound
        );

    public string Standing(AssessmentReport report) =>
        string.Join(
            ", ",
            new[]
            {
                Kind.Phases.FirstOrDefault(p => p.Code == report.Phase)?.Text,
                Kind.Form(report.Form)?.Title.ToLowerInvariant(),
            }.OfType<string>()
        );

    private List<Bar> Bars(
        IReadOnlyList<RatingShare> shares,
        HashSet<string> good,
        string? filter,
        bool numbered = false
    ) =>
        [
            .. shares
                .Where(s => s.All > 0)
                .Select(s =>
                {
                    var met = s.Ratings.Where(r => good.Contains(r.Key)).Sum(r => r.Value);
                    return new Bar(
                        numbered ? $"{s.Code}. {s.Title}" : s.Title,
                        (double)met / s.All,
                        $"{met} of {s.All}",
                        filter is null
                            ? null
                            : ListAddress.With(Request, (filter, s.Code), ("page", null))
                    );
                }),
        ];

    private static string? Text(IReadOnlyList<Choice> choices, string? value) =>
        choices.FirstOrDefault(c => c.Value == value)?.Text;
}
