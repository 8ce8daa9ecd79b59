using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Collaborations, for following, threads and messages: those whose facts the reader may see.</summary>
internal sealed class CollaborationSubjects(Db db) : ISubjects
{
    public string Kind => nameof(Collaboration);

    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Collaboration>(ids);
        var found = await db.Set<Collaboration>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(c => wanted.Contains(c.Id))
            .Join(
                db.Set<Organisation>(),
                c => c.LeadId,
                o => o.Id,
                (c, o) => new { Collaboration = c, o.AuthorityCode }
            )
            .ToListAsync(cancellation);
        return found.ToDictionary(
            f => f.Collaboration.Id.ToString(),
            f => new Subject(
                Kind,
                f.Collaboration.Id.ToString(),
                f.Collaboration.Reference,
                f.Collaboration.Title,
                f.Collaboration.Path,
                f.Collaboration.LeadId,
                f.AuthorityCode,
                f.Collaboration.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                null
            )
        );
    }

    // Only what is no secret of the members: who may follow it may see no more than the facts.
    public string? Tell(Event act) =>
        act.Verb switch
        {
            "collaboration-started" => "The collaboration has been started",
            "collaboration-published" => "What may be read about it has changed",
            "lead-handed-over" => $"{Fact(act, "to")} now leads",
            "standing-stated" => Fact(act, "standing") switch
            {
                "In" => $"{Fact(act, "organisation")} is in",
                "Out" => $"{Fact(act, "organisation")} is out",
                _ => null,
            },
            "late-joiner-admitted" => $"{Fact(act, "organisation")} has joined",
            "version-agreed" => $"Version {Fact(act, "number")} of the requirements is agreed",
            "collaboration-closed" => Fact(act, "outcome") switch
            {
                nameof(CollaborationOutcome.BoughtTogether) => "Closed: bought together",
                nameof(CollaborationOutcome.Agreed) => "Closed: agreed",
                _ => "Closed",
            },
            "collaboration-reopened" => "The collaboration is open again",
            _ => DiscussionNews.Tell(act),
        };

    private static string Fact(Event act, string name)
    {
        using var data = JsonDocument.Parse(act.Data);
        return data.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
    }
}

/// <summary>Questions to other organisations, for messages: those the reader may see.</summary>
internal sealed class InterestSubjects(Db db) : ISubjects
{
    public string Kind => nameof(Interest);

    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<Interest>(ids);
        var found = await db.Set<Interest>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(i => wanted.Contains(i.Id))
            .ToListAsync(cancellation);
        return found.ToDictionary(
            i => i.Id.ToString(),
            i => new Subject(
                Kind,
                i.Id.ToString(),
                i.Reference,
                i.Title,
                $"/interests/{i.Reference}",
                i.OrganisationId,
                null,
                i.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                null
            )
        );
    }

    public string? Tell(Event act) =>
        act.Verb switch
        {
            "interest-answered" => "An organisation has answered",
            "interest-unanswered" => "An organisation did not answer in time",
            "interest-taken-back" => "The question was taken back",
            _ => null,
        };
}
