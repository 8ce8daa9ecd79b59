using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Questionnaires;

namespace Tandem.Entries;

/// <summary>Looks at the answers to who can enter, and lets the entry go on where nothing speaks against it.</summary>
public sealed class CheckEligibility(Db db, Actor actor, FindEntry find, BeginStage stages)
{
    /// <returns>Why the entrant cannot enter, each in a sentence; empty: it can.</returns>
    /// <exception cref="Refusal">Something is not answered.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(
        string call,
        long number,
        CancellationToken cancellation = default
    )
    {
        var found = await find.OwnAsync(call, number, cancellation);
        EntryPermissions.MayAnswer(actor, found.Entry).Permit();
        if (found.Entry.EligibleAt is not null)
        {
            return [];
        }
        var open =
            await stages.DraftAsync(found.Entry, null, cancellation)
            ?? throw new Refusal("There is nothing to check.", kind: RefusalKind.NotFound);
        var against = Against(open);
        if (against.Count > 0)
        {
            return against;
        }
        if (open.Sheet.Gaps.FirstOrDefault() is { } gap)
        {
            throw new Refusal(gap.Message, SectionForm.Field(gap.Question.Code));
        }
        found.Entry.BeFoundEligible(db.Now());
        db.Record(actor, "entry-found-eligible", nameof(Entry), found.Entry.Id);
        await db.SaveChangesAsync(cancellation);
        return [];
    }

    /// <summary>Why, by the answers so far, one cannot enter.</summary>
    public static IReadOnlyList<string> Against(OpenResponse open) =>
        [
            .. open
                .Sheet.Results.Where(r => r.IsRaised && r.Rule.Kind == RuleKind.AutoFail)
                .Select(r => r.Rule.Message ?? r.Rule.Code),
        ];
}

/// <summary>Withdraws an entry. What was received stays as it was received, and is not opened.</summary>
public sealed class WithdrawEntry(Db db, Actor actor, FindEntry find)
{
    /// <exception cref="Refusal">The actor may not, or the last stage it was submitted in has closed.</exception>
    public async Task RunAsync(string call, long number, CancellationToken cancellation = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var found = await find.OwnAsync(call, number, cancellation);
        EntryPermissions.MayLead(actor, found.Entry).Permit();
        var now = db.Now();
        if (!MayStill(found, now))
        {
            throw new Refusal(
                "The deadline has passed. Ask the owner of the call if you do not want to go on."
            );
        }
        found.Entry.Withdraw(now);
        found.Entry.ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        db.Record(actor, "entry-withdrawn", nameof(Entry), found.Entry.Id);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Until the deadline of the last stage it was submitted in; at any time before it is submitted.</summary>
    public static bool MayStill(FoundEntry found, DateTime now) =>
        found.Entry.Versions.Count == 0
        || found
            .Call.InOrder.LastOrDefault(s => found.Entry.Versions.Any(v => v.StageId == s.Id))
            ?.Clock.StateAt(now) == StageState.Open;
}

/// <summary>Puts what was submitted under seal into a draft again, by its receipt code, so that it can be read whole, changed and submitted anew. What was submitted counts until then.</summary>
public sealed class ChangeSubmitted(
    Db db,
    Actor actor,
    FindEntry find,
    BeginStage stages,
    EntryPackages packages,
    SealingKey installation
)
{
    /// <exception cref="Refusal">The actor may not, the stage has closed, or it is not the code of this version.</exception>
    public async Task RunAsync(
        string call,
        long number,
        int version,
        string? code,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var found = await find.OwnAsync(call, number, cancellation);
        EntryPermissions.MayAnswer(actor, found.Entry).Permit();
        found.Entry.MustStand();
        var submitted =
            found.Entry.Versions.FirstOrDefault(v => v.Number == version)
            ?? throw new Refusal("There is no such version.", kind: RefusalKind.NotFound);
        var stage = found.Call.Stages.Single(s => s.Id == submitted.StageId);
        if (!BeginStage.TakesAt(found.Call, stage, db.Now()))
        {
            StartEntry.MustBeOpen(found.Call, stage, db.Now());
        }
        if (await stages.DraftAsync(found.Entry, stage, cancellation) is not null)
        {
            return;
        }
        var package = ReadEntry.ByCode(
            submitted,
            await packages.OfAsync(submitted, cancellation),
            code
        );
        var set = await stages.SetAsync(stage, cancellation);
        var draft = stages.Draft(found.Call, found.Entry, stage, set, db.Now());
        var (answers, files) = ReadEntry.Packed(package);
        PackedAnswers.PutInto(db, draft, set, installation, answers, files);
        db.Record(
            actor,
            "entry-taken-up-again",
            nameof(Entry),
            found.Entry.Id,
            new { stage = stage.Code, version }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}

/// <summary>Admits what came late, or does not, with the reason; its entrant is told.</summary>
public sealed class DecideLate(
    Db db,
    Actor actor,
    FindEntry find,
    Messages messages,
    IEnumerable<ILateAdmissions> rooms
)
{
    /// <summary>What admitting something to a stage would mean now; null where it changes nothing but that it counts.</summary>
    public async Task<LateAdmission?> MeansAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation = default
    )
    {
        if (call.State != CallState.Published)
        {
            return new("This is over: nothing can be admitted to it any more.", false);
        }
        LateAdmission? means = null;
        foreach (var room in rooms)
        {
            means ??= await room.OfAsync(call, stage, cancellation);
        }
        return means;
    }

    /// <exception cref="Refusal">The actor may not, it is not late, it was decided before, no reason is given, or it is too late to admit it.</exception>
    public async Task RunAsync(
        string call,
        long number,
        int version,
        bool admit,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var whole = await find.CallAsync(call, cancellation);
        EntryPermissions.MayDecideLate(actor, whole).Permit();
        var entry =
            await db.Set<Entry>()
                .Include(e => e.Members)
                .Include(e => e.Versions)
                .SingleOrDefaultAsync(e => e.CallId == whole.Id && e.Number == number, cancellation)
            ?? throw new Refusal("There is no such entry.", kind: RefusalKind.NotFound);
        var late =
            entry.Versions.FirstOrDefault(v => v.Number == version)
            ?? throw new Refusal("There is no such version.", kind: RefusalKind.NotFound);
        entry.MustStand();
        late.Decide(admit, reason, actor, db.Now());
        if (admit)
        {
            var stage = whole.Stages.Single(s => s.Id == late.StageId);
            if (await MeansAsync(whole, stage, cancellation) is { IsPossible: false } means)
            {
                throw new Refusal(means.Words, "Admit");
            }
            entry.Replace(late);
            foreach (var room in rooms)
            {
                await room.AdmittedAsync(whole, stage, entry, late.LateReason!, cancellation);
            }
        }
        entry.ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        db.Record(
            actor,
            admit ? "late-entry-admitted" : "late-entry-not-admitted",
            nameof(Entry),
            entry.Id,
            new { stage = late.StageCode, version },
            late.LateReason
        );
        await messages.ToPeopleAsync(
            [.. entry.Members.Where(m => m.RemovedAt is null).Select(m => m.PersonId)],
            new(
                $"late-decided:{late.Id}",
                admit
                    ? $"{entry.Reference} came late and has been admitted"
                    : $"{entry.Reference} came late and has not been admitted",
                [late.LateReason!],
                $"{entry.Path}/receipt/{version}",
                Owed: true,
                SubjectKind: nameof(Entry),
                SubjectId: entry.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
