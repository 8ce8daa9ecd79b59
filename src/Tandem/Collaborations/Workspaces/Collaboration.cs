using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Who may see that there is a collaboration, and its facts. What is inside is always its members' alone.</summary>
public enum CollaborationVisibility
{
    /// <summary>Its members.</summary>
    Members,

    /// <summary>Members of every organisation that shares a partnership with one of its members.</summary>
    Partnership,

    /// <summary>Everybody.</summary>
    Public,
}

/// <summary>What came of a collaboration.</summary>
public enum CollaborationOutcome
{
    /// <summary>Something was agreed (a requirement set, a way of working); each buys for itself.</summary>
    Agreed,
    BoughtTogether,

    /// <summary>Nothing came of it.</summary>
    Ended,
}

/// <summary>Organisations that work out whether and how to buy together: one leads, each says whether it is in.</summary>
public sealed partial class Collaboration
{
    public const int LongestTitle = 200;
    public const int LongestText = 8000;
    public const int LongestReason = 2000;

    private readonly List<CollaborationMember> members = [];

    public Id<Collaboration> Id { get; private set; }
    public long Number { get; private set; }
    public string Title { get; private set; } = "";
    public string Aims { get; private set; } = "";

    /// <summary>What it started from; null where it was started without.</summary>
    public StartingKind? Kind { get; private set; }
    public string? Key { get; private set; }
    public string? StartTitle { get; private set; }
    public string? StartPath { get; private set; }

    /// <summary>CPV codes of eight digits, separated by spaces.</summary>
    public string CpvCodes { get; private set; } = "";
    public Id<Organisation> LeadId { get; private set; }
    public DateTime LeadSince { get; private set; }
    public CollaborationVisibility Visibility { get; private set; }

    /// <summary>What the lead lets everybody of the audience read beside the facts.</summary>
    public string? PublicWords { get; private set; }
    public DateTime StartedAt { get; private set; }
    public string StartedByName { get; private set; } = "";
    public DateTime? ClosedAt { get; private set; }
    public CollaborationOutcome? Outcome { get; private set; }
    public string? ClosedReason { get; private set; }

    /// <summary>Counts acts: two acts on the same state cannot both be saved.</summary>
    public int Revision { get; private set; }
    public IReadOnlyList<CollaborationMember> Members => members;

    /// <summary>What a person quotes and what stands in addresses: CO-12.</summary>
    public string Reference => $"CO-{Number}";
    public string Path => $"/collaborations/{Reference}";
    public bool IsOpen => ClosedAt is null;

    /// <summary>The members that take part: in or observing.</summary>
    public IEnumerable<CollaborationMember> Current => members.Where(m => m.IsCurrent);

    /// <summary>The number in a reference, or null where it is none.</summary>
    public static long? NumberOf(string reference) =>
        reference.StartsWith("CO-", StringComparison.OrdinalIgnoreCase)
        && long.TryParse(reference.AsSpan(3), out var number)
            ? number
            : null;

    /// <summary>Starts one: the lead is in from the first moment, the others observe until they say otherwise.</summary>
    /// <param name="decideBy">The day by which each says whether it is in.</param>
    /// <exception cref="Refusal">Title or aims are missing, or nobody is invited.</exception>
    public static Collaboration Start(
        long number,
        string? title,
        string? aims,
        Organisation lead,
        Mandate mandate,
        IReadOnlyCollection<Id<Organisation>> invited,
        DateOnly? decideBy,
        Actor actor,
        DateTime now
    )
    {
        if (invited.All(o => o == lead.Id))
        {
            throw new Refusal("Choose at least one other organisation", "Invited");
        }
        MustLieAhead(decideBy, now);
        var collaboration = new Collaboration
        {
            Id = Id<Collaboration>.New(now),
            Number = number,
            LeadId = lead.Id,
            LeadSince = now,
            StartedAt = now,
            StartedByName = actor.Name,
        };
        collaboration.Name(title, aims);
        collaboration.members.Add(CollaborationMember.Of(collaboration, lead.Id, late: false, now));
        collaboration.members[0].State(Standing.In, mandate, null, actor, now);
        foreach (var other in invited.Where(o => o != lead.Id).Distinct())
        {
            var member = CollaborationMember.Of(collaboration, other, late: false, now);
            member.Invited(decideBy, actor, now);
            collaboration.members.Add(member);
        }
        return collaboration;
    }

