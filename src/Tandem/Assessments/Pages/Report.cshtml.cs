using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Charts;

namespace Tandem.Assessments.Pages;

/// <summary>What did the panel find, what was done well, and what comes next?</summary>
[AllowAnonymous]
public sealed class ReportModel(
    Db db,
    AssessmentKinds kinds,
    ReportFigures figures,
    AssessmentList list
) : PageModel
{
    public AssessmentReport Report { get; private set; } = null!;
    public AssessmentKind Kind { get; private set; } = null!;

    /// <summary>What is owed, where the assessment was here.</summary>
    public IReadOnlyList<AssessmentAction> Actions { get; private set; } = [];

    /// <summary>All reports of this service, the oldest first.</summary>
    public IReadOnlyList<AssessmentReport> History { get; private set; } = [];
    public bool MayReadAssessment => Report.AssessmentId is not null;
    public DateOnly Today => list.Today;
    public IEnumerable<ReportedPoint> Points => Report.Points.OrderBy(p => p.Position);
    public OutcomeRule? Outcome => Kind.Outcome(Report.Outcome);
    public string? FormTitle =>
        Kind.Form(Report.Form)?.Title is { } form
        && !Kind.Title.EndsWith(form, StringComparison.OrdinalIgnoreCase)
            ? form
            : null;
    public string? PhaseTitle => Kind.Phases.FirstOrDefault(p => p.Code == Report.Phase)?.Text;
    public string? StandardTitle =>
        Report.Standard is { } name && Kind.Standards.Contains(name)
            ? kinds.Standard(name).Title
            : null;
    public string? ByRuleTitle =>
        Report.OutcomeByRule is { } byRule && byRule != Report.Outcome
            ? Kind.Outcome(byRule)?.Title
            : null;

    public IReadOnlyList<Bar> OverTime =>
        [
            .. History.Select(r =>
            {
                var rated = ReportFigures.Whole(r, History);
                var scale = Kind.Scale(r.Scale);
                var met = rated.Count(p => scale.Rating(p.Point.Rating)?.Met == true);
                var phase = Kind.Phases.FirstOrDefault(p => p.Code == r.Phase)?.Text;
                return new Bar(
                    $"{Kind.Form(r.Form)?.Title ?? Kind.Title}{(phase is null ? "" : $", {phase.ToLowerInvariant()}")}, {Words.ShortDay(r.AssessedOn)}",
                    rated.Count == 0 ? 0 : (double)met / rated.Count,
                    rated.Count == 0 ? "Not rated" : $"{met} of {rated.Count}",
                    r.Id == Report.Id ? null : r.Path
                );
            }),
        ];

    /// <summary>Where some points were looked at again, the others as they were found before.</summary>
    public IReadOnlyList<(ReportedPoint Point, AssessmentReport From)> Carried =>
        [
            .. ReportFigures
                .Whole(Report, History)
                .Where(p => p.From.Id != Report.Id)
                .OrderBy(p => p.Point.Position),
        ];

    /// <summary>Of the others, how many are met and which are not: one sentence; null where every point was looked at.</summary>
    public string? CarriedWords
    {
        get
        {
            var scale = Kind.Scale(Report.Scale);
            if (Carried.Count == 0)
            {
                return null;
            }
            var not = Carried
                .Where(p => scale.Rating(p.Point.Rating)?.Met != true)
                .GroupBy(p => scale.Rating(p.Point.Rating)?.Text ?? p.Point.Rating)
                .Select(g =>
                    $"{(g.Count() == 1 ? "point" : "points")} {Words.List([.. g.Select(p => p.Point.Point)])} {g.Key?.ToLowerInvariant()}"
                )
                .ToList();
            return $"The other {Words.Count(Carried.Count, "point")} {(Carried.Count == 1 ? "was" : "were")} not looked at again and {(Carried.Count == 1 ? "stands" : "stand")} as before: "
                + (not.Count == 0 ? "all met." : $"{Words.List(not)}, the rest met.");
        }
    }

    public RatingRule? RatingOf(ReportedPoint point) =>
        Kind.Scale(Report.Scale).Rating(point.Rating);

    public async Task OnGetAsync(string reference)
    {
        var stopped = HttpContext.RequestAborted;
        Report =
            await db.Set<AssessmentReport>()
                .AsNoTracking()
                .Include(r => r.Points)
                .SingleOrDefaultAsync(r => r.Reference == reference, stopped)
            ?? throw new Refusal("There is no such report.", kind: RefusalKind.NotFound);
        Kind = kinds.Find(Report.Kind);
        History = await figures.OfServiceAsync(Report, stopped);
        Actions = Report.AssessmentId is { } id
            ? await db.Set<AssessmentAction>()
                .AsNoTracking()
                .Where(a => a.AssessmentId == id)
                .OrderBy(a => a.Due)
                .ThenBy(a => a.Unit)
                .ToListAsync(stopped)
            : [];
    }
}
