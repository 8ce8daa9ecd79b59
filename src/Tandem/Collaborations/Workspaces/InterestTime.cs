using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Within how many working days an organisation answers when it is asked, where it has decided that for itself.</summary>
public sealed class InterestTime
{
    /// <summary>Working days where an organisation has not decided.</summary>
    public const int Usual = 10;

    /// <summary>Most working days an organisation may take: eight weeks.</summary>
    public const int Most = 40;

    public Id<Organisation> OrganisationId { get; private set; }
    public int WorkingDays { get; private set; } = Usual;

    public static InterestTime Of(Organisation organisation) =>
        new() { OrganisationId = organisation.Id };

    /// <exception cref="Refusal">It is not 1 to 40.</exception>
    public void Become(int? workingDays) =>
        WorkingDays = workingDays is >= 1 and <= Most
            ? workingDays.Value
            : throw new Refusal(
                $"Enter a number of working days from 1 to {Most}",
                nameof(WorkingDays)
            );

    private sealed class Mapping : IEntityTypeConfiguration<InterestTime>
    {
        public void Configure(EntityTypeBuilder<InterestTime> entity)
        {
            entity.HasKey(t => t.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId);
        }
    }
}

internal static class InterestTimes
{
    /// <summary>Within how many working days each of these organisations answers.</summary>
    public static async Task<Func<Id<Organisation>, int>> WorkingDaysAsync(
        this Db db,
        IReadOnlyCollection<Id<Organisation>> organisations,
        CancellationToken cancellation
    )
    {
        var decided = await db.Set<InterestTime>()
            .Where(t => organisations.Contains(t.OrganisationId))
            .ToDictionaryAsync(t => t.OrganisationId, t => t.WorkingDays, cancellation);
        return organisation => decided.GetValueOrDefault(organisation, InterestTime.Usual);
    }
}

/// <summary>Decides within how many working days an organisation answers. Clocks that run already are not moved.</summary>
public sealed class SetInterestTime(Db db)
{
    /// <exception cref="Refusal">The actor may not, or it is not a number of days from 1 to 40.</exception>
    public async Task RunAsync(
        Actor actor,
        Organisation organisation,
        int? workingDays,
        CancellationToken cancellation = default
    )
    {
        InterestPermissions.MaySetInterestTime(actor, organisation).Permit();
        var time = await db.Set<InterestTime>()
            .SingleOrDefaultAsync(t => t.OrganisationId == organisation.Id, cancellation);
        if (time is null)
        {
            time = InterestTime.Of(organisation);
            db.Add(time);
        }
        time.Become(workingDays);
        db.Record(
            actor,
            "interest-time-set",
            nameof(Organisation),
            organisation.Id,
            new { time.WorkingDays }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
