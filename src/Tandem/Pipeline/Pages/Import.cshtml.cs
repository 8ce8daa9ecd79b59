using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Http;

namespace Tandem.Pipeline.Pages;

/// <summary>Brings a table of what is planned; its columns are checked on the next page.</summary>
[UploadLimit]
public sealed class ImportModel(Actor actor, CurrentActor current, BringRegister bring) : PageModel
{
    public static readonly IReadOnlyList<Choice> Audiences =
    [
        new(
            nameof(Visibility.Organisation),
            "Our organisation",
            "You decide for each item later who else sees it"
        ),
        new(nameof(Visibility.Partnership), "Our partners too"),
        new(
            nameof(Visibility.Public),
            "Everybody",
            "Where your organisation wants an approver, each item waits for one"
        ),
    ];

    [BindProperty, Display(Name = "Whose pipeline is it?")]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty, Required(ErrorMessage = "Choose the file")]
    [Display(
        Name = "The table",
        Description = "A CSV file or an Excel workbook, with the names of the columns in one row above the items."
    )]
    public IFormFile? Upload { get; set; }

    [BindProperty, Display(Name = "Who may see new items?")]
    public Visibility Visibility { get; set; } = Visibility.Organisation;

    public IReadOnlyList<Choice> Own =>
        [
            .. current
                .Organisations.Where(o =>
                    ImportPermissions.MayBring(actor, ImportKind.Pipeline, o.Id).Allowed
                )
                .Select(o => new Choice(o.Id.ToString(), o.Name)),
        ];

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
                Organisation,
                content,
                Path.GetFileName(Upload.FileName),
                Visibility,
                ImportKind.Pipeline,
                HttpContext.RequestAborted
            );
            return Redirect($"/imports/register/{file.Id}");
        }
        catch (Refusal refusal) when (refusal is { Kind: RefusalKind.Rule, Field: null })
        {
            throw new Refusal(refusal.Message, nameof(Upload));
        }
    }
}
