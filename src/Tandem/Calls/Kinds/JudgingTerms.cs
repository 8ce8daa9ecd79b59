using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Calls.Kinds;

/// <summary>
/// How the entries of a stage are judged: criteria and weights, what each score means, by which method scores become a ranking, and how ties are
/// broken. Entrants read it when the call is published; from then on it is frozen, and changes only by an addendum before the deadline.
/// </summary>
public sealed record JudgingTerms
{
    /// <summary>Whether entries are first screened: in or out, with reasons.</summary>
    public bool Screening { get; init; }

    /// <summary>What each assessor passes or fails before scoring.</summary>
    public IReadOnlyList<RedLine> RedLines { get; init; } = [];
    public JudgingMethod Method { get; init; }

    /// <summary>Nobody sees the scores of others before giving their own.</summary>
    public bool Blind { get; init; } = true;
    public Anonymity Anonymised { get; init; }

    /// <summary>Least number of assessors of each entry.</summary>
    public int Assessors { get; init; } = 1;

    /// <summary>Which scores have to be justified.</summary>
    public JustifyRule Justify { get; init; } = JustifyRule.Always;
    public Together Together { get; init; }

    /// <summary>From the least score to the most.</summary>
    public IReadOnlyList<ScalePoint> Scale { get; init; } = [];
    public IReadOnlyList<Criterion> Criteria { get; init; } = [];

    /// <summary>Least total in hundredths of the whole; an entry below it is not selected. Null: none.</summary>
    public int? Minimum { get; init; }

    /// <summary>How entries with equal totals are put in order; the first rule that tells them apart.</summary>
    public IReadOnlyList<TieRule> Ties { get; init; } = [];

    /// <summary>How many go on to the next stage, or win in the last; null: as many as are good enough.</summary>
    public GoesOn? GoesOn { get; init; }

    /// <summary>Whether criteria carry weights by this method.</summary>
    [JsonIgnore]
    public bool IsWeighted => Method == JudgingMethod.WeightedMean;

    /// <summary>Whether assessors give scores by criterion.</summary>
    [JsonIgnore]
    public bool IsScored => Method is JudgingMethod.WeightedMean or JudgingMethod.Sum;

    /// <summary>Weights of all criteria together.</summary>
    [JsonIgnore]
    public decimal Weights => Criteria.Sum(c => c.Weight);

    public Criterion? Find(string code) => Criteria.FirstOrDefault(c => c.Code == code);

    /// <summary>As kept, hashed and published: the same terms give the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>What <see cref="ToJson"/> wrote.</summary>
    public static JudgingTerms FromJson(string json) =>
        JsonSerializer.Deserialize<JudgingTerms>(json, Json)
        ?? throw new FormatException("These are no terms of judging.");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}

/// <summary>How assessments become a ranking.</summary>
public enum JudgingMethod
{
    /// <summary>Scores as shares of the scale, weighted; weights total 100.</summary>
    WeightedMean,

    /// <summary>Scores added up.</summary>
    Sum,

    /// <summary>Comparisons two by two.</summary>
    Pairwise,

    /// <summary>Votes counted.</summary>
    Votes,

    /// <summary>Screening and red lines alone; there is no ranking.</summary>
    PassFail,

    /// <summary>Entries are answered, not judged.</summary>
    None,
}

/// <summary>Whether assessors see who entered.</summary>
public enum Anonymity
{
    Never,

    /// <summary>The owner decides before publication.</summary>
    Optional,
    Always,
}

/// <summary>How several scores of one criterion become one.</summary>
public enum Together
{
    /// <summary>A score the panel agrees on and records with reasons.</summary>
    Consensus,
    Mean,
    Median,
}

/// <summary>What an entry passes or fails.</summary>
public sealed record RedLine(string Code, string Text);

/// <summary>One score and what it means.</summary>
public sealed record ScalePoint(int Score, string Title, string Meaning);

/// <summary>One criterion.</summary>
/// <param name="Weight">In hundredths of the whole, where the method is weighted.</param>
/// <param name="Meaning">What is looked for, as Markdown.</param>
/// <param name="Minimum">Least score; an entry below it is not selected. Null: none.</param>
/// <param name="Questions">Codes of the questions whose answers are judged by it; empty: all.</param>
public sealed record Criterion(
    string Code,
    string Title,
    decimal Weight,
    string Meaning,
    int? Minimum,
    IReadOnlyList<string> Questions
);

/// <summary>Which scores need a justification.</summary>
/// <param name="All">Every score.</param>
/// <param name="Below">Scores below it.</param>
/// <param name="Above">Scores above it.</param>
public sealed record JustifyRule(bool All, int? Below, int? Above)
{
    public static JustifyRule Always { get; } = new(true, null, null);
    public static JustifyRule Never { get; } = new(false, null, null);

    /// <summary>Whether this score needs one.</summary>
    public bool Needs(int score) => All || score < Below || score > Above;
}

/// <summary>What tells apart entries with equal totals.</summary>
public enum TieBreak
{
    /// <summary>The higher score by one criterion.</summary>
    Criterion,

    /// <summary>The one received earlier.</summary>
    Earlier,

    /// <summary>A lot drawn from a published seed.</summary>
    Lot,
}

/// <summary>One rule for ties.</summary>
/// <param name="Criterion">Its code, where that is what tells.</param>
public sealed record TieRule(TieBreak By, string? Criterion = null);

/// <summary>How many go on.</summary>
public sealed record GoesOn(int? Least, int? Most);
