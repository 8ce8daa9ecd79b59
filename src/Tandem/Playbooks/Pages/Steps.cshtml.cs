using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Files;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Pages;

/// <summary>Which steps has this stage of the draft, who does them by when, and who decides at its gate?</summary>
public sealed class StepsModel(Db db, Actor actor, PlaybookShelf shelf, EditSteps edit)
    : PageModel,
        IRedisplay
{
    private const string StartOfStage = "start-of-stage";

    public static readonly IReadOnlyList<Choice> Units =
    [
        new("working-days", "working days"),
        new("days", "days"),
        new("months", "months"),
    ];

    public KeptPlaybook Kept { get; private set; } = null!;
    public PlaybookVersion Draft { get; private set; } = null!;
    public Playbook Playbook { get; private set; } = null!;
    public Stage Stage { get; private set; } = null!;

    /// <summary>The step that is changed; null where one is added.</summary>
    public Step? Step { get; private set; }
    public IReadOnlyList<ContentProblem> Problems { get; private set; } = [];
    public IReadOnlyList<Choice> Roles =>
        [.. Playbook.Roles.Select(r => new Choice(r.Code, r.Title))];
    public IReadOnlyList<Choice> Templates =>
        [
            .. Playbook
                .Templates.OrderBy(t => t.Title, StringComparer.Ordinal)
                .Select(t => new Choice(t.Code, t.Title)),
        ];
    public IReadOnlyList<Choice> Afters =>
        [
            new(StartOfStage, "the stage begins"),
            .. Playbook
                .Stages.SelectMany(s => s.Steps)
                .Where(s => s.Code != Step?.Code)
                .Select(s => new Choice(s.Code, s.Title)),
        ];

    /// <summary>What playbook.yaml was when it was read.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    [BindProperty, Display(Name = "What is to be done?")]
    public string? StepTitle { get; set; }

    [BindProperty, Display(Name = "Who does it?")]
    public string? Role { get; set; }

    [
        BindProperty,
        Display(Name = "Due after how many?", Description = "Leave it empty where it has no day.")
    ]
    public string? Count { get; set; }

    [BindProperty, Display(Name = "Of what?")]
    public string? Unit { get; set; }

    [BindProperty, Display(Name = "Counted from when?")]
    public string? After { get; set; }

    [BindProperty, Display(Name = "Which template?")]
    public string? Template { get; set; }

    [BindProperty, Display(Name = "Who decides?")]
    public List<string> Approvers { get; set; } = [];

    public async Task<IActionResult> OnGetAsync(string key, string stage)
    {
        if (
            await db.PlaybookToEditAsync(actor, key, HttpContext.RequestAborted) is { } kept
            && await db.DraftOfAsync(kept, HttpContext.RequestAborted) is null
        )
        {
            return LocalRedirect($"/playbooks/{key}/draft");
        }
        await RedisplayAsync();
        (StepTitle, Role, Template, Unit, After) = (
            Step?.Title,
            Step?.Role,
            Step?.Template,
            Units[0].Value,
            Step?.Due?.After ?? StartOfStage
        );
        if (Step?.Due is { } due)
        {
            Count = due.Count.ToString(CultureInfo.InvariantCulture);
            Unit = Units[(int)due.Unit].Value;
        }
        Approvers = [.. Stage.Gate?.Approvers ?? []];
        return Page();
    }

    public Task<IActionResult> OnPostAddAsync(string key, string stage) =>
        SaveAsync(
            key,
            stage,
            text =>
            {
                var values = Values();
                return text.Add(
                    new Dictionary<string, object?> { ["code"] = FreeCode() }
                        .Concat(values)
                        .ToDictionary()
                );
            },
            "The step is in the draft."
        );

    public Task<IActionResult> OnPostChangeAsync(string key, string stage, string step) =>
        SaveAsync(
            key,
            stage,
            text => text.Change(step, Values()),
            "The step is saved in the draft."
        );

    public Task<IActionResult> OnPostMoveAsync(string key, string stage, string code, bool up) =>
        SaveAsync(key, stage, text => text.Move(code, up), "The step is moved.");

    public Task<IActionResult> OnPostRemoveAsync(string key, string stage, string code) =>
        SaveAsync(key, stage, text => text.Remove(code), "The step is no longer in the draft.");

    public Task<IActionResult> OnPostApproversAsync(string key, string stage) =>
        SaveAsync(
            key,
            stage,
            text =>
                text.Approvers([.. Playbook.Roles.Select(r => r.Code).Where(Approvers.Contains)]),
            "Who decides is saved in the draft."
        );

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        db.ChangeTracker.Clear();
        (Kept, Draft) = await db.DraftToEditAsync(actor, (string)RouteData.Values["key"]!, stopped);
        var files = await shelf.FilesAsync(Draft.Id, stopped);
        var read = PlaybookReader.Read(files);
        Problems = read.Problems;
        Playbook =
            read.Playbook
            ?? throw new Refusal(
                "Its playbook.yaml cannot be read: mend it first.",
                kind: RefusalKind.NotFound
            );
        Stage =
            Playbook.Stage((string)RouteData.Values["stage"]!)
            ?? throw new Refusal("The draft has no such stage.", kind: RefusalKind.NotFound);
        Step = Stage.Steps.FirstOrDefault(s => s.Code == Request.Query["step"].ToString());
        Seen = WritePart.Seen(
            await db.Set<PlaybookFile>()
                .AsNoTracking()
                .SingleAsync(f => f.VersionId == Draft.Id && f.Path == PlaybookFolder.Main, stopped)
        );
    }

    private async Task<IActionResult> SaveAsync(
        string key,
        string stage,
        Func<StepText, string> change,
        string said
    )
    {
        var seen = Seen;
        await RedisplayAsync();
        await edit.RunAsync(key, stage, seen, change, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = said;
        return LocalRedirect($"/playbooks/{key}/steps/{stage}");
    }

    /// <summary>What the form says of a step, as playbook.yaml has it.</summary>
    private Dictionary<string, object?> Values()
    {
        if (string.IsNullOrWhiteSpace(StepTitle))
        {
            throw new Refusal("Enter what is to be done", nameof(StepTitle));
        }
        if (Roles.All(r => r.Value != Role))
        {
            throw new Refusal("Choose who does it", nameof(Role));
        }
        Dictionary<string, object?>? due = null;
        if (!string.IsNullOrWhiteSpace(Count))
        {
            if (
                !int.TryParse(
                    Count.Trim(),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var count
                )
                || count > 1000
            )
            {
                throw new Refusal("Enter a whole number, such as 10", nameof(Count));
            }
            due = new()
            {
                [Units.Any(u => u.Value == Unit) ? Unit! : Units[0].Value!] = count,
                ["after"] = Afters.Any(a => a.Value == After) ? After : StartOfStage,
            };
            // What the form does not ask about a period stays with it.
            (due["law"], due["calendar"]) = (
                Step?.Due?.Law,
                Unit == Units[0].Value ? Step?.Due?.Calendar : null
            );
        }
        return new()
        {
            ["title"] = StepTitle.Trim().ReplaceLineEndings(" "),
            ["role"] = Role,
            ["due"] = due?.Where(d => d.Value is not null).ToDictionary(),
            ["template"] = Templates.Any(t => t.Value == Template) ? Template : null,
        };
    }

    // Runs know a step by its code: it is made once, from the first title, and stays.
    private string FreeCode()
    {
        var code = Slug.Of(StepTitle!);
        code = code.Length > 50 ? code[..50].TrimEnd('-') : code;
        code = YamlPart.IsCode(code) ? code : "step";
        var taken = Playbook.Stages.SelectMany(s => s.Steps).Select(s => s.Code).ToHashSet();
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(n => n == 1 ? code : $"{code}-{n}")
            .First(c => !taken.Contains(c));
    }
}
