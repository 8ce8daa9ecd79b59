using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Assessments.Pages;

/// <summary>A rating as the form sends it.</summary>
public sealed class GivenRating
{
    public string Unit { get; set; } = "";
    public string? Rating { get; set; }
    public string? Reason { get; set; }
    public string? Well { get; set; }
    public string? Fix { get; set; }
}

/// <summary>How good is each of these, why, and what is to be put right?</summary>
public sealed class RateModel(
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentUnits units,
    AssessmentAnswers answers,
    RateUnits rate,
    FinishRating finish
) : PageModel, IRedisplay
{
    private OpenResponse? open;
    private IReadOnlyList<Finding> visible = [];
    private IReadOnlySet<string> changed = new HashSet<string>();
    private HashSet<string> raised = [];

    public Assessment Assessment { get; private set; } = null!;
    public AssessmentKind Kind { get; private set; } = null!;
    public string Group => (string)RouteData.Values["group"]!;
    public string Title { get; private set; } = "";
    public IReadOnlyList<(string Code, string Title)> Groups { get; private set; } = [];
    public IReadOnlyList<AssessmentUnit> Units { get; private set; } = [];

    [BindProperty]
    public IList<GivenRating> Given { get; set; } = [];

    /// <summary>Whether what is not marked yet is set to the first good rating, to be looked at and saved.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Rest { get; set; }

    /// <summary>How many were set so.</summary>
    public int SetForTheRest { get; private set; }

    public bool MayRate => WhyNot is null;
    public bool HasNext => Groups.Count > 0 && Groups[^1].Code != Group;
    public string? WhyNot { get; private set; }
    public bool MayFinish => MayRate && Kind.ConsolidatedBy is not null && !Consolidates;
    public bool IsRated => Kind.Form(Assessment.Form)?.Rated != false;
    public IReadOnlyList<string> Raised { get; private set; } = [];

    /// <summary>Points are looked at for what is done well too; answers only for what is missing.</summary>
    public bool AsksWell => Kind.Rates == Rated.Points;
    public string FixLabel => AsksWell ? "Do next" : "What is to be put right";
    public string WordsSummary => AsksWell ? "Comments" : "Reason, and what is to be put right";
    public IReadOnlyList<Choice> Ratings =>
        [.. Kind.Scale(Assessment.Scale).Ratings.Select(r => new Choice(r.Code, r.Text))];

    /// <summary>Where every answer is marked, most are good: those not marked yet can be set at once.</summary>
    public RatingRule? GoodRating =>
        Kind.Rates == Rated.Questions
            ? Kind.Scale(Assessment.Scale)
                .Ratings.FirstOrDefault(r => r is { Met: true, LeftOut: false })
            : null;

    /// <summary>How many could be set at once: neither marked, nor changed since, nor named by a rule that fails by itself.</summary>
    public int Unmarked =>
        Units.Where((u, i) => Given[i].Rating is not { Length: > 0 } && MaySet(u)).Count();

    /// <summary>Ratings that ask for a reason: choosing one opens the field for it.</summary>
    public string Explained =>
        string.Join(
            ' ',
            Kind.Scale(Assessment.Scale)
                .Ratings.Where(r => r.NeedsReason || r.NeedsFix)
                .Select(r => r.Code)
        );

    /// <summary>The rating that stood before the answer was changed; null where it was not.</summary>
    public Finding? Before(AssessmentUnit unit) =>
        changed.Contains(unit.Code) ? visible.LastOrDefault(f => f.Unit == unit.Code) : null;

    /// <summary>Points of a standard are known by their numbers.</summary>
    public bool IsNumbered => Kind.Standards.Count > 0;

    /// <summary>Whether the reader's profession leads on this point.</summary>
    public bool Leads(AssessmentUnit unit) =>
        Assessment.Present.Any(m =>
            m.PersonId.Value == actor.PersonId
            && m.Profession is { } profession
            && unit.Professions.Contains(profession)
        );

    private bool Consolidates => Kind.Step(Assessment.State).Consolidating;

    public async Task<IActionResult> OnGetAsync()
    {
        await LoadAsync();
        if (DeclareInterest.Owing(Kind, Assessment, actor).Any())
        {
            return LocalRedirect($"{Assessment.Path}/interest");
        }
        await RedisplayAsync();
        var mine = Assessment
            .Findings.Where(f =>
                f.SupersededAt is null
                && !changed.Contains(f.Unit)
                && f.Consolidated == Consolidates
                && (Consolidates || Kind.ConsolidatedBy is null || f.ById?.Value == actor.PersonId)
            )
            .GroupBy(f => f.Unit)
            .ToDictionary(g => g.Key, g => g.MaxBy(f => f.At)!);
        Given =
        [
            .. Units
                .Select(u => mine.GetValueOrDefault(u.Code))
                .Select(f => new GivenRating
                {
                    Rating = f?.Rating,
                    Reason = f?.Reason,
                    Well = f?.Well,
                    Fix = f?.Fix,
                }),
        ];
        if (Rest && MayRate && GoodRating is { } good)
        {
            foreach (var (unit, i) in Units.Select((u, i) => (u, i)))
            {
                if (Given[i].Rating is null && MaySet(unit))
                {
                    Given[i].Rating = good.Code;
                    SetForTheRest++;
                }
            }
        }
        return Page();
    }

    private bool MaySet(AssessmentUnit unit) =>
        !changed.Contains(unit.Code) && !raised.Contains(unit.Code);

    public async Task<IActionResult> OnPostAsync(string? then)
    {
        await RedisplayAsync();
        var leftOut = await rate.RunAsync(
            Assessment.Reference,
            [
                .. Given.Select(
                    (g, i) =>
                        new FindingDraft(
                            g.Unit,
                            g.Rating,
                            g.Reason,
                            g.Well,
                            g.Fix,
                            Prefix: $"Given[{i}]."
                        )
                ),
            ],
            Consolidates,
            HttpContext.RequestAborted
        );
        if (then == "rest")
        {
            return LocalRedirect($"{Assessment.Path}/rate/{Group}?rest=true");
        }
        TempData[PageKeys.Done] =
            leftOut.Count == 0
                ? "Saved."
                : "Saved. What had been written for the earlier rating is left out, for it is no longer true: "
                    + Words.List([
                        .. Units.Where(u => leftOut.Contains(u.Code)).Select(u => u.Title),
                    ])
                    + ".";
        var at = Groups.ToList().FindIndex(g => g.Code == Group);
        return then == "next" && HasNext
            ? LocalRedirect($"{Assessment.Path}/rate/{Groups[at + 1].Code}")
            : LocalRedirect(Assessment.Path);
    }

    public async Task<IActionResult> OnPostFinishAsync()
    {
        await finish.RunAsync((string)RouteData.Values["reference"]!, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Your ratings are finished.";
        return LocalRedirect($"/assessments/{RouteData.Values["reference"]}");
    }

    private async Task LoadAsync()
    {
        Assessment = await find.RunAsync(
            (string)RouteData.Values["reference"]!,
            HttpContext.RequestAborted
        );
        Kind = kinds.Find(Assessment.Kind, Assessment.KindVersion);
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        await LoadAsync();
        if (!AssessmentPermissions.Assesses(actor, Kind, Assessment))
        {
            throw new Refusal("Only those who assess may rate.", kind: RefusalKind.Permission);
        }
        if (!AssessmentPermissions.MayReadAnswers(actor, Kind, Assessment))
        {
            throw new Refusal(
                "Say first whether you have an interest in the outcome.",
                kind: RefusalKind.Permission
            );
        }
        var all = await units.OfAsync(Assessment, Kind, stopped);
        Groups =
        [
            .. all.Where(u => u.Group is not null)
                .Select(u => (u.Group!, u.GroupTitle!))
                .Distinct(),
        ];
        Units = [.. all.Where(u => Group == "all" ? u.Group is null : u.Group == Group)];
        if (Units.Count == 0)
        {
            throw new Refusal("There is nothing to rate here.", kind: RefusalKind.NotFound);
        }
        Title = Units[0].GroupTitle ?? "Ratings";
        open = await answers.OpenAsync(Assessment, stopped);
        visible = Assessment.FindingsFor(actor, Kind);
        changed = await answers.ChangedSinceRatedAsync(Assessment, Kind, stopped);
        var fails = (open?.Sheet.Results ?? [])
            .Where(r => r.IsRaised && r.Rule.Kind == RuleKind.AutoFail)
            .ToList();
        raised = [.. fails.SelectMany(r => r.Rule.Formula.Names)];
        Raised =
        [
            .. fails
                .Where(r =>
                    Group == "all" || r.Rule.Formula.Names.Any(n => Units.Any(u => u.Code == n))
                )
                .Select(r => $"Fails by itself: {r.Rule.Message ?? r.Rule.Code}"),
        ];
        WhyNot = Why();
        while (Given.Count < Units.Count)
        {
            Given.Add(new());
        }
    }

    private string? Why()
    {
        var step = Kind.Step(Assessment.State);
        if (!step.Rating && !step.Consolidating)
        {
            return $"Ratings are not given now: {step.Title.ToLowerInvariant()}.";
        }
        try
        {
            RateUnits.MustRate(actor, Kind, Assessment, Consolidates);
            return null;
        }
        catch (Refusal refused)
        {
            return refused.Message;
        }
    }

    /// <summary>What was answered, where answers are rated.</summary>
    public IHtmlContent? AnswerOf(AssessmentUnit unit)
    {
        if (open is null)
        {
            return null;
        }
        if (open.Set.Find(unit.Code) is { } question)
        {
            return Shown(open, question);
        }
        var section = open.Set.Sections.FirstOrDefault(s => s.Code == unit.Code);
        if (section is null)
        {
            return null;
        }
        var all = new HtmlContentBuilder();
        foreach (var asked in section.Questions.Where(open.Sheet.IsAsked))
        {
            all.AppendHtml(
                new Element("p").Class("govuk-body").Add(new Element("strong").Add(asked.Text))
            );
            all.AppendHtml(Shown(open, asked));
        }
        return all;
    }

    private static Element Shown(OpenResponse open, Questionnaires.Question question) =>
        new Element("div").Class("govuk-body").Add(AnswerShown.Of(open, question));

    /// <summary>What others gave, where this reader may see it.</summary>
    public IEnumerable<(string By, Finding Finding)> Others(AssessmentUnit unit) =>
        visible
            .Where(f =>
                f.Unit == unit.Code
                && (Consolidates ? !f.Consolidated : f.ById?.Value != actor.PersonId)
                && Kind.ConsolidatedBy is not null
            )
            .Select(f => (f.ByName, f));

    public string RatingText(Finding finding) =>
        Kind.Scale(Assessment.Scale).Rating(finding.Rating)?.Text ?? "no rating";

    /// <summary>Whether the words of a unit stand open: they are there, they are what matters, or something is wrong with them.</summary>
    public bool IsOpen(int i) =>
        AsksWell
        || Given[i].Reason is { Length: > 0 }
        || Given[i].Fix is { Length: > 0 }
        || ModelState.Any(s =>
            s.Key.StartsWith($"Given[{i}].", StringComparison.Ordinal) && s.Value?.Errors.Count > 0
        );
}
