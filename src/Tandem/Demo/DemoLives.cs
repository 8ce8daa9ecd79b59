using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>
/// Fills the calls of the demo network with what happened in them, as <c>demo/entries.tsv</c> tells it: entries, talk, judging, decisions. Told to the records
/// themselves, for no page lets anybody act yesterday; each act with the event that the page would have left.
/// </summary>
public sealed class DemoLives(
    Db db,
    DemoEntries entries,
    DemoIdeas ideas,
    DemoSeals seals,
    DemoJudgings judgings,
    DemoDecisions decisions,
    DemoTalk talk
)
{
    internal async Task RunAsync(
        IEnumerable<string[]> rows,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var (cast, now) = (new DemoCast(db), db.Now());
        // Opening a passphrase is slow on purpose: it is done beside the rest.
        var keys = await seals.BeginAsync(cancellation);
        DemoLife? life = null;
        foreach (var row in rows.Select(DemoRow.Read))
        {
            db.Ago = row.Ago;
            if (row.What == "call")
            {
                await EndAsync(life, cancellation);
                life = new(
                    await db.Set<Call>()
                        .Whole()
                        .SingleAsync(c => c.KindName == row.First, cancellation),
                    cast,
                    today,
                    now
                );
                continue;
            }
            await ActAsync(life!, row, keys, cancellation);
        }
        await EndAsync(life, cancellation);
        db.Ago = TimeSpan.Zero;
    }

    private async Task ActAsync(
        DemoLife life,
        DemoRow row,
        Task<IReadOnlyList<Entries.Sealing.OpenerKey>> keys,
        CancellationToken cancellation
    )
    {
        if (row.What == "keys")
        {
            await seals.CloseAsync(life, await keys, cancellation);
            return;
        }
        if (row.What is "comment" or "ask" or "answer-to-all")
        {
            // Those who talk are shown what they talk about by the rule that pages go by: it has to be there.
            life.Talk.Enqueue(row);
            return;
        }
        if (row.What is "stage" or "tell")
        {
            await SaveAsync(life, cancellation);
        }
        var known =
            await entries.ActAsync(life, row, cancellation)
            || await ideas.ActAsync(life, row, cancellation)
            || await judgings.ActAsync(life, row, cancellation)
            || await decisions.ActAsync(life, row, cancellation);
        if (!known)
        {
            throw new InvalidOperationException($"Nobody does ‘{row.What}’ in a call.");
        }
    }

    private async Task EndAsync(DemoLife? life, CancellationToken cancellation)
    {
        if (life is null)
        {
            return;
        }
        await SaveAsync(life, cancellation);
        while (life.Talk.TryDequeue(out var row))
        {
            db.Ago = row.Ago;
            await talk.RunAsync(life, row, cancellation);
        }
        db.ChangeTracker.Clear();
    }

    private async Task SaveAsync(DemoLife life, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var added = life.Entries.Count(e => e.ChangeSeq == 0);
        if (added > 0)
        {
            await Sequence.TakeAsync(db, $"entry:{life.Call.Id}", added, cancellation);
        }
        if (life.Entries.Count > 0)
        {
            var first = await Sequence.TakeAsync(
                db,
                Sequence.Changes,
                life.Entries.Count,
                cancellation
            );
            foreach (var entry in life.Entries)
            {
                entry.ChangeSeq = first++;
            }
        }
        await db.SaveCallAsync(life.Call, cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
