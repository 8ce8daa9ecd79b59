using Microsoft.AspNetCore.Mvc;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Editing;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Pages;

/// <summary>Makes an organisation’s own version of a playbook.</summary>
public sealed class AdaptModel(
    PlaybookShelf shelf,
    Db db,
    Actor actor,
    CurrentActor current,
    AdaptPlaybook adapt
) : ReadingPage(shelf, db, actor), IRedisplay
{
    private readonly Actor reader = actor;

    [BindProperty]
    public string? Organisation { get; set; }

    public IReadOnlyList<Choice> Keepers =>
        [
            .. current
                .Organisations.Where(o => reader.Has(o.Id.Value, Role.Officer))
                .Select(o => new Choice(o.Slug, o.Name)),
        ];

    public async Task OnGetAsync(string key)
    {
        if (Keepers.Count == 0)
        {
            throw new Refusal(
                "Only officers of an organisation make its own version of a playbook.",
                kind: RefusalKind.Permission
            );
        }
        await LoadAsync(key);
    }

    public async Task<IActionResult> OnPostAsync(string key)
    {
        var kept = await adapt.RunAsync(
            key,
            current.Organisations.FirstOrDefault(o => o.Slug == Organisation)?.Id,
            Stopped
        );
        TempData[PageKeys.Done] = "Here is your draft. Nobody else sees it until you publish.";
        return LocalRedirect($"{kept.Path}/draft");
    }

    public Task RedisplayAsync() => LoadAsync((string)RouteData.Values["key"]!);
}
