using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>Moves a draft to the version of its set that is in force. Every answer goes along: to the same question, to the one that took its place, or kept without one.</summary>
public sealed class UpgradeResponse(
    Db db,
    Actor actor,
    FindResponse find,
    QuestionSets sets,
    ResponseUses uses
)
{
    /// <summary>The version a draft may move to; null where it stands on it.</summary>
    public async Task<QuestionSet?> NewerAsync(
        OpenResponse open,
        CancellationToken cancellation = default
    )
    {
        if (open.Rights.IsPinned)
        {
            return null;
        }
        var newest = await sets.InForceAsync(open.Set.Name, db.Today(), cancellation);
        return newest is null || newest.Version == open.Set.Version ? null : newest;
    }

    /// <exception cref="Refusal">The actor may not, it is no draft, or it stands on the version in force.</exception>
    public async Task<OpenResponse> RunAsync(
        Id<Response> id,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Set<Response>()
            .Where(r => r.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ChangedAt, db.Now()), cancellation);
        var open = await find.RunAsync(id, cancellation);
        open.Rights.Answer.Permit();
        var version =
            await NewerAsync(open, cancellation)
            ?? throw new Refusal("This response stands on the version in force.");
        var from = open.Set.Version;
        open.Response.Become(version);
        var targets = AnswerCarrier.Targets(version, open.Answers.Keys);
        foreach (var answer in open.Answers.Values)
        {
            // An answer's code is part of its key: what moves is written anew.
            db.Remove(answer);
        }
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        db.Update(open.Response);
        db.AddRange(open.Answers.Values.Select(a => a.CarryTo(id, targets[a.Question], from)));
        var files = await db.Set<Evidence>()
            .Where(e => e.ResponseId == id && e.RemovedAt == null)
            .ToListAsync(cancellation);
        var moved = AnswerCarrier.Targets(version, files.Select(f => f.Question));
        foreach (var file in files)
        {
            file.Move(moved[file.Question]);
        }
        await uses.Of(open.Response).ChangedAsync(open.Response, cancellation);
        db.Record(
            actor,
            "response-upgraded",
            nameof(Response),
            id,
            new { from, to = version.Version }
        );
        await AddEvidence.SaveAsync(db, find, open.Response, cancellation);
        await transaction.CommitAsync(cancellation);
        return await find.OpenAsync(open.Response, cancellation);
    }
}

/// <summary>Begins a response with the answers and files of an earlier one, as a renewal does. Nothing is saved: the room that begins it saves.</summary>
public sealed class CarryAnswers(Db db)
{
    /// <param name="from">The earlier response, opened.</param>
    /// <param name="to">The new one, already added to the database.</param>
    /// <param name="set">The version the new one stands on.</param>
    public void Carry(OpenResponse from, Response to, QuestionSet set)
    {
        var now = db.Now();
        var targets = AnswerCarrier.Targets(set, from.Answers.Keys);
        var answers = from
            .Answers.Values.Select(a => a.CarryTo(to.Id, targets[a.Question], from.Set.Version))
            .ToList();
        db.AddRange(answers);
        var moved = AnswerCarrier.Targets(set, from.Evidence.Select(e => e.Question));
        var files = from.Evidence.Select(e => e.CarryTo(to.Id, moved[e.Question], now)).ToList();
        db.AddRange(files);
        // Lists and pages count what is answered from the first day on.
        to.Reckon(
            new(
                set,
                FindResponse.Values(set, answers.ToDictionary(a => a.Question), files),
                LocalDay.Of(now),
                files.Select(f => f.Question).ToHashSet()
            ),
            now
        );
    }
}
