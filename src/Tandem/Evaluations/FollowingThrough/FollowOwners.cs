using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations.FollowingThrough;

/// <summary>Who can look after what became of an entry, or after one of its milestones: members of the organisation that made the call, and those with a part in it.</summary>
public sealed class FollowOwners(Db db)
{
    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<Person>> OfAsync(
        Call call,
        CancellationToken cancellation = default
    )
    {
        var part = call
            .People.Where(p => p.Role is CallRole.Owner or CallRole.Editor or CallRole.Approver)
            .Select(p => p.PersonId)
            .ToList();
        return await db.Set<Person>()
            .AsNoTracking()
            .Where(p =>
                EF.Parameter(part).Contains(p.Id)
                || db.Set<Membership>()
                    .Any(m => m.PersonId == p.Id && m.OrganisationId == call.OrganisationId)
            )
            .OrderBy(p => p.Name)
            .ToListAsync(cancellation);
    }

    /// <exception cref="Refusal">The person is none of them.</exception>
    internal async Task<Person> MustAsync(
        Call call,
        Id<Person> person,
        string field,
        CancellationToken cancellation
    ) =>
        (await OfAsync(call, cancellation)).FirstOrDefault(p => p.Id == person)
        ?? throw new Refusal(
            "Choose somebody of the organisation that made the call, or with a part in it",
            field
        );
}
