using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Collaborations.Workspaces;

/// <summary>A question of one organisation to others: would you do this with us? Each answers within its own number of working days, or is shown not to have answered.</summary>
public sealed class Interest
{
    public const int LongestMessage = 4000;
    private readonly List<AskedOrganisation> asked = [];

    public Id<Interest> Id { get; private set; }
    public long Number { get; private set; }

    /// <summary>Who asks.</summary>
    public Id<Organisation> OrganisationId { get; private set; }
    public StartingKind Kind { get; private set; }
    public string Key { get; private set; } = "";

    /// <summary>Title and page of what it started from, as they were then: an opportunity may be grouped anew.</summary>
    public string Title { get; private set; } = "";
    public string Path { get; private set; } = "";

    /// <summary>CPV codes of eight digits, separated by spaces.</summary>
    public string CpvCodes { get; private set; } = "";

    /// <summary>How far the one who asks would go.</summary>
    public Willingness Level { get; private set; }
    public string? Message { get; private set; }
    public Guid? AskedById { get; private set; }
    public string AskedByName { get; private set; } = "";
    public DateTime AskedAt { get; private set; }
    public DateTime? TakenBackAt { get; private set; }
    public string? TakenBackReason { get; private set; }

    /// <summary>The collaboration that came of it.</summary>
    public Id<Collaboration>? CollaborationId { get; private set; }
    public IReadOnlyList<AskedOrganisation> Asked => asked;

    /// <summary>What a person quotes: INT-7.</summary>
    public string Reference => $"INT-{Number}";

    /// <summary>The number in a reference, or null where it is none.</summary>
    public static long? NumberOf(string reference) =>
        reference.StartsWith("INT-", StringComparison.OrdinalIgnoreCase)
        && long.TryParse(reference.AsSpan(4), out var number)
            ? number
            : null;

    /// <exception cref="Refusal">The words are too long.</exception>
    public static Interest Ask(
        long number,
        Organisation by,
        StartingPoint start,
        Willingness level,
        string? message,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Interest>.New(now),
            Number = number,
            OrganisationId = by.Id,
            Kind = start.Kind,
            Key = start.Key,
            Title = start.Title,
            Path = start.Path,
            CpvCodes = string.Join(' ', start.Cpv),
            Level =
                level == Willingness.NotNow
                    ? throw new Refusal(
                        "To ask others, say what you would do with them",
                        nameof(Level)
                    )
                    : level,
            Message = Written.Optional(message, LongestMessage, nameof(Message)),
            AskedById = actor.PersonId,
            AskedByName = actor.Name,
            AskedAt = now,
        };

    /// <summary>Asks one more organisation; its clock begins today.</summary>
    /// <exception cref="Refusal">It was asked already, it is the one who asks, or the question was taken back.</exception>
    public void Of(
        Organisation organisation,
        string calendar,
        HolidayCalendar holidays,
        int workingDays,
        DateOnly today
    )
    {
        MustStand();
        if (organisation.Id == OrganisationId)
        {
            throw new Refusal("An organisation does not ask itself");
        }
        if (asked.Any(a => a.OrganisationId == organisation.Id))
        {
            throw new Refusal($"{organisation.Name} has been asked already");
        }
        asked.Add(
            AskedOrganisation.Of(Id, organisation.Id, calendar, holidays, workingDays, today)
        );
    }

    /// <exception cref="Refusal">The organisation was not asked, the question was taken back, or the collaboration has begun.</exception>
    public AskedOrganisation Answer(
        Id<Organisation> organisation,
        InterestReply? reply,
        Willingness? level,
        string? words,
        Actor actor,
        DateTime now
    )
    {
        MustStand();
        var one =
            asked.Find(a => a.OrganisationId == organisation)
            ?? throw new Refusal(
                "This organisation has not been asked.",
                kind: RefusalKind.NotFound
            );
        if (CollaborationId is not null && one.AnsweredAt is not null)
        {
            throw new Refusal(
                "The collaboration has begun. Say there whether you are in, out or observing."
            );
        }
        one.Answer(reply, level, words, actor, now);
        return one;
    }

    /// <summary>Takes the question back: the clocks stop, and what was answered stays.</summary>
    /// <exception cref="Refusal">There is no reason, it was taken back already, or a collaboration came of it.</exception>
    public void TakeBack(string? reason, DateTime now)
    {
        MustStand();
        if (CollaborationId is not null)
        {
            throw new Refusal("A collaboration came of this. Close that instead.");
        }
        TakenBackReason = Written.Required(
            reason,
            1000,
            "Reason",
            "Enter why you take the question back"
        );
        TakenBackAt = now;
    }

    /// <exception cref="Refusal">A collaboration came of it already, or it was taken back.</exception>
    public void LedTo(Collaboration collaboration)
    {
        MustStand();
        CollaborationId = CollaborationId is null
            ? collaboration.Id
            : throw new Refusal("A collaboration has been started from these answers already.");
    }

    private void MustStand()
    {
        if (TakenBackAt is not null)
        {
            throw new Refusal("The question was taken back.");
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Interest>
    {
        public void Configure(EntityTypeBuilder<Interest> entity)
        {
            entity.HasIndex(i => i.Number).IsUnique();
            entity.HasIndex(i => i.OrganisationId);
            entity.HasIndex(i => new { i.Kind, i.Key });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId);
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(i => i.CollaborationId);
            entity.HasMany(i => i.Asked).WithOne().HasForeignKey(a => a.InterestId);
        }
    }
}

/// <summary>The one rule of who sees which question, used by page, list, export and message.</summary>
public static class InterestVisibility
{
    /// <summary>Members of the organisation that asks, and of those that were asked.</summary>
    public static IQueryable<Interest> VisibleTo(this IQueryable<Interest> interests, Actor actor)
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        return interests.Where(i =>
            own.Contains(i.OrganisationId) || i.Asked.Any(a => own.Contains(a.OrganisationId))
        );
    }
}
