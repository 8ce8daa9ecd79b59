using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Documents;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Is everything there that this gate asks for, and who decides?</summary>
public sealed class GatePageModel(
    Db db,
    CurrentActor current,
    RunBook book,
    TickChecklist tick,
    AddEvidence add,
    WithdrawEvidence withdraw,
    AskApprovers ask,
    DecideGate decide
) : RunPageModel(db, current, book)
{
    private readonly Db db = db;

    [BindProperty(SupportsGet = true, Name = "stage")]
    public string StageCode { get; set; } = "";

    [BindProperty, Display(Name = "Which evidence is it?")]
    public string? Evidence { get; set; }

    [
        BindProperty,
        Display(
            Name = "Where is it?",
            Description = "The number of a document of this run, a reference such as PI-12, or an address."
        )
    ]
    public string? Where { get; set; }

    [
        BindProperty,
        Display(
            Name = "What is it called?",
            Description = "Optional. The title of the document or record where you leave it empty."
        )
    ]
    public string? EvidenceTitle { get; set; }

    [BindProperty, Display(Name = "What do you decide?")]
    public GateOutcome? Outcome { get; set; }

    [
        BindProperty,
        Display(
            Name = "Why?",
            Description = "Members of the run read it; it stays with the decision."
        )
    ]
    public string? Reason { get; set; }

    [
        BindProperty,
        Display(
            Name = "Conditions",
            Description = "Only to approve with conditions: what must be met in the next stage."
        )
    ]
    public string? Conditions { get; set; }

    [BindProperty, Display(Name = "Back to which stage?", Description = "Only to return.")]
    public string? BackTo { get; set; }

    [BindProperty]
    public int Holder { get; set; }

    [BindProperty]
    public int Seen { get; set; }

    public Stage Stage { get; private set; } = null!;
    public Gate Gate { get; private set; } = null!;

    /// <summary>Whether the run is at this gate now.</summary>
    public bool IsHere { get; private set; }
    public IReadOnlyList<string> Missing { get; private set; } = [];
    public IReadOnlyList<(ApproverSeat Seat, RoleHolder? Holder, GateDecision? Decision)> Seats
    {
        get;
        private set;
    } = [];

    /// <summary>Whose decision is awaited with nobody named to take it.</summary>
    public IReadOnlyList<ApproverSeat> Unnamed =>
        [.. Seats.Where(s => s.Holder is null && s.Decision is null).Select(s => s.Seat)];

    /// <summary>The roles in which the reader decides here and has not yet.</summary>
    public IReadOnlyList<RoleHolder> MyRoles { get; private set; } = [];
    public IReadOnlyList<RunDocument> Documents { get; private set; } = [];
    public IReadOnlyList<Choice> BackTos { get; private set; } = [];

    public async Task<IActionResult> OnPostTickAsync(string code, bool ticked)
    {
        await tick.RunAsync(Actor, Reference, code, ticked, HttpContext.RequestAborted);
        return Done(ticked ? "Ticked." : "The tick is taken away.", Part);
    }

    public async Task<IActionResult> OnPostEvidenceAsync()
    {
        await add.RunAsync(
            Actor,
            Reference,
            Evidence,
            EvidenceTitle,
            Where,
            HttpContext.RequestAborted
        );
        return Done("The evidence has been added.", Part);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(int evidence)
    {
        var shaken = await withdraw.RunAsync(
            Actor,
            Reference,
            evidence,
            Reason,
            HttpContext.RequestAborted
        );
        return Done(
            shaken == 0
                ? "The evidence has been taken back."
                : $"The evidence has been taken back. {Words.Count(shaken, "approval")} {(shaken == 1 ? "no longer counts" : "no longer count")}; the approvers have been told.",
            Part
        );
    }

    public async Task<IActionResult> OnPostAskAsync()
    {
        var asked = await ask.RunAsync(Actor, Reference, HttpContext.RequestAborted);
        return Done($"{Words.List(asked)} {(asked.Count == 1 ? "has" : "have")} been asked.", Part);
    }

    public async Task<IActionResult> OnPostDecideAsync()
    {
        var run = await decide.RunAsync(
            Actor,
            Reference,
            new(Holder, Outcome, Reason, Conditions, BackTo, Seen),
            HttpContext.RequestAborted
        );
        return Done(
            run.State switch
            {
                RunState.Completed => "Approved. The run is completed.",
                RunState.Stopped => "The run is stopped.",
                _ when Outcome == GateOutcome.Returned =>
                    $"Returned. The run is in the stage {run.StageTitle}.",
                _ when run.StageCode != StageCode =>
                    $"Approved. The stage {run.StageTitle} begins.",
                _ => "Your decision is recorded. Others still decide.",
            }
        );
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        var none = new Refusal("There is no such gate.", kind: RefusalKind.NotFound);
        Stage = Run.Plan.Stage(StageCode) ?? throw none;
        Gate = Stage.Gate ?? throw none;
        IsHere = IsActive && Run.StageCode == StageCode;
        Missing = IsHere ? Run.Missing(Stage) : [];
        var visit = Run.Visits.LastOrDefault(v => v.StageCode == StageCode);
        Seats =
        [
            .. Run.AwaitedAt(Gate)
                .Select(s => (s, Run.HolderOf(s), visit is null ? null : Run.DecisionOf(visit, s))),
        ];
        MyRoles =
        [
            .. IsHere
                ? Seats
                    .Where(s =>
                        s.Decision is null
                        && s.Holder is { } holder
                        && RunPermissions.MayDecide(Actor, holder).Allowed
                    )
                    .Select(s => s.Holder!)
                : [],
        ];
        Documents = await db.Set<RunDocument>()
            .AsNoTracking()
            .Where(d => d.RunId == Run.Id && d.TakenAwayAt == null)
            .OrderByDescending(d => d.Number)
            .ToListAsync(cancellation);
        BackTos =
        [
            new(StageCode, $"{Stage.Title} (again)"),
            .. Gate
                .BackTo.Select(Run.Plan.Stage)
                .OfType<Stage>()
                .Select(s => new Choice(s.Code, s.Title)),
        ];
        if (HttpMethods.IsGet(Request.Method))
        {
            BackTo = StageCode;
        }
    }

    private string Part => $"/gates/{StageCode}";
}
