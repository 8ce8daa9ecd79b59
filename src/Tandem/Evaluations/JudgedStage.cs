using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>An entry of a stage as judging needs it, whoever may read it.</summary>
/// <param name="Reference">What people quote: CALL-2026-014-E7.</param>
/// <param name="Entrant">Who entered, by name.</param>
/// <param name="ReceivedAt">When the version that counts was received (UTC).</param>
/// <param name="Members">People who wrote it: they judge nothing of it.</param>
/// <param name="Organisation">The body or firm that entered, where one did.</param>
/// <param name="IsOnBehalf">Whether staff put it in for somebody, who has no account here.</param>
/// <param name="IsAnonymous">Whether who entered wants to stay without a name to the public.</param>
/// <param name="Ask">Minor units asked for, where the call shares out a budget.</param>
/// <param name="Version">The version that counts.</param>
public sealed record JudgedEntry(
    Id<Entry> Id,
    int Number,
    string Reference,
    string? Title,
    string Entrant,
    DateTime ReceivedAt,
    IReadOnlySet<Guid> Members,
    Id<Organisation>? Organisation,
    long? Ask = null,
    bool IsAnonymous = false,
    bool IsOnBehalf = false,
    Id<EntryVersion>? Version = null
)
{
    /// <summary>Who entered, as the public may know it.</summary>
    public string PublicName => IsAnonymous ? "Name not public" : Entrant;

    /// <summary>Within its own call: E7.</summary>
    public string Short => $"E{Number}";
}

