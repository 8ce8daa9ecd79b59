using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>
/// One kind of assessment, as its file in <c>content/assessments</c> tells it: what is assessed, who does what, what is rated on which scale, the
/// steps it goes through with their clocks, and the rule of its outcome. Everything that differs between Cyber Essentials, a Service Standard
/// assessment and the review of a contract stands here.
/// </summary>
public sealed class AssessmentKind
{
    /// <summary>Its place in addresses; one name, many versions.</summary>
    public string Name { get; init; } = "";
    public string Version { get; init; } = "";
    public string Title { get; init; } = "";

    /// <summary>What it is for, in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>How it works, as Markdown, for whoever is about to start one.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Why and how, for a supplier of what is assessed, as Markdown; a page of its own where there is any.</summary>
    public string ForSuppliers { get; init; } = "";
    public KindSource? Source { get; init; }

    /// <summary>What is assessed, in a word or two: organisation, service, contract, need.</summary>
    public string Assesses { get; init; } = "organisation";

    /// <summary>What the field for the subject asks; null where the organisation itself is the subject.</summary>
    public string? SubjectLabel { get; init; }

    /// <summary>Who assesses: a body named for this kind, the organisation itself, or either.</summary>
    public AssessedBy AssessedBy { get; init; }

    /// <summary>Name of the question set that is answered, or null.</summary>
    public string? Questions { get; init; }

    /// <summary>Which side answers the questions.</summary>
    public Side AnsweredBy { get; init; } = Side.Applicant;

    /// <summary>What gets a rating: each question, each section, or each point.</summary>
    public Rated Rates { get; init; } = Rated.Points;

    /// <summary>Points of the kind's own.</summary>
    public IList<Point> Points { get; init; } = [];

    /// <summary>Standards to choose from, whose points are rated: files of <c>content/assessments/standards</c>.</summary>
    public IList<string> Standards { get; init; } = [];
    public IList<AssessmentForm> Forms { get; init; } = [];
    public IList<CodeAndText> Phases { get; init; } = [];
    public IList<Scale> Scales { get; init; } = [];
    public IList<RoleRule> Roles { get; init; } = [];
    public IList<StepRule> Steps { get; init; } = [];
    public IList<ActRule> Acts { get; init; } = [];

    /// <summary>In order: the first whose condition holds is the outcome.</summary>
    public IList<OutcomeRule> Outcomes { get; init; } = [];
    public OverrideRule? Overrides { get; init; }

    /// <summary>Role whose ratings count where several people rate; null where each rating counts as it is given.</summary>
    public string? ConsolidatedBy { get; init; }
    public DeclarationRule? Declaration { get; init; }
    public CertificateRule? Certificate { get; init; }
    public IList<OwedRule> Owed { get; init; } = [];

    /// <summary>A certificate of another kind that must be valid first.</summary>
    public NeededCertificate? Needs { get; init; }

    /// <summary>What is asked when one is booked; null where one starts at once.</summary>
    public BookingRule? Booking { get; init; }

    /// <summary>Whom a panel must have; null where there is none.</summary>
    public PanelRule? Panel { get; init; }

    /// <summary>Agenda, notes, and what else is written down on the way.</summary>
    public IList<PaperRule> Papers { get; init; } = [];

    /// <summary>Role that may give the panel's own result beside the one by the rule; null where the rule's is the outcome.</summary>
    public string? OverallBy { get; init; }

    /// <summary>Roles that close actions; any that assesses where none is named.</summary>
    public IList<string> ClosedBy { get; init; } = [];

    /// <summary>Whether what is published becomes a report, to be read, downloaded and counted.</summary>
    public bool Reports { get; init; }

    /// <exception cref="Refusal">The kind has no such step: its file was changed after it was used.</exception>
    public StepRule Step(string code) =>
        Steps.FirstOrDefault(s => s.Code == code)
        ?? throw new Refusal($"{Title} {Version} has no step ‘{code}’.");

