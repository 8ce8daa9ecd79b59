using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Collaborations;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;

namespace Tandem.FrontDoor;

/// <summary>The front door: what do you want to do?</summary>
[AllowAnonymous]
public sealed class HomeModel(
    Db db,
    Actor actor,
    OpportunityList opportunities,
    CallRows calls,
    TimeProvider clock
) : PageModel
{
    public sealed record NewNotice(long Number, string Title, string Buyer, DateTime? PublishedAt);

    public sealed record EndingContract(long Number, string Title, string Buyer, DateOnly EndDate);

    public IReadOnlyList<NewNotice> Notices { get; private set; } = [];
    public IReadOnlyList<EndingContract> Ending { get; private set; } = [];

    /// <summary>The three strongest opportunities to buy together.</summary>
    public IReadOnlyList<FoundOpportunity> Together { get; private set; } = [];

    /// <summary>Three calls that are open, those that close first first.</summary>
    public IReadOnlyList<CallRow> Calls { get; private set; } = [];
    public bool IsEmpty => Notices.Count == 0 && Ending.Count == 0;

    public async Task OnGetAsync()
    {
        var today = clock.Today();
        Notices = await db.Set<Notice>()
            .OrderByDescending(n => n.PublishedAt)
            .Take(3)
            .Join(
                db.Set<Parties.Buyer>(),
                n => n.BuyerId,
                b => b.Id,
                (n, b) => new NewNotice(n.Number, n.Title, b.Name, n.PublishedAt)
            )
            .ToListAsync(HttpContext.RequestAborted);
        Ending = await db.Set<Contract>()
            .VisibleTo(actor)
            .Where(c => c.EndDate >= today)
            .OrderBy(c => c.EndDate)
            .Take(3)
            .Join(
                db.Set<Parties.Buyer>(),
                c => c.BuyerId,
                b => b.Id,
                (c, b) => new EndingContract(c.Number, c.Title, b.Name, c.EndDate!.Value)
            )
            .ToListAsync(HttpContext.RequestAborted);
        var now = clock.GetUtcNow().UtcDateTime;
        var open = db.Set<Call>()
            .VisibleTo(actor)
            .Where(c =>
                c.State == CallState.Published
                && c.DecidedAt == null
                && c.Stages.Any(s => s.OpensAt <= now && (s.ClosesAt == null || s.ClosesAt >= now))
            )
            .OrderBy(c =>
                c.Stages.Where(s => s.OpensAt <= now && s.ClosesAt >= now).Min(s => s.ClosesAt)
                ?? DateTime.MaxValue
            )
            .Take(3);
        Calls =
        [
            .. (await calls.OfAsync(open, HttpContext.RequestAborted))
                .Select(c => c.Row)
                .OrderBy(c => c.ClosesAt ?? DateTime.MaxValue),
        ];
        var together = await opportunities.FindAsync(
            new OpportunityFilter(),
            HttpContext.RequestAborted
        );
        Together = (
            await together.Take(3).Select(o => o.Detail).ToListAsync(HttpContext.RequestAborted)
        ).ConvertAll(KeptOpportunity.Read);
    }
}
