using System.Globalization;
using System.Text.Json;
using Tandem.Calls.Kinds;
using Tandem.Web;

namespace Tandem.Evaluations;

/// <summary>One criterion in a letter: what it weighed, what was given, and why; beside it the winner's where the letter compares.</summary>
/// <param name="Score">As it counted; null where it was not scored.</param>
/// <param name="ScoreTitle">What that score is called on the scale, where it is one of its steps.</param>
public sealed record LetterCriterion(
    string Title,
    decimal Weight,
    string Meaning,
    int Highest,
    decimal? Score,
    string? ScoreTitle,
    string? ScoreMeaning,
    IReadOnlyList<string> Reasons,
    decimal? WinnerScore,
    IReadOnlyList<string> WinnerReasons
);

/// <summary>Whom a letter goes to.</summary>
/// <param name="Number">Scheme and number of a supplier, where known.</param>
/// <param name="Address">Contact postal address, where known.</param>
/// <param name="Email">Contact e-mail address, where known.</param>
public sealed record LetterParty(string Name, string? Number, string? Address, string? Email);

/// <summary>Who won, in the letter of somebody else.</summary>
public sealed record LetterWinner(string Name, string Reference, decimal? Total);

/// <summary>
/// What an entrant is told of a decision: the outcome and its reason, how the entry was assessed by each criterion and why, and where procurement law asks
/// the same of the winner. For a public contract this is the assessment summary of the Procurement Act 2023, section 50, with the content of regulation 31
/// of the Procurement Regulations 2024: supplier, criteria with their importance and scores, the score for each with its explanation, the total, why the
/// contract is not awarded to it, and the assessment of the most advantageous tender.
/// </summary>
public sealed record LetterText
{
    public required string Reference { get; init; }
    public required string Entry { get; init; }
    public required string Call { get; init; }
    public required string CallReference { get; init; }
    public required string Stage { get; init; }
    public required string Buyer { get; init; }
    public required string Entrant { get; init; }

    /// <summary>Scheme and number of the supplier, where known.</summary>
    public string? EntrantNumber { get; init; }

    /// <summary>Contact postal address of the supplier, where known.</summary>
    public string? EntrantAddress { get; init; }

    /// <summary>Contact e-mail address of the supplier, where known.</summary>
    public string? EntrantEmail { get; init; }
    public required DateOnly Day { get; init; }
    public required EntryOutcome Outcome { get; init; }
    public required string Reason { get; init; }
    public long? AmountMinor { get; init; }

    /// <summary>The prize it wins, where there are prizes.</summary>
    public string? Prize { get; init; }

    /// <summary>What winning brings: a contract, a prize, a part of a budget; null in letters from before that was kept.</summary>
    public CallMoney? Gives { get; init; }

    /// <summary>What can become of what is selected.</summary>
    public IReadOnlyList<Calls.Kinds.Outcome> Becomes { get; init; } = [];
    public string Currency { get; init; } = "GBP";

    /// <summary>How entries were put in order, as was published.</summary>
    public IReadOnlyList<string> Method { get; init; } = [];
    public IReadOnlyList<LetterCriterion> Criteria { get; init; } = [];

    /// <summary>Whether criteria carry weights.</summary>
    public bool Weighted { get; init; }
    public decimal? Total { get; init; }
    public decimal Whole { get; init; }
    public int? Place { get; init; }
    public int Ranked { get; init; }

    /// <summary>Where entries were compared two by two: in how many comparisons it was preferred, and in how many it stood.</summary>
    public int? Won { get; init; }

    /// <inheritdoc cref="Won"/>
    public int? Compared { get; init; }

    /// <summary>Screening, red lines and minimums that kept it out of the order.</summary>
    public IReadOnlyList<string> KeptOut { get; init; } = [];
    public LetterWinner? Winner { get; init; }

    /// <summary>Why the winner's reasons are not given.</summary>
    public string? Withheld { get; init; }

    /// <summary>Working days of the standstill, where one is owed.</summary>
    public int? StandstillDays { get; init; }
    public string? Contact { get; init; }

