using Microsoft.EntityFrameworkCore;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Keeps what an assessor types, answer by answer, and hands it in.</summary>
public sealed class GiveScores(Db db, Actor actor, FindStage find, Messages messages)
{
    private const int MostAtOnce = 5;

    /// <summary>Keeps answers as they are typed.</summary>
    /// <exception cref="Refusal">The actor does not judge the entry, or a score will not do.</exception>
    public async Task SaveAsync(
        string reference,
        string stageCode,
        int number,
        IReadOnlyCollection<ScoreGiven> given,
        CancellationToken cancellation = default
    )
    {
        // A tap and the button pressed right after it reach the server together: the later one starts again from what the other has kept.
        for (var left = MostAtOnce; ; left--)
        {
            try
            {
                var (stage, _, own) = await OwnAsync(reference, stageCode, number, cancellation);
                Keep(stage, own, given);
                await db.SaveChangesAsync(cancellation);
                return;
            }
            catch (Refusal refused) when (refused.Kind == RefusalKind.Changed && left > 0)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Keeps what is typed and hands all of it in; when everybody has, the scores are revealed.</summary>
    /// <returns>Whether the scores of all are shown now.</returns>
    /// <exception cref="Refusal">Something is missing, or the actor does not judge the entry.</exception>
    public async Task<bool> SubmitAsync(
        string reference,
        string stageCode,
        int number,
        IReadOnlyCollection<ScoreGiven> given,
        CancellationToken cancellation = default
    )
    {
        var (stage, judging, own) = await OwnAsync(reference, stageCode, number, cancellation);
        if (own.SubmittedAt is not null)
        {
            return judging.IsRevealed;
        }
        Keep(stage, own, given);
        // What was typed is kept even where it cannot be handed in yet.
        await db.SaveChangesAsync(cancellation);
        var (_, revealed) = judging.Submit(stage.Terms, own, db.Now());
        db.Record(
            actor,
            JudgingVerbs.Submitted,
            nameof(EntryJudging),
            judging.Id,
            new
            {
                entry = stage.Entry(number).Reference,
                digests = own.Scores.Select(s => s.Digest()),
            }
        );
        if (revealed)
        {
            await RevealScores.SayAsync(db, messages, actor, stage, judging, null, cancellation);
        }
        await db.SaveChangesAsync(cancellation);
        return judging.IsRevealed;
    }

    /// <summary>Puts another score in place of one that was handed in, and says why.</summary>
    /// <exception cref="Refusal">The score will not do, no reason is given, or the stage is decided.</exception>
    public async Task CorrectAsync(
        string reference,
        string stageCode,
        int number,
        ScoreGiven given,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (stage, judging, own) = await OwnAsync(reference, stageCode, number, cancellation);
        await MustNotBeDecidedAsync(db, stage, cancellation);
        if (own.Correct(stage.Terms, given, reason, db.Now()) is { } score)
        {
            db.Record(
                actor,
                JudgingVerbs.Corrected,
                nameof(EntryJudging),
                judging.Id,
                new
                {
                    entry = stage.Entry(number).Reference,
                    score.Code,
                    digests = new[] { score.Digest() },
                },
                score.ChangeReason
            );
        }
        await db.SaveChangesAsync(cancellation);
    }

    internal static async Task MustNotBeDecidedAsync(
        Db db,
        JudgedStage stage,
        CancellationToken cancellation
    )
    {
        if (
            await db.Set<CallDecision>()
                .AnyAsync(
                    d =>
                        d.CallId == stage.Call.Id
                        && d.StageCode == stage.Stage.Code
                        && d.ReturnedAt == null,
                    cancellation
                )
        )
        {
            throw new Refusal(
                "A decision has been recommended on these scores. It has to be returned before they can change."
            );
        }
    }

    private void Keep(JudgedStage stage, Assignment own, IReadOnlyCollection<ScoreGiven> given)
    {
        var changed = given
            .Where(g =>
                own.Typed.Find(g.Kind, g.Code) is not { } before
                || (g.Value is not null && g.Value != before.Value)
                || (g.Words is not null && g.Words != before.Words)
            )
            .Where(g =>
                g.Value is not null
                || g.CleanWords is not null
                || own.Typed.Find(g.Kind, g.Code) is not null
            )
            .ToList();
        foreach (var one in changed)
        {
            own.Save(stage.Terms, one, db.Now());
        }
        if (changed.Count > 0)
        {
            db.Record(
                actor,
                JudgingVerbs.Saved,
                nameof(EntryJudging),
                own.JudgingId,
                new { changed = changed.Select(c => c.Field) }
            );
        }
    }

    private async Task<(JudgedStage, EntryJudging, Assignment)> OwnAsync(
        string reference,
        string stageCode,
        int number,
        CancellationToken cancellation
    )
    {
        var stage = await find.EntryAsync(reference, stageCode, number, cancellation);
        JudgingPermissions.MayAssess(actor, stage.Call).Permit();
        var judging = stage.Of(stage.Entry(number).Id);
        return judging?.AssignmentOf(actor.PersonId) is { } own
            ? (stage, judging, own)
            : throw new Refusal(
                "You were not asked to judge this entry.",
                kind: RefusalKind.Permission
            );
    }
}
