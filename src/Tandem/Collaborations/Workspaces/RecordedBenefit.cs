using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What a collaboration has saved an organisation: in price, in effort, or both; with how that was reckoned. Taken back, it stays in sight and counts no more.</summary>
public sealed class RecordedBenefit
{
    public Id<RecordedBenefit> Id { get; private set; }
    public Id<Collaboration> CollaborationId { get; private set; }
    public int Number { get; private set; }

    /// <summary>Whose saving it is.</summary>
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>Price saved, in minor units of <see cref="Currency"/>; 0 where it is effort alone.</summary>
    public long SavedMinor { get; private set; }
    public string Currency { get; private set; } = "GBP";

    /// <summary>Hours of work saved.</summary>
    public int Hours { get; private set; }

    /// <summary>How it was reckoned: against what, over what time.</summary>
    public string Reckoned { get; private set; } = "";

    /// <summary>What shows it: a reference or an address.</summary>
    public string? Evidence { get; private set; }
    public string RecordedByName { get; private set; } = "";
    public DateTime RecordedAt { get; private set; }
    public DateTime? TakenBackAt { get; private set; }
    public string? TakenBackReason { get; private set; }

    /// <exception cref="Refusal">Nothing was saved, it is not said how that was reckoned, or the organisation never took part.</exception>
    public static RecordedBenefit Of(
        Collaboration collaboration,
        int number,
        BenefitGiven given,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<RecordedBenefit>.New(now),
            CollaborationId = collaboration.Id,
            Number = number,
            OrganisationId = collaboration.MemberOf(given.Organisation) is { IsCurrent: true }
                ? given.Organisation
                : throw new Refusal(
                    "Choose an organisation that takes part",
                    nameof(OrganisationId)
                ),
            SavedMinor =
                given.Saved is < 0 or > 1_000_000_000_000m
                    ? throw new Refusal("Enter an amount of 0 or more", "Saved")
                : given.Saved is null or 0 && given.Hours is null or 0
                    ? throw new Refusal("Enter what was saved: money, hours or both", "Saved")
                : (long)Math.Round((given.Saved ?? 0) * 100),
            Currency = given.Currency,
            Hours = given.Hours is < 0 or > 10_000_000
                ? throw new Refusal("Enter a number of hours of 0 or more", nameof(Hours))
                : given.Hours ?? 0,
            Reckoned = Written.Required(
                given.Reckoned,
                2000,
                nameof(Reckoned),
                "Enter how this was reckoned"
            ),
            Evidence = Written.Optional(given.Evidence, 500, nameof(Evidence)),
            RecordedByName = actor.Name,
            RecordedAt = now,
        };

    /// <exception cref="Refusal">There is no reason, or it was taken back already.</exception>
    public void TakeBack(string? reason, DateTime now)
    {
        if (TakenBackAt is not null)
        {
            throw new Refusal("This was taken back already.");
        }
        TakenBackReason = Written.Required(reason, 1000, "Reason", "Enter why it counts no more");
        TakenBackAt = now;
    }

    private sealed class Mapping : IEntityTypeConfiguration<RecordedBenefit>
    {
        public void Configure(EntityTypeBuilder<RecordedBenefit> entity)
        {
            entity.HasIndex(b => new { b.CollaborationId, b.Number }).IsUnique();
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(b => b.CollaborationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(b => b.OrganisationId);
        }
    }
}

/// <summary>What somebody gives to record a benefit.</summary>
/// <param name="Saved">Price saved, in major units.</param>
public sealed record BenefitGiven(
    Id<Organisation> Organisation,
    decimal? Saved,
    int? Hours,
    string? Reckoned,
    string? Evidence,
    string Currency = "GBP"
);

/// <summary>What all benefits that count come to.</summary>
/// <param name="Saved">By currency, in major units.</param>
public sealed record BenefitTotal(IReadOnlyDictionary<string, decimal> Saved, int Hours)
{
    public static BenefitTotal Of(IEnumerable<RecordedBenefit> benefits)
    {
        var counting = benefits.Where(b => b.TakenBackAt is null).ToList();
        return new(
            counting
                .Where(b => b.SavedMinor > 0)
                .GroupBy(b => b.Currency)
                .ToDictionary(g => g.Key, g => g.Sum(b => b.SavedMinor) / 100m),
            counting.Sum(b => b.Hours)
        );
    }
}

/// <summary>Records what a collaboration has saved; also when it is closed, for savings show afterwards.</summary>
public sealed class RecordBenefit(Db db)
{
    /// <exception cref="Refusal">The actor may not, or something is missing.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        BenefitGiven given,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        collaboration.Touch();
        var last = await db.Set<RecordedBenefit>()
            .Where(b => b.CollaborationId == collaboration.Id)
            .MaxAsync(b => (int?)b.Number, cancellation);
        var benefit = RecordedBenefit.Of(collaboration, (last ?? 0) + 1, given, actor, db.Now());
        db.Add(benefit);
        db.Record(
            actor,
            "benefit-recorded",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                benefit.Number,
                benefit.SavedMinor,
                benefit.Currency,
                benefit.Hours,
            },
            benefit.Reckoned
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes a benefit back, with the reason: it stays in sight and counts no more.</summary>
public sealed class TakeBackBenefit(Db db)
{
    /// <exception cref="Refusal">The actor may not, there is no such benefit, or no reason.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        int number,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        var benefit =
            await db.Set<RecordedBenefit>()
                .SingleOrDefaultAsync(
                    b => b.CollaborationId == collaboration.Id && b.Number == number,
                    cancellation
                )
            ?? throw new Refusal("There is no such benefit.", kind: RefusalKind.NotFound);
        benefit.TakeBack(reason, db.Now());
        db.Record(
            actor,
            "benefit-taken-back",
            nameof(Collaboration),
            collaboration.Id,
            new { benefit.Number },
            benefit.TakenBackReason
        );
        await db.SaveChangesAsync(cancellation);
    }
}
