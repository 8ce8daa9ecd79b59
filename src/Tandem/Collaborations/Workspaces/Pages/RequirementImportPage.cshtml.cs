using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Http;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Where do the requirements come from: a file, a paste, or a line written here?</summary>
[UploadLimit(MostTyped = (int)ImportRequirements.MostBytes)]
public sealed class RequirementImportPageModel(
    Db db,
    CurrentActor current,
    ImportRequirements import,
    AddRequirement add
) : WorkspacePageModel(db, current)
{
    [
        BindProperty,
        Display(
            Name = "A spreadsheet or CSV file",
            Description = "With a column called Requirement; Section, Reference, Why and Level (must, should, not needed) are taken where they are there."
        )
    ]
    public IFormFile? Upload { get; set; }

    [
        BindProperty,
        Display(
            Name = "Or paste them",
            Description = "Rows copied from a spreadsheet with their headings, or one requirement on each line."
        )
    ]
    public string? Pasted { get; set; }

    [BindProperty, Display(Name = "Section", Description = "Optional")]
    public string? Section { get; set; }

    [BindProperty, Display(Name = "What is required")]
    public string? Text { get; set; }

    [BindProperty, Display(Name = "Reference", Description = "Optional")]
    public string? LineReference { get; set; }

    [BindProperty, Display(Name = "Why", Description = "Optional")]
    public string? Why { get; set; }

    public RequirementImport? Result { get; private set; }

    public async Task<IActionResult> OnPostBringAsync()
    {
        if (Upload is null && string.IsNullOrWhiteSpace(Pasted))
        {
            throw new Refusal("Choose a file or paste the requirements", nameof(Upload));
        }
        await using var content = Upload is { } file
            ? file.OpenReadStream()
            : new MemoryStream(Encoding.UTF8.GetBytes(Pasted!));
        var done = await import.RunAsync(
            Actor,
            Reference,
            content,
            Upload is null ? "what was pasted" : Path.GetFileName(Upload.FileName),
            HttpContext.RequestAborted
        );
        var words =
            $"{Words.Count(done.Added, "line")} added, {Words.Number(done.Updated)} changed, {Words.Number(done.Unchanged)} as before"
            + (done.Marked > 0 ? $", {Words.Number(done.Marked)} marked for you" : "")
            + ".";
        if (done.Problems.Count == 0)
        {
            return Done(words, "/requirements");
        }
        TempData[PageKeys.Done] = words;
        Result = done;
        await RedisplayAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAddAsync()
    {
        var line = await add.RunAsync(
            Actor,
            Reference,
            new(Section, Text, LineReference, Why),
            HttpContext.RequestAborted
        );
        return Done($"Line {line.Number} has been added.", "/requirements/import");
    }
}
