using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What has begun from an opportunity or pipeline item: questions and collaborations that the reader may see, the newest first.</summary>
public sealed record UnderWay(
    IReadOnlyList<Interest> Interests,
    IReadOnlyList<Collaboration> Collaborations
)
{
    public bool IsAny => Interests.Count + Collaborations.Count > 0;

    /// <summary>The answers, the newest first; of a question that was taken back too: what was said stays said.</summary>
    public IEnumerable<(Interest Question, AskedOrganisation Answer)> Answers =>
        Interests
            .SelectMany(i => i.Asked.Where(a => a.AnsweredAt is not null).Select(a => (i, a)))
            .OrderByDescending(x => x.a.ChangedAt ?? x.a.AnsweredAt);

    internal static async Task<UnderWay> ReadAsync(
        Db db,
        Actor actor,
        StartingKind kind,
        string key,
        CancellationToken cancellation
    ) =>
        new(
            await db.Set<Interest>()
                .AsNoTracking()
                .Include(i => i.Asked)
                .VisibleTo(actor)
                .Where(i => i.Kind == kind && i.Key == key)
                .OrderByDescending(i => i.Number)
                .ToListAsync(cancellation),
            await db.Set<Collaboration>()
                .AsNoTracking()
                .Include(c => c.Members)
                .VisibleTo(actor)
                .Where(c => c.Kind == kind && c.Key == key)
                .OrderByDescending(c => c.Number)
                .ToListAsync(cancellation)
        );

    /// <summary>
    /// The keys of what organisations have spoken on: they said how far they would go, they were asked (what waits then is the answer), or they have a
    /// place in a collaboration that began from it.
    /// </summary>
    internal static async Task<List<string>> SpokenOnAsync(
        Db db,
        StartingKind kind,
        IReadOnlyCollection<Id<Organisation>> organisations,
        CancellationToken cancellation
    )
    {
        var stated = await db.Set<StatedWillingness>()
            .Where(w => w.Kind == kind && organisations.Contains(w.OrganisationId))
            .Select(w => w.Key)
            .ToListAsync(cancellation);
        var asked = await db.Set<Interest>()
            .Where(i =>
                i.Kind == kind
                && i.Asked.Any(a =>
                    organisations.Contains(a.OrganisationId)
                    && (i.TakenBackAt == null || a.AnsweredAt != null)
                )
            )
            .Select(i => i.Key)
            .ToListAsync(cancellation);
        var joined = await db.Set<Collaboration>()
            .Where(c =>
                c.Kind == kind
                && c.Key != null
                && c.Members.Any(m => organisations.Contains(m.OrganisationId))
            )
            .Select(c => c.Key!)
            .ToListAsync(cancellation);
        return [.. stated.Concat(asked).Concat(joined).Distinct()];
    }
}
