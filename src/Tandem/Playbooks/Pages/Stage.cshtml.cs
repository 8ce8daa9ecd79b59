using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Preparing;
using Tandem.Web;

namespace Tandem.Playbooks.Pages;

/// <summary>What is to be done in this stage, by whom, and what has to hold at its end?</summary>
[AllowAnonymous]
public sealed class StageModel(
    PlaybookShelf shelf,
    Db db,
    Actor actor,
    CurrentActor current,
    TakeUpPreparation takeUp
) : ReadingPage(shelf, db, actor)
{
    private readonly Actor reader = actor;

    public Stage Stage { get; private set; } = null!;
    public Stage? Before { get; private set; }
    public Stage? Next { get; private set; }

    /// <summary>Guides of the stage that no step names.</summary>
    public IReadOnlyList<Guide> OtherGuides { get; private set; } = [];
    public IReadOnlyList<MethodCard> Methods { get; private set; } = [];

    /// <summary>Organisations of the reader’s that could take this checklist up.</summary>
    public IReadOnlyList<Organisation> TakeUp { get; private set; } = [];

    public async Task OnGetAsync(string key, string stage)
    {
        await LoadAsync(key);
        Stage =
            Playbook.Stage(stage)
            ?? throw new Refusal("This playbook has no such stage.", kind: RefusalKind.NotFound);
        var stages = Playbook.Stages.ToList();
        var at = stages.IndexOf(Stage);
        (Before, Next) = (stages.ElementAtOrDefault(at - 1), stages.ElementAtOrDefault(at + 1));
        var named = Stage.Steps.Select(s => s.Guide).ToHashSet();
        OtherGuides = [.. Playbook.Guides.Where(g => g.Stage == stage && !named.Contains(g.Code))];
        Methods = [.. Playbook.Methods.Where(m => m.Stages.Contains(stage))];
        if (Stage.Standing && Version.State == VersionState.Published && !ForRun)
        {
            var taken = await Database
                .Set<Preparation>()
                .Where(p => p.PlaybookId == Kept.Id && p.StageCode == stage && p.EndedAt == null)
                .Select(p => p.OrganisationId)
                .ToListAsync(Stopped);
            TakeUp =
            [
                .. current.Organisations.Where(o =>
                    PlaybookPermissions.MayPrepare(reader, o.Id).Allowed && !taken.Contains(o.Id)
                ),
            ];
        }
    }

    public async Task<IActionResult> OnPostTakeUpAsync(
        string key,
        string stage,
        string organisation
    )
    {
        var own =
            current.Organisations.FirstOrDefault(o => o.Slug == organisation)
            ?? throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        var taken = await takeUp.RunAsync(own, key, stage, Stopped);
        TempData[PageKeys.Done] = "Taken up. Say of each point how it stands.";
        return LocalRedirect($"/organisations/{own.Slug}/preparation/{taken.Id}");
    }
}
