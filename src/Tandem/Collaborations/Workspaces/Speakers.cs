using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Who is there to speak for organisations: those with the role that <see cref="InterestPermissions"/> asks for.</summary>
internal static class Speakers
{
    /// <summary>Their names, by organisation; one without any is not in it, and cannot be asked anything.</summary>
    public static async Task<
        IReadOnlyDictionary<Id<Organisation>, IReadOnlyList<string>>
    > SpeakersAsync(
        this Db db,
        IEnumerable<Id<Organisation>> organisations,
        CancellationToken cancellation
    )
    {
        var ids = organisations.Distinct().ToList();
        var found = await db.Set<Membership>()
            .AsNoTracking()
            .Where(m => ids.Contains(m.OrganisationId))
            .Join(
                db.Set<Person>(),
                m => m.PersonId,
                p => p.Id,
                (m, p) =>
                    new
                    {
                        m.OrganisationId,
                        m.Role,
                        p.Name,
                    }
            )
            .ToListAsync(cancellation);
        return found
            .Where(m => m.Role >= InterestPermissions.Speaks)
            .GroupBy(m => m.OrganisationId)
            .ToDictionary(
                g => g.Key,
                IReadOnlyList<string> (g) =>
                    [.. g.Select(m => m.Name).Order(StringComparer.Ordinal)]
            );
    }
}
