using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Which documents do the members share?</summary>
[UploadLimit]
public sealed class DocumentsModel(
    Db db,
    CurrentActor current,
    AddDocument add,
    TakeAwayDocument takeAway
) : WorkspacePageModel(db, current)
{
    private readonly Db db = db;

    [
        BindProperty,
        Display(Name = "The document", Description = SharedFiles.Allowed + ". 50 MB at most.")
    ]
    public IFormFile? Upload { get; set; }

    [
        BindProperty,
        Display(
            Name = "What is it?",
            Description = "Optional. The name of the file where you leave it empty."
        )
    ]
    public string? Title { get; set; }

    [BindProperty]
    public int Number { get; set; }

    [BindProperty, Display(Name = "Why is it taken away?")]
    public string? Reason { get; set; }

    public IReadOnlyList<CollaborationDocument> Documents { get; private set; } = [];

    public async Task<IActionResult> OnPostAddAsync()
    {
        if (Upload is null)
        {
            throw new Refusal("Choose the document", nameof(Upload));
        }
        await using var content = Upload.OpenReadStream();
        var document = await add.RunAsync(
            Actor,
            Reference,
            Title,
            Upload.FileName,
            content,
            HttpContext.RequestAborted
        );
        return Done($"{document.Title} has been added.", "/documents");
    }

    public async Task<IActionResult> OnPostTakeAwayAsync()
    {
        await takeAway.RunAsync(Actor, Reference, Number, Reason, HttpContext.RequestAborted);
        return Done("The document has been taken away.", "/documents");
    }

    protected override async Task ReadAsync(CancellationToken cancellation) =>
        Documents = await db.Set<CollaborationDocument>()
            .AsNoTracking()
            .Where(d => d.CollaborationId == Collaboration.Id)
            .OrderByDescending(d => d.Number)
            .ToListAsync(cancellation);
}
