using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>How does the run go on: which version, which stage, which steps beside the playbook's, and who may read of it?</summary>
public sealed class RunPlanModel(
    Db db,
    CurrentActor current,
    RunBook book,
    RunPlans plans,
    DescribeRun describe,
    PublishRun publish,
    SwitchRun turn,
    ChangeStage change,
    MoveRun move,
    AddRunStep add
) : RunPageModel(db, current, book)
{
    [BindProperty]
    public RunBriefForm Brief { get; set; } = new();

    [BindProperty, Display(Name = "Everybody may read what it is, who does it and where it stands")]
    public bool Published { get; set; }

    [
        BindProperty,
        Display(
            Name = "What do you want them to read?",
            Description = "Optional. They see the name, what it is about, the authorities, the stages and these words; never steps, evidence, reasons or documents."
        )
    ]
    public string? PublicWords { get; set; }

    [BindProperty, Display(Name = "Why?")]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "To which stage?")]
    public string? Stage { get; set; }

    [BindProperty, Display(Name = "What is to be done?")]
    public string? Title { get; set; }

    [BindProperty, Display(Name = "Which method card?")]
    public string? Method { get; set; }

    [BindProperty, Display(Name = "By when?", Description = "Optional")]
    public DateOnly? Due { get; set; }

    public RunPlan? Newer { get; private set; }
    public PlanDifference? Difference { get; private set; }
    public IReadOnlyList<Choice> Earlier { get; private set; } = [];
    public IReadOnlyList<Choice> Methods { get; private set; } = [];
    public IReadOnlyList<Choice> NewStages { get; private set; } = [];

    public async Task<IActionResult> OnPostDescribeAsync()
    {
        await describe.RunAsync(Actor, Reference, Brief.Read("Brief."), HttpContext.RequestAborted);
        return Done("Saved.", "/plan");
    }

    public async Task<IActionResult> OnPostPublishAsync()
    {
        await publish.RunAsync(
            Actor,
            Reference,
            Published,
            PublicWords,
            HttpContext.RequestAborted
        );
        return Done(
            Published ? "It has a public page now." : "Only its authorities see it now.",
            "/plan"
        );
    }

    public async Task<IActionResult> OnPostTurnAsync(SwitchRun.Turn act)
    {
        await turn.RunAsync(Actor, Reference, act, Reason, HttpContext.RequestAborted);
        return Done(
            act switch
            {
                SwitchRun.Turn.Hold => "The run is on hold.",
                SwitchRun.Turn.Stop => "The run is stopped.",
                _ => "The run goes on.",
            },
            "/plan"
        );
    }

    public async Task<IActionResult> OnPostBackAsync()
    {
        await change.RunAsync(Actor, Reference, Stage ?? "", Reason, HttpContext.RequestAborted);
        return Done(
            "The run has gone back. What was done stays done; open steps again one by one."
        );
    }

    public async Task<IActionResult> OnPostMoveAsync()
    {
        await move.RunAsync(Actor, Reference, Stage, HttpContext.RequestAborted);
        return Done(
            "The run follows the newer version. Nothing that was done, decided or written is lost."
        );
    }

    public async Task<IActionResult> OnPostStepAsync()
    {
        await add.RunAsync(
            Actor,
            Reference,
            Stage,
            Title,
            null,
            Method,
            Due,
            HttpContext.RequestAborted
        );
        return Done("The step has been added.");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        Newer = await plans.NewerAsync(Run, cancellation);
        Difference = Newer is null ? null : PlanDifference.Between(Run.Plan, Newer, Run.StageCode);
        NewStages = [.. Newer?.Stages.Select(s => new Choice(s.Code, s.Title)) ?? []];
        var here = Run.Plan.IndexOf(Run.StageCode);
        Earlier = [.. Run.Plan.Stages.Take(here).Select(s => new Choice(s.Code, s.Title))];
        Methods =
        [
            .. Run
                .Plan.Playbook.Methods.OrderByDescending(m => m.Stages.Contains(Run.StageCode))
                .ThenBy(m => m.Title, StringComparer.Ordinal)
                .Select(m => new Choice(m.Code, $"{m.Title}: {m.Purpose}")),
        ];
        if (HttpMethods.IsGet(Request.Method))
        {
            Brief = RunBriefForm.Of(Run);
            (Published, PublicWords, Stage) = (Run.Published, Run.PublicWords, Run.StageCode);
            Method = Request.Query["method"];
        }
    }
}

/// <summary>What a run is about, as a form asks it.</summary>
public sealed class RunBriefForm
{
    [Display(
        Name = "What is bought or changed?",
        Description = "For example, Housing repairs software for three councils"
    )]
    public string? Title { get; set; }

    [Display(
        Name = "What is it about?",
        Description = "Optional. The need, and what should be different afterwards."
    )]
    public string? About { get; set; }

    [Display(Name = "CPV codes", Description = "Optional. Eight digits each, for example 72260000")]
    public string? Cpv { get; set; }

    [Display(
        Name = "Expected value",
        Description = "Optional, in pounds, VAT included. For example, 450000"
    )]
    public string? Value { get; set; }

    [Display(
        Name = "When is the contract to begin?",
        Description = "Optional. For example, 1 4 2027"
    )]
    public DateOnly? StartsOn { get; set; }

    public static RunBriefForm Of(Run run) =>
        new()
        {
            Title = run.Title,
            About = run.About,
            Cpv = run.CpvCodes,
            Value = run.ValueMinor is { } minor
                ? (minor / 100m).ToString("0.##", CultureInfo.InvariantCulture)
                : null,
            StartsOn = run.StartsOn,
        };

    /// <summary>All that is missing or wrong, so that nobody hears of it one after the other.</summary>
    /// <param name="prefix">Of the names of the fields.</param>
    public IEnumerable<Refusal> Problems(string prefix)
    {
        if (string.IsNullOrWhiteSpace(Title))
        {
            yield return new("Enter what is bought or changed", prefix + nameof(Title));
        }
        if (Codes.FirstOrDefault(c => !Classification.Cpv.TryParse(c, out _)) is { } wrong)
        {
            yield return new($"‘{wrong}’ is no CPV code", prefix + nameof(Cpv));
        }
        if (!string.IsNullOrWhiteSpace(Value) && Minor is null)
        {
            yield return new("Enter an amount, such as 450000", prefix + nameof(Value));
        }
    }

    /// <param name="prefix">Of the names of the fields.</param>
    /// <exception cref="Refusal">There is no title, a code is none, or the value is no amount.</exception>
    public RunBrief Read(string prefix) =>
        Problems(prefix).FirstOrDefault() is { } problem
            ? throw problem
            : new(Title, About, Codes, Minor, StartsOn: StartsOn);

    private string[] Codes =>
        (Cpv ?? "").Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private long? Minor =>
        decimal.TryParse(
            Value?.Trim().TrimStart('£'),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture,
            out var amount
        ) && amount is >= 0 and < 1_000_000_000_000
            ? (long)Math.Round(amount * 100)
            : null;
}
