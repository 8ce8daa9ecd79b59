using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>What has been proposed and agreed, and what would a new version need?</summary>
public sealed class VersionsModel(Db db, CurrentActor current, ProposeVersion propose)
    : WorkspacePageModel(db, current)
{
    private readonly Db db = db;

    [
        BindProperty,
        Display(
            Name = "Anything to say with it?",
            Description = "Optional. It stands in the document."
        )
    ]
    public string? Note { get; set; }

    public IReadOnlyList<RequirementVersion> Versions { get; private set; } = [];
    public int Lines { get; private set; }

    /// <summary>Lines on which members differ, or that nobody has marked, and for which the lead has proposed nothing.</summary>
    public IReadOnlyList<MarkedLine> Open { get; private set; } = [];

    public async Task<IActionResult> OnPostAsync()
    {
        var version = await propose.RunAsync(Actor, Reference, Note, HttpContext.RequestAborted);
        return Done(
            version.State == VersionState.Agreed
                ? $"Version {version.Number} is agreed: nobody else is in."
                : $"Version {version.Number} has been proposed. The members that are in are asked.",
            $"/requirements/versions/{version.Number}"
        );
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        Versions = await db.Set<RequirementVersion>()
            .AsNoTracking()
            .Include(v => v.Agreements)
            .Where(v => v.CollaborationId == Collaboration.Id)
            .OrderByDescending(v => v.Number)
            .ToListAsync(cancellation);
        if (MayLead && Collaboration.IsOpen)
        {
            var set = await RequirementSet.ReadAsync(db, Collaboration, cancellation);
            (Lines, Open) = (set.Lines.Count, set.Open);
        }
    }
}
