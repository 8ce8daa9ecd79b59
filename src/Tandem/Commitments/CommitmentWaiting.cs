using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Commitments;

/// <summary>
/// Promises that wait: for the person who sees to them, for officers where nobody does any more, and, by their number, those of the whole
/// organisation for everybody who belongs to it.
/// </summary>
public sealed class CommitmentWaiting(Db db, TimeProvider clock) : IWaiting
{
    private const int Most = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var person = new Id<Person>(actor.PersonId ?? Guid.Empty);
        var own = actor.OrganisationsAndFirms.Select(id => new Id<Organisation>(id)).ToList();
        var keeps = actor
            .Roles.Concat(actor.Firms)
            .Where(r => r.Value >= Role.Officer)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        var today = clock.Today();
        var soon = today.AddDays(CommitmentFilter.SoonDays);
        var open = db.Set<Commitment>().AsNoTracking().ToBeKept();
        var mine = await open.Where(c =>
                c.OwnerId == person && own.Contains(c.OrganisationId) && c.Due <= soon
            )
            .OrderBy(c => c.Due)
            .Take(Most)
            .ToListAsync(cancellation);
        var nobodys = await open.Where(c =>
                keeps.Contains(c.OrganisationId)
                && !db.Set<Membership>()
                    .Any(m => m.PersonId == c.OwnerId && m.OrganisationId == c.OrganisationId)
            )
            .OrderBy(c => c.Due)
            .Take(Most - mine.Count)
            .ToListAsync(cancellation);
        return
        [
            .. mine.Select(c => new WaitingItem(
                "What you promised",
                CommitmentWords.Short(c.Text),
                c.Path,
                "Say how it stands",
                c.Due
            )),
            .. nobodys.Select(c => new WaitingItem(
                "Promises nobody sees to",
                CommitmentWords.Short(c.Text),
                c.Path + "/pass-on",
                "Give it to somebody: its owner has left",
                c.Due,
                WaitsFor.Nobody
            )),
            .. await OfOrganisationsAsync(open, own, person, today, soon, cancellation),
        ];
    }

    /// <summary>How many promises of each organisation are overdue or due soon, where others than the person see to some of them; each number leads to its list.</summary>
    private async Task<IEnumerable<WaitingItem>> OfOrganisationsAsync(
        IQueryable<Commitment> open,
        List<Id<Organisation>> own,
        Id<Person> person,
        DateOnly today,
        DateOnly soon,
        CancellationToken cancellation
    )
    {
        var due = await open.Where(c => own.Contains(c.OrganisationId) && c.Due <= soon)
            .Join(
                db.Set<Organisation>().IgnoreQueryFilters(),
                c => c.OrganisationId,
                o => o.Id,
                (c, o) =>
                    new
                    {
                        o.Name,
                        o.Slug,
                        IsOverdue = c.Due < today,
                        c.Due,
                        IsOthers = c.OwnerId != person,
                    }
            )
            .GroupBy(c => new
            {
                c.Name,
                c.Slug,
                c.IsOverdue,
            })
            .Select(g => new
            {
                g.Key.Name,
                g.Key.Slug,
                g.Key.IsOverdue,
                Count = g.Count(),
                Others = g.Count(c => c.IsOthers),
                First = g.Min(c => c.Due),
            })
            .ToListAsync(cancellation);
        return due.Where(d => d.Others > 0)
            .OrderBy(d => d.First)
            .Select(d => new WaitingItem(
                "What your organisation promised",
                $"{Words.Count(d.Count, "promise")} of {d.Name} {(d.IsOverdue ? "overdue" : $"due within {CommitmentFilter.SoonDays} days")}",
                $"/organisations/{d.Slug}/commitments?status={(d.IsOverdue ? "overdue" : "soon")}",
                "See who has them and how they stand",
                d.First,
                WaitsFor.Organisation
            ));
    }
}
