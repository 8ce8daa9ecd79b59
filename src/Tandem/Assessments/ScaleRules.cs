namespace Tandem.Assessments;

/// <summary>One thing that is rated.</summary>
public sealed class Point
{
    public string Code { get; init; } = "";
    public string Title { get; init; } = "";

    /// <summary>What it means and what is looked for, as Markdown.</summary>
    public string Guidance { get; init; } = "";

    /// <summary>Weight in a weighted mean.</summary>
    public decimal Weight { get; init; } = 1;

    /// <summary>Professions that lead on it.</summary>
    public IList<string> Professions { get; init; } = [];
}

/// <summary>A standard with its points, to be chosen for an assessment.</summary>
public sealed class Standard
{
    public string Name { get; init; } = "";
    public string Version { get; init; } = "";
    public string Title { get; init; } = "";
    public KindSource? Source { get; init; }
    public IList<Point> Points { get; init; } = [];
}

/// <summary>A form an assessment of this kind can take: peer review, assessment, reassessment.</summary>
public sealed class AssessmentForm
{
    public string Code { get; init; } = "";
    public string Title { get; init; } = "";
    public string Summary { get; init; } = "";

    /// <summary>Whether points get a rating, or comments only.</summary>
    public bool Rated { get; init; } = true;

    /// <summary>Codes of the points looked at; all where none are named.</summary>
    public IList<string> Points { get; init; } = [];

    /// <summary>Phases it is held in; any where none are named.</summary>
    public IList<string> Phases { get; init; } = [];

    /// <summary>Looks again at what a former assessment did not find good: only those points.</summary>
    public bool OfFormer { get; init; }
}

/// <summary>A scale of ratings.</summary>
public sealed class Scale
{
    public string Code { get; init; } = "";
    public string Title { get; init; } = "";
    public IList<RatingRule> Ratings { get; init; } = [];

    public RatingRule? Rating(string? code) => Ratings.FirstOrDefault(r => r.Code == code);
}

/// <summary>One rating of a scale.</summary>
public sealed class RatingRule
{
    public string Code { get; init; } = "";
    public string Text { get; init; } = "";

    /// <summary>Colour of its tag; never the only sign of it.</summary>
    public string Colour { get; init; } = "grey";

    /// <summary>Whether it counts as met.</summary>
    public bool Met { get; init; }

    /// <summary>Worth in a score.</summary>
    public decimal Score { get; init; }

    /// <summary>Whether a reason must be given with it.</summary>
    public bool NeedsReason { get; init; }

    /// <summary>Whether it must be said what is to be put right.</summary>
    public bool NeedsFix { get; init; }

    /// <summary>Whether the unit has to be looked at again by a further assessment.</summary>
    public bool NeedsAgain { get; init; }

    /// <summary>Whether the unit is left out of counts and scores.</summary>
    public bool LeftOut { get; init; }
}
