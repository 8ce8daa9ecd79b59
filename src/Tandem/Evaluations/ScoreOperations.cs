using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Following;
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
        var stage = await find.RunAsync(reference, stageCode, cancellation);
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

/// <summary>Keeps what an assessor types, answer by answer, and hands it in.</summary>
public sealed class GiveScores(Db db, Actor actor, FindStage find, Messages messages)
{
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
        var (stage, _, own) = await OwnAsync(reference, stageCode, number, cancellation);
        Keep(stage, own, given);
        await db.SaveChangesAsync(cancellation);
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
        var stage = await find.RunAsync(reference, stageCode, cancellation);
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

/// <summary>Shows everybody's scores of an entry although a member's are missing.</summary>
public sealed class RevealScores(Db db, Actor actor, FindStage find, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, or no reason is given.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int number,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        var judging =
            stage.Of(stage.Entry(number).Id)
            ?? throw new Refusal("Nobody has handed in scores for this entry.");
        judging.Reveal(stage.Terms, reason, actor, db.Now());
        await SayAsync(db, messages, actor, stage, judging, judging.RevealReason, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    internal static async Task SayAsync(
        Db db,
        Messages messages,
        Actor actor,
        JudgedStage stage,
        EntryJudging judging,
        string? reason,
        CancellationToken cancellation
    )
    {
        var entry = stage.Entries.First(e => e.Id == judging.EntryId);
        db.Record(
            actor,
            JudgingVerbs.Revealed,
            nameof(EntryJudging),
            judging.Id,
            new { entry = entry.Reference, assessors = judging.Panel.Count(a => a.Counts) },
            reason
        );
        if (stage.Terms.Together == Calls.Kinds.Together.Consensus && stage.Terms.IsScored)
        {
            await messages.ToPeopleAsync(
                ShareOut.Leads(stage.Call),
                new(
                    $"judging:{judging.Id}:revealed",
                    $"All scores are in: {entry.Reference}",
                    [
                        "Everybody on the panel can see them now. Agree on a score for each criterion.",
                    ],
                    $"{stage.Path}/{entry.Number}/consensus",
                    Owed: false,
                    nameof(Call),
                    stage.Call.Id.ToString()
                ),
                cancellation
            );
        }
    }
}

/// <summary>Records scores that the panel agreed, or that moderation made, with their reasons.</summary>
public sealed class AgreeScores(Db db, Actor actor, FindStage find)
{
    /// <exception cref="Refusal">The actor may not, nothing was revealed, or a reason is missing.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int number,
        IReadOnlyCollection<ScoreGiven> given,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        await GiveScores.MustNotBeDecidedAsync(db, stage, cancellation);
        var judging =
            stage.Of(stage.Entry(number).Id)
            ?? throw new Refusal("First all scores are given and revealed.");
        if (judging.AssignmentOf(actor.PersonId)?.Interest == Interest.Declared)
        {
            throw new Refusal("You have an interest in this entry.", kind: RefusalKind.Permission);
        }
        foreach (var one in given)
        {
            if (judging.Agree(stage.Terms, one.Code, one.Value, one.Words, actor, db.Now()))
            {
                var agreed = judging.Agreed[^1];
                db.Record(
                    actor,
                    JudgingVerbs.Agreed,
                    nameof(EntryJudging),
                    judging.Id,
                    new
                    {
                        entry = stage.Entry(number).Reference,
                        agreed.Criterion,
                        agreed.Value,
                        digest = agreed.Digest(),
                    },
                    agreed.Reason
                );
            }
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Says which of two entries is the better one.</summary>
public sealed class ComparePair(Db db, Actor actor, FindStage find)
{
    /// <param name="preferred">Number of the better one; null where the assessor cannot say.</param>
    /// <exception cref="Refusal">The actor may not judge one of the two. A pair that was compared already stays as it was said first.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int first,
        int second,
        int? preferred,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayAssess(actor, stage.Call).Permit();
        if (!stage.IsPairwise)
        {
            throw new Refusal("Entries of this stage are not compared in pairs.");
        }
        var (a, b) = (stage.Entry(first), stage.Entry(second));
        var person = actor.PersonId!.Value;
        if (!stage.MayRead(a.Id, person) || !stage.MayRead(b.Id, person))
        {
            throw new Refusal(
                "You were not asked to judge both of these.",
                kind: RefusalKind.Permission
            );
        }
        await GiveScores.MustNotBeDecidedAsync(db, stage, cancellation);
        var said = PairComparison.Of(
            stage.Call.Id,
            stage.Stage.Code,
            new(person),
            a.Id,
            b.Id,
            preferred is { } number ? stage.Entry(number).Id : null,
            db.Now()
        );
        if (
            stage.Comparisons.Any(c =>
                c.PersonId.Value == person && c.LowId == said.LowId && c.HighId == said.HighId
            )
        )
        {
            return;
        }
        db.Add(said);
        db.Record(
            actor,
            JudgingVerbs.Compared,
            nameof(Call),
            stage.Call.Id,
            new { stage = stage.Stage.Code, digest = said.Digest() }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
