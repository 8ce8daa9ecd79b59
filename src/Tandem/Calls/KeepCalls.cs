using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>What becomes of calls when who belongs to what changes: a leaver makes none of the organisation's calls any more, and partners are found anew.</summary>
internal sealed class KeepCalls(Db db, Messages messages) : IBelongingChanges
{
    /// <inheritdoc/>
    public async Task LeftAsync(
        Organisation organisation,
        Id<Person> person,
        Actor by,
        CancellationToken cancellation
    )
    {
        var calls = await db.Set<Call>()
            .Whole()
            .Where(c =>
                c.OrganisationId == organisation.Id
                && c.State != CallState.Cancelled
                && c.State != CallState.Ended
                && c.People.Any(p => p.PersonId == person)
            )
            .ToListAsync(cancellation);
        var name = await db.Set<Person>()
            .Where(p => p.Id == person)
            .Select(p => p.Name)
            .SingleAsync(cancellation);
        foreach (var call in calls)
        {
            foreach (var part in call.Leave(person, db.Now()))
            {
                db.Remove(part);
                db.RecordOn(
                    by,
                    CallActs.PersonReleased,
                    call,
                    new { person = name, role = part.Role.ToString() }
                );
            }
            if (call.People.All(p => p.Role != CallRole.Owner))
            {
                await messages.ToOrganisationAsync(
                    organisation.Id,
                    Role.Administrator,
                    new(
                        $"call:{call.Id}:left:{person}:{db.Now().Ticks}",
                        $"{call.Title} needs an owner",
                        [
                            "Whoever answered for it no longer belongs to the organisation. Say who does from now on.",
                        ],
                        $"/calls/{call.Reference}/people",
                        SubjectKind: nameof(Call),
                        SubjectId: call.Id.ToString()
                    ),
                    cancellation: cancellation
                );
            }
            await db.SaveCallAsync(call, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task PartneredAsync(Organisation organisation, CancellationToken cancellation)
    {
        var change = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        await db.Set<Call>()
            .Where(c => c.OrganisationId == organisation.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.ChangeSeq, change), cancellation);
    }
}
