using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Contracts;

/// <summary>Contracts as records that can be followed and talked about.</summary>
public sealed class ContractSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(Contract);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Contract>(ids);
        var found = await db.Set<Contract>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(c => wanted.Contains(c.Id))
            .ToListAsync(cancellation);
        // What was read from published notices is answered for by the authority, where it is at home here.
        var codes = found.Where(c => c.OrganisationId is null).Select(c => c.AuthorityCode);
        var keepers = (
            await db.Set<Organisation>()
                .Where(o => o.AuthorityCode != null && codes.Contains(o.AuthorityCode))
                .Select(o => new { o.AuthorityCode, o.Id })
                .ToListAsync(cancellation)
        )
            .DistinctBy(o => o.AuthorityCode)
            .ToDictionary(o => o.AuthorityCode!, o => o.Id);
        return found.ToDictionary(
            c => c.Id.ToString(),
            c => new Subject(
                Kind,
                c.Id.ToString(),
                c.Reference,
                c.Title,
                $"/contracts/{c.Reference}",
                c.OrganisationId
                    ?? (
                        c.AuthorityCode is { } code && keepers.TryGetValue(code, out var keeper)
                            ? keeper
                            : null
                    ),
                c.AuthorityCode,
                c.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                c.Region
            )
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) => DiscussionNews.Tell(act);
}
