using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>What was decided, why, and by whom?</summary>
public sealed class DecisionsModel(Db db, CurrentActor current, RecordDecision record)
    : WorkspacePageModel(db, current)
{
    private readonly Db db = db;

    [BindProperty, Display(Name = "What was decided?")]
    public string? Text { get; set; }

    [BindProperty, Display(Name = "Why?")]
    public string? Reasons { get; set; }

    [
        BindProperty,
        Display(Name = "Who decided it?", Description = "A meeting, a board or a person")
    ]
    public string? DecidedBy { get; set; }

    [BindProperty, Display(Name = "When?", Description = "Leave empty for today.")]
    public DateOnly? DecidedOn { get; set; }

    [BindProperty, Display(Name = "Does it take the place of an earlier decision?")]
    public int? Supersedes { get; set; }

    public IReadOnlyList<CollaborationDecision> Decisions { get; private set; } = [];

    public IEnumerable<Choice> Standing =>
        Decisions
            .Where(d => d.SupersededBy is null)
            .Select(d => new Choice(
                Web.Words.Number(d.Number),
                $"{d.Number}: {(d.Text.Length > 80 ? d.Text[..80] + "…" : d.Text)}"
            ));

    public async Task<IActionResult> OnPostAsync()
    {
        var decision = await record.RunAsync(
            Actor,
            Reference,
            Text,
            Reasons,
            DecidedBy,
            DecidedOn,
            Supersedes,
            HttpContext.RequestAborted
        );
        return Done($"Decision {decision.Number} has been recorded.", "/decisions");
    }

    protected override async Task ReadAsync(CancellationToken cancellation) =>
        Decisions = await db.Set<CollaborationDecision>()
            .AsNoTracking()
            .Where(d => d.CollaborationId == Collaboration.Id)
            .OrderByDescending(d => d.Number)
            .ToListAsync(cancellation);
}
