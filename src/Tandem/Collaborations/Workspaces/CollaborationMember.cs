using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Where an organisation stands towards a collaboration.</summary>
public enum Standing
{
    /// <summary>Has asked to join; the lead has not decided.</summary>
    Asking,

    /// <summary>Looks on and takes part in the talk; has promised nothing.</summary>
    Observing,

    /// <summary>Takes part; somebody with authority said so.</summary>
    In,

    /// <summary>Does not take part, or no longer.</summary>
    Out,
}

/// <summary>An organisation's place in a collaboration. Its standing is what was last said about it; the timeline keeps all that was said before.</summary>
public sealed class CollaborationMember
{
    private const int LongestName = 200;

    public Id<Collaboration> CollaborationId { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }
    public Standing Standing { get; private set; }

    /// <summary>The day by which it says whether it is in.</summary>
    public DateOnly? DecideBy { get; private set; }

    /// <summary>Whether it came after the collaboration had begun.</summary>
    public bool JoinedLate { get; private set; }
    public DateTime JoinedAt { get; private set; }

    /// <summary>Who had authority to say that it is in, as <see cref="Mandate"/>.</summary>
    public string? AuthorityName { get; private set; }
    public string? AuthorityPost { get; private set; }
    public string? Evidence { get; private set; }
    public Id<CollaborationDocument>? DocumentId { get; private set; }
    public string? Reason { get; private set; }
    public string SaidByName { get; private set; } = "";
    public DateTime SaidAt { get; private set; }

    /// <summary>When it was reminded of the day.</summary>
    public DateTime? RemindedAt { get; private set; }

    /// <summary>Whether it takes part: in or observing.</summary>
    public bool IsCurrent => Standing is Standing.In or Standing.Observing;

    /// <summary>Whether it has let the day pass without saying whether it is in.</summary>
    public bool IsOverdue(DateOnly today) =>
        Standing == Standing.Observing && DecideBy is { } day && today > day;

    internal static CollaborationMember Of(
        Collaboration collaboration,
        Id<Organisation> organisation,
        bool late,
        DateTime now
    ) =>
        new()
        {
            CollaborationId = collaboration.Id,
            OrganisationId = organisation,
            JoinedLate = late,
            JoinedAt = now,
        };

    internal void Invited(DateOnly? decideBy, Actor actor, DateTime now)
    {
        DecideBy = decideBy;
        RemindedAt = null;
        Say(Standing.Observing, null, null, actor, now);
    }

    internal void Asks(string? words, Actor actor, DateTime now) =>
        Say(
            Standing.Asking,
            null,
            Written.Required(
                words,
                Collaboration.LongestReason,
                "Words",
                "Enter why you want to join"
            ),
            actor,
            now
        );

    internal void Admitted(string reason, DateOnly? decideBy, Actor actor, DateTime now)
    {
        (DecideBy, RemindedAt, JoinedAt, JoinedLate) = (decideBy, null, now, true);
        Say(Standing.Observing, null, reason, actor, now);
    }

    internal void TurnedDown(string reason, Actor actor, DateTime now) =>
        Say(Standing.Out, null, reason, actor, now);

    /// <exception cref="Refusal">What is needed to say this is missing.</exception>
    internal void State(
        Standing standing,
        Mandate? mandate,
        string? reason,
        Actor actor,
        DateTime now
    )
    {
        var why = Written.Optional(reason, Collaboration.LongestReason, "Reason");
        if (standing == Standing.Out && why is null)
        {
            throw new Refusal("Enter why you do not take part", "Reason");
        }
        Say(standing, standing == Standing.In ? Checked(mandate) : null, why, actor, now);
    }

    internal void Reminded(DateTime now) => RemindedAt = now;

    private void Say(Standing standing, Mandate? mandate, string? reason, Actor actor, DateTime now)
    {
        Standing = standing;
        (AuthorityName, AuthorityPost, Evidence, DocumentId) = (
            mandate?.Name,
            mandate?.Post,
            mandate?.Evidence,
            mandate?.DocumentId
        );
        (Reason, SaidByName, SaidAt) = (reason, actor.Name, now);
    }

    private static Mandate Checked(Mandate? mandate)
    {
        var evidence = Written.Optional(mandate?.Evidence, 500, "Evidence");
        if (evidence is null && mandate?.DocumentId is null)
        {
            throw new Refusal(
                "Enter the reference of the decision, or choose the document that shows it",
                "Evidence"
            );
        }
        return new(
            Written.Required(
                mandate?.Name,
                LongestName,
                "AuthorityName",
                "Enter the name of whoever decided this"
            ),
            Written.Required(
                mandate?.Post,
                LongestName,
                "AuthorityPost",
                "Enter the post of whoever decided this"
            ),
            evidence,
            mandate?.DocumentId
        );
    }

    private sealed class Mapping : IEntityTypeConfiguration<CollaborationMember>
    {
        public void Configure(EntityTypeBuilder<CollaborationMember> entity)
        {
            entity.HasKey(m => new { m.CollaborationId, m.OrganisationId });
            entity.HasIndex(m => m.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId);
        }
    }
}
