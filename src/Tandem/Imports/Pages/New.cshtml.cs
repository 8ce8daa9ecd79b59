using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Http;

namespace Tandem.Imports.Pages;

/// <summary>What do you want to bring in?</summary>
[UploadLimit]
public sealed class NewModel(StartImport start, FileStore files, Settings settings, Actor actor)
    : PageModel
{
    public static readonly Choice[] Kinds =
    [
        new(
            nameof(ImportKind.Ocds),
            "OCDS file",
            "Release or record packages, bare releases, or JSON Lines of them"
        ),
        new(
            nameof(ImportKind.ContractsFinder),
            "Contracts Finder file",
            "The CSV export of the portal, or flat JSON Lines"
        ),
    ];

    public static readonly Choice[] Modes =
    [
        new("keep", "Keep what is good", "Rows that cannot be taken are listed with the reason"),
        new("all", "All or nothing", "If one row cannot be taken, nothing is kept"),
        new("trial", "Only say what would change", "Nothing is kept"),
    ];

    [BindProperty, Display(Name = "What is it?")]
    [Required(ErrorMessage = "Choose what kind of file it is")]
    public string? Kind { get; set; }

    [BindProperty, Display(Name = "File")]
    public IFormFile? Upload { get; set; }

    [BindProperty, Display(Name = "Address")]
    public string? Address { get; set; }

    [BindProperty, Display(Name = "How?")]
    public string Mode { get; set; } = "keep";

    /// <summary>Most bytes of one file.</summary>
    public long Limit => settings.UploadLimit;

    public void OnGet() => ImportPermissions.MayBring(actor, ImportKind.Ocds, null).Permit();

    public async Task<IActionResult> OnPostAsync()
    {
        ImportPermissions.MayBring(actor, ImportKind.Ocds, null).Permit();
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (!Enum.TryParse<ImportKind>(Kind, out var kind) || ImportPermissions.IsOwn(kind))
        {
            throw new Refusal("Choose what kind of file it is", nameof(Kind));
        }
        var request = new ImportRequest(
            kind,
            "",
            DryRun: Mode == "trial",
            AllOrNothing: Mode == "all"
        );
        var run = await start.RunAsync(
            actor,
            await WithSourceAsync(request),
            HttpContext.RequestAborted
        );
        return Redirect($"/imports/{run.Reference}");
    }

    private async Task<ImportRequest> WithSourceAsync(ImportRequest request)
    {
        var address = Address?.Trim();
        if (Upload is null && string.IsNullOrEmpty(address))
        {
            throw new Refusal("Choose a file, or enter an address", nameof(Upload));
        }
        if (Upload is null)
        {
            return Outgoing.IsAddress(address!)
                ? request with
                {
                    SourceName = address!,
                }
                : throw new Refusal(
                    "Enter an address that begins with https:// or http://",
                    nameof(Address)
                );
        }
        if (!string.IsNullOrEmpty(address))
        {
            throw new Refusal("Give either a file or an address, not both", nameof(Address));
        }
        if (Upload.Length == 0)
        {
            throw new Refusal("The file is empty", nameof(Upload));
        }
        await using var content = Upload.OpenReadStream();
        var file = await files.SaveAsync(content, settings.UploadLimit, HttpContext.RequestAborted);
        return request with
        {
            SourceName = Path.GetFileName(Upload.FileName),
            FileHash = file.Hash,
            BytesTotal = file.Bytes,
        };
    }
}
