using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Organisations as followers know them: whoever follows one hears of all it keeps.</summary>
public sealed class OrganisationSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(Organisation);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Organisation>(ids);
        return (
            await db.Set<Organisation>()
                .AsNoTracking()
                .Where(o => wanted.Contains(o.Id))
                .ToListAsync(cancellation)
        ).ToDictionary(
            o => o.Id.ToString(),
            o => new Subject(
                Kind,
                o.Id.ToString(),
                o.Slug,
                o.Name,
                $"/organisations/{o.Slug}",
                o.Id,
                o.AuthorityCode,
                [],
                null
            )
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) => null;
}
