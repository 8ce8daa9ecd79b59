using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>A line with what the members that take part have marked.</summary>
public sealed record MarkedLine(Requirement Requirement, IReadOnlyList<RequirementMark> Marks)
{
    /// <summary>Whether the marks are not all the same.</summary>
    public bool Differs => Marks.Select(m => m.Level).Distinct().Skip(1).Any();

    /// <summary>What would be agreed: what the lead proposes, else what all who marked it say; null where they differ or nobody has.</summary>
    public RequirementLevel? Level =>
        Requirement.Proposed ?? (Marks.Count > 0 && !Differs ? Marks[0].Level : null);
}

/// <summary>The whole set as it stands: all lines in order, with the marks of members that take part.</summary>
public sealed record RequirementSet(IReadOnlyList<MarkedLine> Lines)
{
    /// <summary>Lines without a level that could be agreed.</summary>
    public IReadOnlyList<MarkedLine> Open => [.. Lines.Where(l => l.Level is null)];

    /// <summary>Lines that were removed: their marks are kept and count no more.</summary>
    public static Task<List<Id<Requirement>>> RemovedAsync(
        Db db,
        Collaboration collaboration,
        CancellationToken cancellation = default
    ) =>
        db.Set<Requirement>()
            .Where(r => r.CollaborationId == collaboration.Id && r.RemovedAt != null)
            .Select(r => r.Id)
            .ToListAsync(cancellation);

    public static async Task<RequirementSet> ReadAsync(
        Db db,
        Collaboration collaboration,
        CancellationToken cancellation = default
    )
    {
        var current = collaboration.Current.Select(m => m.OrganisationId).ToHashSet();
        var marks = (
            await db.Set<RequirementMark>()
                .AsNoTracking()
                .Where(m => m.CollaborationId == collaboration.Id)
                .ToListAsync(cancellation)
        )
            .Where(m => current.Contains(m.OrganisationId))
            .ToLookup(m => m.RequirementId);
        var lines = await db.Set<Requirement>()
            .AsNoTracking()
            .Where(r => r.CollaborationId == collaboration.Id && r.RemovedAt == null)
            .OrderBy(r => r.Position)
            .ThenBy(r => r.Number)
            .ToListAsync(cancellation);
        return new([.. lines.Select(l => new MarkedLine(l, [.. marks[l.Id]]))]);
    }
}

/// <summary>How much a member has marked.</summary>
public sealed record MarkProgress(
    Id<Organisation> Organisation,
    int Must,
    int Should,
    int NotNeeded,
    int Lines
)
{
    public int Marked => Must + Should + NotNeeded;

    /// <summary>For every member that takes part, counted in the database.</summary>
    public static async Task<IReadOnlyList<MarkProgress>> ReadAsync(
        Db db,
        Collaboration collaboration,
        CancellationToken cancellation = default
    )
    {
        var total = await db.Set<Requirement>()
            .CountAsync(
                r => r.CollaborationId == collaboration.Id && r.RemovedAt == null,
                cancellation
            );
        var removed = await RequirementSet.RemovedAsync(db, collaboration, cancellation);
        var counts = await db.Set<RequirementMark>()
            .Where(m =>
                m.CollaborationId == collaboration.Id
                && !EF.Parameter(removed).Contains(m.RequirementId)
            )
            .GroupBy(m => new { m.OrganisationId, m.Level })
            .Select(g => new
            {
                g.Key.OrganisationId,
                g.Key.Level,
                Count = g.Count(),
            })
            .ToListAsync(cancellation);
        int Of(Id<Organisation> organisation, RequirementLevel level) =>
            counts.FirstOrDefault(c => c.OrganisationId == organisation && c.Level == level)?.Count
            ?? 0;
        return
        [
            .. collaboration.Current.Select(m => new MarkProgress(
                m.OrganisationId,
                Of(m.OrganisationId, RequirementLevel.Must),
                Of(m.OrganisationId, RequirementLevel.Should),
                Of(m.OrganisationId, RequirementLevel.NotNeeded),
                total
            )),
        ];
    }
}
