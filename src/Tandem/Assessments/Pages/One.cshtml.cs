using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>How does this assessment stand, and what is to be done next?</summary>
[AllowAnonymous]
public sealed class OneModel(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentUnits units,
    AssessmentAnswers answers,
    TakeAct take,
    WorkingDays workingDays,
    AssessmentList list
) : PageModel
{
    /// <summary>Units shown together: a section, or all points.</summary>
    public sealed record UnitGroup(
        string? Code,
        string Title,
        IReadOnlyList<AssessmentUnit> Units,
        int Rated,
        int ToPutRight
    );

    /// <summary>A finding as it is read.</summary>
    public sealed record ShownFinding(
        string Title,
        Finding Finding,
        RatingRule? Rating,
        string? By
    );

    public Assessment Assessment { get; private set; } = null!;
    public AssessmentKind Kind { get; private set; } = null!;
    public OpenResponse? Open { get; private set; }
    public string OrganisationName { get; private set; } = "";
    public string BodyName { get; private set; } = "";
    public Assessment? Former { get; private set; }
    public IReadOnlyList<Assessment> Later { get; private set; } = [];
    public IReadOnlyList<(string Name, string Role)> People { get; private set; } = [];
    public IReadOnlyList<AssessmentDeclaration> Declarations { get; private set; } = [];
    public IReadOnlyList<Certificate> Certificates { get; private set; } = [];
    public IReadOnlyList<UnitGroup> Groups { get; private set; } = [];
    public IReadOnlyList<ShownFinding> Shown { get; private set; } = [];
    public IReadOnlyList<(string Text, string Href, bool Secondary)> Next { get; private set; } =
    [];
    public IReadOnlyList<PageLink> Further { get; private set; } = [];
    public IReadOnlyList<string> AutoFails { get; private set; } = [];
    public decimal? Score { get; private set; }
    public bool ReadsAll { get; private set; }
    public bool IsAssessor { get; private set; }
    public bool IsApplicant => actor.SpeaksFor(Assessment.OrganisationId.Value, Role.Member);
    public bool MayAnswer { get; private set; }
    public bool MayName =>
        AssessmentPermissions.MayName(actor, Assessment, Side.Applicant).Allowed
        || AssessmentPermissions.MayName(actor, Assessment, Side.Assessors).Allowed;
    public bool OwesInterest => DeclareInterest.Owing(Kind, Assessment, actor).Any();
    public bool MayAnswerProposal =>
        Kind.Overrides is { } rule
        && Assessment.ProposedById?.Value != actor.PersonId
        && AssessmentPermissions.MayAs(actor, Kind, Assessment, rule.ConfirmedBy).Allowed;
    public DateOnly Today => list.Today;
    public string Standing => AssessmentList.StandingOf(Assessment, Kind, actor);
    public string? FormTitle => Kind.Form(Assessment.Form)?.Title;
    public string? Left =>
        Assessment is { Ended: false, Due: { } due }
        && Kind.Step(Assessment.State).Clock?.WorkingDays is not null
            ? Clocks.Left(due, Today, workingDays[Assessment.Calendar])
            : null;

    /// <summary>What was asked when it was booked.</summary>
    public IReadOnlyDictionary<string, string> Facts => BookingFacts.Of(Assessment);
    public string? PhaseTitle => Kind.Phases.FirstOrDefault(p => p.Code == Assessment.Phase)?.Text;
    public string? StandardTitle =>
        Assessment.Standard is { } name && Kind.Standards.Count > 1
            ? kinds.Standard(name).Title
            : null;
    public string? Notice =>
        ReadsAll && ChangeBooking.IsOpen(Kind, Assessment)
            ? BookingFacts.ShortNotice(Kind, Assessment.Day, Today)
            : null;

    /// <summary>Papers this reader may read.</summary>
    public IReadOnlyList<PaperRule> Papers =>
        [.. Kind.Papers.Where(p => WritePaper.MayRead(actor, Kind, Assessment, p))];

    public string Number(BookingQuestion ask)
    {
        var number = long.Parse(Facts[ask.Code], System.Globalization.CultureInfo.InvariantCulture);
        return (ask.Kind == BookingAnswer.Money ? "£" : "") + Words.Number(number);
    }

    /// <summary>The outcome, where this reader may know it.</summary>
    public OutcomeRule? Outcome =>
        IsAssessor || Kind.Step(Assessment.State).Shows || Assessment.PublishedAt is not null
            ? Kind.Outcome(Assessment.Outcome)
            : null;
    public string? OutcomeTitle => Outcome?.Title;
    public bool IsOverridden =>
        Assessment.OutcomeByRule is { } byRule && byRule != Assessment.Outcome;
    public int Gaps { get; private set; }
    public int Warnings { get; private set; }

    /// <summary>The acts, the newest first; what only those who assess may know is left out for others.</summary>
    public IReadOnlyList<AssessmentStep> History =>
        [
            .. Assessment
                .Steps.Where(s =>
                    IsAssessor
                    || s.Act
                        is not (
                            "outcome-proposed"
                            or "outcome-kept"
                            or "finished"
                            or "interest-declared"
                        )
                )
                .Reverse(),
        ];

    public async Task OnGetAsync(string reference)
    {
        var stopped = HttpContext.RequestAborted;
        Assessment = await find.RunAsync(reference, stopped);
        Kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
        ReadsAll = AssessmentPermissions.MayReadAll(actor, Assessment);
        IsAssessor = AssessmentPermissions.Assesses(actor, Kind, Assessment);
        var names = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => o.Id == Assessment.OrganisationId || o.Id == Assessment.BodyId)
            .ToDictionaryAsync(o => o.Id, o => o.Name, stopped);
        (OrganisationName, BodyName) = (names[Assessment.OrganisationId], names[Assessment.BodyId]);
        Certificates = await db.Set<Certificate>()
            .AsNoTracking()
            .Where(c => c.AssessmentId == Assessment.Id)
            .ToListAsync(stopped);
        var all = await units.OfAsync(Assessment, Kind, stopped);
        if (ReadsAll)
        {
            await LoadInnerAsync(stopped);
        }
        var visible = Assessment.FindingsFor(actor, Kind);
        LoadFindings(all, visible);
        await LoadActsAsync(all, stopped);
    }

    /// <summary>Where the ratings of a group are given or read; null where they cannot be.</summary>
    public string? RateHref(UnitGroup group) =>
        IsAssessor ? $"{Assessment.Path}/rate/{group.Code ?? "all"}" : null;

    private async Task LoadInnerAsync(CancellationToken stopped)
    {
        Open = await answers.OpenAsync(Assessment, stopped);
        MayAnswer = Open is { Response.IsDraft: true, Rights.Answer.Allowed: true };
        Gaps = Open?.Sheet.Gaps.Count() ?? 0;
        Warnings = Open?.Sheet.Results.Count(r => r.IsRaised) ?? 0;
        AutoFails =
            Outcome is null || Open is null
                ? []
                :
                [
                    .. (await answers.AutoFailsAsync(Assessment, stopped)).Select(r =>
                        r.Rule.Message ?? ""
                    ),
                ];
        Declarations = await db.Set<AssessmentDeclaration>()
            .AsNoTracking()
            .Where(d => d.AssessmentId == Assessment.Id)
            .OrderBy(d => d.At)
            .ToListAsync(stopped);
        Former = Assessment.FormerId is { } id
            ? await db.Set<Assessment>()
                .VisibleTo(actor)
                .SingleOrDefaultAsync(a => a.Id == id, stopped)
            : null;
        Later = await db.Set<Assessment>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(a => a.FormerId == Assessment.Id)
            .ToListAsync(stopped);
        var ids = Assessment.Present.Select(m => m.PersonId).ToList();
        var people = await db.Set<Person>()
            .Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, stopped);
        People =
        [
            .. Assessment
                .Present.OrderBy(m => m.AddedAt)
                .Select(m =>
                    (
                        people[m.PersonId],
                        Kind.Role(m.Role)?.Title + (m.Profession is { } p ? $", {p}" : "")
                    )
                ),
        ];
    }

    private void LoadFindings(IReadOnlyList<AssessmentUnit> all, IReadOnlyList<Finding> visible)
    {
        var scale = Kind.Scale(Assessment.Scale);
        if (!IsAssessor && visible.Count == 0)
        {
            return;
        }
        var rated = visible.ToLookup(f => f.Unit);
        Groups =
        [
            .. all.GroupBy(u => (u.Group, u.GroupTitle))
                .Select(g => new UnitGroup(
                    g.Key.Group,
                    g.Key.GroupTitle ?? (Kind.Rates == Rated.Sections ? "All parts" : "All points"),
                    [.. g],
                    g.Count(u => rated[u.Code].Any()),
                    g.Count(u => rated[u.Code].Any(f => scale.Rating(f.Rating)?.NeedsFix == true))
                )),
        ];
        // Where every answer is rated, what was found good needs no words of its own.
        Shown =
        [
            .. all.SelectMany(u =>
                    rated[u.Code]
                        .OrderBy(f => f.Consolidated)
                        .ThenBy(f => f.At)
                        .Select(f => new ShownFinding(
                            u.Title,
                            f,
                            scale.Rating(f.Rating),
                            IsAssessor ? f.ByName : null
                        ))
                )
                .Where(f =>
                    Kind.Rates != Rated.Questions
                    || f.Rating?.Met != true
                    || f.Finding.Reason is not null
                ),
        ];
        Score =
            Outcome is not null && scale.Ratings.Any(r => r.Score > 1)
                ? OutcomeByRule.Score(scale, all, Assessment.Counting(Kind))
                : null;
    }

    private async Task LoadActsAsync(IReadOnlyList<AssessmentUnit> all, CancellationToken stopped)
    {
        var next = new List<(string, string, bool)>();
        if (MayAnswer && (Gaps > 0 || Kind.Declaration is not null))
        {
            next.Add(("Answer the questions", Open!.Response.Path, Gaps == 0));
        }
        if (
            IsAssessor
            && MayRateHere
            && !OwesInterest
            && Kind.Step(Assessment.State) is { Rating: true } or { Consolidating: true }
        )
        {
            next.Add(
                (
                    "Rate",
                    Groups.FirstOrDefault(g => g.Rated < g.Units.Count) is { } open
                        ? RateHref(open)!
                        : $"{Assessment.Path}/rate/{Groups.FirstOrDefault()?.Code ?? "all"}",
                    all.All(u => Assessment.Counting(Kind).ContainsKey(u.Code))
                )
            );
        }
        var further = new List<PageLink>();
        LoadPlanning(next, further);
        foreach (var act in Kind.Acts.Where(a => Assessment.IsOpen(a)))
        {
            if (!AssessmentPermissions.MayAs(actor, Kind, Assessment, act.Who).Allowed)
            {
                continue;
            }
            var href =
                act.NeedsDeclaration && Kind.Declaration is not null
                    ? $"{Assessment.Path}/declaration"
                    : $"{Assessment.Path}/acts/{act.Code}";
            var isReady =
                act.NeedsDeclaration && Kind.Declaration is not null
                    ? Gaps == 0
                    : await take.MissingAsync(Assessment, Kind, act, all, stopped) is null;
            if (act.Does == ActEffect.Stop)
            {
                further.Add(new(act.Text, href));
            }
            else if (isReady)
            {
                next.Add((act.Text, href, next.Count > 0 && !next[0].Item3));
            }
        }
        if (MayProposeOutcome)
        {
            further.Add(new("Propose another outcome", $"{Assessment.Path}/outcome"));
        }
        if (
            Assessment.Ended
            && (Kind.AssessedBy == AssessedBy.Body || NeedsAgain)
            && Later.Count == 0
            && AssessmentPermissions.MayStart(actor, Kind, Assessment.OrganisationId).Allowed
        )
        {
            further.Add(
                new(
                    NeedsAgain && Kind.Forms.Any(f => f.OfFormer) ? "Book the reassessment"
                        : Certificates.Count > 0 ? "Renew"
                        : "Start again from this",
                    $"/assessments/new/{Kind.Name}?former={Assessment.Id}"
                )
            );
        }
        (Next, Further) = (next, further);
    }

    private bool MayRateHere =>
        AssessmentPermissions
            .MayAs(
                actor,
                Kind,
                Assessment,
                Kind.Step(Assessment.State).Consolidating
                    ? [Kind.ConsolidatedBy ?? ""]
                    : Kind
                        .Roles.Where(r =>
                            r is { Side: Side.Assessors, Observes: false, Rates: true }
                        )
                        .Select(r => r.Code)
            )
            .Allowed;

    private bool NeedsAgain =>
        Assessment.Outcome is not null
        && Assessment
            .Counting(Kind)
            .Values.Any(f => Kind.Scale(Assessment.Scale).Rating(f.Rating)?.NeedsAgain == true);

    // What is to be done before anything can be rated, and the panel's own result once it has been.
    private void LoadPlanning(List<(string, string, bool)> next, List<PageLink> further)
    {
        var plans = ChangeBooking.IsOpen(Kind, Assessment);
        if (
            plans
            && Kind.Panel is not null
            && AssessmentPermissions.MayName(actor, Assessment, Side.Assessors).Allowed
        )
        {
            next.Add(
                (
                    "Put the panel together",
                    $"{Assessment.Path}/panel",
                    Assessment.State != Kind.Steps[0].Code
                )
            );
        }
        if (plans && AssessmentPermissions.MayBook(actor, Kind, Assessment).Allowed)
        {
            further.Add(new("Change the booking", $"{Assessment.Path}/booking"));
        }
        if (
            Kind.OverallBy is { } leads
            && Kind.Step(Assessment.State).Consolidating
            && AssessmentPermissions.MayAs(actor, Kind, Assessment, [leads]).Allowed
        )
        {
            next.Add(("Give the overall result", $"{Assessment.Path}/result", true));
        }
    }

    private bool MayProposeOutcome =>
        Kind.Overrides is { } rule
        && Assessment is { Outcome: not null, ProposedOutcome: null }
        && Certificates.All(c => c.WithdrawnAt is not null)
        && AssessmentPermissions.MayAs(actor, Kind, Assessment, rule.ProposedBy).Allowed;
}
