using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>Somebody of the demo network as they act.</summary>
/// <param name="Firm">The firm they speak for, where they speak for one.</param>
internal sealed record DemoActor(
    Person Person,
    Actor Actor,
    Organisation? Council,
    Organisation? Firm
);

/// <summary>People of the demo network by their e-mail address; each is read once.</summary>
internal sealed class DemoCast(Db db)
{
    private readonly Dictionary<string, DemoActor> known = [];

    public async Task<DemoActor> FindAsync(string email, CancellationToken cancellation)
    {
        if (known.TryGetValue(email, out var actor))
        {
            return actor;
        }
        var person = await db.Set<Person>()
            .AsNoTracking()
            .SingleAsync(p => p.Email == email, cancellation);
        var (acts, organisations) = await Actors.OfAsync(db, person, cancellation);
        var firms = acts.Firms.Keys.Select(f => new Id<Organisation>(f)).ToList();
        var firm = await db.Set<Organisation>()
            .AsNoTracking()
            .IgnoreQueryFilters()
            .SingleOrDefaultAsync(o => firms.Contains(o.Id), cancellation);
        return known[email] = new(person, acts, organisations.FirstOrDefault(), firm);
    }
}
