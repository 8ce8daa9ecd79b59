using Microsoft.AspNetCore.Mvc;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Charts;

namespace Tandem.Evaluations.Pages;

/// <summary>A row of the ranking as it is shown to this reader.</summary>
/// <param name="Hidden">The reader has an interest in it: its scores are not shown.</param>
/// <param name="LineBelow">The budget ends after it.</param>
public sealed record RankingRow(
    int Index,
    JudgedEntry Entry,
    RankedEntry Ranked,
    bool Hidden,
    IReadOnlyList<string> Why,
    BudgetRow? Budget,
    string? OverrideReason,
    bool LineBelow
)
{
    /// <summary>Whether its assessors disagree on a red line.</summary>
    public bool IsDisputed { get; init; }
}

/// <summary>In which order do the entries stand, and where does the money end?</summary>
public sealed class RankingModel(
    Actor actor,
    FindStage find,
    StageBudget budgets,
    FindDecision decisions
) : StagePage(actor, find)
{
    /// <summary>Places on one page.</summary>
    public const int PageSize = 100;

    /// <summary>Bars are drawn for the best: more cannot be told apart.</summary>
    private const int MostBars = 40;

    [BindProperty(SupportsGet = true)]
    public int? Fund { get; set; }

    public BudgetLine? Line { get; private set; }
    public IReadOnlyList<RankingRow> Rows { get; private set; } = [];
    public IReadOnlyList<Bar> Bars { get; private set; } = [];

    /// <summary>Whether overrides can still be recorded.</summary>
    public bool Open { get; private set; }

    /// <summary>Names stay away from assessors of anonymised entries until it is decided.</summary>
    public bool ShowsNames { get; private set; }
    public string Standing { get; private set; } = "";
    public string BarsCaption =>
        (
            Judged.IsPairwise
                ? "How strong each came out of the comparisons, the average being 50"
                : "Totals out of 100"
        ) + (Judged.Ranking.Count > MostBars ? $": the first {MostBars}" : "");

    public IReadOnlyList<string> How =>
        [
            .. new[]
            {
                JudgingWords.Method(Judged.Terms),
                JudgingWords.RedLines(Judged.Terms),
                JudgingWords.Together(Judged.Terms),
                JudgingWords.Minimum(Judged.Terms),
                JudgingWords.Ties(Judged.Terms),
            }.OfType<string>(),
            "Totals are rounded to two decimals, and compared as they are shown.",
        ];

    public async Task OnGetAsync()
    {
        await LoadAsync();
        JudgingPermissions.MaySeeRanking(Reader, Judged).Permit();
        if (Judged.Terms.Method == JudgingMethod.None)
        {
            throw new Refusal("Nothing is ranked here.", kind: RefusalKind.NotFound);
        }
        var overrides = await budgets.OverridesAsync(Judged, Stopped);
        var decision = await decisions.NowAsync(Judged, Stopped);
        Open = decision is null;
        IsTold = decision is { IsTold: true };
        ShowsNames = decision is not null || !IsBlind;
        Line = StageBudget.Line(Judged, overrides, Fund);
        var last = Line?.Rows.LastOrDefault(r => r.Funded && !r.Overridden);
        Rows =
        [
            .. Judged
                .Ranking.Index()
                .Skip((At - 1) * PageSize)
                .Take(PageSize)
                .Select(x =>
                {
                    var (i, r) = x;
                    var entry = Judged.Entry(r.Fact.Id);
                    return new RankingRow(
                        i + 1,
                        entry,
                        r,
                        Judged.HasInterest(entry.Id, Reader.PersonId),
                        Why(entry, r),
                        Line?.Rows[i],
                        overrides.LastOrDefault(o => o.EntryId == entry.Id)?.Reason,
                        last is not null && last.Asking.Entry == r.Fact.Id
                    )
                    {
                        IsDisputed =
                            Judged.Of(entry.Id) is { IsRevealed: true } judging
                            && judging.RedLinesDisputed.Count > 0,
                    };
                }),
        ];
        Bars =
        [
            .. Rows.Where(r => r.Ranked.Share is not null && !r.Hidden)
                .Take(At == 1 ? MostBars : 0)
                .Select(r => new Bar(
                    r.Entry.Short + (r.Entry.Title is { } title ? ": " + title : ""),
                    (double)r.Ranked.Share!.Value,
                    RankWords.Points(r.Ranked.Share),
                    $"{Judged.Path}/{r.Entry.Number}"
                )),
        ];
        var open = Judged.Ranking.Count(r => r.Standing == RankStanding.Unscored);
        Standing =
            open == 0
                ? $"All {Words.Count(Judged.Ranking.Count, Names.Entry, Names.Entries)} are scored."
                : $"{Words.Count(open, Names.Entry, Names.Entries)} of {Judged.Ranking.Count} {(open == 1 ? "is" : "are")} not fully scored yet; the order can still change.";
    }

    public string Money(long minor) => Words.ExactMoney(minor / 100m, Call.Currency);

    public string Score(RankedEntry ranked, Criterion criterion) =>
        ranked.Criteria.TryGetValue(criterion.Code, out var score)
            ? RankWords.Points(Math.Round(score, 2))
            : "–";

    private List<string> Why(JudgedEntry entry, RankedEntry ranked) =>
        [
            .. ranked.Standing switch
            {
                RankStanding.ScreenedOut => [Judged.Of(entry.Id)?.Screened?.Reason ?? ""],
                RankStanding.RedLine => ranked.Fact.RedLinesFailed ?? [],
                RankStanding.BelowMinimum => ranked.Below,
                _ => ranked.Missing.Select(m => Judged.Terms.Find(m)?.Title ?? m),
            },
        ];
}
