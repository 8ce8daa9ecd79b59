using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Sends the letters of a decision, all together, once; and says when the award notice was published.</summary>
public sealed class TellDecision(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    WriteLetters write,
    Messages messages
)
{
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
        stage.MustHaveSettledLate();
        var letters = await write.RunAsync(stage, decision, cancellation);
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
}
