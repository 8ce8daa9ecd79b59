using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Playbooks.Documents;
using Tandem.Web.Components;
using Tandem.Web.Http;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Which documents does this run have, and which could be made?</summary>
[UploadLimit]
public sealed class RunDocumentsModel(
    Db db,
    CurrentActor current,
    RunBook book,
    MakeDocument make,
    BringDocument bring
) : RunPageModel(db, current, book)
{
    private readonly Db db = db;

    [BindProperty, Display(Name = "Which template?")]
    public string? Template { get; set; }

    [
        BindProperty,
        Display(Name = "The file", Description = SharedFiles.Allowed + ". 50 MB at most.")
    ]
    public IFormFile? Upload { get; set; }

    [
        BindProperty,
        Display(
            Name = "Is it an edited copy?",
            Description = "Then it is kept beside the document it comes from, as its next version."
        )
    ]
    public int? EditOf { get; set; }

    [
        BindProperty,
        Display(
            Name = "What is it?",
            Description = "Optional. The name of the file where you leave it empty."
        )
    ]
    public string? Title { get; set; }

    public IReadOnlyList<RunDocument> Documents { get; private set; } = [];
    public IReadOnlyList<Choice> Templates { get; private set; } = [];
    public IReadOnlyList<Choice> Made { get; private set; } = [];

    public async Task<IActionResult> OnPostMakeAsync()
    {
        var made = await make.RunAsync(
            Actor,
            Reference,
            Template,
            null,
            HttpContext.RequestAborted
        );
        return Done($"{made.Title} has been made.", $"/documents/{made.Number}");
    }

    public async Task<IActionResult> OnPostBringAsync()
    {
        if (Upload is null)
        {
            throw new Refusal("Choose the file", nameof(Upload));
        }
        await using var content = Upload.OpenReadStream();
        var brought = await bring.RunAsync(
            Actor,
            Reference,
            EditOf,
            null,
            Title,
            Upload.FileName,
            content,
            HttpContext.RequestAborted
        );
        return Done($"{brought.Title}, version {brought.Version}, is kept.", "/documents");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        Documents = await db.Set<RunDocument>()
            .AsNoTracking()
            .Where(d => d.RunId == Run.Id)
            .OrderByDescending(d => d.Number)
            .ToListAsync(cancellation);
        Templates =
        [
            .. Run
                .Plan.Playbook.Templates.OrderBy(t => t.Title, StringComparer.Ordinal)
                .Select(t => new Choice(t.Code, t.Title)),
        ];
        Made =
        [
            .. Documents
                .Where(d => d.Template is not null && d.TakenAwayAt is null)
                .Select(d => new Choice($"{d.Number}", $"{d.Title}, version {d.Version}")),
        ];
        if (
            HttpMethods.IsGet(Request.Method)
            && int.TryParse(Request.Query["edit-of"], out var edited)
        )
        {
            EditOf = edited;
        }
    }
}
