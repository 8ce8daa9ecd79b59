namespace Tandem.Calls.Kinds;

/// <summary>
/// One kind of call, as its file in <c>content/call-kinds</c> tells it. Everything that differs between an ideas wall, a challenge prize and a
/// tender stands here; no code asks for a kind by its name. A version never changes: a call keeps the text of the kind it was made from.
/// </summary>
public sealed record CallKind
{
    /// <summary>Its place in addresses; one name, many versions.</summary>
    public string Name { get; init; } = "";
    public string Version { get; init; } = "";
    public string Title { get; init; } = "";

    /// <summary>Language its words are written in (ISO 639-1).</summary>
    public string Language { get; init; } = "en";

    /// <summary>What it is for, in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>How it works and when to choose it, as Markdown, for whoever is about to make one.</summary>
    public string Explanation { get; init; } = "";
    public IReadOnlyList<KindSource> Sources { get; init; } = [];

    /// <summary>What pages call things.</summary>
    public CallWords Words { get; init; } = new();
    public CallAudience Audience { get; init; }
    public EntrantRule Entrants { get; init; } = new();

    /// <summary>Has no closing date: entries come, and are answered, one by one.</summary>
    public bool IsStanding { get; init; }

    /// <summary>Who can read entries before they are decided on.</summary>
    public Secrecy Entries { get; init; }

    /// <summary>What the public may do with entries; null where they are not public.</summary>
    public PublicRule? Public { get; init; }

    /// <summary>Whether somebody else has to approve it before it is published.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>What the file says of <see cref="HasDiscussion"/>; null: as usual.</summary>
    public bool? Discussion { get; init; }

    /// <summary>Whether people may talk under their names beside its questions while it is open. Usually not where something is sealed or bought: there they ask, all are told the same, and nobody sees who asked.</summary>
    public bool HasDiscussion => Discussion ?? !(HasSealedStage || Publishes.Ocds);

    /// <summary>What its brief has to say.</summary>
    public IReadOnlyList<BriefPart> Brief { get; init; } = [];

    /// <summary>Name of the question set that says who can enter, by its rules that fail; null where everybody can.</summary>
    public string? Eligibility { get; init; }

    /// <summary>What entrants accept when they enter.</summary>
    public IReadOnlyList<AcceptedTerm> Terms { get; init; } = [];
    public CallMoney Money { get; init; }

    /// <summary>The limits of what is asked for, where there is a budget.</summary>
    public BudgetRule? Budget { get; init; }

    /// <summary>Code of the question, of some stage's form, that holds the price of the whole contract; null where entries state none.</summary>
    public string? Price { get; init; }

    /// <summary>Code of the question that holds what an entry asks for: a part of the budget, or its price. Null where none does.</summary>
    public string? AmountAsked => Budget?.Asks ?? Price;

    /// <summary>In order; at least one.</summary>
    public IReadOnlyList<StageRule> Stages { get; init; } = [];
    public DecisionRule Decision { get; init; } = new();
    public PublicationRule Publishes { get; init; } = new();

    /// <summary>What a selected entry can become.</summary>
    public IReadOnlyList<Outcome> Becomes { get; init; } = [];

    /// <summary>Months after the decision at which it is asked what has come of a selected entry.</summary>
    public IReadOnlyList<int> ChecksMonths { get; init; } = [];

    /// <summary>The file as it was read.</summary>
    public string Text { get; init; } = "";

    /// <summary>The stage of that code.</summary>
    /// <exception cref="ArgumentException">The kind has no such stage.</exception>
    public StageRule Stage(string code) =>
        Stages.FirstOrDefault(s => s.Code == code)
        ?? throw new ArgumentException($"{Title} {Version} has no stage ‘{code}’.", nameof(code));

    /// <summary>Whether any stage is sealed, so that openers have to be named before publication.</summary>
    public bool HasSealedStage => Stages.Any(s => s.IsSealed);
}

/// <summary>Where the idea or the rules behind a kind stand.</summary>
public sealed record KindSource(string Title, string Url, string? Licence);

/// <summary>What pages call things of a kind: a challenge, an application, a tenderer.</summary>
public sealed record CallWords(
    string Call = "call",
    string Entry = "entry",
    string Entries = "entries",
    string Entrant = "entrant",
    string Entrants = "entrants"
);

/// <summary>Who a call is for.</summary>
public enum CallAudience
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>People of the organisation, and of its partners where the owner says so.</summary>
    Internal,
}

/// <summary>Who can read entries while they are awaited and judged.</summary>
public enum Secrecy
{
    /// <summary>Nobody but the members of an entry, until two openers open the stage after its deadline.</summary>
    Sealed,

    /// <summary>Members of the entry; from the deadline on also the owner's team and the panel.</summary>
    Closed,

    /// <summary>Everybody, as moderation allows.</summary>
    Public,
}

