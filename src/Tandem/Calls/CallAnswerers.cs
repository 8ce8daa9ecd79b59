using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Clarification questions of a call are answered by those whom it names as its owners and editors, not by every officer of the organisation.</summary>
internal sealed class CallAnswerers(Db db) : IAnswerers
{
    private static readonly CallRole[] Clarify = [CallRole.Owner, CallRole.Editor];

    /// <inheritdoc/>
    public string Kind => nameof(Call);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> RecordsOfAsync(
        Id<Person> person,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await db.Set<CallPerson>()
                    .Where(p => p.PersonId == person && Clarify.Contains(p.Role))
                    .Select(p => p.CallId)
                    .Distinct()
                    .ToListAsync(cancellation)
            ).Select(id => id.ToString()),
        ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Id<Person>>> PeopleOfAsync(
        string record,
        CancellationToken cancellation
    )
    {
        var call = Id<Call>.Parse(record, null);
        return await db.Set<CallPerson>()
            .Where(p => p.CallId == call && Clarify.Contains(p.Role))
            .Select(p => p.PersonId)
            .Distinct()
            .ToListAsync(cancellation);
    }
}
