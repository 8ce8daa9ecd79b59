using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Files;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Http;

namespace Tandem.Playbooks.Pages;

/// <summary>Begins a playbook from nothing, or from the zip of a folder.</summary>
[UploadLimit]
public sealed class NewModel(Actor actor, CurrentActor current, StartPlaybook start) : PageModel
{
    private const string Network = "network";

    [
        BindProperty,
        Display(Name = "Title", Description = "Its first letters become its address, and stay.")
    ]
    public string? Title { get; set; }

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? Keeper { get; set; }

    [
        BindProperty,
        Display(
            Name = "Zip of a playbook’s folder",
            Description = "At most 8 MB. What is there already gets it as its draft."
        )
    ]
    public IFormFile? Upload { get; set; }

    public IReadOnlyList<Choice> Keepers =>
        [
            .. current
                .Organisations.Where(o => actor.Has(o.Id.Value, Role.Officer))
                .Select(o => new Choice(o.Slug, o.Name)),
            .. actor.IsSteward
                ? new[] { new Choice(Network, "The whole network") }
                : Array.Empty<Choice>(),
        ];

    public void OnGet()
    {
        if (Keepers.Count == 0)
        {
            throw new Refusal(
                "Only officers of an organisation, and stewards, start playbooks.",
                kind: RefusalKind.Permission
            );
        }
    }

    public async Task<IActionResult> OnPostStartAsync()
    {
        var kept = await start.RunAsync(Find(Organisation), Title, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            "Begun. Write on page by page; nobody else sees it until you publish.";
        return LocalRedirect($"{kept.Path}/draft");
    }

    public async Task<IActionResult> OnPostImportAsync()
    {
        if (Upload is null)
        {
            throw new Refusal("Choose the zip of a playbook’s folder", nameof(Upload));
        }
        await using var stream = Upload.OpenReadStream();
        var files = PlaybookZip.Read(stream);
        var kept = await start.RunAsync(Find(Keeper), files, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"{Words.Count(files.Count, "file")} brought in as a draft.";
        return LocalRedirect($"{kept.Path}/draft");
    }

    private Id<Organisation>? Find(string? slug) =>
        slug == Network
            ? null
            : current.Organisations.FirstOrDefault(o => o.Slug == slug)?.Id
                ?? throw new Refusal("Choose whose it is", nameof(Organisation));
}
