using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Commitments;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>Lets the councils of the demo network have promised things, some of which are past: told to the records themselves, for no page lets anybody act yesterday.</summary>
public sealed class DemoPromises(Db db)
{
    internal async Task RunAsync(DemoTables tables, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var said in tables.Promises)
        {
            var organisation = await db.Set<Organisation>()
                .SingleAsync(o => o.AuthorityCode == said.Council, cancellation);
            var person = await db.Set<Person>().SingleAsync(p => p.Email == said.Who, cancellation);
            var (actor, _) = await Actors.OfAsync(db, person, cancellation);
            var promise = Commitment.Make(
                await Sequence.TakeAsync(db, "commitment", 1, cancellation),
                organisation.Id,
                person.Id,
                new(
                    said.Text,
                    said.ToWhom,
                    said.SaidWhere,
                    null,
                    null,
                    Day(said.Due),
                    CommitmentAudience.Public
                ),
                actor,
                db.Now().AddDays(said.Said)
            );
            Settle(promise, said, actor);
            db.Add(promise);
            db.Record(
                actor,
                "commitment-made",
                nameof(Commitment),
                promise.Id,
                new { promise.Reference, promise.Due }
            );
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private void Settle(Commitment promise, DemoPromise said, Actor actor)
    {
        var outcome = said.Outcome.Split(' ');
        var days = outcome.Length > 1 ? int.Parse(outcome[1], CultureInfo.InvariantCulture) : 0;
        switch (outcome[0])
        {
            case "kept":
                promise.Keep(Day(days), said.Words, actor, db.Now().AddDays(days));
                break;
            case "not-kept":
                promise.SayNotKept(said.Words, actor, db.Now().AddDays(said.Due + 1));
                break;
            case "moved":
                promise.Change(
                    promise.Text,
                    Day(days),
                    said.Words,
                    actor,
                    db.Now().AddDays(said.Due - 1)
                );
                break;
        }
    }

    private DateOnly Day(int fromToday) => db.Today().AddDays(fromToday);
}
