using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Charts;
using Tandem.Web.Components;

namespace Tandem.Evaluations;

/// <summary>A chosen entry as everybody may know it.</summary>
public sealed record ChosenResult(
    Id<Entry> EntryId,
    string Reference,
    string Title,
    string Entrant,
    EntryOutcome Outcome,
    string Reason,
    long? AmountMinor,
    string Currency,
    int? Place,
    decimal? Total,
    PageLink? Follow
)
{
    /// <summary>The prize it won, where there are prizes.</summary>
    public string? Prize { get; init; }

    /// <summary>How it fared, where entries were compared two by two.</summary>
    public PairStrength? Pairs { get; init; }

    /// <summary>In how many comparisons it was preferred; null where none were made.</summary>
    public string? PairWords =>
        Pairs is { } pairs
            ? $"preferred in {RankWords.Preferred(pairs.Won, pairs.Compared)} comparisons"
            : null;

    public string OutcomeWords => RankWords.Of(Outcome);
    public string? Amount =>
        AmountMinor is { } minor ? Words.ExactMoney(minor / 100m, Currency) : null;
}

/// <summary>What came of one stage, as everybody may know it: the chosen with their reasons, of the others only figures.</summary>
/// <param name="Taken">How many were chosen. Those who go on to a sealed stage are counted and not named: nobody shall know whom they compete with.</param>
public sealed record StageResult(
    string StageCode,
    string Stage,
    DateTime ToldAt,
    string Words,
    string? NoneReason,
    string? DepartsReason,
    DateOnly? StandstillFrom,
    DateOnly? StandstillTo,
    string? StandstillWords,
    IReadOnlyList<ChosenResult> Chosen,
    int Taken,
    ResultFigures Figures,
    CallWordsOf Names
)
{
    public string Sentence =>
        Taken == 0
            ? $"Nobody was chosen of {Web.Words.Count(Figures.Entries, Names.Entry, Names.Entries)}."
            : $"{Web.Words.Count(Taken, Names.Entry, Names.Entries)} of {Figures.Entries} {(Taken == 1 ? "was" : "were")} chosen.";

    // A histogram of a handful would tell single entries' totals.
    public IReadOnlyList<Bar> Bars =>
        Figures.Ranges.Sum(r => r.Count) < 5
            ? []
            :
            [
                .. Figures.Ranges.Select(r => new Bar(
                    $"{r.From} to {r.To}",
                    r.Count,
                    Web.Words.Number(r.Count),
                    null
                )),
            ];
}

/// <summary>What pages of the call say for entry and entries.</summary>
public sealed record CallWordsOf(string Entry, string Entries);

/// <summary>What may be known by everybody who may know of the call: of stages that everybody concerned was told of, nothing earlier.</summary>
public sealed class PublicResults(Db db, FindStage find, FindDecision decisions)
{
    /// <summary>The stages that are decided and told, the last first.</summary>
    public async Task<IReadOnlyList<StageResult>> OfAsync(
        Call call,
        CancellationToken cancellation = default
    )
    {
        var follows = await db.Set<FollowThrough>()
            .AsNoTracking()
            .Where(f => f.CallId == call.Id)
            .ToDictionaryAsync(f => f.EntryId, cancellation);
        var results = new List<StageResult>();
        foreach (var stage in await find.AllOfAsync(call, cancellation))
        {
            if (await decisions.NowAsync(stage, cancellation) is { ToldAt: { } told } decision)
            {
                results.Add(
                    new(
                        stage.Stage.Code,
                        stage.Stage.Title,
                        told,
                        decision.Words,
                        decision.NoneReason,
                        decision.DepartsReason,
                        decision.StandstillFrom,
                        decision.StandstillTo,
                        Standstill(decision, follows),
                        [
                            .. decision
                                .Chosen.Where(l =>
                                    l.Outcome != EntryOutcome.Progressed || !LeadsToSealed(stage)
                                )
                                .Select(l => Chosen(stage, l, follows)),
                        ],
                        decision.Chosen.Count(),
                        stage.Figures,
                        new(call.Kind.Words.Entry, call.Kind.Words.Entries)
                    )
                );
            }
        }
        results.Reverse();
        return results;
    }

    private string? Standstill(CallDecision decision, Dictionary<Id<Entry>, FollowThrough> follows)
    {
        if (decision.StandstillTo is not { } last)
        {
            return null;
        }
        if (!decision.MaySign(db.Today()))
        {
            return $"Nothing is signed before the standstill is over: its last day is {Words.Day(last)}.";
        }
        var signed = decision
            .Awarded.Select(l => follows.GetValueOrDefault(l.EntryId))
            .Select(f => f is { Becomes: Calls.Kinds.Outcome.Contract } ? f.SignedOn : null)
            .ToList();
        return $"The standstill ended on {Words.Day(last)}"
            + (
                signed.Count == 0 || signed.Contains(null) ? "."
                : signed.Count == 1
                    ? $", and the contract was signed on {Words.Day(signed[0]!.Value)}."
                : $", and the contracts were signed, the last on {Words.Day(signed.Max()!.Value)}."
            );
    }

    private static bool LeadsToSealed(JudgedStage stage) =>
        stage.Call.Stages.Any(s => s.Position > stage.Stage.Position && s.IsSealed);

    private static ChosenResult Chosen(
        JudgedStage stage,
        DecisionLine line,
        Dictionary<Id<Entry>, FollowThrough> follows
    )
    {
        var entry = stage.Entry(line.EntryId);
        return new(
            entry.Id,
            line.Reference,
            entry.Title ?? line.Reference,
            entry.PublicName,
            line.Outcome,
            line.Reason,
            line.Amount,
            stage.Call.Currency,
            line.Place,
            stage.IsPairwise ? null : line.Total,
            follows.TryGetValue(entry.Id, out var follow)
                ? new PageLink(
                    $"What became of it: {follow.Becomes.ToString().ToLowerInvariant()}",
                    follow.Path
                )
                : null
        )
        {
            Prize = line.Prize,
            Pairs = stage.RankOf(entry.Id).Pairs,
        };
    }
}
