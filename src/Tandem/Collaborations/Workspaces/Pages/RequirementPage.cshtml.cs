using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>What does one line say, who needs it how much, and what does the lead propose?</summary>
public sealed class RequirementPageModel(
    Db db,
    CurrentActor current,
    ChangeRequirement change,
    RemoveRequirement remove
) : WorkspacePageModel(db, current)
{
    private readonly Db db = db;

    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    [BindProperty, Display(Name = "Section", Description = "Optional")]
    public string? Section { get; set; }

    [BindProperty, Display(Name = "What is required")]
    public string? Text { get; set; }

    [BindProperty(Name = "LineReference"), Display(Name = "Reference", Description = "Optional")]
    public string? LineReference { get; set; }

    [BindProperty, Display(Name = "Why", Description = "Optional")]
    public string? Why { get; set; }

    [BindProperty, Display(Name = "What do you propose?")]
    public RequirementLevel? Proposed { get; set; }

    [BindProperty]
    public int Revision { get; set; }

    [BindProperty, Display(Name = "Why is the line removed?")]
    public string? Reason { get; set; }

    public Requirement Line { get; private set; } = null!;
    public IReadOnlyList<RequirementMark> Marks { get; private set; } = [];

    public async Task<IActionResult> OnPostChangeAsync()
    {
        await change.RunAsync(
            Actor,
            Reference,
            Number,
            new(Section, Text, LineReference, Why),
            Proposed,
            Revision,
            HttpContext.RequestAborted
        );
        return Done($"Line {Number} has been changed.", $"/requirements/{Number}");
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        await remove.RunAsync(Actor, Reference, Number, Reason, HttpContext.RequestAborted);
        return Done($"Line {Number} has been removed.", "/requirements");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        Line =
            await db.Set<Requirement>()
                .AsNoTracking()
                .SingleOrDefaultAsync(
                    r =>
                        r.CollaborationId == Collaboration.Id
                        && r.Number == Number
                        && r.RemovedAt == null,
                    cancellation
                )
            ?? throw new Refusal("There is no such line.", kind: RefusalKind.NotFound);
        Marks = await db.Set<RequirementMark>()
            .AsNoTracking()
            .Where(m => m.RequirementId == Line.Id)
            .ToListAsync(cancellation);
        // A refused change shows the words that were typed, and the line as it stands now.
        Revision = Line.Revision;
        ModelState.Remove(nameof(Revision));
        if (HttpMethods.IsGet(Request.Method))
        {
            (Section, Text, LineReference, Why, Proposed) = (
                Line.Section,
                Line.Text,
                Line.Reference,
                Line.Why,
                Line.Proposed
            );
        }
    }
}
