using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Commitments.Pages;

/// <summary>What was promised, and what became of it?</summary>
[AllowAnonymous]
public sealed class OneModel(Db db, Actor actor, FindCommitment find, CommitmentList list)
    : PageModel
{
    public Commitment Promise { get; private set; } = null!;
    public Organisation Organisation { get; private set; } = null!;
    public string Owner { get; private set; } = "";
    public bool OwnerIsMember { get; private set; }
    public IReadOnlyList<CommitmentEvidence> Evidence { get; private set; } = [];
    public DateOnly Today => list.Today;
    public bool MayLookAfter => CommitmentPermissions.MayLookAfter(actor, Promise).Allowed;
    public bool MayPublish =>
        Promise.Audience != CommitmentAudience.Public
        && CommitmentPermissions.MayPromise(actor, Promise.OrganisationId).Allowed;
    public bool MayTakeDown =>
        CommitmentPermissions.MayTakeDown(actor, Promise.OrganisationId).Allowed;

    /// <summary>The words of the promise after this act.</summary>
    public string TextAfter(CommitmentStep step) =>
        Promise.Steps.FirstOrDefault(s => s.Seq > step.Seq && s.TextBefore is not null)?.TextBefore
        ?? Promise.Text;

    public async Task OnGetAsync(string reference)
    {
        var stopped = HttpContext.RequestAborted;
        Promise = await find.RunAsync(reference, stopped);
        Organisation = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .AsNoTracking()
            .SingleAsync(o => o.Id == Promise.OrganisationId, stopped);
        Owner = await db.Set<Person>()
            .Where(p => p.Id == Promise.OwnerId)
            .Select(p => p.Name)
            .SingleAsync(stopped);
        OwnerIsMember = await db.Set<Membership>()
            .AnyAsync(
                m => m.PersonId == Promise.OwnerId && m.OrganisationId == Promise.OrganisationId,
                stopped
            );
        Evidence = await db.Set<CommitmentEvidence>()
            .AsNoTracking()
            .Where(e => e.CommitmentId == Promise.Id)
            .OrderBy(e => e.AddedAt)
            .ToListAsync(stopped);
    }
}