    /// <summary>Says what it started from.</summary>
    public void From(StartingPoint start) =>
        From(start.Kind, start.Key, start.Title, start.Path, start.Cpv);

    internal void From(
        StartingKind kind,
        string key,
        string title,
        string path,
        IEnumerable<string> cpv
    ) =>
        (Kind, Key, StartTitle, StartPath, CpvCodes) = (
            kind,
            key,
            title,
            path,
            string.Join(' ', cpv)
        );

    /// <summary>Changes its title and aims.</summary>
    /// <exception cref="Refusal">One is missing or too long, or it is closed.</exception>
    public void Describe(string? title, string? aims)
    {
        Act();
        Name(title, aims);
    }

    /// <summary>Says who may see that it exists, and what they read.</summary>
    /// <exception cref="Refusal">The words are too long.</exception>
    public void Publish(CollaborationVisibility visibility, string? words)
    {
        Revision++;
        PublicWords = Written.Optional(words, LongestText, nameof(PublicWords));
        Visibility = visibility;
    }

    /// <summary>Closes it with what came of it.</summary>
    /// <exception cref="Refusal">No outcome or reason is given, or it is closed already.</exception>
    public void Close(CollaborationOutcome? outcome, string? reason, DateTime now)
    {
        Act();
        var given = outcome ?? throw new Refusal("Choose what came of it", nameof(Outcome));
        ClosedReason = Written.Required(
            reason,
            LongestReason,
            "Reason",
            given == CollaborationOutcome.Ended
                ? "Enter why nothing came of it"
                : "Enter what was agreed or bought"
        );
        (Outcome, ClosedAt) = (given, now);
    }

    /// <summary>Opens it again; the timeline keeps that it was closed.</summary>
    /// <exception cref="Refusal">It is open.</exception>
    public void Reopen()
    {
        if (IsOpen)
        {
            throw new Refusal("This collaboration is open.");
        }
        Revision++;
        (Outcome, ClosedAt, ClosedReason) = (null, null, null);
    }

    /// <summary>Notes that something inside it changes, which only an open collaboration allows.</summary>
    /// <exception cref="Refusal">It is closed.</exception>
    internal void Act()
    {
        MustBeOpen();
        Revision++;
    }

    /// <summary>Notes that something beside its course changes, which a closed one allows too.</summary>
    internal void Touch() => Revision++;

    /// <exception cref="Refusal">It is closed.</exception>
    internal void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new Refusal(
                "This collaboration is closed. The lead authority may open it again."
            );
        }
    }

    private void Name(string? title, string? aims)
    {
        Title = Written.Required(
            title,
            LongestTitle,
            nameof(Title),
            "Enter a name for the collaboration"
        );
        Aims = Written.Required(
            aims,
            LongestText,
            nameof(Aims),
            "Enter what you want to reach together"
        );
    }

    private static void MustLieAhead(DateOnly? day, DateTime now)
    {
        if (day < LocalDay.Of(now))
        {
            throw new Refusal("The day must be today or later", "DecideBy");
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Collaboration>
    {
        public void Configure(EntityTypeBuilder<Collaboration> entity)
        {
            entity.HasIndex(c => c.Number).IsUnique();
            entity.HasIndex(c => new { c.Kind, c.Key });
            entity.HasIndex(c => c.LeadId);
            entity.Ignore(c => c.Current);
            entity.Property(c => c.Revision).IsConcurrencyToken();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(c => c.LeadId);
            entity.HasMany(c => c.Members).WithOne().HasForeignKey(m => m.CollaborationId);
        }
    }
}

/// <summary>Who had the authority to say it: a name, a post, and what shows it.</summary>
/// <param name="Evidence">The reference of the delegated decision or minute, or where it can be read.</param>
/// <param name="DocumentId">The document that shows it, where it lies among the collaboration's documents.</param>
public sealed record Mandate(
    string? Name,
    string? Post,
    string? Evidence,
    Id<CollaborationDocument>? DocumentId = null
);
