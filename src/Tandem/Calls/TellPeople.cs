using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Tells people what happened to a call they have a part in. Followers hear of it by what they follow.</summary>
public sealed class TellPeople(Actor actor, Messages messages, IEnumerable<ICallAudience> audiences)
{
    /// <summary>Those who have any of these roles, but whoever acts.</summary>
    public Task ToRolesAsync(
        Call call,
        IReadOnlyCollection<CallRole> roles,
        string key,
        string title,
        IReadOnlyList<string> sentences,
        string part = "",
        bool owed = false,
        CancellationToken cancellation = default
    ) =>
        ToAsync(
            call,
            call.People.Where(p => roles.Contains(p.Role)).Select(p => p.PersonId),
            key,
            title,
            sentences,
            part,
            owed,
            cancellation
        );

    /// <summary>One person.</summary>
    public Task ToPersonAsync(
        Call call,
        Id<Person> person,
        string key,
        string title,
        IReadOnlyList<string> sentences,
        CancellationToken cancellation = default
    ) => ToAsync(call, [person], key, title, sentences, "", false, cancellation);

    /// <summary>All who have a part in it, who draft an entry, or who have entered.</summary>
    public async Task ToAllAsync(
        Call call,
        string key,
        string title,
        IReadOnlyList<string> sentences,
        CancellationToken cancellation = default
    )
    {
        var people = call.People.Select(p => p.PersonId).ToList();
        foreach (var audience in audiences)
        {
            people.AddRange(await audience.OfAsync(call, cancellation));
        }
        await ToAsync(call, people, key, title, sentences, "", false, cancellation);
    }

    private Task ToAsync(
        Call call,
        IEnumerable<Id<Person>> people,
        string key,
        string title,
        IReadOnlyList<string> sentences,
        string part,
        bool owed,
        CancellationToken cancellation
    ) =>
        messages.ToPeopleAsync(
            [.. people.Distinct().Where(p => p.Value != actor.PersonId)],
            new(
                $"call:{call.Id}:{key}",
                title,
                sentences,
                $"/calls/{call.Reference}{part}",
                Owed: owed,
                SubjectKind: nameof(Call),
                SubjectId: call.Id.ToString()
            ),
            cancellation
        );
}
