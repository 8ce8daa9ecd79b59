using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>What is this collaboration, who takes part, and what is the next thing to do?</summary>
[AllowAnonymous]
public sealed class CollaborationPageModel(
    Db db,
    CurrentActor current,
    DescribeCollaboration describe,
    PublishCollaboration publish,
    CloseCollaboration close,
    ReopenCollaboration reopen,
    AskToJoin join,
    JointItem joint
) : WorkspacePageModel(db, current)
{
    private readonly Db db = db;
    private readonly CurrentActor current = current;

    [BindProperty, Display(Name = "What is it called?")]
    public string? Title { get; set; }

    [BindProperty, Display(Name = "What do you want to reach together?")]
    public string? Aims { get; set; }

    [BindProperty, Display(Name = "Who may see that it exists?")]
    public CollaborationVisibility Visibility { get; set; }

    [
        BindProperty,
        Display(
            Name = "What do you want them to read?",
            Description = "Optional. They see the name, the aims, who leads, who is in and what was saved; never what is inside."
        )
    ]
    public string? PublicWords { get; set; }

    [BindProperty, Display(Name = "What came of it?")]
    public CollaborationOutcome? Outcome { get; set; }

    [BindProperty, Display(Name = "In a few words")]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "Why do you want to join?")]
    public string? Asked { get; set; }

    [BindProperty]
    public Id<Organisation> Organisation { get; set; }

    public BenefitTotal Saved { get; private set; } = null!;
    public RequirementVersion? Agreed { get; private set; }
    public RequirementVersion? Proposed { get; private set; }
    public int Lines { get; private set; }
    public IReadOnlyList<CollaborationTask> Tasks { get; private set; } = [];

    /// <summary>Organisations of the reader that could ask to join.</summary>
    public IReadOnlyList<Organisation> MayJoin { get; private set; } = [];
    public bool HasAsked { get; private set; }

    /// <summary>Lines that one of the reader's organisations has not marked.</summary>
    public int Unmarked { get; private set; }

    /// <summary>Where the lead begins an item of its own pipeline, with what is known of it already.</summary>
    public string OnThePipeline { get; private set; } = "";

    protected override bool ForOutsiders => true;

    public async Task<IActionResult> OnPostDescribeAsync()
    {
        await describe.RunAsync(Actor, Reference, Title, Aims, HttpContext.RequestAborted);
        return Done("The collaboration has been changed.");
    }

    public async Task<IActionResult> OnPostPublishAsync()
    {
        await publish.RunAsync(
            Actor,
            Reference,
            Visibility,
            PublicWords,
            HttpContext.RequestAborted
        );
        return Done($"It can now be seen by {WorkspaceWords.Audience(Visibility)}.");
    }

    public async Task<IActionResult> OnPostCloseAsync()
    {
        await close.RunAsync(Actor, Reference, Outcome, Reason, HttpContext.RequestAborted);
        return Done("The collaboration has been closed. Benefits can still be recorded.");
    }

    public async Task<IActionResult> OnPostReopenAsync()
    {
        await reopen.RunAsync(Actor, Reference, Reason, HttpContext.RequestAborted);
        return Done("The collaboration is open again.");
    }

    public async Task<IActionResult> OnPostJoinAsync()
    {
        await join.RunAsync(Actor, Reference, Organisation, Asked, HttpContext.RequestAborted);
        return Done("You have asked to join. The lead authority decides.");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        var id = Collaboration.Id;
        Saved = BenefitTotal.Of(
            await db.Set<RecordedBenefit>()
                .AsNoTracking()
                .Where(b => b.CollaborationId == id)
                .ToListAsync(cancellation)
        );
        MayJoin =
        [
            .. current.Organisations.Where(o =>
                Collaboration.IsOpen
                && CollaborationPermissions.MaySpeakFor(Actor, o.Id).Allowed
                && Collaboration.MemberOf(o.Id) is null or { Standing: Standing.Out }
            ),
        ];
        HasAsked = current.Organisations.Any(o =>
            Collaboration.MemberOf(o.Id) is { Standing: Standing.Asking }
        );
        if (!IsInside)
        {
            return;
        }
        var versions = await db.Set<RequirementVersion>()
            .AsNoTracking()
            .Where(v => v.CollaborationId == id)
            .OrderByDescending(v => v.Number)
            .ToListAsync(cancellation);
        Agreed = versions.Find(v => v.State == VersionState.Agreed);
        Proposed = versions.Find(v => v.State == VersionState.Proposed);
        Lines = await db.Set<Requirement>()
            .CountAsync(r => r.CollaborationId == id && r.RemovedAt == null, cancellation);
        var own = Own.Select(o => o.Id).ToList();
        Unmarked = await db.Set<Requirement>()
            .CountAsync(
                r =>
                    r.CollaborationId == id
                    && r.RemovedAt == null
                    && db.Set<RequirementMark>()
                        .Count(m => m.RequirementId == r.Id && own.Contains(m.OrganisationId))
                        < own.Count,
                cancellation
            );
        if (MayLead && Agreed is not null)
        {
            OnThePipeline = await joint.AddressAsync(Actor, Collaboration, Names, cancellation);
        }
        Tasks = await db.Set<CollaborationTask>()
            .AsNoTracking()
            .Where(t => t.CollaborationId == id && t.DoneAt == null)
            .OrderBy(t => t.Due ?? DateOnly.MaxValue)
            .Take(5)
            .ToListAsync(cancellation);
        if (HttpMethods.IsGet(Request.Method))
        {
            (Title, Aims, Visibility, PublicWords) = (
                Collaboration.Title,
                Collaboration.Aims,
                Collaboration.Visibility,
                Collaboration.PublicWords
            );
        }
    }
}
