using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>Within how many working days an organisation means to answer questions, where it has said so.</summary>
public sealed class AnswerTime
{
    /// <summary>Working days where an organisation has said nothing.</summary>
    public const int Usual = 5;

    /// <summary>Most working days an organisation may take.</summary>
    public const int Most = 30;

    public Id<Organisation> OrganisationId { get; private set; }
    public int Days { get; private set; }

    public static AnswerTime Of(Id<Organisation> organisation) =>
        new() { OrganisationId = organisation, Days = Usual };

    /// <exception cref="Refusal">It is not a number of days from 1 to <see cref="Most"/>.</exception>
    public void Become(int? days) =>
        Days = days is >= 1 and <= Most
            ? days.Value
            : throw new Refusal($"Enter a number of working days from 1 to {Most}", nameof(Days));

    private sealed class Mapping : IEntityTypeConfiguration<AnswerTime>
    {
        public void Configure(EntityTypeBuilder<AnswerTime> entity)
        {
            entity.HasKey(a => a.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId);
        }
    }
}

/// <summary>When an answer is due: so many working days after the question, by the bank holidays of the organisation's nation.</summary>
public sealed class AnswerClock(
    Db db,
    WorkingDays workingDays,
    KnownAuthorities authorities,
    TimeProvider clock
)
{
    public DateOnly Today => clock.Today();

    /// <summary>Working days the organisation means to take.</summary>
    public async Task<int> DaysAsync(
        Id<Organisation> organisation,
        CancellationToken cancellation
    ) =>
        (
            await db.Set<AnswerTime>()
                .AsNoTracking()
                .SingleOrDefaultAsync(a => a.OrganisationId == organisation, cancellation)
        )?.Days
        ?? AnswerTime.Usual;

    /// <summary>The last day for an answer to what is asked today.</summary>
    public async Task<DateOnly> DueAsync(
        Id<Organisation> organisation,
        CancellationToken cancellation
    ) =>
        (
            await AfterAsync(
                [organisation],
                Today,
                await DaysAsync(organisation, cancellation),
                cancellation
            )
        )[organisation];

    /// <summary>So many working days after a day, as each organisation counts them.</summary>
    public async Task<IReadOnlyDictionary<Id<Organisation>, DateOnly>> AfterAsync(
        IReadOnlyCollection<Id<Organisation>> organisations,
        DateOnly day,
        int workingDaysLater,
        CancellationToken cancellation
    )
    {
        var codes = await db.Set<Organisation>()
            .Where(o => EF.Parameter(organisations).Contains(o.Id))
            .Select(o => new { o.Id, o.AuthorityCode })
            .ToListAsync(cancellation);
        return codes.ToDictionary(
            o => o.Id,
            o =>
                workingDays[
                    NationalCalendar.Of(
                        o.AuthorityCode is { } code
                            ? authorities.Current.ByCode(code)?.Nation
                            : null
                    )
                ]
                    .Add(day, workingDaysLater)
        );
    }
}

/// <summary>Says within how many working days an organisation answers.</summary>
public sealed class SetAnswerTime(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, or the number will not do.</exception>
    public async Task RunAsync(
        Id<Organisation> organisation,
        int? days,
        CancellationToken cancellation = default
    )
    {
        DiscussionPermissions.MaySetAnswerTime(actor, organisation).Permit();
        var time = await db.Set<AnswerTime>()
            .SingleOrDefaultAsync(a => a.OrganisationId == organisation, cancellation);
        if (time is null)
        {
            db.Add(time = AnswerTime.Of(organisation));
        }
        time.Become(days);
        db.Record(actor, "answer-time-set", nameof(Organisation), organisation, new { time.Days });
        await db.SaveChangesAsync(cancellation);
    }
}
