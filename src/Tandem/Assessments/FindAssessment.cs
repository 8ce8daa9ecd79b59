using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Finds an assessment that the actor may know of, with its history, members, findings and actions.</summary>
public sealed class FindAssessment(Db db, Actor actor)
{
    /// <exception cref="Refusal">There is none that the actor may know of.</exception>
    public async Task<Assessment> RunAsync(
        string reference,
        CancellationToken cancellation = default
    ) =>
        Read(reference) is var (year, number)
        && await db.Set<Assessment>()
            .Include(a => a.Steps.OrderBy(s => s.Seq))
            .Include(a => a.Members)
            .Include(a => a.Findings)
            .Include(a => a.Actions)
            .AsSplitQuery()
            .VisibleTo(actor)
            .SingleOrDefaultAsync(a => a.Year == year && a.Number == number, cancellation)
            is { } found
            ? found
            : throw new Refusal("There is no such assessment.", kind: RefusalKind.NotFound);

    /// <summary>Year and number of a reference like ASM-2026-014; null where it is none.</summary>
    public static (int Year, long Number)? Read(string? reference) =>
        reference?.Split('-') is [var letters, { Length: 4 } year, { Length: < 10 } number]
        && letters.Equals("ASM", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? (y, n)
            : null;
}

/// <summary>Assessments as records that can be followed and talked about.</summary>
public sealed class AssessmentSubjects(Db db, AssessmentKinds kinds) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(Assessment);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Assessment>(ids);
        var found = await db.Set<Assessment>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(a => wanted.Contains(a.Id))
            .Join(
                db.Set<Organisation>(),
                a => a.OrganisationId,
                o => o.Id,
                (a, o) => new { Assessment = a, o.AuthorityCode }
            )
            .IgnoreQueryFilters()
            .ToListAsync(cancellation);
        return found.ToDictionary(
            f => f.Assessment.Id.ToString(),
            f => new Subject(
                Kind,
                f.Assessment.Id.ToString(),
                f.Assessment.Reference,
                $"{kinds.Find(f.Assessment.Kind, f.Assessment.KindVersion).Title}: {f.Assessment.Subject}",
                f.Assessment.Path,
                f.Assessment.OrganisationId,
                f.AuthorityCode,
                [],
                null
            )
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) =>
        act.Verb switch
        {
            AssessmentVerbs.Moved => "The assessment went a step further",
            AssessmentVerbs.Decided => "There is an outcome",
            AssessmentVerbs.OutcomeChanged => "The outcome was changed",
            _ => DiscussionNews.Tell(act),
        };
}

/// <summary>Verbs of the acts on an assessment that its followers are told.</summary>
internal static class AssessmentVerbs
{
    public const string Moved = "assessment-moved";
    public const string Decided = "assessment-decided";
    public const string OutcomeChanged = "assessment-outcome-changed";
}
