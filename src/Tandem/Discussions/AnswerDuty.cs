using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>Who answers questions about the records of one kind, where that is not every officer of the organisation but those whom the record names.</summary>
public interface IAnswerers
{
    /// <summary>Kind of the records, as the timeline names it.</summary>
    string Kind { get; }

    /// <summary>Ids of the records whose questions the person answers, as the timeline holds them.</summary>
    Task<IReadOnlyList<string>> RecordsOfAsync(Id<Person> person, CancellationToken cancellation);

    /// <summary>Those who answer questions about the record.</summary>
    Task<IReadOnlyList<Id<Person>>> PeopleOfAsync(string record, CancellationToken cancellation);
}

/// <summary>Which questions somebody has to answer: as an officer those to the organisation, and clarification questions about records that name them.</summary>
/// <param name="Organisations">For which the actor is an officer.</param>
/// <param name="Discussions">Of records that name the actor.</param>
public sealed record AnswerDuty(
    Actor Actor,
    IReadOnlyList<Id<Organisation>> Organisations,
    IReadOnlyList<Id<Discussion>> Discussions
)
{
    /// <summary>Whether the question is one of them.</summary>
    public bool Has(Question question) =>
        question.Clarifies is null
            ? Organisations.Contains(question.OrganisationId)
            : Discussions.Contains(question.DiscussionId);
}

/// <summary>Finds who has to answer what.</summary>
public sealed class AnswerDuties(Db db, IEnumerable<IAnswerers> rooms, Messages messages)
{
    /// <summary>What this actor has to answer.</summary>
    public async Task<AnswerDuty> OfAsync(Actor actor, CancellationToken cancellation = default)
    {
        var organisations = actor
            .Roles.Keys.Select(id => new Id<Organisation>(id))
            .Where(id => DiscussionPermissions.MayAnswer(actor, id).Allowed)
            .ToList();
        var discussions = new List<Id<Discussion>>();
        foreach (var room in actor.PersonId is null ? [] : rooms)
        {
            var records = await room.RecordsOfAsync(actor.Person(), cancellation);
            discussions.AddRange(
                await db.Set<Discussion>()
                    .Where(d =>
                        d.SubjectKind == room.Kind && EF.Parameter(records).Contains(d.SubjectId)
                    )
                    .Select(d => d.Id)
                    .ToListAsync(cancellation)
            );
        }
        return new(actor, organisations, discussions);
    }

    /// <summary>Tells those who have to answer a question.</summary>
    internal async Task TellAsync(
        Question question,
        string kind,
        string record,
        MessageWords words,
        CancellationToken cancellation
    )
    {
        if (question.Clarifies is null)
        {
            await messages.ToOrganisationAsync(
                question.OrganisationId,
                Role.Officer,
                words,
                cancellation: cancellation
            );
            return;
        }
        await messages.ToPeopleAsync(
            await rooms.Single(r => r.Kind == kind).PeopleOfAsync(record, cancellation),
            words,
            cancellation
        );
    }
}
