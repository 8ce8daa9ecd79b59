namespace Tandem.Assessments;

/// <summary>One thing that gets a rating: a question that was asked, a section of questions, or a point of a standard.</summary>
/// <param name="Group">Code of the section it stands in; null for points and sections.</param>
/// <param name="GroupTitle">Title of that section.</param>
/// <param name="Guidance">Markdown.</param>
/// <param name="Professions">Professions that lead on it.</param>
public sealed record AssessmentUnit(
    string Code,
    string Title,
    string? Group,
    string? GroupTitle,
    string? Guidance,
    decimal Weight,
    IReadOnlyList<string> Professions
);

/// <summary>What is rated in an assessment, in order.</summary>
public sealed class AssessmentUnits(AssessmentKinds kinds, AssessmentAnswers answers)
{
    /// <inheritdoc cref="AssessmentUnits"/>
    public async Task<IReadOnlyList<AssessmentUnit>> OfAsync(
        Assessment assessment,
        AssessmentKind kind,
        CancellationToken cancellation = default
    )
    {
        if (kind.Rates == Rated.Points)
        {
            return
            [
                .. Narrowed(assessment, kind)
                    .Select(p => new AssessmentUnit(
                        p.Code,
                        p.Title,
                        null,
                        null,
                        p.Guidance,
                        p.Weight,
                        [.. p.Professions]
                    )),
            ];
        }
        var open = await answers.OpenAsync(assessment, cancellation);
        if (open is null)
        {
            return [];
        }
        return kind.Rates == Rated.Sections
            ?
            [
                .. open
                    .Set.Sections.Where(open.Sheet.IsAsked)
                    .Select(s => new AssessmentUnit(
                        s.Code,
                        s.Title,
                        null,
                        null,
                        s.Guidance,
                        1,
                        []
                    )),
            ]
            :
            [
                .. open.Set.Sections.SelectMany(s =>
                    s.Questions.Where(open.Sheet.IsAsked)
                        .Select(q => new AssessmentUnit(
                            q.Code,
                            q.Text,
                            s.Code,
                            s.Title,
                            q.Guidance,
                            1,
                            []
                        ))
                ),
            ];
    }

    // Looking again is at what was not found good before, and those points are named when it starts.
    private IEnumerable<Point> Narrowed(Assessment assessment, AssessmentKind kind)
    {
        var points = kinds.PointsOf(kind, assessment.Standard, assessment.Form);
        return assessment.OnlyUnits is { Length: > 0 } only
            ? points.Where(p => only.Split(' ').Contains(p.Code))
            : points;
    }
}