/// <summary>A stage of a call with everything by which it is judged. What follows from the facts is worked out here each time; nothing of it is kept.</summary>
public sealed class JudgedStage(
    Call call,
    CallStage stage,
    IReadOnlyList<JudgedEntry> entries,
    StageFacts facts
)
{
    private IReadOnlyList<RankedEntry>? ranking;
    private readonly Dictionary<Guid, JudgedEntry> byId = entries.ToDictionary(e => e.Id.Value);

    public Call Call { get; } = call;
    public CallStage Stage { get; } = stage;
    public JudgingTerms Terms { get; } = stage.Judging;

    /// <summary>Those that count: received in time or admitted, not withdrawn, opened.</summary>
    public IReadOnlyList<JudgedEntry> Entries { get; } = entries;

    /// <summary>What came late and has not come to the panel: nothing is decided before that is settled.</summary>
    public IReadOnlyList<LateEntry> Late { get; internal init; } = [];
    public IReadOnlyList<EntryJudging> Judgings => facts.Judgings;
    public IReadOnlyList<PairComparison> Comparisons => facts.Comparisons;

    /// <summary>Where its pages are.</summary>
    public string Path => $"/calls/{Call.Reference}/judging/{Stage.Code}";

    /// <summary>Seed of the lot: fixed and public from the moment the terms were published, before entries came.</summary>
    public string LotSeed => $"{Call.Reference}/{Stage.Code}/{Stage.InForce?.Sha256}";

    /// <summary>Whether the names of those who entered are kept from those who score.</summary>
    public bool IsAnonymised => Terms.Anonymised == Anonymity.Always;

    /// <summary>Whether who entered is kept from this person: on the panel of a stage that is read without names.</summary>
    public bool IsBlindFor(Guid? person) => IsAnonymised && AssignedTo(person).Any();

    /// <summary>What the stage shares out, in minor units: the last one does, and every one whose entries ask for an amount. Null where there is nothing to share.</summary>
    public long? BudgetMinor =>
        Call.InOrder.Last().Code == Stage.Code || Entries.Any(e => e.Ask is not null)
            ? Call.BudgetMinor
            : null;

    public bool IsPairwise => Terms.Method == JudgingMethod.Pairwise;

    /// <summary>Whether assessors are asked something about each entry: red lines, scores, a vote.</summary>
    public bool AsksOfEach => ScoreRules.Asked(Terms).Any();

    /// <summary>Whether its entries are judged at all, and not only read.</summary>
    public bool IsJudged => Terms.Method != JudgingMethod.None;

    /// <summary>Whether anything is asked of assessors at all.</summary>
    public bool IsScoredByPanel => AsksOfEach || IsPairwise;

    public EntryJudging? Of(Id<Entry> entry) => facts.Of(entry);

    /// <summary>One of its entries, by id.</summary>
    public JudgedEntry Entry(Id<Entry> id) => byId[id.Value];

    /// <inheritdoc cref="Entry(Id{Tandem.Entries.Entry})"/>
    public JudgedEntry Entry(Guid id) => byId[id];

    /// <summary>Begins judging an entry of this stage.</summary>
    internal EntryJudging Begin(JudgedEntry entry, DateTime now) =>
        EntryJudging.Of(Call.Id, Stage.Code, entry.Id, now, IsAnonymised);

    /// <exception cref="Refusal">There is no such entry in this stage.</exception>
    public JudgedEntry Entry(int number) =>
        Entries.FirstOrDefault(e => e.Number == number)
        ?? throw new Refusal("There is no such entry.", kind: RefusalKind.NotFound);

    /// <summary>The order by what has been revealed; the same for everybody who may see it.</summary>
    public IReadOnlyList<RankedEntry> Ranking => ranking ??= Rank();

    private Dictionary<Guid, RankedEntry>? placed;

    /// <summary>Where an entry stands in the order.</summary>
    public RankedEntry RankOf(Id<Entry> entry) =>
        (placed ??= Ranking.ToDictionary(r => r.Fact.Id))[entry.Value];

    private IReadOnlyList<RankedEntry> Rank()
    {
        IReadOnlyList<RankedFact> ranked = [.. Entries.Select(Fact)];
        // Which pairs count depends on who works on an entry, which is no fact of judging.
        return IsPairwise ? Rank(ranked) : facts.Ranked(LotSeed, ranked, () => Rank(ranked));
    }

    private IReadOnlyList<RankedEntry> Rank(IReadOnlyList<RankedFact> ranked) =>
        Evaluations.Ranking.Of(
            Terms,
            LotSeed,
            ranked,
            ScoreFacts,
            [
                .. Judgings.SelectMany(j =>
                    j.AgreedNow.Select(a => new AgreedFact(j.EntryId.Value, a.Criterion, a.Value))
                ),
            ],
            PairFacts
        );

    /// <summary>Scores that were revealed and count.</summary>
    public IReadOnlyList<ScoreFact> ScoreFacts =>
        [
            .. Judgings
                .Where(j => j.IsRevealed)
                .SelectMany(j =>
                    j.Assignments.Where(a => a.Counts)
                        .SelectMany(a =>
                            a.Standing.Where(s =>
                                    s.Kind == ScoreKind.Criterion
                                    || (s.Kind == ScoreKind.Vote && s.Value == 1)
                                )
                                .Select(s => new ScoreFact(
                                    j.EntryId.Value,
                                    a.PersonId.Value,
                                    s.Code,
                                    s.Value
                                ))
                        )
                ),
        ];

    /// <summary>Comparisons that count: not those of an assessor with an interest in one of the two.</summary>
    public IReadOnlyList<PairFact> PairFacts =>
        [
            .. Comparisons
                .Where(c =>
                    !HasInterest(c.LowId, c.PersonId.Value)
                    && !HasInterest(c.HighId, c.PersonId.Value)
                )
                .Select(c => c.Fact)
                .OfType<PairFact>(),
        ];

    public ResultFigures Figures => ResultFigures.Of(Terms, Ranking, ScoreFacts);

    /// <summary>Assignments of a person that wait for a declaration.</summary>
    public IEnumerable<(JudgedEntry Entry, Assignment Own)> Undeclared(Guid? person) =>
        AssignedTo(person).Where(a => a.Own.IsOpen && a.Own.Interest == Interest.Undeclared);

    /// <summary>Assignments of a person in which scores are still to be handed in.</summary>
    public IEnumerable<(JudgedEntry Entry, Assignment Own)> ToScore(Guid? person) =>
        AsksOfEach ? AssignedTo(person).Where(a => a.Own.MayRead && a.Own.SubmittedAt is null) : [];

    /// <summary>All assignments of a person, in the order of the entries.</summary>
    public IEnumerable<(JudgedEntry Entry, Assignment Own)> AssignedTo(Guid? person) =>
        Entries
            .Select(e => (Entry: e, Own: Of(e.Id)?.AssignmentOf(person)))
            .Where(x => x.Own is not null)
            .Select(x => (x.Entry, x.Own!));

    /// <summary>The two entries a person is asked about next; null when there are none.</summary>
    public (JudgedEntry First, JudgedEntry Second)? NextPair(Guid person)
    {
        // What is passed or failed comes first: an entry this assessor found to cross a red line is not compared.
        var own = AssignedTo(person)
            .Where(a =>
                a.Own.MayRead
                && Of(a.Entry.Id)?.Screened?.Passes != false
                && (
                    !AsksOfEach
                    || (
                        a.Own.SubmittedAt is not null
                        && a.Own.Standing.All(s => s.Kind != ScoreKind.RedLine || s.Value == 1)
                    )
                )
            )
            .ToDictionary(a => a.Entry.Id.Value, a => a.Entry);
        return
            Pairwise.Next(
                [.. own.Keys],
                PairFacts,
                person,
                [
                    .. Comparisons
                        .Where(c => c.PersonId.Value == person && c.PreferredId is null)
                        .Select(c => (c.LowId.Value, c.HighId.Value)),
                ]
            )
                is var (first, second)
            ? (own[first], own[second])
            : null;
    }

    /// <summary>Whether a person may hold the entry's text in hand: their declaration is made and there is no interest.</summary>
    public bool MayRead(Id<Entry> entry, Guid? person) =>
        Of(entry)?.AssignmentOf(person)?.MayRead == true;

    /// <summary>Whether the person has an interest in the entry: declared, or by having written it.</summary>
    public bool HasInterest(Id<Entry> entry, Guid? person) =>
        Of(entry)?.AssignmentOf(person)?.Interest == Interest.Declared
        || (person is { } p && byId.GetValueOrDefault(entry.Value)?.Members.Contains(p) == true);

    /// <summary>Whether the person may see what all of the panel gave: once it is revealed, who has no interest in the entry and whose own scores were not missing.</summary>
    public bool ShowsScores(Id<Entry> entry, Guid? person) =>
        Of(entry)?.ShowsScoresTo(person) == true && !HasInterest(entry, person);

    /// <summary>Whether all that is asked has been scored, revealed and, where the panel agrees scores, agreed.</summary>
    public bool IsComplete =>
        Entries.Count > 0 && Ranking.All(r => r.Standing != RankStanding.Unscored);

    /// <summary>Holds back a decision while something that came late is not settled, so that nobody is forgotten.</summary>
    /// <exception cref="Refusal">Something that came late waits.</exception>
    internal void MustHaveSettledLate()
    {
        if (Late.Count > 0)
        {
            throw new Refusal(string.Join(" ", Late.Select(l => l.Words)));
        }
    }

    private RankedFact Fact(JudgedEntry entry)
    {
        var judging = Of(entry.Id);
        return new(
            entry.Id.Value,
            entry.Reference,
            entry.ReceivedAt,
            judging?.Screened?.Passes == false,
            judging is { IsRevealed: true } ? judging.RedLinesFailed(Terms) : [],
            !Terms.IsScored
                && (
                    (AsksOfEach && judging?.IsRevealed != true)
                    || (Terms.Screening && judging?.Screened is null)
                )
        );
    }
}
