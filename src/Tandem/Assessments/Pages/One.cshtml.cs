using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
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
    NextActs acts,
    WorkingDays workingDays,
    AssessmentList list,
    NameMember name
) : PageModel
{
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
    public ShownFindings Findings { get; private set; } = ShownFindings.None;
    public IReadOnlyList<NextAct> Next { get; private set; } = [];
    public IReadOnlyList<PageLink> Further { get; private set; } = [];
    public IReadOnlyList<string> AutoFails { get; private set; } = [];
    public bool ReadsAll { get; private set; }

    /// <summary>Whether this reader may read answers, papers and what was found.</summary>
    public bool ReadsAnswers { get; private set; }
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
        && AssessmentPermissions.MayAs(actor, Kind, Assessment, rule.ConfirmedBy).Allowed
        && DeclareInterest.HasSaid(Kind, Assessment, actor, rule.ConfirmedBy);
    public DateOnly Today => list.Today;
    public string Standing => AssessmentList.StandingOf(Assessment, Kind, actor);
    public string? FormTitle =>
        Kind.Form(Assessment.Form)?.Title is { } form
        && !Kind.Title.EndsWith(form, StringComparison.OrdinalIgnoreCase)
            ? form
            : null;
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
        (IsAssessor && ReadsAnswers)
        || Kind.Step(Assessment.State).Shows
        || Assessment.PublishedAt is not null
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
        ReadsAnswers = AssessmentPermissions.MayReadAnswers(actor, Kind, Assessment);
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
        Findings = ShownFindings.Of(
            Assessment,
            Kind,
            all,
            Assessment.FindingsFor(actor, Kind),
            await answers.ChangedSinceRatedAsync(Assessment, Kind, stopped),
            IsAssessor && ReadsAnswers,
            Outcome is not null
        );
        (Next, Further) = await acts.OfAsync(
            Assessment,
            Kind,
            all,
            new(
                MayAnswer ? Open!.Response.Path : null,
                Gaps,
                Findings.Groups,
                Certificates,
                Later.Any(l => !l.Ended || l.Outcome is not null)
            ),
            stopped
        );
    }

    /// <summary>Where the ratings of a group are given or read; null where they cannot be.</summary>
    public string? RateHref(UnitGroup group) =>
        IsAssessor && ReadsAnswers ? $"{Assessment.Path}/rate/{group.Code ?? "all"}" : null;

    /// <summary>Where the answer behind a finding can be changed now; null where it cannot.</summary>
    public string? AnswerHref(string unit) =>
        Open is { } open && open.MayChange(unit) && open.Set.Find(unit) is { } question
            ? open.PathOf(question)
            : null;

    /// <summary>The role in which the reader, who may name people here, could take it on: nobody has it yet.</summary>
    public RoleRule? MayTakeOn
    {
        get
        {
            var act = Kind.Acts.FirstOrDefault(a =>
                Assessment.IsOpen(a)
                && a.Does == ActEffect.None
                && Kind.Step(Assessment.State).Waits == Side.Assessors
            );
            return act
                ?.Who.Select(Kind.Role)
                .FirstOrDefault(r =>
                    r is { Side: Side.Assessors, ByRight: null, NeedsTraining: false, Rates: true }
                    && r.Professions.Count == 0
                    && Assessment.Present.All(m => m.Role != r.Code)
                    && AssessmentPermissions.MayName(actor, Assessment, Side.Assessors).Allowed
                );
        }
    }

    public async Task<IActionResult> OnPostTakeOnAsync(string reference)
    {
        await OnGetAsync(reference);
        var role =
            MayTakeOn
            ?? throw new Refusal(
                "An officer of the organisation that assesses names who takes it on.",
                kind: RefusalKind.Permission
            );
        await name.RunAsync(
            reference,
            role.Code,
            null,
            cancellation: HttpContext.RequestAborted,
            known: new Id<Person>(actor.PersonId!.Value)
        );
        var owes = DeclareInterest.Owing(Kind, Assessment, actor).Any();
        TempData[PageKeys.Done] = $"You are {role.Title.ToLowerInvariant()} of {reference}.";
        return LocalRedirect(owes ? $"{Assessment.Path}/interest" : Assessment.Path);
    }

    private async Task LoadInnerAsync(CancellationToken stopped)
    {
        Open = ReadsAnswers ? await answers.OpenAsync(Assessment, stopped) : null;
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
}
