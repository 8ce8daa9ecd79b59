namespace Tandem.Assessments;

/// <summary>A role in an assessment and its rules of independence.</summary>
public sealed class RoleRule
{
    public string Code { get; init; } = "";
    public string Title { get; init; } = "";
    public string Summary { get; init; } = "";
    public Side Side { get; init; }

    /// <summary>Role in the organisation of its side that carries this one by itself; null where somebody must be named.</summary>
    public Kernel.Role? ByRight { get; init; }

    /// <summary>Roles the same person may not hold in the same assessment.</summary>
    public IList<string> NotWith { get; init; } = [];

    /// <summary>Not a member of the assessed organisation, and has said to have no interest in the outcome before rating anything.</summary>
    public bool Independent { get; init; }

    /// <summary>Says to have no interest in the outcome before rating anything, without having to come from another organisation.</summary>
    public bool DeclaresInterest { get; init; }

    /// <summary>Whether whoever holds it says to have no interest before they read any answer.</summary>
    [YamlDotNet.Serialization.YamlIgnore]
    public bool AsksInterest => this is { Observes: false } && (Independent || DeclaresInterest);

    /// <summary>Professions to choose from when somebody is named.</summary>
    public IList<string> Professions { get; init; } = [];

    /// <summary>Whether it may read and no more.</summary>
    public bool Observes { get; init; }

    /// <summary>Whether it gives ratings, where it stands on the side that assesses.</summary>
    public bool Rates { get; init; } = true;

    /// <summary>Only somebody who is known to have been trained.</summary>
    public bool NeedsTraining { get; init; }
}

/// <summary>One state an assessment can be in.</summary>
public sealed class StepRule
{
    public string Code { get; init; } = "";

    /// <summary>For those who assess.</summary>
    public string Title { get; init; } = "";

    /// <summary>For everybody else; the same where none is given.</summary>
    public string? PlainTitle { get; init; }

    /// <summary>What happens now, in a sentence.</summary>
    public string Words { get; init; } = "";
    public string Colour { get; init; } = "blue";

    /// <summary>Whose turn it is.</summary>
    public Side Waits { get; init; } = Side.Nobody;
    public ClockRule? Clock { get; init; }

    /// <summary>Answers can be given and changed.</summary>
    public bool Answering { get; init; }

    /// <summary>Ratings can be given and changed.</summary>
    public bool Rating { get; init; }

    /// <summary>The one who consolidates gives the ratings that count.</summary>
    public bool Consolidating { get; init; }

    /// <summary>The assessed organisation can read the findings.</summary>
    public bool Shows { get; init; }

    /// <summary>Nothing comes after it by itself.</summary>
    public bool Ends { get; init; }
}

/// <summary>How long a step may take.</summary>
public sealed class ClockRule
{
    public int? WorkingDays { get; init; }
    public int? Months { get; init; }

    /// <summary>Working days by another calendar of bank holidays, where a nation has its own: <c>scotland: 5</c>.</summary>
    public IDictionary<string, int> ByCalendar { get; init; } = new Dictionary<string, int>();

    /// <summary>Counted from the day that was booked, where the step is reached for the first time.</summary>
    public bool FromDay { get; init; }

    /// <summary>The last day of the step before stays.</summary>
    public bool GoesOn { get; init; }

    /// <summary>The act that happens by itself when the time is over; null where it is only late.</summary>
    public string? Then { get; init; }
}

/// <summary>What an act does beyond moving on.</summary>
public enum ActEffect
{
    None,

    /// <summary>The answers are handed in, as they stand.</summary>
    Submit,

    /// <summary>Answers found wanting go back, a further round begins.</summary>
    Ask,

    /// <summary>The outcome is found by the rule.</summary>
    Decide,

    /// <summary>The report can be read by everybody.</summary>
    Publish,

    /// <summary>Ends without an outcome: withdrawn, or lapsed.</summary>
    Stop,
}

/// <summary>One row of the table of steps: what can be done, from where to where, and by whom.</summary>
public sealed class ActRule
{
    public string Code { get; init; } = "";

    /// <summary>Words on the button.</summary>
    public string Text { get; init; } = "";

    /// <summary>What it brings, before it is confirmed.</summary>
    public string Words { get; init; } = "";

    /// <summary>In the history: "Submitted".</summary>
    public string Done { get; init; } = "";
    public ActEffect Does { get; init; }
    public IList<string> From { get; init; } = [];

    /// <summary>The step it leads to; where it decides, the outcome's own.</summary>
    public string? To { get; init; }
    public IList<string> Who { get; init; } = [];

    /// <summary>How often at most in one assessment.</summary>
    public int? Most { get; init; }
    public bool NeedsReason { get; init; }

    /// <summary>Every unit must have a rating that counts.</summary>
    public bool NeedsRatings { get; init; }

    /// <summary>All who rate must have said that they are finished.</summary>
    public bool NeedsFinished { get; init; }

    /// <summary>The answers must be complete and declared to be true.</summary>
    public bool NeedsDeclaration { get; init; }

    /// <summary>Nothing may be owed any more.</summary>
    public bool NeedsClosedActions { get; init; }

    /// <summary>The panel must be as the kind asks.</summary>
    public bool NeedsPanel { get; init; }

    /// <summary>Its reason goes into the discussion of the assessment.</summary>
    public bool Speaks { get; init; }

    /// <summary>Forms it belongs to; all where none is named.</summary>
    public IList<string> Forms { get; init; } = [];

    /// <summary>The outcome, whatever the rule says: for a time that is over.</summary>
    public string? Outcome { get; init; }

    /// <summary>Cannot be undone, and says so.</summary>
    public bool Warns { get; init; }
}
