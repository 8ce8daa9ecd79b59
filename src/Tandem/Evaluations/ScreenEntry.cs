using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Says whether an entry is looked at further, and why.</summary>
public sealed class ScreenEntry(Db db, Actor actor, FindStage find)
{
    /// <exception cref="Refusal">The actor may not, the stage has no screening, or no reason is given.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int number,
        bool? passes,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.EntryAsync(reference, stageCode, number, cancellation);
        JudgingPermissions.MayScreen(actor, stage.Call).Permit();
        if (!stage.Terms.Screening)
        {
            throw new Refusal("Entries of this stage are not screened.");
        }
        var entry = stage.Entry(number);
        var judging = stage.Of(entry.Id);
        if (judging is null)
        {
            judging = stage.Begin(entry, db.Now());
            db.Add(judging);
        }
        if (passes is not { } decided)
        {
            throw new Refusal("Say whether it passes", "Passes");
        }
        if (judging.Screen(decided, reason, actor, db.Now()))
        {
            db.Record(
                actor,
                JudgingVerbs.Screened,
                nameof(EntryJudging),
                judging.Id,
                new
                {
                    entry = entry.Reference,
                    passes = decided,
                    digest = judging.Screenings[^1].Digest(),
                },
                judging.Screenings[^1].Reason
            );
        }
        await db.SaveChangesAsync(cancellation);
    }
}
