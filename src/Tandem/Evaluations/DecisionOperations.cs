using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Finds what has been decided of a stage.</summary>
public sealed class FindDecision(Db db)
{
    /// <summary>All recommendations, the first first; the last counts.</summary>
    public async Task<IReadOnlyList<CallDecision>> AllAsync(
        JudgedStage stage,
        CancellationToken cancellation = default
    ) =>
        await db.Set<CallDecision>()
            .Include(d => d.Lines)
            .Where(d => d.CallId == stage.Call.Id && d.StageCode == stage.Stage.Code)
            .OrderBy(d => d.Round)
            .ToListAsync(cancellation);

    /// <summary>What counts now: the last recommendation that was not returned.</summary>
    public async Task<CallDecision?> NowAsync(
        JudgedStage stage,
        CancellationToken cancellation = default
    ) => (await AllAsync(stage, cancellation)) is [.., { ReturnedAt: null } last] ? last : null;

    /// <exception cref="Refusal">Nothing has been recommended.</exception>
    internal async Task<CallDecision> MustAsync(
        JudgedStage stage,
        CancellationToken cancellation
    ) =>
        await NowAsync(stage, cancellation)
        ?? throw new Refusal("Nothing has been recommended yet.", kind: RefusalKind.NotFound);

    /// <summary>What was published about how the stage is decided.</summary>
    public static DecisionFrame FrameOf(JudgedStage stage)
    {
        var (kind, terms) = (stage.Call.Kind, stage.Terms);
        var isLast = stage.Call.InOrder.Last().Code == stage.Stage.Code;
        var outcome =
            !isLast ? EntryOutcome.Progressed
            : terms.Method == JudgingMethod.PassFail ? EntryOutcome.Qualified
            : kind.Money is CallMoney.Prizes or CallMoney.Value ? EntryOutcome.Winner
            : EntryOutcome.Selected;
        return new(
            isLast ? kind.Decision : kind.Decision with { Standstill = null },
            [outcome],
            terms.GoesOn?.Least,
            isLast ? kind.Decision.MostWinners ?? terms.GoesOn?.Most : terms.GoesOn?.Most,
            stage.Stage.InForce?.Sha256 ?? ""
        );
    }
}

