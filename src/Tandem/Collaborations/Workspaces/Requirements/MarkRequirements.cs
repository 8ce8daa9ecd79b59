using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What somebody marks on one line, and what stood there when they read it.</summary>
/// <param name="Was">The mark they saw; null for none.</param>
/// <param name="CommentWas">The comment they saw.</param>
public sealed record MarkGiven(
    int Number,
    RequirementLevel? Level,
    string? Comment,
    RequirementLevel? Was,
    string? CommentWas
)
{
    /// <summary>Whether the person has changed anything.</summary>
    public bool IsChange =>
        Level is not null && (Level != Was || Norm(Comment) != Norm(CommentWas));

    internal static string Norm(string? comment) => (comment ?? "").ReplaceLineEndings("\n").Trim();
}

/// <summary>What came of marking.</summary>
/// <param name="Saved">Lines marked.</param>
/// <param name="Conflicts">Lines that a colleague marked in the meantime, with who and what: left as the colleague has them.</param>
public sealed record MarkOutcome(
    int Saved,
    IReadOnlyList<(int Number, string ByName, RequirementLevel Level)> Conflicts
);

/// <summary>
/// Marks lines for an organisation. Only what the person has changed is written, line by line, so that two people who mark at the same time lose
/// nothing; where both changed one line, the first stands and the second is told.
/// </summary>
public sealed class MarkRequirements(Db db)
{
    /// <exception cref="Refusal">The actor may not, the organisation takes no part, or a comment is too long.</exception>
    public async Task<MarkOutcome> RunAsync(
        Actor actor,
        string reference,
        Id<Organisation> organisation,
        IReadOnlyCollection<MarkGiven> given,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MaySpeakFor(actor, organisation).Permit();
        collaboration.MustBeOpen();
        if (collaboration.MemberOf(organisation) is not { IsCurrent: true })
        {
            throw new Refusal("This organisation takes no part, so it marks nothing.");
        }
        var changes = given.Where(g => g.IsChange).ToDictionary(g => g.Number);
        if (changes.Count == 0)
        {
            return new(0, []);
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Held until the end: two who mark for one organisation come one after the other, and the second sees what the first wrote.
        await Sequence.TakeAsync(db, $"marks:{collaboration.Id}:{organisation}", 1, cancellation);
        var numbers = changes.Keys.ToList();
        var lines = await db.Set<Requirement>()
            .AsNoTracking()
            .Where(r =>
                r.CollaborationId == collaboration.Id
                && numbers.Contains(r.Number)
                && r.RemovedAt == null
            )
            .ToListAsync(cancellation);
        var ids = lines.Select(l => l.Id).ToList();
        var before = await db.Set<RequirementMark>()
            .AsNoTracking()
            .Where(m => m.OrganisationId == organisation && ids.Contains(m.RequirementId))
            .ToDictionaryAsync(m => m.RequirementId, cancellation);
        var (marks, conflicts) = (
            new List<RequirementMark>(),
            new List<(int, string, RequirementLevel)>()
        );
        foreach (var line in lines)
        {
            var change = changes[line.Number];
            var there = before.GetValueOrDefault(line.Id);
            if (there is not null && IsOther(there, change))
            {
                conflicts.Add((line.Number, there.ByName, there.Level));
                continue;
            }
            marks.Add(
                new()
                {
                    RequirementId = line.Id,
                    OrganisationId = organisation,
                    CollaborationId = collaboration.Id,
                    Level = change.Level!.Value,
                    Comment =
                        Written.Optional(
                            MarkGiven.Norm(change.Comment),
                            RequirementMark.LongestComment,
                            $"Comment-{line.Number}"
                        ) ?? "",
                    ByName = actor.Name,
                    At = db.Now(),
                    Revision = line.Revision,
                }
            );
        }
        if (marks.Count > 0)
        {
            await Bulk.UpsertAsync(db, marks, cancellation);
            db.Record(
                actor,
                "requirements-marked",
                nameof(Collaboration),
                collaboration.Id,
                new
                {
                    Organisation = organisation.ToString(),
                    Marks = lines
                        .Join(
                            marks,
                            l => l.Id,
                            m => m.RequirementId,
                            (l, m) =>
                                new
                                {
                                    l.Number,
                                    Level = m.Level.ToString(),
                                    m.Comment,
                                }
                        )
                        .OrderBy(m => m.Number),
                }
            );
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new(marks.Count, conflicts);
    }

    // What stands there is neither what the person saw nor what they want.
    private static bool IsOther(RequirementMark there, MarkGiven change) =>
        (there.Level != change.Was || there.Comment != MarkGiven.Norm(change.CommentWas))
        && (there.Level != change.Level || there.Comment != MarkGiven.Norm(change.Comment));
}
