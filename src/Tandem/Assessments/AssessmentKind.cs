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

    /// <summary>Whether those who assess say to have no interest before they read any answer.</summary>
    [YamlDotNet.Serialization.YamlIgnore]
    public bool AsksInterest => Roles.Any(r => r.AsksInterest);

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
