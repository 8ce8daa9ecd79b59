using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Collaborations.Workspaces;

/// <summary>How far an organisation says that it would go with others on one opportunity or pipeline item. Said anew, it is replaced; the timeline keeps both.</summary>
public sealed class StatedWillingness
{
    public const int LongestWords = 1000;

    public Id<Organisation> OrganisationId { get; private set; }
    public StartingKind Kind { get; private set; }
    public string Key { get; private set; } = "";
    public Willingness Level { get; private set; }
    public string? Words { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTime At { get; private set; }

    public static StatedWillingness Of(Organisation organisation, StartingPoint start) =>
        new()
        {
            OrganisationId = organisation.Id,
            Kind = start.Kind,
            Key = start.Key,
        };

    /// <exception cref="Refusal">The words are too long.</exception>
    public void Say(Willingness level, string? words, Actor actor, DateTime now)
    {
        Words = Written.Optional(words, LongestWords, nameof(Words));
        (Level, ByName, At) = (level, actor.Name, now);
    }

    private sealed class Mapping : IEntityTypeConfiguration<StatedWillingness>
    {
        public void Configure(EntityTypeBuilder<StatedWillingness> entity)
        {
            entity.HasKey(w => new
            {
                w.OrganisationId,
                w.Kind,
                w.Key,
            });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(w => w.OrganisationId);
        }
    }
}

/// <summary>Says for an organisation how far it would go with others.</summary>
public sealed class StateWillingness(Db db, StartingPoints starts)
{
    /// <exception cref="Refusal">The actor may not, or there is no such record.</exception>
    public async Task RunAsync(
        Actor actor,
        StartingKind kind,
        string key,
        Id<Organisation> organisation,
        Willingness level,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var start = await starts.GetAsync(kind, key, actor, cancellation);
        var owner = await db.OrganisationAsync(organisation, cancellation);
        InterestPermissions.MayState(actor, owner, start.Concerns(owner.Id)).Permit();
        var stated = await db.Set<StatedWillingness>()
            .SingleOrDefaultAsync(
                w => w.OrganisationId == organisation && w.Kind == kind && w.Key == key,
                cancellation
            );
        if (stated is null)
        {
            stated = StatedWillingness.Of(owner, start);
            db.Add(stated);
        }
        stated.Say(level, words, actor, db.Now());
        db.Record(
            actor,
            "willingness-stated",
            start.SubjectKind,
            key,
            new
            {
                Organisation = owner.Slug,
                Level = level.ToString(),
                stated.Words,
            }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
