using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Entries;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Evaluations.Notices;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>An outcome as the form sends it.</summary>
public sealed class GivenOutcome
{
    public Guid Entry { get; set; }
    public string? Outcome { get; set; }
    public string? Amount { get; set; }
    public string? Prize { get; set; }
    public string? Reason { get; set; }
}

/// <summary>What is recommended, is it approved, and what comes next?</summary>
[RequestFormLimits(ValueCountLimit = (5 * MostEntries) + 100)]
public sealed class DecisionModel(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    StageBudget budgets,
    RecommendDecision recommend,
    ApproveDecision approve,
    TellDecision tell,
    DraftAwardNotice notices,
    WorkingDays workingDays
) : StagePage(actor, find), IRedisplay
{
    /// <summary>Most entries on which is decided at once: each has an outcome, an amount or a prize, and a reason on one page.</summary>
    public const int MostEntries = 5000;

    private DecisionFrame frame = null!;

    [BindProperty]
    public IList<GivenOutcome> Given { get; set; } = [];

    [
        BindProperty,
        Display(
            Name = "What the panel says of the result",
            Description = "Published with it. Name nobody who was not chosen."
        )
    ]
    public string? PanelWords { get; set; }

    [BindProperty, Display(Name = "Why the choice departs from the ranking (where it does)")]
    public string? Departs { get; set; }

    [
        BindProperty,
        Display(Name = "Why nobody, or fewer than planned, are chosen (where that is so)")
    ]
    public string? None { get; set; }

    [
        BindProperty,
        Display(
            Name = "Why the winner’s reasons are held back (where they are)",
            Description = "Only for sensitive commercial information (Procurement Act 2023, section 94). The winner’s scores are told anyway."
        )
    ]
    public string? Withheld { get; set; }

    [BindProperty, Display(Name = "Why it goes back")]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "When was the award notice published?")]
    public DateOnly? NoticeOn { get; set; }

    public CallDecision? Decision { get; private set; }
    public CallDecision? Returned { get; private set; }
    public IReadOnlyList<CallDecision> Earlier { get; private set; } = [];
    public IReadOnlyDictionary<Id<Entry>, FollowThrough> Followed { get; private set; } =
        new Dictionary<Id<Entry>, FollowThrough>();
    public DateOnly Today => LocalDay.Of(db.Now());
    public bool HasErrors => !ModelState.IsValid;
    public bool MayTell => JudgingPermissions.MayTell(Reader, Call).Allowed;
    public bool MayApprove =>
        Decision is { ApprovedAt: null }
        && Judged.Late.Count == 0
        && JudgingPermissions.MayApprove(Reader, Call).Allowed
        && !(Call.Kind.Decision.NeedsApproval && Decision.RecommendedById == Reader.PersonId);
    public bool MayReturn =>
        Decision is { IsTold: false } && JudgingPermissions.MayApprove(Reader, Call).Allowed;
    public bool OwesStandstill =>
        Decision is { IsTold: true, StandstillDays: not null, StandstillFrom: null } && MayTell;
    public string StandstillWords =>
        Decision is { StandstillFrom: { } from, StandstillTo: { } to }
            ? Today > to
                ? $"{Words.Span(from, to)}: it is over"
                : $"{Words.Span(from, to)}: nothing may be signed before {Words.Day(to.AddDays(1))}"
            : Decision?.StandstillDays is { } days
                ? $"{Words.Count(days, "working day")}, from the day of the award notice"
                : "";

    /// <summary>Drafts of the notices that this decision owes.</summary>
    public IReadOnlyList<PageLink> Notices =>
        MayTell && Decision is { ApprovedAt: not null } && Decision.Awarded.Any()
            ?
            [
                .. notices
                    .Of(Call)
                    .Select(f => new PageLink(
                        $"Draft of the {f.Name.ToLowerInvariant()} ({f.Code})",
                        $"{Judged.Path}/notices/{f.Code}"
                    )),
            ]
            : [];

    public IReadOnlyList<Choice> Outcomes =>
        [
            .. frame.Outcomes.Select(o => new Choice(o.ToString(), RankWords.Of(o))),
            new(nameof(EntryOutcome.NotSelected), RankWords.Of(EntryOutcome.NotSelected)),
        ];

    /// <summary>The prizes of the call, each once; empty where none are given in this stage.</summary>
    public IReadOnlyList<Choice> Prizes =>
        [
            .. frame
                .Prizes.DistinctBy(p => p.Title)
                .Select(p => new Choice(
                    p.Title,
                    p.Title + (p.AmountMinor is { } minor ? $" ({Money(minor)})" : "")
                )),
        ];

    public string LimitWords =>
        (frame.Least, frame.Most) switch
        {
            ({ } least, { } most) when least == most =>
                $"As published, {most} {(most == 1 ? "is" : "are")} chosen.",
            ({ } least, { } most) => $"As published, {least} to {most} are chosen.",
            (null, { } most) => $"As published, {most} at most can be chosen.",
            ({ } least, null) => $"As published, at least {least} are chosen.",
            _ => "",
        };

    public string OpenWords =>
        $"Still open: {string.Join(", ", Judged.Ranking.Where(r => r.Standing == RankStanding.Unscored).Select(r => r.Fact.Reference))}";

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        if (Decision is null && MayLead && Judged is { IsComplete: true, Late.Count: 0 })
        {
            await ProposeAsync();
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        try
        {
            await recommend.RunAsync(
                Reference,
                StageCode,
                [.. Given.Select(Draft)],
                new(PanelWords, None, Departs, Withheld),
                Stopped
            );
        }
        catch (Refusal refusal) when (OnThisPage(refusal.Field) is { } field)
        {
            throw new Refusal(refusal.Message, field, refusal.Kind);
        }
        TempData[PageKeys.Done] = Call.Kind.Decision.NeedsApproval
            ? "Recommended. The approvers have been told."
            : "Recommended.";
        return LocalRedirect($"{Judged.Path}/decision");
    }

    private OutcomeDraft Draft(GivenOutcome given, int at) =>
        new(
            new(given.Entry),
            Judged.Entries.FirstOrDefault(e => e.Id.Value == given.Entry)?.Reference ?? "",
            Enum.TryParse<EntryOutcome>(given.Outcome, out var outcome)
                ? outcome
                : EntryOutcome.NotSelected,
            given.Reason,
            AmountTyped.Minor(given.Amount, $"Given[{at}].Amount"),
            given.Prize
        );

    // A rule names the entry it speaks of; the page says the same of a row of its form.
    private string? OnThisPage(string? field)
    {
        if (field == nameof(CallDecision.Words))
        {
            return nameof(PanelWords);
        }
        var at = Given
            .Index()
            .Where(g => field?.EndsWith($".{g.Item.Entry}", StringComparison.Ordinal) == true)
            .Select(g => (int?)g.Index)
            .FirstOrDefault();
        return at is { } row ? $"Given[{row}].{field!.Split('.')[0]}" : null;
    }

    public async Task<IActionResult> OnPostApproveAsync()
    {
        await RedisplayAsync();
        await approve.RunAsync(Reference, StageCode, Stopped);
        TempData[PageKeys.Done] = "Approved.";
        return LocalRedirect($"{Judged.Path}/decision");
    }

    public async Task<IActionResult> OnPostReturnAsync()
    {
        await RedisplayAsync();
        await approve.ReturnAsync(Reference, StageCode, Reason, Stopped);
        TempData[PageKeys.Done] = "Returned to the panel.";
        return LocalRedirect($"{Judged.Path}/decision");
    }

    public async Task<IActionResult> OnPostStandstillAsync()
    {
        await RedisplayAsync();
        await tell.BeginStandstillAsync(Reference, StageCode, NoticeOn, workingDays, Stopped);
        TempData[PageKeys.Done] = "The standstill has begun.";
        return LocalRedirect($"{Judged.Path}/decision");
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        JudgingPermissions.MaySeeRanking(Reader, Judged).Permit();
        frame = FindDecision.FrameOf(Judged);
        var all = await decisions.AllAsync(Judged, Stopped);
        Decision = all is [.., { ReturnedAt: null } last] ? last : null;
        IsTold = Decision is { IsTold: true };
        Returned = Decision is null ? all.LastOrDefault() : null;
        Earlier = [.. all.Where(d => d.ReturnedAt is not null && d != Returned)];
        if (Decision is not null)
        {
            Followed = await db.Set<FollowThrough>()
                .AsNoTracking()
                .Where(f => f.CallId == Call.Id)
                .ToDictionaryAsync(f => f.EntryId, Stopped);
        }
    }

    public JudgedEntry EntryOf(DecisionLine line) => Judged.Entry(line.EntryId);

    /// <summary>The total it was decided on or, where pairs are compared, how often it was preferred.</summary>
    public string Gained(DecisionLine line) =>
        Judged.IsPairwise
        && Judged.Ranking.FirstOrDefault(r => r.Fact.Id == line.EntryId.Value)
            is { Pairs: not null } ranked
            ? $"preferred in {RankWords.Gained(ranked)}"
            : RankWords.Points(line.Total);

    public string Money(long minor) => Words.ExactMoney(minor / 100m, Call.Currency);

    // By the ranking: the best, as many as may be chosen; by the budget line where there is one.
    private async Task ProposeAsync()
    {
        var line = StageBudget.Line(Judged, await budgets.OverridesAsync(Judged, Stopped));
        var most = frame.Most ?? (frame.Outcomes[0] == EntryOutcome.Winner ? 1 : int.MaxValue);
        var prizes = new Queue<Calls.Prize>(frame.Prizes);
        most = prizes.Count == 0 ? most : Math.Min(most, prizes.Count);
        for (var i = 0; i < Judged.Ranking.Count; i++)
        {
            var ranked = Judged.Ranking[i];
            var budget = line?.Rows[i];
            var chosen = line is not null
                ? budget!.Funded
                : ranked.Standing == RankStanding.Passed || ranked.Place <= most;
            Given.Add(
                new()
                {
                    Entry = ranked.Fact.Id,
                    Outcome = (chosen ? frame.Outcomes[0] : EntryOutcome.NotSelected).ToString(),
                    Amount = budget is { Amount: > 0 }
                        ? (budget.Amount / 100m).ToString("0.##", CultureInfo.InvariantCulture)
                        : null,
                    Prize = chosen && prizes.TryDequeue(out var prize) ? prize.Title : null,
                    Reason = ReasonProposed.Of(Judged, ranked, chosen, budget),
                }
            );
        }
    }
}
