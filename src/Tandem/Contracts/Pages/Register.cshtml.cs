using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Contracts.Registers;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Http;

namespace Tandem.Contracts.Pages;

[UploadLimit]
public sealed class RegisterModel(Actor actor, CurrentActor current, BringRegister bring)
    : PageModel
{
    [BindProperty, Required(ErrorMessage = "Choose whose register it is")]
    [Display(Name = "Whose register is it?")]
    public Id<Organisation>? Organisation { get; set; }

    [BindProperty, Required(ErrorMessage = "Choose the file of the register")]
    [Display(
        Name = "The register",
        Description = "A CSV file or an Excel workbook, with the names of the columns in one row above the contracts. 256 MB at most."
    )]
    public IFormFile? Upload { get; set; }

    [BindProperty]
    [Display(Name = "Who may see its contracts?")]
    public Visibility Visibility { get; set; } = Visibility.Public;

    /// <summary>Organisations whose register this person may bring.</summary>
    public IReadOnlyList<Organisation> Own { get; private set; } = [];

    public IEnumerable<Choice> OwnChoices => Own.Select(o => new Choice(o.Id.ToString(), o.Name));

    public static IReadOnlyList<Choice> Audiences { get; } =
    [
        new(
            nameof(Visibility.Public),
            "Everybody",
            "Councils in England publish their registers by law (Local Government Transparency Code 2015)."
        ),
        new(
            nameof(Visibility.Partnership),
            "Our partnerships",
            "Members of our organisation and of those we share a partnership with."
        ),
        new(
            nameof(Visibility.Organisation),
            "Our organisation only",
            "Nobody else sees them, and nobody else is shown a match with them."
        ),
    ];

    public override void OnPageHandlerSelected(
        Microsoft.AspNetCore.Mvc.Filters.PageHandlerSelectedContext context
    )
    {
        Own =
        [
            .. current.Organisations.Where(o =>
                ImportPermissions.MayBring(actor, ImportKind.Register, o.Id).Allowed
            ),
        ];
        if (Own.Count == 1)
        {
            Organisation = Own[0].Id;
        }
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }
        await using var content = Upload!.OpenReadStream();
        try
        {
            var file = await bring.RunAsync(
                actor,
                Organisation!.Value,
                content,
                Path.GetFileName(Upload.FileName),
                Visibility,
                cancellation: HttpContext.RequestAborted
            );
            return Redirect($"/imports/register/{file.Id}");
        }
        catch (Refusal refusal) when (refusal is { Kind: RefusalKind.Rule, Field: null })
        {
            throw new Refusal(refusal.Message, nameof(Upload));
        }
    }
}
