using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Whether a panel is as the kind asks: enough people, the professions, somebody from outside where the service is large, and nobody who has still to declare interests.</summary>
public sealed class PanelCheck(Db db)
{
    /// <summary>What is wanting, as one sentence; null where nothing is.</summary>
    public async Task<string?> MissingAsync(
        Assessment assessment,
        AssessmentKind kind,
        CancellationToken cancellation = default
    ) =>
        kind.Panel is null
            ? null
            : (await OfAsync(assessment, kind, cancellation)).FirstOrDefault(r => !r.Met)?.Words;

    /// <summary>Each rule and whether it is kept.</summary>
    public async Task<IReadOnlyList<PanelLine>> OfAsync(
        Assessment assessment,
        AssessmentKind kind,
        CancellationToken cancellation = default
    )
    {
        if (kind.Panel is not { } rule)
        {
            return [];
        }
        var sitting = assessment.Present.Where(m => rule.Roles.Contains(m.Role)).ToList();
        var lines = new List<PanelLine>
        {
            new(
                $"The panel needs {Web.Words.Count(rule.AtLeast, "person", "people")} or more; {sitting.Select(m => m.PersonId).Distinct().Count()} named.",
                sitting.Select(m => m.PersonId).Distinct().Count() >= rule.AtLeast
            ),
        };
        if (kind.ConsolidatedBy is { } leading && kind.Role(leading) is { } lead)
        {
            lines.Add(
                new(
                    $"The panel needs a {lead.Title.ToLowerInvariant()}.",
                    sitting.Any(m => m.Role == leading)
                )
            );
        }
        lines.AddRange(
            rule.Professions.Select(p => new PanelLine(
                $"The panel needs somebody of {p.ToLowerInvariant()}.",
                sitting.Any(m => m.Profession == p)
            ))
        );
        if (rule.External is { } external && BookingFacts.Holds(kind, external.When, assessment))
        {
            var ids = sitting.Select(m => m.PersonId).ToList();
            var own = await db.Set<Membership>()
                .Where(m =>
                    m.OrganisationId == assessment.OrganisationId && ids.Contains(m.PersonId)
                )
                .Select(m => m.PersonId)
                .ToListAsync(cancellation);
            lines.Add(new(external.Words, ids.Any(p => !own.Contains(p))));
        }
        lines.Add(
            new(
                "Everybody on the panel must have said that they have no interest in the outcome.",
                sitting.Count > 0
                    && sitting.All(m =>
                        m.DeclaredAt is not null
                        || kind.Role(m.Role) is { DeclaresInterest: false, Independent: false }
                    )
            )
        );
        return lines;
    }
}

/// <summary>One rule of a panel.</summary>
public sealed record PanelLine(string Words, bool Met);

/// <summary>Somebody who could sit on a panel.</summary>
/// <param name="Why">Why they cannot; null where they can.</param>
public sealed record Candidate(
    Id<Person> Person,
    string Name,
    string Organisation,
    IReadOnlyList<string> Professions,
    string? Why
);