    /// <summary>The scale of that code; the first where none is named.</summary>
    public Scale Scale(string? code) => Scales.FirstOrDefault(s => s.Code == code) ?? Scales[0];

    public RoleRule? Role(string code) => Roles.FirstOrDefault(r => r.Code == code);

    public OutcomeRule? Outcome(string? code) => Outcomes.FirstOrDefault(o => o.Code == code);

    public AssessmentForm? Form(string? code) => Forms.FirstOrDefault(f => f.Code == code);
}

/// <summary>Where the rule behind a kind stands, and under which licence it is used.</summary>
public sealed class KindSource
{
    public string Title { get; init; } = "";
    public string Url { get; init; } = "";
    public string Licence { get; init; } = "";
}

/// <summary>Who assesses.</summary>
public enum AssessedBy
{
    /// <summary>An organisation named by stewards as one that assesses this kind.</summary>
    Body,

    /// <summary>The organisation itself.</summary>
    Own,

    /// <summary>The organisation itself, or a named one.</summary>
    Either,
}

/// <summary>What gets a rating.</summary>
public enum Rated
{
    Questions,
    Sections,
    Points,
}

/// <summary>The two sides of an assessment, and neither.</summary>
public enum Side
{
    Applicant,
    Assessors,
    Nobody,
}

/// <summary>A code and its words.</summary>
public sealed class CodeAndText
{
    public string Code { get; init; } = "";
    public string Text { get; init; } = "";
}

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

/// <summary>One outcome and when it is the one.</summary>
public sealed class OutcomeRule
{
    public string Code { get; init; } = "";
    public string Title { get; init; } = "";
    public string Words { get; init; } = "";
    public string Colour { get; init; } = "grey";

    /// <summary>The condition over ratings; none is always true.</summary>
    public string? When { get; init; }

    /// <summary>The step it leads to.</summary>
    public string To { get; init; } = "";

    /// <summary>Whether it counts as having met what is asked, in figures over many.</summary>
    public bool Good { get; init; }

    /// <summary>Scale it belongs to, where it can be chosen as a panel's own result; null where it cannot.</summary>
    public string? Scale { get; init; }

    /// <summary>Whether a certificate is given.</summary>
    public bool Certificate { get; init; }
}

/// <summary>Who may set an outcome other than the rule's: one proposes with a reason, another confirms.</summary>
public sealed class OverrideRule
{
    public IList<string> ProposedBy { get; init; } = [];
    public IList<string> ConfirmedBy { get; init; } = [];
}

/// <summary>What is declared before answers are handed in.</summary>
public sealed class DeclarationRule
{
    public string By { get; init; } = "";
    public string Text { get; init; } = "";

    /// <summary>Positions that may sign.</summary>
    public IList<string> Positions { get; init; } = [];
}

/// <summary>What a certificate says and how long it holds.</summary>
public sealed class CertificateRule
{
    public string Title { get; init; } = "";
    public int Months { get; init; } = 12;

    /// <summary>Question whose answer is the scope printed on it.</summary>
    public string? ScopeFrom { get; init; }

    /// <summary>Question whose answer is the holder's full name.</summary>
    public string? HolderFrom { get; init; }

    /// <summary>Question whose answer is the holder's company number.</summary>
    public string? CompanyNumberFrom { get; init; }

    /// <summary>What it says, as one sentence.</summary>
    public string Says { get; init; } = "";

    /// <summary>Days before its end on which the holder is reminded; negative is after it.</summary>
    public IList<int> Reminders { get; init; } = [];
}

/// <summary>What is owed for a rating.</summary>
public sealed class OwedRule
{
    public string Rating { get; init; } = "";

    /// <summary>Months within which it is to be put right.</summary>
    public int Months { get; init; }
}

/// <summary>A certificate that must be valid before this assessment can start.</summary>
public sealed class NeededCertificate
{
    public string Kind { get; init; } = "";

    /// <summary>Issued within so many months.</summary>
    public int WithinMonths { get; init; }
}