    /// <summary>The addresses as they stand below the name.</summary>
    public IReadOnlyList<string> AddressLines =>
        [
            .. (EntrantAddress ?? "").Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            ),
            .. EntrantEmail is { } email ? [email] : Array.Empty<string>(),
        ];

    public bool IsChosen => Outcome != EntryOutcome.NotSelected;

    /// <summary>What the call names an entry: entry, tender, project.</summary>
    public string Word { get; init; } = "entry";

    /// <summary>The outcome as a sentence.</summary>
    public string OutcomeWords =>
        Outcome switch
        {
            EntryOutcome.Winner when Prize is { } prize => $"Your {Word} has won: {prize}.",
            EntryOutcome.Winner when Gives == CallMoney.Prizes =>
                $"Your {Word} is among the winners.",
            EntryOutcome.Winner when Gives == CallMoney.Value =>
                "We intend to award the contract to you.",
            EntryOutcome.Winner => "We intend to award to you.",
            EntryOutcome.Selected when Becomes is [Calls.Kinds.Outcome.Grant] =>
                $"Your {Word} was selected for a grant.",
            EntryOutcome.Selected when Becomes.Count > 0 =>
                $"Your {Word} was selected. It is to become {Web.Words.List([.. Becomes.Select(b => "a " + b.ToString().ToLowerInvariant())], "or")}.",
            EntryOutcome.Selected => $"Your {Word} was selected.",
            EntryOutcome.Qualified => "You have qualified.",
            EntryOutcome.Progressed => $"Your {Word} goes on to the next stage.",
            _ => $"Your {Word} was not selected.",
        };

    /// <summary>What it gained and where that put it; null where nothing was put in order.</summary>
    public string? ResultWords =>
        (
            Won is { } won && Compared is { } compared
                ? $"Preferred in {RankWords.Preferred(won, compared)} comparisons with others"
            : Total is { } total ? $"Total: {RankWords.Points(total)} of {RankWords.Points(Whole)}"
            : null
        )
            is { } gained
            ? gained
                + (Place is { } place ? $", {RankWords.Place(place)} of {Ranked}" : "")
                + (Winner is { Total: { } best } ? $". The winner: {RankWords.Points(best)}" : "")
            : null;

    /// <summary>Who won, in a sentence; null where the letter compares with nobody.</summary>
    public string? WinnerWords =>
        Winner is not { } winner ? null
        : Gives is null or CallMoney.Value
            ? $"The contract is intended for {winner.Name} ({winner.Reference})."
        : $"The winner is {winner.Name} ({winner.Reference}).";

    /// <summary>What can be read on the page of the call.</summary>
    public string StandsThere =>
        Criteria.Count > 0
            ? "The criteria and what each score means stand in full on"
            : "What was looked for stands in full on";

    /// <summary>As it is kept.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static LetterText Read(string json) =>
        JsonSerializer.Deserialize<LetterText>(json, JsonSerializerOptions.Web)!;

    /// <summary>Writes the letter of one entry from the facts of the stage.</summary>
    /// <param name="parties">Who stands behind an entry.</param>
    public static LetterText Of(
        JudgedStage stage,
        CallDecision decision,
        DecisionLine line,
        string buyer,
        Func<JudgedEntry, LetterParty> parties,
        DateOnly day
    )
    {
        var entry = stage.Entry(line.EntryId);
        var rule = stage.Call.Kind.Decision;
        var ranked = stage.RankOf(entry.Id);
        var best = rule.Compares
            ? decision
                .Chosen.Select(c => stage.Entry(c.EntryId))
                .FirstOrDefault(e => e.Id != entry.Id)
            : null;
        var compared = line.Outcome == EntryOutcome.NotSelected ? best : null;
        var bestRanked = compared is null ? null : stage.RankOf(compared.Id);
        var party = parties(entry);
        return new()
        {
            Reference = entry.Reference,
            Entry = entry.Title ?? entry.Reference,
            Word = stage.Call.Kind.Words.Entry,
            Call = stage.Call.Title,
            CallReference = stage.Call.Reference,
            Stage = stage.Stage.Title,
            Buyer = buyer,
            Entrant = party.Name,
            EntrantNumber = party.Number,
            EntrantAddress = party.Address,
            EntrantEmail = party.Email,
            Day = day,
            Outcome = line.Outcome,
            Reason = line.Reason,
            AmountMinor = line.Amount,
            Prize = line.Prize,
            Gives = stage.Call.Kind.Money,
            Becomes = stage.Call.Kind.Becomes,
            Currency = stage.Call.Currency,
            Method = Methods(stage.Terms),
            Weighted = stage.Terms.IsWeighted,
            Criteria = stage.Terms.IsScored
                ?
                [
                    .. stage.Terms.Criteria.Select(c =>
                        Criterion(
                            stage,
                            c,
                            entry,
                            ranked,
                            compared,
                            bestRanked,
                            decision.WithheldReason is not null
                        )
                    ),
                ]
                : [],
            Total = ranked.Total,
            Whole = Ranking.Whole(
                stage.Terms,
                stage.ScoreFacts.Select(s => s.Assessor).Distinct().Count()
            ),
            Place = ranked.Place,
            Won = ranked.Pairs?.Won,
            Compared = ranked.Pairs?.Compared,
            Ranked = stage.Ranking.Count(r => r.Place is not null),
            KeptOut =
            [
                .. ranked.Fact.ScreenedOut
                    ? [stage.Of(entry.Id)?.Screened?.Reason ?? ""]
                    : Array.Empty<string>(),
                .. (ranked.Fact.RedLinesFailed ?? []).Select(line =>
                    $"Found not to be met: {line}"
                ),
                .. ranked.Below,
            ],
            Winner = compared is null
                ? null
                : new(parties(compared).Name, compared.Reference, bestRanked!.Total),
            Withheld = compared is null ? null : decision.WithheldReason,
            StandstillDays = decision.StandstillDays,
            Contact = stage.Call.ContactEmail,
        };
    }

    private static IReadOnlyList<string> Methods(JudgingTerms terms) =>
        [
            .. new[]
            {
                Calls.JudgingWords.Method(terms),
                Calls.JudgingWords.RedLines(terms),
                Calls.JudgingWords.Together(terms),
                Calls.JudgingWords.Minimum(terms),
                Calls.JudgingWords.Ties(terms),
            }.OfType<string>(),
        ];

    private static LetterCriterion Criterion(
        JudgedStage stage,
        Criterion criterion,
        JudgedEntry entry,
        RankedEntry ranked,
        JudgedEntry? winner,
        RankedEntry? winnerRanked,
        bool withheld
    )
    {
        decimal? score = ranked.Criteria.TryGetValue(criterion.Code, out var own) ? own : null;
        var step = stage.Terms.Scale.FirstOrDefault(s => s.Score == score);
        return new(
            criterion.Title,
            criterion.Weight,
            criterion.Meaning,
            Ranking.Highest(stage.Terms),
            score is { } s ? Math.Round(s, 2) : null,
            step?.Title,
            step?.Meaning,
            Reasons(stage, entry, criterion.Code),
            winnerRanked?.Criteria.TryGetValue(criterion.Code, out var theirs) == true
                ? Math.Round(theirs, 2)
                : null,
            winner is null || withheld ? [] : Reasons(stage, winner, criterion.Code)
        );
    }

    /// <summary>Why an entry has its score for a criterion: the panel's reasons, or each assessor's without a name.</summary>
    public static IReadOnlyList<string> Reasons(
        JudgedStage stage,
        JudgedEntry entry,
        string criterion
    )
    {
        var judging = stage.Of(entry.Id);
        return judging?.AgreedNow.FirstOrDefault(a => a.Criterion == criterion) is { } agreed
            ? [agreed.Reason]
            :
            [
                .. (judging?.Counted ?? [])
                    .Where(s => s.Kind == ScoreKind.Criterion && s.Code == criterion)
                    .Select(s => s.Justification)
                    .OfType<string>(),
            ];
    }

    /// <summary>The amount in words; null where no money is given.</summary>
    public string? Amount =>
        AmountMinor is { } minor ? Words.ExactMoney(minor / 100m, Currency) : null;

    /// <summary>Weight as it is shown.</summary>
    public static string WeightWords(decimal weight) =>
        weight.ToString("0.##", CultureInfo.InvariantCulture);
}
