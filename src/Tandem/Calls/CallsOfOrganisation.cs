using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Market;

namespace Tandem.Calls;

/// <summary>The calls of an organisation on its page: what can be entered first, then the latest.</summary>
internal sealed class CallsOfOrganisation(Db db) : IOrganisationLists
{
    private const int Most = 10;

    // Enough to find what is open among the latest; an organisation does not make more in years.
    private const int Looked = 200;

    /// <inheritdoc/>
    public async Task<OrganisationList?> OfAsync(
        Organisation organisation,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var calls = await db.Set<Call>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Include(c => c.Stages)
            .Where(c => c.OrganisationId == organisation.Id && c.PublishedAt != null)
            .OrderByDescending(c => c.PublishedAt)
            .Take(Looked)
            .ToListAsync(cancellation);
        var now = db.Now();
        return new(
            "Calls",
            [
                .. calls
                    .OrderBy(c => Order(c.StandingAt(now)))
                    .ThenByDescending(c => c.PublishedAt)
                    .Take(Most)
                    .Select(c => new ListedRecord(
                        c.Title,
                        $"/calls/{c.Reference}",
                        $"{c.Kind.Title}. {CallWording.Sentence(c, now)}"
                    )),
            ],
            new(
                $"Calls of {organisation.Name} that are open or open soon",
                $"/calls?organisation={organisation.Slug}"
            )
        );
    }

    private static int Order(CallStanding standing) =>
        standing switch
        {
            CallStanding.Open => 0,
            CallStanding.OpensSoon => 1,
            CallStanding.BeingJudged or CallStanding.BetweenStages or CallStanding.BeingRead => 2,
            _ => 3,
        };
}
