using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Who has which part in a call.</summary>
public sealed partial class Call
{
    /// <summary>Gives somebody a part in it.</summary>
    /// <exception cref="Refusal">They have it already, or it does not go with another part of theirs.</exception>
    public CallPerson Name(Id<Person> person, CallRole role, Actor by, DateTime now)
    {
        MustGoOn();
        if (People.Any(p => p.PersonId == person && p.Role == role))
        {
            throw new Refusal("They have this part already", "Role");
        }
        if (
            role is CallRole.Observer
            && People.Any(p =>
                p.PersonId == person && p.Role is CallRole.Assessor or CallRole.LeadAssessor
            )
        )
        {
            throw new Refusal("Who observes the panel is not on it", "Role");
        }
        var named = CallPerson.Of(this, person, role, by, now);
        People.Add(named);
        ChangedAt = now;
        return named;
    }

    /// <summary>Takes a part from somebody.</summary>
    /// <exception cref="Refusal">They do not have it, or nobody would own the call.</exception>
    public CallPerson Release(Id<Person> person, CallRole role, DateTime now)
    {
        MustGoOn();
        var named =
            People.FirstOrDefault(p => p.PersonId == person && p.Role == role)
            ?? throw new Refusal("They do not have this part.");
        if (role == CallRole.Owner && People.Count(p => p.Role == CallRole.Owner) == 1)
        {
            throw new Refusal("A call needs an owner. Name another one first.");
        }
        People.Remove(named);
        ChangedAt = now;
        return named;
    }

    /// <summary>Takes from somebody who has left the organisation every part that needs belonging to it.</summary>
    internal IReadOnlyList<CallPerson> Leave(Id<Person> person, DateTime now)
    {
        var parts = People.Where(p => p.PersonId == person && !NeedsNoBelonging(p.Role)).ToList();
        parts.ForEach(p => People.Remove(p));
        ChangedAt = now;
        return parts;
    }

    /// <summary>An approver who is not its only owner: what an owner asks for, somebody else has to approve.</summary>
    internal bool HasSomebodyElseToApprove =>
        People
            .Where(p => p.Role == CallRole.Approver)
            .Any(a => People.Any(o => o.Role == CallRole.Owner && o.PersonId != a.PersonId));

    /// <summary>Parts that somebody from anywhere can have.</summary>
    internal static bool NeedsNoBelonging(CallRole role) =>
        role is CallRole.Assessor or CallRole.Commenter or CallRole.Observer;

    /// <summary>Parts whose holders see the call from its publication on, as everybody does.</summary>
    internal static bool LearnsWithAll(CallRole role) =>
        role is CallRole.Assessor or CallRole.Observer or CallRole.Moderator;
}
