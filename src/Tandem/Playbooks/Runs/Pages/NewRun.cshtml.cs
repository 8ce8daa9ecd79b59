using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Which playbook is followed, for what, and by whom?</summary>
public sealed class NewRunModel(Db db, CurrentActor current, PlaybookShelf shelf, StartRun start)
    : PageModel,
        IRedisplay
{
    [BindProperty(SupportsGet = true), Display(Name = "Which playbook?")]
    public string? Playbook { get; set; }

    /// <summary>Reference of the collaboration whose members share it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Collaboration { get; set; }

    /// <summary>Reference of the pipeline item it carries out.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Item { get; set; }

    [BindProperty, Display(Name = "Which organisation leads?")]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty]
    public RunBriefForm Brief { get; set; } = new();

    [
        BindProperty,
        Display(
            Name = "Who shares it?",
            Description = "Each does its own steps and has its own approvers. Others can join later."
        )
    ]
    public List<Id<Organisation>> Others { get; set; } = [];

    public IReadOnlyList<Organisation> Own { get; private set; } = [];
    public IReadOnlyList<Choice> Choices { get; private set; } = [];
    public IReadOnlyList<Choice> Candidates { get; private set; } = [];
    public Collaborations.Workspaces.Collaboration? Together { get; private set; }
    public IReadOnlyList<string> Members { get; private set; } = [];
    public PipelineItem? Planned { get; private set; }

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        if (Planned is { } item)
        {
            Brief = new()
            {
                Title = item.Title,
                About = item.Problem ?? item.Why,
                Cpv = item.CpvCodes,
                Value = item.ValueMinor is { } minor
                    ? (minor / 100m).ToString(
                        "0.##",
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                    : null,
                StartsOn = item.ContractStart,
            };
        }
        else if (Together is { } shared)
        {
            Brief = new()
            {
                Title = shared.Title,
                About = shared.Aims,
                Cpv = shared.CpvCodes,
            };
        }
    }

    public async Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        var cancellation = HttpContext.RequestAborted;
        Together = string.IsNullOrEmpty(Collaboration)
            ? null
            : await db.WorkspaceAsync(current.Value, Collaboration, cancellation);
        Planned = string.IsNullOrEmpty(Item)
            ? null
            : await db.PipelineItemAsync(current.Value, Item, cancellation);
        Own =
        [
            .. current.Organisations.Where(o =>
                RunPermissions.MayStart(current.Value, o).Allowed
                && (Together is null || Together.LeadId == o.Id)
            ),
        ];
        if (Own.Count == 0)
        {
            throw new Refusal(
                Together is null
                    ? "Only officers and administrators of an organisation may start a run in its name."
                    : "Only officers and administrators of the organisation that leads the collaboration may start its run.",
                kind: RefusalKind.Permission
            );
        }
        Organisation = Own.Any(o => o.Id == Organisation) ? Organisation : Own[0].Id;
        var published = await shelf.PublishedAsync(cancellation);
        var keepers = await db.KeepersAsync(published.Select(s => s.Kept.Key), cancellation);
        Choices =
        [
            .. published.Select(s => new Choice(
                s.Kept.Key,
                keepers.NameOf(s.Kept.Key, s.Version.Title),
                $"{s.Version.Summary} Version {s.Version.Version}."
            )),
        ];
        if (Together is { } shared)
        {
            Members =
            [
                .. (
                    await db.OrganisationsAsync(
                        shared
                            .Members.Where(m => m.Standing == Standing.In)
                            .Select(m => m.OrganisationId),
                        cancellation
                    )
                )
                    .Values.Select(o => o.Name)
                    .Order(StringComparer.Ordinal),
            ];
            return;
        }
        var own = Own.Select(o => o.Id).ToList();
        Candidates =
        [
            .. (
                await db.Set<Organisation>()
                    .AsNoTracking()
                    .Where(o => !own.Contains(o.Id))
                    .OrderBy(o => o.Name)
                    .ToListAsync(cancellation)
            )
                .OrderByDescending(o => current.Value.Partners.Contains(o.Id.Value))
                .Take(60)
                .Select(o => new Choice(o.Id.ToString(), o.Name)),
        ];
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (Choices.All(c => c.Value != Playbook))
        {
            ModelState.AddModelError(nameof(Playbook), "Choose a playbook");
        }
        foreach (var problem in Brief.Problems("Brief."))
        {
            ModelState.AddModelError(problem.Field ?? "", problem.Message);
        }
        if (!ModelState.IsValid)
        {
            return new PageResult { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
        var run = await start.RunAsync(
            current.Value,
            new(Playbook, Organisation, Brief.Read("Brief."), Others, Collaboration, Item),
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] =
            $"{run.Reference} has been started. Name who decides at its gates next.";
        return Redirect(run.Path);
    }
}
