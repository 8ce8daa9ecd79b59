using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Says for an organisation whether it is in, observing or out.</summary>
public sealed class StateStanding(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, or what must be given with it is missing.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        Id<Organisation> organisation,
        Standing? standing,
        Mandate? mandate,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MaySpeakFor(actor, organisation).Permit();
        var owner = await db.OrganisationAsync(organisation, cancellation);
        if (
            mandate?.DocumentId is { } document
            && !await db.Set<CollaborationDocument>()
                .AnyAsync(
                    d => d.Id == document && d.CollaborationId == collaboration.Id,
                    cancellation
                )
        )
        {
            throw new Refusal("Choose a document of this collaboration", "Document");
        }
        collaboration.StateStanding(organisation, standing, mandate, reason, actor, db.Now());
        var member = collaboration.MemberOf(organisation)!;
        db.Record(
            actor,
            "standing-stated",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                Organisation = owner.Name,
                Standing = standing.ToString(),
                member.AuthorityName,
                member.AuthorityPost,
                member.Evidence,
            },
            member.Reason
        );
        await RequirementVersions.SettleAsync(db, actor, collaboration, cancellation);
        await telling.OfficersOfAsync(
            collaboration.LeadId,
            $"collaboration:{collaboration.Id}:{collaboration.Revision}",
            $"{owner.Name} {WorkspaceWords.Is(standing!.Value)}: {collaboration.Title}",
            $"{collaboration.Path}/members",
            [.. new[] { member.Reason }.OfType<string>()],
            subject: collaboration.AsSubject(),
            except: actor,
            cancellation: cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Asks, for an organisation that takes no part, to join a collaboration that its officer may see.</summary>
public sealed class AskToJoin(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, or it takes part already.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        Id<Organisation> organisation,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.CollaborationAsync(actor, reference, cancellation);
        CollaborationPermissions.MaySpeakFor(actor, organisation).Permit();
        var owner = await db.OrganisationAsync(organisation, cancellation);
        collaboration.AskToJoin(organisation, words, actor, db.Now());
        db.Record(
            actor,
            "join-asked",
            nameof(Collaboration),
            collaboration.Id,
            new { Organisation = owner.Name },
            collaboration.MemberOf(organisation)!.Reason
        );
        await telling.OfficersOfAsync(
            collaboration.LeadId,
            $"collaboration:{collaboration.Id}:{collaboration.Revision}",
            $"{owner.Name} asks to join {collaboration.Title}",
            $"{collaboration.Path}/members",
            [collaboration.MemberOf(organisation)!.Reason!],
            owed: true,
            collaboration.AsSubject(),
            cancellation: cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Lets an organisation join after the beginning, or does not; with the reason either way.</summary>
public sealed class DecideOnJoining(Db db, Telling telling)
{
    /// <param name="decideBy">The day by which it says whether it is in.</param>
    /// <exception cref="Refusal">The actor may not, or there is no reason.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        Id<Organisation> organisation,
        bool admit,
        string? reason,
        DateOnly? decideBy,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        var owner = await db.OrganisationAsync(organisation, cancellation);
        if (admit)
        {
            collaboration.Admit(organisation, reason, decideBy, actor, db.Now());
        }
        else
        {
            collaboration.TurnDown(organisation, reason, actor, db.Now());
        }
        var member = collaboration.MemberOf(organisation)!;
        db.Record(
            actor,
            admit ? "late-joiner-admitted" : "joining-turned-down",
            nameof(Collaboration),
            collaboration.Id,
            new { Organisation = owner.Name, decideBy },
            member.Reason
        );
        await telling.OfficersOfAsync(
            organisation,
            $"collaboration:{collaboration.Id}:{collaboration.Revision}",
            admit
                ? $"You may join {collaboration.Title}"
                : $"You may not join {collaboration.Title}",
            admit ? $"{collaboration.Path}/members" : "/collaborations",
            [
                member.Reason!,
                .. admit && decideBy is { } day
                    ? [$"Say by {Words.Day(day)} whether you are in."]
                    : Array.Empty<string>(),
            ],
            owed: true,
            admit ? collaboration.AsSubject() : null,
            cancellation: cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Passes the lead to another member that is in.</summary>
public sealed class HandOverLead(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, that organisation is not in, or there is no reason.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        Id<Organisation> to,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        var why = Written.Required(
            reason,
            Collaboration.LongestReason,
            "HandOverReason",
            "Enter why the lead passes on"
        );
        var before = await db.OrganisationAsync(collaboration.LeadId, cancellation);
        collaboration.HandOver(to, db.Now());
        var owner = await db.OrganisationAsync(to, cancellation);
        db.Record(
            actor,
            "lead-handed-over",
            nameof(Collaboration),
            collaboration.Id,
            new { From = before.Name, To = owner.Name },
            why
        );
        await telling.MembersAsync(
            collaboration,
            $"{collaboration.Revision}",
            $"{owner.Name} now leads {collaboration.Title}",
            [why],
            actor,
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Reminds members that observe of the day by which they say whether they are in: on the two working days before it, once.</summary>
public sealed class RemindObservers(Db db, Calendars calendars, Telling telling)
{
    /// <returns>How many were reminded.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = db.Today();
        var soon = today.AddDays(14);
        var waiting = await db.Set<Collaboration>()
            .Include(c => c.Members)
            .Where(c =>
                c.ClosedAt == null
                && c.Members.Any(m =>
                    m.Standing == Standing.Observing
                    && m.RemindedAt == null
                    && m.DecideBy >= today
                    && m.DecideBy <= soon
                )
            )
            .OrderBy(c => c.Number)
            .ToListAsync(cancellation);
        var names = await db.OrganisationsAsync(
            waiting.SelectMany(c => c.Members.Select(m => m.OrganisationId)),
            cancellation
        );
        var reminded = 0;
        foreach (var collaboration in waiting)
        {
            foreach (var member in collaboration.Members)
            {
                if (
                    member is not { Standing: Standing.Observing, RemindedAt: null }
                    || member.DecideBy is not { } day
                    || day < today
                    || today
                        < calendars
                            .For(names[member.OrganisationId])
                            .Add(day, -AskedOrganisation.RemindedBefore)
                )
                {
                    continue;
                }
                member.Reminded(db.Now());
                reminded++;
                db.Record(
                    Actor.System,
                    "standing-reminded",
                    nameof(Collaboration),
                    collaboration.Id,
                    new { Organisation = names[member.OrganisationId].Name, day }
                );
                await telling.OfficersOfAsync(
                    member.OrganisationId,
                    $"collaboration:{collaboration.Id}:decide:{day:yyyy-MM-dd}",
                    $"Say by {Words.Day(day)} whether you are in: {collaboration.Title}",
                    $"{collaboration.Path}/members",
                    ["Until you say so you observe."],
                    owed: true,
                    collaboration.AsSubject(),
                    cancellation: cancellation
                );
            }
            await db.SaveChangesAsync(cancellation);
        }
        return reminded;
    }
}
