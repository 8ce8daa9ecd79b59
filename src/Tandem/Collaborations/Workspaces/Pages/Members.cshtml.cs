using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Who is in, on whose word, who still has to say so, and who wants to join?</summary>
public sealed class MembersModel(
    Db db,
    CurrentActor current,
    StateStanding state,
    DecideOnJoining decide,
    HandOverLead handOver
) : WorkspacePageModel(db, current)
{
    private readonly Db db = db;

    [BindProperty]
    public Id<Organisation> Organisation { get; set; }

    [BindProperty, Display(Name = "Where do you stand?")]
    public Standing? Standing { get; set; }

    [
        BindProperty,
        Display(Name = "Who decided that you are in?", Description = "Their name. Needed to be in.")
    ]
    public string? AuthorityName { get; set; }

    [BindProperty, Display(Name = "Their post")]
    public string? AuthorityPost { get; set; }

    [
        BindProperty,
        Display(
            Name = "What shows it?",
            Description = "The reference of the delegated decision, the minute, or where it can be read"
        )
    ]
    public string? Evidence { get; set; }

    [BindProperty, Display(Name = "Or a document of this collaboration that shows it")]
    public Id<CollaborationDocument>? Document { get; set; }

    [BindProperty, Display(Name = "Reason", Description = "Needed to be out.")]
    public string? Reason { get; set; }

    [
        BindProperty,
        Display(Name = "Why may it join now?", Description = "It and the members read this.")
    ]
    public string? AdmitReason { get; set; }

    [BindProperty, Display(Name = "By when does it say whether it is in?")]
    public DateOnly? DecideBy { get; set; }

    [BindProperty, Display(Name = "Who leads from now on?")]
    public Id<Organisation> To { get; set; }

    [BindProperty, Display(Name = "Why does the lead pass on?")]
    public string? HandOverReason { get; set; }

    public IReadOnlyList<Choice> Documents { get; private set; } = [];
    public IReadOnlyDictionary<Id<CollaborationDocument>, CollaborationDocument> ById
    {
        get;
        private set;
    } = new Dictionary<Id<CollaborationDocument>, CollaborationDocument>();
    public IReadOnlyList<Choice> Others { get; private set; } = [];

    public IEnumerable<CollaborationMember> Ordered =>
        Collaboration
            .Members.OrderByDescending(m => m.OrganisationId == Collaboration.LeadId)
            .ThenBy(m => m.Standing == Workspaces.Standing.Out)
            .ThenBy(m => NameOf(m.OrganisationId), StringComparer.Ordinal);

    public IEnumerable<Choice> Leads =>
        Collaboration
            .Members.Where(m =>
                m.Standing == Workspaces.Standing.In && m.OrganisationId != Collaboration.LeadId
            )
            .Select(m => new Choice(m.OrganisationId.ToString(), NameOf(m.OrganisationId)));

    public async Task<IActionResult> OnPostStateAsync()
    {
        await state.RunAsync(
            Actor,
            Reference,
            Organisation,
            Standing,
            new(AuthorityName, AuthorityPost, Evidence, Document),
            Reason,
            HttpContext.RequestAborted
        );
        return Standing == Workspaces.Standing.Out
            ? RedirectAway()
            : Done("Where you stand has been saved.", "/members");
    }

    public Task<IActionResult> OnPostAdmitAsync() => DecideAsync(admit: true);

    public Task<IActionResult> OnPostTurnDownAsync() => DecideAsync(admit: false);

    public async Task<IActionResult> OnPostHandOverAsync()
    {
        await handOver.RunAsync(Actor, Reference, To, HandOverReason, HttpContext.RequestAborted);
        return Done("The lead has passed on.", "/members");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        var documents = await db.Set<CollaborationDocument>()
            .AsNoTracking()
            .Where(d => d.CollaborationId == Collaboration.Id)
            .OrderBy(d => d.Number)
            .ToListAsync(cancellation);
        ById = documents.ToDictionary(d => d.Id);
        Documents =
        [
            .. documents
                .Where(d => d.TakenAwayAt is null)
                .Select(d => new Choice(d.Id.ToString(), d.Title)),
        ];
        if (MayLead)
        {
            var part = Collaboration
                .Members.Where(m => m.IsCurrent)
                .Select(m => m.OrganisationId)
                .ToList();
            var others = await db.Set<Organisation>()
                .AsNoTracking()
                .Where(o => !part.Contains(o.Id))
                .OrderBy(o => o.Name)
                .ToListAsync(cancellation);
            Others = [.. others.Select(o => new Choice(o.Id.ToString(), o.Name))];
        }
    }

    private async Task<IActionResult> DecideAsync(bool admit)
    {
        await decide.RunAsync(
            Actor,
            Reference,
            Organisation,
            admit,
            AdmitReason,
            DecideBy,
            HttpContext.RequestAborted
        );
        return Done(
            admit ? "It may join, and has been told." : "It may not join, and has been told why.",
            "/members"
        );
    }

    // Who is out sees what is inside no more.
    private RedirectResult RedirectAway()
    {
        TempData[Web.PageKeys.Done] = "You are out. The others have been told.";
        return Redirect("/collaborations");
    }
}
