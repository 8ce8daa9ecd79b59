using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Market;

/// <summary>Notices as records that can be followed and talked about.</summary>
public sealed class NoticeSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(Notice);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Notice>(ids);
        var found = await db.Set<Notice>()
            .AsNoTracking()
            .Where(n => wanted.Contains(n.Id))
            .ToListAsync(cancellation);
        var codes = found.Select(n => n.AuthorityCode);
        var keepers = (
            await db.Set<Organisation>()
                .Where(o => o.AuthorityCode != null && codes.Contains(o.AuthorityCode))
                .Select(o => new { o.AuthorityCode, o.Id })
                .ToListAsync(cancellation)
        )
            .DistinctBy(o => o.AuthorityCode)
            .ToDictionary(o => o.AuthorityCode!, o => o.Id);
        return found.ToDictionary(
            n => n.Id.ToString(),
            n => new Subject(
                Kind,
                n.Id.ToString(),
                n.Reference,
                n.Title,
                $"/notices/{n.Reference}",
                n.AuthorityCode is { } code && keepers.TryGetValue(code, out var keeper)
                    ? keeper
                    : null,
                n.AuthorityCode,
                n.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                n.Regions?.Split(';')[0]
            )
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) => DiscussionNews.Tell(act);
}
