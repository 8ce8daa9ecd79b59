using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Somebody who sits on panels of a kind: their professions, when they were trained, and when they are away.</summary>
public sealed class Assessor
{
    /// <summary>Times away that are kept.</summary>
    public const int MostAway = 50;

    public Id<Person> PersonId { get; private set; }
    public string Kind { get; private set; } = "";

    /// <summary>One on a line.</summary>
    public string Professions { get; private set; } = "";

    /// <summary>Whether they can be asked.</summary>
    public bool Willing { get; private set; }
    public DateOnly? TrainedOn { get; private set; }
    public string? TrainingSeenByName { get; private set; }

    /// <summary>JSON array of times away.</summary>
    public string Away { get; private set; } = "[]";
    public DateTime ChangedAt { get; private set; }

    public IReadOnlyList<string> ProfessionList =>
        Professions.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<TimeAway> TimesAway =>
        JsonSerializer.Deserialize<List<TimeAway>>(Away) ?? [];

    public static Assessor Of(Id<Person> person, string kind, DateTime now) =>
        new()
        {
            PersonId = person,
            Kind = kind,
            ChangedAt = now,
        };

    public bool IsAway(DateOnly day) => TimesAway.Any(t => t.From <= day && day <= t.To);

    /// <summary>Says what they can do, and whether they can be asked.</summary>
    public void Offer(IEnumerable<string> professions, bool willing, DateTime now) =>
        (Professions, Willing, ChangedAt) = (string.Join('\n', professions), willing, now);

    /// <summary>Adds a time away; what is over is dropped.</summary>
    /// <exception cref="Refusal">It ends before it begins, or there are too many.</exception>
    public void GoAway(DateOnly? from, DateOnly? to, DateOnly today, DateTime now)
    {
        var first = from ?? throw new Refusal("Give the first day", "From");
        var last = to ?? first;
        if (last < first)
        {
            throw new Refusal("The last day is before the first", "To");
        }
        var all = TimesAway.Where(t => t.To >= today).Append(new(first, last)).Distinct().ToList();
        if (all.Count > MostAway)
        {
            throw new Refusal($"Keep at most {MostAway} times away", "From");
        }
        (Away, ChangedAt) = (JsonSerializer.Serialize(all.OrderBy(t => t.From)), now);
    }

    /// <summary>Is there after all.</summary>
    public void ComeBack(DateOnly from, DateTime now) =>
        (Away, ChangedAt) = (JsonSerializer.Serialize(TimesAway.Where(t => t.From != from)), now);

    /// <summary>That they were trained on a day, as somebody else has seen; null takes it back.</summary>
    public void Train(DateOnly? day, Actor actor, DateTime now) =>
        (TrainedOn, TrainingSeenByName, ChangedAt) = (day, day is null ? null : actor.Name, now);

    private sealed class Mapping : IEntityTypeConfiguration<Assessor>
    {
        public void Configure(EntityTypeBuilder<Assessor> entity)
        {
            entity.HasKey(a => new { a.PersonId, a.Kind });
            entity.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId);
            entity.Ignore(a => a.ProfessionList);
            entity.Ignore(a => a.TimesAway);
        }
    }
}

/// <summary>From the first to the last day, both away.</summary>
public sealed record TimeAway(DateOnly From, DateOnly To);

/// <summary>Somebody says for themselves on which panels they can sit.</summary>
public sealed class OfferToAssess(Db db, Actor actor, AssessmentKinds kinds)
{
    /// <exception cref="Refusal">Nobody is signed in, or no profession is chosen.</exception>
    public async Task RunAsync(
        string kind,
        IReadOnlyCollection<string> professions,
        bool willing,
        CancellationToken cancellation = default
    )
    {
        var (rule, assessor) = await OwnAsync(kind, cancellation);
        var known = rule.Roles.SelectMany(r => r.Professions).Distinct().ToList();
        var chosen = known.Where(professions.Contains).ToList();
        if (willing && known.Count > 0 && chosen.Count == 0)
        {
            throw new Refusal("Choose at least one profession", "Professions");
        }
        assessor.Offer(chosen, willing, db.Now());
        await SaveAsync(assessor, rule, "assessor-offered", cancellation);
    }

    /// <summary>Adds a time away.</summary>
    /// <exception cref="Refusal">The days do not fit.</exception>
    public async Task GoAwayAsync(
        string kind,
        DateOnly? from,
        DateOnly? to,
        CancellationToken cancellation = default
    )
    {
        var (rule, assessor) = await OwnAsync(kind, cancellation);
        assessor.GoAway(from, to, db.Today(), db.Now());
        await SaveAsync(assessor, rule, "assessor-away", cancellation);
    }

    /// <summary>Takes a time away back.</summary>
    /// <exception cref="Refusal">Nobody is signed in.</exception>
    public async Task ComeBackAsync(
        string kind,
        DateOnly from,
        CancellationToken cancellation = default
    )
    {
        var (rule, assessor) = await OwnAsync(kind, cancellation);
        assessor.ComeBack(from, db.Now());
        await SaveAsync(assessor, rule, "assessor-back", cancellation);
    }

    private async Task<(AssessmentKind, Assessor)> OwnAsync(
        string kind,
        CancellationToken cancellation
    )
    {
        var rule = kinds.Find(kind);
        AssessmentPermissions.MayOffer(actor).Permit();
        var person = new Id<Person>(actor.PersonId!.Value);
        var assessor = await db.Set<Assessor>().FindAsync([person, rule.Name], cancellation);
        if (assessor is null)
        {
            assessor = Assessor.Of(person, rule.Name, db.Now());
            db.Add(assessor);
        }
        return (rule, assessor);
    }

    private Task SaveAsync(
        Assessor assessor,
        AssessmentKind kind,
        string verb,
        CancellationToken cancellation
    )
    {
        db.Record(actor, verb, nameof(Person), assessor.PersonId, new { kind = kind.Name });
        return db.SaveChangesAsync(cancellation);
    }
}

/// <summary>An officer says that somebody of their organisation was trained to assess.</summary>
public sealed class SeeTraining(Db db, Actor actor, AssessmentKinds kinds)
{
    /// <param name="day">The day of the training; null takes it back.</param>
    /// <exception cref="Refusal">The actor may not, or they do not offer to assess.</exception>
    public async Task RunAsync(
        string kind,
        Id<Person> person,
        DateOnly? day,
        CancellationToken cancellation = default
    )
    {
        var rule = kinds.Find(kind);
        var organisations = await db.Set<Membership>()
            .Where(m => m.PersonId == person)
            .Select(m => m.OrganisationId)
            .ToListAsync(cancellation);
        AssessmentPermissions.MaySeeTraining(actor, person, organisations).Permit();
        var assessor =
            await db.Set<Assessor>().FindAsync([person, rule.Name], cancellation)
            ?? throw new Refusal(
                "They have not said that they can assess.",
                kind: RefusalKind.NotFound
            );
        if (day > db.Today())
        {
            throw new Refusal("That day is still to come", "Trained");
        }
        assessor.Train(day, actor, db.Now());
        db.Record(
            actor,
            day is null ? "assessor-training-taken-back" : "assessor-trained",
            nameof(Person),
            person,
            new { kind = rule.Name, day }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
