using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>People who say that they can sit on panels of a kind.</summary>
/// <param name="Organisations">Those they belong to.</param>
public sealed record ListedAssessor(
    Assessor Assessor,
    string Name,
    IReadOnlyList<(Id<Organisation> Id, string Name)> Organisations
);

/// <summary>Who could sit on a panel, and why somebody cannot.</summary>
public sealed class Candidates(Db db)
{
    /// <summary>All who offer to assess a kind, by name.</summary>
    public async Task<IReadOnlyList<ListedAssessor>> AllAsync(
        string kind,
        CancellationToken cancellation = default
    )
    {
        var assessors = await db.Set<Assessor>()
            .AsNoTracking()
            .Where(a => a.Kind == kind)
            .Join(
                db.Set<Person>(),
                a => a.PersonId,
                p => p.Id,
                (a, p) => new { Assessor = a, p.Name }
            )
            .OrderBy(a => a.Name)
            .ToListAsync(cancellation);
        var ids = assessors.Select(a => a.Assessor.PersonId).ToList();
        var belonging = (
            await db.Set<Membership>()
                .Where(m => ids.Contains(m.PersonId))
                .Join(
                    db.Set<Organisation>(),
                    m => m.OrganisationId,
                    o => o.Id,
                    (m, o) =>
                        new
                        {
                            m.PersonId,
                            o.Id,
                            o.Name,
                        }
                )
                .OrderBy(m => m.Name)
                .ToListAsync(cancellation)
        ).ToLookup(m => m.PersonId);
        return
        [
            .. assessors.Select(a => new ListedAssessor(
                a.Assessor,
                a.Name,
                [.. belonging[a.Assessor.PersonId].Select(m => (m.Id, m.Name))]
            )),
        ];
    }

    /// <summary>Those who could sit in an assessment, the ones that can first.</summary>
    public async Task<IReadOnlyList<Candidate>> OfAsync(
        Assessment assessment,
        AssessmentKind kind,
        CancellationToken cancellation = default
    )
    {
        var needsTraining = kind.Roles.Any(r => r.NeedsTraining);
        var independent = kind.Roles.Any(r =>
            r.Independent && kind.Panel?.Roles.Contains(r.Code) == true
        );
        return
        [
            .. (await AllAsync(kind.Name, cancellation))
                .Where(a => a.Assessor.Willing)
                .Select(a => new Candidate(
                    a.Assessor.PersonId,
                    a.Name,
                    string.Join(", ", a.Organisations.Select(o => o.Name)),
                    a.Assessor.ProfessionList,
                    assessment.Present.Any(m => m.PersonId == a.Assessor.PersonId)
                            ? "Has a role here already"
                        : needsTraining && a.Assessor.TrainedOn is null ? "Not known to be trained"
                        : assessment.Day is { } day && a.Assessor.IsAway(day)
                            ? $"Away on {Web.Words.Day(day)}"
                        : independent && a.Organisations.Any(o => o.Id == assessment.OrganisationId)
                            ? "Belongs to the organisation that is assessed"
                        : null
                ))
                .OrderBy(c => c.Why is not null)
                .ThenBy(c => c.Name),
        ];
    }
}
