namespace Tandem.Assessments.Pages;

/// <summary>Units shown together: a section, or all points.</summary>
public sealed record UnitGroup(
    string? Code,
    string Title,
    IReadOnlyList<AssessmentUnit> Units,
    int Rated,
    int ToPutRight
);

/// <summary>A finding as it is read.</summary>
/// <param name="By">Who gave it, for those who assess.</param>
/// <param name="Changed">Whether the answer is another than the one that was rated, as those who assess see it.</param>
public sealed record ShownFinding(
    string Title,
    Finding Finding,
    RatingRule? Rating,
    string? By,
    bool Changed = false
)
{
    /// <summary>Whether something is to be put right.</summary>
    public bool ToPutRight => Rating?.NeedsFix == true;
}

/// <summary>What was found, as far as this reader may read it: part by part, and unit by unit.</summary>
/// <param name="Units">What needs something done first; then the others.</param>
/// <param name="Score">Weighted mean, on scales that have one.</param>
public sealed record ShownFindings(
    IReadOnlyList<UnitGroup> Groups,
    IReadOnlyList<ShownFinding> Units,
    decimal? Score
)
{
    public static ShownFindings None { get; } = new([], [], null);

    /// <inheritdoc cref="ShownFindings"/>
    /// <param name="changed">Units whose answers are others than those that were rated: their ratings no longer count.</param>
    /// <param name="isAssessor">Whether the reader acts for those who assess.</param>
    /// <param name="hasOutcome">Whether the reader may know the outcome.</param>
    public static ShownFindings Of(
        Assessment assessment,
        AssessmentKind kind,
        IReadOnlyList<AssessmentUnit> all,
        IReadOnlyList<Finding> visible,
        IReadOnlySet<string> changed,
        bool isAssessor,
        bool hasOutcome
    )
    {
        if (!isAssessor && visible.Count == 0)
        {
            return None;
        }
        var scale = kind.Scale(assessment.Scale);
        // Once one rating stands for all, it is the one to read; what each gave stays on the page where they gave it.
        var rated = visible
            .GroupBy(f => f.Unit)
            .SelectMany(g => g.Any(f => f.Consolidated) ? g.Where(f => f.Consolidated) : g)
            .ToLookup(f => f.Unit);
        return new(
            [
                .. all.GroupBy(u => (u.Group, u.GroupTitle))
                    .Select(g => new UnitGroup(
                        g.Key.Group,
                        g.Key.GroupTitle
                            ?? (kind.Rates == Rated.Sections ? "All parts" : "All points"),
                        [.. g],
                        g.Count(u => rated[u.Code].Any() && !changed.Contains(u.Code)),
                        g.Count(u =>
                            !changed.Contains(u.Code)
                            && rated[u.Code].Any(f => scale.Rating(f.Rating)?.NeedsFix == true)
                        )
                    )),
            ],
            // Where every answer is rated, what was found good needs no words of its own.
            [
                .. all.SelectMany(u =>
                        rated[u.Code]
                            .OrderBy(f => f.At)
                            .Select(f => new ShownFinding(
                                kind.Rates == Rated.Points ? $"{u.Code}. {u.Title}" : u.Title,
                                f,
                                scale.Rating(f.Rating),
                                isAssessor ? f.ByName : null,
                                isAssessor && changed.Contains(u.Code)
                            ))
                    )
                    .Where(f =>
                        kind.Rates != Rated.Questions
                        || f.Changed
                        || f.Rating?.Met != true
                        || f.Finding.Reason is not null
                    )
                    .OrderByDescending(f => f.ToPutRight),
            ],
            hasOutcome && scale.Ratings.Any(r => r.Score > 1)
                ? OutcomeByRule.Score(scale, all, assessment.Counting(kind))
                : null
        );
    }
}