/// <summary>The panel recommends an outcome, with a reason, for every entry of a stage.</summary>
public sealed class RecommendDecision(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    Messages messages
)
{
    /// <exception cref="Refusal">The actor may not, not all is scored, or a reason is missing.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        IReadOnlyCollection<OutcomeDraft> drafts,
        DecisionWords words,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        if (stage.Entries.Count == 0)
        {
            throw new Refusal("There is nothing to decide on.");
        }
        if (!stage.IsComplete)
        {
            throw new Refusal(
                $"First everything is scored. Still open: {string.Join(", ", stage.Ranking.Where(r => r.Standing == RankStanding.Unscored).Select(r => r.Fact.Reference))}."
            );
        }
        var before = await decisions.AllAsync(stage, cancellation);
        if (before is [.., { ReturnedAt: null }])
        {
            throw new Refusal("A recommendation has been made already.", kind: RefusalKind.Changed);
        }
        var decision = CallDecision.Recommend(
            stage.Call.Id,
            stage.Stage.Code,
            before.Count + 1,
            FindDecision.FrameOf(stage),
            stage.Ranking,
            drafts,
            words,
            actor,
            db.Now()
        );
        db.Add(decision);
        db.Record(
            actor,
            JudgingVerbs.Recommended,
            nameof(Call),
            stage.Call.Id,
            new
            {
                stage = stage.Stage.Code,
                decision.Round,
                digest = decision.Digest(),
            }
        );
        await messages.ToPeopleAsync(
            [
                .. stage
                    .Call.People.Where(p =>
                        p.Role == CallRole.Approver && p.PersonId.Value != actor.PersonId
                    )
                    .Select(p => p.PersonId),
            ],
            new(
                $"decision:{decision.Id}:recommended",
                $"A decision waits for your approval: {stage.Call.Title}",
                [$"{actor.Name} recommends an outcome for each of {stage.Entries.Count} entries."],
                $"{stage.Path}/decision",
                Owed: true,
                nameof(Call),
                stage.Call.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Somebody else approves what was recommended, or returns it with a reason.</summary>
public sealed class ApproveDecision(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    Messages messages
)
{
    /// <exception cref="Refusal">The actor may not, or it does not wait for approval.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayApprove(actor, stage.Call).Permit();
        var decision = await decisions.MustAsync(stage, cancellation);
        decision.Approve(stage.Call.Kind.Decision, actor, db.Now());
        Record(stage, decision, JudgingVerbs.Approved, null);
        await messages.ToPeopleAsync(
            [
                .. stage
                    .Call.People.Where(p =>
                        p.Role == CallRole.Owner && p.PersonId.Value != actor.PersonId
                    )
                    .Select(p => p.PersonId),
            ],
            new(
                $"decision:{decision.Id}:approved",
                $"The decision is approved: {stage.Call.Title}",
                ["Look at the letters, then send them together."],
                $"{stage.Path}/letters",
                Owed: true,
                nameof(Call),
                stage.Call.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Gives it back to the panel.</summary>
    /// <exception cref="Refusal">The actor may not, no reason is given, or everybody was told.</exception>
    public async Task ReturnAsync(
        string reference,
        string stageCode,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayApprove(actor, stage.Call).Permit();
        var decision = await decisions.MustAsync(stage, cancellation);
        decision.Return(reason, actor, db.Now());
        Record(stage, decision, JudgingVerbs.Returned, decision.ReturnedReason);
        await messages.ToPeopleAsync(
            ShareOut.Leads(stage.Call),
            new(
                $"decision:{decision.Id}:returned",
                $"The recommendation came back: {stage.Call.Title}",
                [decision.ReturnedReason!],
                $"{stage.Path}/decision",
                Owed: true,
                nameof(Call),
                stage.Call.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }

    private void Record(JudgedStage stage, CallDecision decision, string verb, string? reason) =>
        db.Record(
            actor,
            verb,
            nameof(Call),
            stage.Call.Id,
            new
            {
                stage = stage.Stage.Code,
                decision.Round,
                digest = decision.Digest(),
            },
            reason
        );
}

/// <summary>Writes the letters of a decision, shows them beforehand, and sends them: all together, once.</summary>
public sealed class TellDecision(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    Messages messages
)
{
    /// <summary>The letters as they would go out now.</summary>
    public async Task<IReadOnlyList<(JudgedEntry Entry, LetterText Text)>> PreviewAsync(
        JudgedStage stage,
        CallDecision decision,
        CancellationToken cancellation = default
    )
    {
        var organisations = stage
            .Entries.Select(e => e.Organisation)
            .Append(stage.Call.OrganisationId)
            .OfType<Id<Organisation>>()
            .Distinct()
            .ToList();
        var known = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => organisations.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, cancellation);
        var today = LocalDay.Of(db.Now());
        return
        [
            .. decision
                .Lines.Select(l =>
                    (
                        stage.Entries.First(e => e.Id == l.EntryId),
                        LetterText.Of(
                            stage,
                            decision,
                            l,
                            known[stage.Call.OrganisationId].Name,
                            e => (e.Entrant, NumberOf(e, known)),
                            today
                        )
                    )
                )
                .OrderBy(x => x.Item1.Number),
        ];
    }

    /// <summary>Sends the letters and publishes the result.</summary>
    /// <exception cref="Refusal">The actor may not, the decision is not approved, or everybody was told.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayTell(actor, stage.Call).Permit();
        var decision = await decisions.MustAsync(stage, cancellation);
        var letters = await PreviewAsync(stage, decision, cancellation);
        var now = db.Now();
        decision.Tell(now);
        var sent = new List<string>();
        foreach (var (entry, text) in stage.Call.Kind.Decision.Letters ? letters : [])
        {
            var letter = DecisionLetter.Of(decision, entry.Id, text, now);
            db.Add(letter);
            sent.Add(letter.Digest());
            await messages.ToPeopleAsync(
                [.. entry.Members.Select(m => new Id<Person>(m))],
                new(
                    $"decision:{decision.Id}:{entry.Id}",
                    $"The decision on your {stage.Call.Kind.Words.Entry}: {stage.Call.Title}",
                    ["It is decided. Your letter says the outcome, your scores and the reasons."],
                    $"/calls/{stage.Call.Reference}/letters/{stage.Stage.Code}/{entry.Number}",
                    Owed: true,
                    nameof(Call),
                    stage.Call.Id.ToString()
                ),
                cancellation
            );
        }
        await LetGoOnAsync(stage, decision, cancellation);
        db.Record(
            actor,
            JudgingVerbs.Told,
            nameof(Call),
            stage.Call.Id,
            new
            {
                stage = stage.Stage.Code,
                decision.Round,
                digest = decision.Digest(),
                letters = sent,
            }
        );
        if (stage.Call.InOrder.Last().Code == stage.Stage.Code)
        {
            stage.Call.Decide(now);
        }
        await db.SaveCallAsync(stage.Call, cancellation);
    }

    // Those who go on may take part in the stage that follows.
    private async Task LetGoOnAsync(
        JudgedStage stage,
        CallDecision decision,
        CancellationToken cancellation
    )
    {
        var on = decision
            .Lines.Where(l => l.Outcome == EntryOutcome.Progressed)
            .Select(l => l.EntryId)
            .ToList();
        var next = stage.Call.InOrder.FirstOrDefault(s => s.Position > stage.Stage.Position);
        if (next is null || on.Count == 0)
        {
            return;
        }
        foreach (
            var entry in await db.Set<Entry>()
                .Where(e => on.Contains(e.Id))
                .ToListAsync(cancellation)
        )
        {
            entry.GoOnTo(next);
        }
    }

    /// <summary>Says when the award notice was published, with which the standstill begins.</summary>
    /// <exception cref="Refusal">The actor may not, no standstill is owed, or the day will not do.</exception>
    public async Task BeginStandstillAsync(
        string reference,
        string stageCode,
        DateOnly? noticeOn,
        WorkingDays workingDays,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayTell(actor, stage.Call).Permit();
        var decision = await decisions.MustAsync(stage, cancellation);
        decision.BeginStandstill(
            noticeOn ?? throw new Refusal("Enter the day the notice was published", "NoticeOn"),
            workingDays,
            db.Now()
        );
        db.Record(
            actor,
            JudgingVerbs.StandstillBegun,
            nameof(Call),
            stage.Call.Id,
            new
            {
                stage = stage.Stage.Code,
                from = decision.StandstillFrom,
                to = decision.StandstillTo,
            }
        );
        await db.SaveCallAsync(stage.Call, cancellation);
    }

    private static string? NumberOf(
        JudgedEntry entry,
        Dictionary<Id<Organisation>, Organisation> known
    ) =>
        entry.Organisation is { } id && known.TryGetValue(id, out var organisation)
            ? organisation.RegisteredNumber
            : null;
}

/// <summary>Records that an entry is funded otherwise than its place says, and why; or takes that back.</summary>
public sealed class OverrideFunding(Db db, Actor actor, FindStage find)
{
    /// <exception cref="Refusal">The actor may not, the call shares out no budget, the entry has no place, or no reason is given.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int number,
        FundingOverride said,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (stage, entry, before) = await FindAsync(reference, stageCode, number, cancellation);
        if (
            said.Funded
            && stage.Ranking.First(r => r.Fact.Id == entry.Id.Value) is { Place: null } out_
        )
        {
            throw new Refusal(
                $"{entry.Reference} has no place: {RankWords.Of(out_.Standing).ToLowerInvariant()}. What was published about that binds."
            );
        }
        var made = BudgetOverride.Of(
            stage.Call.Id,
            stage.Stage.Code,
            entry.Id,
            said with
            {
                Entry = entry.Id.Value,
            },
            reason,
            actor,
            db.Now()
        );
        before?.TakeBack(db.Now());
        db.Add(made);
        db.Record(
            actor,
            JudgingVerbs.Overridden,
            nameof(Call),
            stage.Call.Id,
            new
            {
                entry = entry.Reference,
                made.Funded,
                made.AmountMinor,
            },
            made.Reason
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Takes one back.</summary>
    /// <exception cref="Refusal">The actor may not, or there is none.</exception>
    public async Task TakeBackAsync(
        string reference,
        string stageCode,
        int number,
        CancellationToken cancellation = default
    )
    {
        var (stage, entry, before) = await FindAsync(reference, stageCode, number, cancellation);
        (before ?? throw new Refusal("There is nothing to take back.")).TakeBack(db.Now());
        db.Record(
            actor,
            JudgingVerbs.OverrideTakenBack,
            nameof(Call),
            stage.Call.Id,
            new { entry = entry.Reference }
        );
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<(JudgedStage, JudgedEntry, BudgetOverride?)> FindAsync(
        string reference,
        string stageCode,
        int number,
        CancellationToken cancellation
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        await GiveScores.MustNotBeDecidedAsync(db, stage, cancellation);
        if (stage.Call.BudgetMinor is null)
        {
            throw new Refusal("This call shares out no budget.");
        }
        var entry = stage.Entry(number);
        var before = await db.Set<BudgetOverride>()
            .SingleOrDefaultAsync(
                o =>
                    o.CallId == stage.Call.Id
                    && o.StageCode == stage.Stage.Code
                    && o.EntryId == entry.Id
                    && o.TakenBackAt == null,
                cancellation
            );
        return (stage, entry, before);
    }
}

/// <summary>The ranking of a stage with its budget laid over it.</summary>
public sealed class StageBudget(Db db)
{
    /// <summary>Overrides that stand.</summary>
    public async Task<IReadOnlyList<BudgetOverride>> OverridesAsync(
        JudgedStage stage,
        CancellationToken cancellation = default
    ) =>
        await db.Set<BudgetOverride>()
            .AsNoTracking()
            .Where(o =>
                o.CallId == stage.Call.Id
                && o.StageCode == stage.Stage.Code
                && o.TakenBackAt == null
            )
            .OrderBy(o => o.At)
            .ToListAsync(cancellation);

    /// <summary>The line; null where the call shares out no budget.</summary>
    /// <param name="fundTo">"Fund to here": how many from the top.</param>
    public static BudgetLine? Line(
        JudgedStage stage,
        IReadOnlyList<BudgetOverride> overrides,
        int? fundTo = null
    )
    {
        if (stage.Call.BudgetMinor is not { } budget)
        {
            return null;
        }
        var asks = stage.Entries.ToDictionary(e => e.Id.Value, e => e.Ask ?? 0);
        return BudgetLine.Of(
            [
                .. stage.Ranking.Select(r => new Asking(
                    r.Fact.Id,
                    r.Fact.Reference,
                    r.Place,
                    asks[r.Fact.Id]
                )),
            ],
            budget,
            [.. overrides.Select(o => o.Said)],
            fundTo
        );
    }
}