/// <summary>Who enters.</summary>
public enum EntrantKind
{
    Person,
    Team,
    Organisation,
}

/// <summary>Who enters, how often, and how they are shown.</summary>
public sealed record EntrantRule
{
    public IReadOnlyList<EntrantKind> Who { get; init; } =
    [EntrantKind.Person, EntrantKind.Team, EntrantKind.Organisation];

    /// <summary>Whether several people can work on one entry.</summary>
    public bool CoEntrants { get; init; } = true;

    /// <summary>Most entries of one entrant; null: any number.</summary>
    public int? MostEntries { get; init; }

    /// <summary>Whether one may enter without one's name being shown to the public.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Whether staff may put in what somebody gave them on paper or by telephone.</summary>
    public bool OnBehalf { get; init; } = true;
}

/// <summary>What the public may do with entries that are public.</summary>
public sealed record PublicRule
{
    public bool Support { get; init; }
    public bool Comments { get; init; }

    /// <summary>Whether a new entry may be derived from another.</summary>
    public bool BuildOn { get; init; }

    /// <summary>Whether whoever has signed in may ask those who lead an entry to work on it with them.</summary>
    public bool Joining { get; init; }

    /// <summary>Whether moderators may join entries that say the same, keeping the credit of each.</summary>
    public bool Merge { get; init; }
    public Moderation Moderation { get; init; }

    /// <summary>Working days within which staff answer an entry; null where no answer is promised.</summary>
    public int? AnswerWorkingDays { get; init; }

    /// <summary>Bank holidays that count for it.</summary>
    public string Calendar { get; init; } = Kernel.WorkingDays.Usual;

    /// <summary>Whether a supplier may reply in confidence: to the owner's team alone, never scored.</summary>
    public bool ConfidentialReplies { get; init; }

    /// <summary>What an entry can be, in order; the first is what a new one is.</summary>
    public IReadOnlyList<StatusRule> Statuses { get; init; } = [];
}

/// <summary>When a moderator looks.</summary>
public enum Moderation
{
    /// <summary>Nothing is public before a moderator has let it through.</summary>
    Before,

    /// <summary>It is public at once, and can be reported.</summary>
    After,
}

/// <summary>What a public entry can be.</summary>
/// <param name="Colour">Colour of its tag; never the only sign of it.</param>
/// <param name="Ends">Nothing more is expected: support is closed.</param>
public sealed record StatusRule(string Code, string Title, string Colour, bool Ends);

/// <summary>One part of a brief.</summary>
public sealed record BriefPart(
    string Code,
    string Title,
    string? Guidance,
    bool IsRequired,
    int? MaxWords
);

/// <summary>Something entrants accept.</summary>
/// <param name="Text">Markdown.</param>
public sealed record AcceptedTerm(string Code, string Text);

/// <summary>What money a call is about.</summary>
public enum CallMoney
{
    None,

    /// <summary>A sum shared out among those who ask for parts of it.</summary>
    Budget,
    Prizes,

    /// <summary>A fee for taking part.</summary>
    Fee,

    /// <summary>The estimated value of a contract.</summary>
    Value,
}

/// <summary>What may be asked for out of a budget, as a kind proposes it.</summary>
/// <param name="LeastAskMinor">In minor units; null: any.</param>
/// <param name="MostAskMinor">In minor units; null: up to the budget.</param>
/// <param name="Asks">Code of the question, of some stage's form, that holds the amount asked for.</param>
public sealed record BudgetRule(long? LeastAskMinor, long? MostAskMinor, string Asks);

/// <summary>What a selected entry becomes.</summary>
public enum Outcome
{
    Pilot,
    Project,
    Grant,
    Contract,
}

/// <summary>How it is decided.</summary>
public sealed record DecisionRule
{
    /// <summary>Whether a recommendation has to be approved by somebody else.</summary>
    public bool NeedsApproval { get; init; } = true;

    /// <summary>Most winners; null: any number.</summary>
    public int? MostWinners { get; init; }

    /// <summary>Whether each entrant gets a letter.</summary>
    public bool Letters { get; init; } = true;

    /// <summary>Whether letters compare with the winner (Procurement Act 2023, section 50).</summary>
    public bool Compares { get; init; }
    public StandstillRule? Standstill { get; init; }

    /// <summary>Whether there may be no winner at all.</summary>
    public bool MayBeNone { get; init; } = true;
}

/// <summary>Working days, counted by that calendar, in which nothing may be signed.</summary>
public sealed record StandstillRule(int WorkingDays, string Calendar);

/// <summary>What is published as open data, and which notices are owed.</summary>
public sealed record PublicationRule
{
    /// <summary>OCDS tender and award releases.</summary>
    public bool Ocds { get; init; }

    /// <summary>Numbers of notices of the Procurement Act 2023 to think of: UK4.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>360Giving.</summary>
    public bool Grants { get; init; }
}
