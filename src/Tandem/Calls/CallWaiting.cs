using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Calls that wait for somebody: drafts to finish, calls to approve, to mend, to publish, or without an owner.</summary>
internal sealed class CallWaiting(Db db) : IWaiting
{
    private const int Most = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (actor.PersonId is not { } person)
        {
            return [];
        }
        var me = new Id<Person>(person);
        var administered = actor
            .Roles.Where(r => r.Value >= Role.Administrator)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        var calls = await db.Set<Call>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Include(c => c.People)
            .Where(c =>
                c.State != CallState.Cancelled
                && c.State != CallState.Ended
                && (
                    c.People.Any(p => p.PersonId == me)
                    || (
                        administered.Contains(c.OrganisationId)
                        && c.People.All(p => p.Role != CallRole.Owner)
                    )
                )
            )
            .OrderBy(c => c.CreatedAt)
            .Take(Most)
            .ToListAsync(cancellation);
        return [.. calls.SelectMany(c => Asks(c, actor))];
    }

    private static IEnumerable<WaitingItem> Asks(Call call, Actor actor)
    {
        var path = $"/calls/{call.Reference}";
        if (call.People.All(p => p.Role != CallRole.Owner))
        {
            yield return new(
                "Calls without an owner",
                call.Title,
                $"{path}/people",
                "Say who answers for it",
                null
            );
        }
        if (call.State == CallState.InReview && CallPermissions.MayApprove(actor, call).Allowed)
        {
            yield return new(
                "Calls to approve",
                call.Title,
                $"{path}/publish",
                "Approve it, or return it with your reasons",
                null
            );
        }
        if (call.State == CallState.Approved && call.Has(actor, CallRole.Owner))
        {
            yield return new("Calls approved", call.Title, $"{path}/publish", "Publish it", null);
        }
        if (call.IsDraft && call.Has(actor, CallRole.Owner, CallRole.Editor))
        {
            yield return call.ReturnedReason is null
                ? new("Calls you are writing", call.Title, $"{path}/make", "Finish it", null)
                : new(
                    "Calls returned by an approver",
                    call.Title,
                    $"{path}/make",
                    "Mend it and ask again",
                    null
                );
        }
    }
}
