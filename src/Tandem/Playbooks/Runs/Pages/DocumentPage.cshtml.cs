using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Formats.Documents;
using Tandem.Kernel;
using Tandem.Playbooks.Documents;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>What does this document say, and which versions of it are there?</summary>
public sealed class RunDocumentModel(
    Db db,
    CurrentActor current,
    RunBook book,
    MakeDocument make,
    TakeAwayRunDocument takeAway
) : RunPageModel(db, current, book)
{
    private readonly Db db = db;

    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    [BindProperty, Display(Name = "Why is it taken away?")]
    public string? Reason { get; set; }

    public RunDocument Document { get; private set; } = null!;
    public IReadOnlyList<RunDocument> Versions { get; private set; } = [];
    public IReadOnlyList<Block> Blocks { get; private set; } = [];

    /// <summary>Whether its template is still one of the playbook's.</summary>
    public bool MayMakeAgain { get; private set; }

    public async Task<IActionResult> OnPostAgainAsync()
    {
        await OnGetAsync();
        var made = await make.RunAsync(
            Actor,
            Reference,
            Document.Template,
            Document.Step,
            HttpContext.RequestAborted
        );
        return Done(
            $"Made again from what the run knows today, as version {made.Version}. The versions before it are as they were.",
            $"/documents/{made.Number}"
        );
    }

    public async Task<IActionResult> OnPostTakeAwayAsync()
    {
        await takeAway.RunAsync(Actor, Reference, Number, Reason, HttpContext.RequestAborted);
        return Done("The document has been taken away.", "/documents");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        Document =
            await db.Set<RunDocument>()
                .AsNoTracking()
                .SingleOrDefaultAsync(
                    d => d.RunId == Run.Id && d.Number == Number && d.TakenAwayAt == null,
                    cancellation
                )
            ?? throw new Refusal("There is no such document.", kind: RefusalKind.NotFound);
        Versions = Document.Template is null
            ? [Document]
            : await db.Set<RunDocument>()
                .AsNoTracking()
                .Where(d => d.RunId == Run.Id && d.Template == Document.Template)
                .OrderByDescending(d => d.Version)
                .ToListAsync(cancellation);
        Blocks = Document.IsMade ? Document.Document().Blocks : [];
        MayMakeAgain = Run.Plan.Playbook.Template(Document.Template) is not null;
    }
}
