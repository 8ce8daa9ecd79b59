using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What somebody gives to start a collaboration.</summary>
/// <param name="Lead">The organisation that leads.</param>
/// <param name="Mandate">Who decided for the lead that it takes part.</param>
/// <param name="Invited">Those who observe until they say whether they are in.</param>
/// <param name="DecideBy">The day by which they say it.</param>
/// <param name="Interest">The question whose answers it comes from.</param>
public sealed record CollaborationStart(
    string? Title,
    string? Aims,
    Id<Organisation> Lead,
    Mandate Mandate,
    IReadOnlyCollection<Id<Organisation>> Invited,
    DateOnly? DecideBy,
    Id<Interest>? Interest = null
);

/// <summary>Starts a collaboration: from the answers to a question, or without.</summary>
public sealed class StartCollaboration(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, or something is missing.</exception>
    public async Task<Collaboration> RunAsync(
        Actor actor,
        CollaborationStart given,
        CancellationToken cancellation = default
    )
    {
        var lead = await db.OrganisationAsync(given.Lead, cancellation);
        CollaborationPermissions.MayStart(actor, lead).Permit();
        var interest = given.Interest is { } id
            ? await db.InterestAsync(actor, id, cancellation)
            : null;
        if (interest is not null && interest.OrganisationId != lead.Id)
        {
            throw new Refusal("Only the organisation that asked may start from the answers.");
        }
        var invited = await db.OrganisationsAsync(given.Invited, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var number = await Sequence.TakeAsync(db, nameof(Collaboration), 1, cancellation);
        var collaboration = Collaboration.Start(
            number,
            given.Title,
            given.Aims,
            lead,
            given.Mandate,
            invited.Keys,
            given.DecideBy,
            actor,
            db.Now()
        );
        if (interest is not null)
        {
            collaboration.From(
                interest.Kind,
                interest.Key,
                interest.Title,
                interest.Path,
                interest.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            );
            interest.LedTo(collaboration);
        }
        db.Add(collaboration);
        db.Record(
            actor,
            "collaboration-started",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                collaboration.Title,
                Lead = lead.Slug,
                Invited = invited.Values.Select(o => o.Slug).Order(StringComparer.Ordinal),
                given.DecideBy,
                Interest = interest?.Reference,
            }
        );
        foreach (var other in invited.Values.Where(o => o.Id != lead.Id))
        {
            await telling.OfficersOfAsync(
                other.Id,
                $"collaboration:{collaboration.Id}:invited",
                $"{lead.Name} has started a collaboration with you: {collaboration.Title}",
                $"{collaboration.Path}/members",
                [
                    given.DecideBy is { } day
                        ? $"Say by {Words.Day(day)} whether you are in."
                        : "Say whether you are in.",
                    "Until then you observe: you can read and mark everything, and have promised nothing.",
                ],
                owed: true,
                collaboration.AsSubject(),
                cancellation: cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return collaboration;
    }
}

/// <summary>Changes title and aims.</summary>
public sealed class DescribeCollaboration(Db db)
{
    /// <exception cref="Refusal">The actor may not, or something is missing.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        string? title,
        string? aims,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        collaboration.Describe(title, aims);
        db.Record(
            actor,
            "collaboration-described",
            nameof(Collaboration),
            collaboration.Id,
            new { collaboration.Title, collaboration.Aims }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Decides who may see the facts of a collaboration, and what they read beside them.</summary>
public sealed class PublishCollaboration(Db db)
{
    /// <exception cref="Refusal">The actor may not.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        CollaborationVisibility visibility,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        collaboration.Publish(visibility, words);
        db.Record(
            actor,
            "collaboration-published",
            nameof(Collaboration),
            collaboration.Id,
            new { Visibility = visibility.ToString(), collaboration.PublicWords }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Closes a collaboration with what came of it.</summary>
public sealed class CloseCollaboration(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, or outcome or reason is missing.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        CollaborationOutcome? outcome,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        collaboration.Close(outcome, reason, db.Now());
        db.Record(
            actor,
            "collaboration-closed",
            nameof(Collaboration),
            collaboration.Id,
            new { Outcome = outcome.ToString() },
            collaboration.ClosedReason
        );
        await telling.MembersAsync(
            collaboration,
            $"closed:{collaboration.Revision}",
            $"{collaboration.Title} has been closed: {WorkspaceWords.Outcome(collaboration.Outcome!.Value)}",
            [collaboration.ClosedReason!],
            actor,
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Opens a closed collaboration again, with the reason.</summary>
public sealed class ReopenCollaboration(Db db)
{
    /// <exception cref="Refusal">The actor may not, it is open, or there is no reason.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        var why = Written.Required(
            reason,
            Collaboration.LongestReason,
            "Reason",
            "Enter why it is opened again"
        );
        collaboration.Reopen();
        db.Record(
            actor,
            "collaboration-reopened",
            nameof(Collaboration),
            collaboration.Id,
            reason: why
        );
        await db.SaveChangesAsync(cancellation);
    }
}
