using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Commitments;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>What is to be assessed, in which form, by whom?</summary>
public sealed class NewModel(
    Db db,
    CurrentActor current,
    AssessmentKinds kinds,
    StartAssessment start
) : PageModel, IRedisplay
{
    public AssessmentKind Kind { get; private set; } = null!;

    [BindProperty, Display(Name = "For whom?")]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty]
    public string? Subject { get; set; }

    [
        BindProperty,
        Display(
            Name = "Link to it (optional)",
            Description = "An address, or a page of this site, like /contracts/C-12"
        )
    ]
    public string? SubjectLink { get; set; }

    [BindProperty, Display(Name = "In which form?")]
    public string? Form { get; set; }

    [BindProperty, Display(Name = "In which phase is it?")]
    public string? Phase { get; set; }

    [BindProperty, Display(Name = "Against which standard?")]
    public string? Standard { get; set; }

    [BindProperty, Display(Name = "On which scale?")]
    public string? Scale { get; set; }

    [BindProperty, Display(Name = "Who is to assess it?")]
    public Id<Organisation>? Body { get; set; }

    [
        BindProperty,
        Display(
            Name = "Whose bank holidays apply?",
            Description = "Deadlines in working days leave them out."
        )
    ]
    public string? Calendar { get; set; } = WorkingDays.Usual;

    [BindProperty(SupportsGet = true)]
    public Id<Assessment>? Former { get; set; }

    [BindProperty, Display(Name = "On which day?")]
    public DateOnly? Day { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Facts { get; set; } = [];

    public string DayHint =>
        Kind.Booking?.NoticeWeeks is { } weeks
            ? $"Best {weeks} weeks ahead or more, so that a panel can come together. For example, 31 3 2027"
            : "For example, 31 3 2027";

    public Assessment? FormerOne { get; private set; }
    public IReadOnlyList<Choice> Bodies { get; private set; } = [];

    /// <summary>Organisations and firms this person may start one for.</summary>
    public IReadOnlyList<Choice> Own { get; private set; } = [];

    public IReadOnlyList<Choice> Forms =>
        [
            .. Kind
                .Forms.Where(f =>
                    f.OfFormer == (FormerOne is not null && Kind.Forms.Any(o => o.OfFormer))
                )
                .Select(f => new Choice(f.Code, f.Title, f.Summary)),
        ];
    public IReadOnlyList<Choice> Phases => [.. Kind.Phases.Select(p => new Choice(p.Code, p.Text))];
    public IReadOnlyList<Choice> Standards =>
        [.. Kind.Standards.Select(s => new Choice(s, kinds.Standard(s).Title))];
    public IReadOnlyList<Choice> Scales =>
        [
            .. Kind.Scales.Select(s => new Choice(
                s.Code,
                s.Title,
                string.Join(" · ", s.Ratings.Select(r => r.Text))
            )),
        ];

    public static IReadOnlyList<Choice> Calendars { get; } =
    [
        new("england-and-wales", "England and Wales"),
        new("scotland", "Scotland"),
        new("northern-ireland", "Northern Ireland"),
        new("sweden", "Sweden"),
    ];

    public async Task<IActionResult> OnGetAsync()
    {
        await RedisplayAsync();
        if (
            FormerOne is { } looked
            && await db.Set<Assessment>()
                .AsNoTracking()
                .VisibleTo(current.Value)
                .FirstOrDefaultAsync(
                    a => a.FormerId == looked.Id && !a.Ended,
                    HttpContext.RequestAborted
                )
                is { } begun
        )
        {
            TempData[PageKeys.Done] = "This has been started already: go on with it here.";
            return LocalRedirect(begun.Path);
        }
        Calendar = FormerOne?.Calendar ?? Calendar;
        (Subject, SubjectLink) = (FormerOne?.Subject, FormerOne?.SubjectLink);
        Form = FormerOne is null ? null : Kind.Forms.FirstOrDefault(f => f.OfFormer)?.Code;
        Facts = FormerOne is null
            ? []
            : BookingFacts.Of(FormerOne).ToDictionary(f => f.Key, f => (string?)f.Value);
        (Phase, Standard, Scale) = (FormerOne?.Phase, FormerOne?.Standard, FormerOne?.Scale);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        PointOutMissing();
        if (!ModelState.IsValid)
        {
            return Page();
        }
        var assessment = await start.RunAsync(
            new(
                Kind.Name,
                Organisation,
                Subject,
                CommitmentLink.Take(SubjectLink, "SubjectLink"),
                Body,
                Form,
                Phase,
                Standard,
                Scale,
                Calendar,
                Former,
                Day,
                Facts
            ),
            HttpContext.RequestAborted
        );
        var hurried = BookingFacts.ShortNotice(
            Kind,
            assessment.Day,
            LocalDay.Of(assessment.CreatedAt)
        );
        TempData[PageKeys.Done] =
            Kind.Booking is null ? $"{assessment.Reference} is started."
            : hurried is null ? $"{assessment.Reference} is booked."
            : $"{assessment.Reference} is booked. {hurried}";
        return LocalRedirect(assessment.Path);
    }

    // All that is not chosen or not said, at once.
    private void PointOutMissing()
    {
        void Missing(bool asked, bool given, string field, string words)
        {
            if (asked && !given)
            {
                ModelState.AddModelError(field, words);
            }
        }
        var former = FormerOne is not null;
        Missing(
            Kind.SubjectLabel is not null && !former,
            !string.IsNullOrWhiteSpace(Subject),
            nameof(Subject),
            "Enter what is assessed"
        );
        Missing(Kind.Forms.Count > 1, Kind.Form(Form) is not null, nameof(Form), "Choose the form");
        Missing(
            Kind.Phases.Count > 1,
            Kind.Phases.Any(p => p.Code == Phase),
            nameof(Phase),
            "Choose the phase"
        );
        Missing(
            Kind.Standards.Count > 1 && !former,
            Kind.Standards.Contains(Standard ?? ""),
            nameof(Standard),
            "Choose the standard"
        );
        Missing(
            Kind.Scales.Count > 1 && !former,
            Kind.Scales.Any(s => s.Code == Scale),
            nameof(Scale),
            "Choose the scale"
        );
        foreach (var ask in Kind.Booking?.Asks.Where(a => a.Required) ?? [])
        {
            Missing(
                true,
                !string.IsNullOrWhiteSpace(Facts.GetValueOrDefault(ask.Code)),
                $"Facts[{ask.Code}]",
                $"Answer ‘{ask.Text}’"
            );
        }
    }

    public async Task RedisplayAsync()
    {
        Kind = kinds.Find((string)RouteData.Values["name"]!);
        var stopped = HttpContext.RequestAborted;
        if (Former is { } id)
        {
            FormerOne =
                await db.Set<Assessment>()
                    .AsNoTracking()
                    .VisibleTo(current.Value)
                    .SingleOrDefaultAsync(a => a.Id == id && a.Kind == Kind.Name, stopped)
                ?? throw new Refusal("There is no such assessment.", kind: RefusalKind.NotFound);
        }
        var own = current
            .Value.OrganisationsAndFirms.Select(o => new Id<Organisation>(o))
            .Where(o =>
                AssessmentPermissions.MayStart(current.Value, Kind, o).Allowed
                && (FormerOne is null || FormerOne.OrganisationId == o)
            )
            .ToList();
        Own =
        [
            .. (
                await db.Set<Organisation>()
                    .IgnoreQueryFilters()
                    .AsNoTracking()
                    .Where(o => own.Contains(o.Id))
                    .OrderBy(o => o.Name)
                    .ToListAsync(stopped)
            ).Select(o => new Choice(o.Id.ToString(), o.Name)),
        ];
        if (Own.Count == 0)
        {
            throw new Refusal(
                "Only officers of an organisation may start an assessment for it.",
                kind: RefusalKind.Permission
            );
        }
        var named = await db.Set<AssessingBody>()
            .Where(b => b.Kind == Kind.Name)
            .Join(db.Set<Organisation>(), b => b.OrganisationId, o => o.Id, (_, o) => o)
            .OrderBy(o => o.Name)
            .ToListAsync(stopped);
        Bodies = Kind.AssessedBy switch
        {
            AssessedBy.Own => [],
            AssessedBy.Either =>
            [
                new("", "Our own people"),
                .. named.Select(o => new Choice(o.Id.ToString(), o.Name)),
            ],
            _ => [.. named.Select(o => new Choice(o.Id.ToString(), o.Name))],
        };
    }
}
